// One short text for an answer, the same for equal answers whatever the order of their keys.

export async function digest(answer) {
  const bytes = new TextEncoder().encode(JSON.stringify(answer, sorted));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function sorted(_key, value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What a job answers with. */
export async function result({ times, answers }) {
  return { times, digest: await digest(answers) };
}
