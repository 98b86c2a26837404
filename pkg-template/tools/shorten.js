// Answers that fit into a conversation: long texts and lists are cut, and what was cut is said.

const TEXT = 2_000;
const ITEMS = 10;

/**
 * The same value with its long parts cut, and `cut`: by path, how many characters or items there
 * are in truth.
 */
export function shorten(value) {
  const cut = {};
  const short = visit(value, "", cut);
  return Object.keys(cut).length === 0 ? short : { ...short, cut };
}

function visit(value, path, cut) {
  if (typeof value === "string") {
    const characters = value.length > TEXT ? [...value] : [];
    if (characters.length <= TEXT) return value;
    cut[path] = characters.length;
    return `${characters.slice(0, TEXT).join("")}…`;
  }
  if (Array.isArray(value)) {
    if (value.length > ITEMS) cut[path] = value.length;
    return value.slice(0, ITEMS).map((item, number) => visit(item, `${path}[${number}]`, cut));
  }
  if (typeof value !== "object" || value === null) return value;
  const under = (key) => (path === "" ? key : `${path}.${key}`);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visit(member, under(key), cut)]));
}
