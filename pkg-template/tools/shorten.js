// Answers that fit into a conversation: long texts, lists and objects are cut, and what was cut is said.

/** How long an answer is at most, as JSON text. */
export const MOST = 16_000;

/** How many characters a text has at most, and how many members a list and an object: tighter where that is too much. */
const LIMITS = [
  { text: 2_000, items: 10, members: 60 },
  { text: 600, items: 6, members: 60 },
  { text: 200, items: 4, members: 40 },
  { text: 60, items: 2, members: 25 },
];

/**
 * The same value with its long parts cut, and `cut`: by path, how many characters, items or members
 * there are in truth.
 */
export function shorten(value) {
  let short;
  for (const limits of LIMITS) {
    short = cutTo(value, limits);
    if (JSON.stringify(short).length <= MOST) break;
  }
  return short;
}

function cutTo(value, limits) {
  const cut = {};
  const short = visit(value, "", cut, limits);
  return Object.keys(cut).length === 0 ? short : { ...short, cut };
}

function visit(value, path, cut, limits) {
  const { text, items, members } = limits;
  if (typeof value === "string") {
    const characters = value.length > text ? [...value] : [];
    if (characters.length <= text) return value;
    cut[path] = characters.length;
    return `${characters.slice(0, text).join("")}…`;
  }
  if (Array.isArray(value)) {
    if (value.length > items) cut[path] = value.length;
    return value.slice(0, items).map((item, number) => visit(item, `${path}[${number}]`, cut, limits));
  }
  if (typeof value !== "object" || value === null) return value;
  const under = (key) => (path === "" ? key : `${path}.${key}`);
  const entries = Object.entries(value);
  if (entries.length > members) cut[path] = entries.length;
  const kept = entries.slice(0, members).map(([key, member]) => [key, visit(member, under(key), cut, limits)]);
  return Object.fromEntries(kept);
}
