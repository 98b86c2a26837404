// Answers that fit into a conversation: long texts, lists and objects are cut, and what was cut is said.

/** How long an answer is at most, as JSON text. */
export const MOST = 16_000;

/** How many places are named at which something was cut. */
const PLACES = 40;

/** How long an id is at most: half of one names nothing. */
const ID = 256;

/**
 * How many characters a text has at most, how many members a list and an object, and how deep the answer goes: tighter
 * where that is too much. An answer itself keeps all its members.
 */
const LIMITS = [
  { text: 2_000, items: 10, members: 60, depth: 12 },
  { text: 600, items: 6, members: 60, depth: 12 },
  { text: 200, items: 4, members: 40, depth: 8 },
  { text: 60, items: 2, members: 25, depth: 6 },
  { text: 60, items: 2, members: 25, depth: 3 },
  { text: 60, items: 1, members: 25, depth: 2 },
  { text: 60, items: 1, members: 10, depth: 1 },
];

/**
 * The same value with its long parts cut, and `cut`: by path, how many characters, items or members there are in
 * truth; of many places the first, and under `…` how many more. The lists of the answer itself, or of its members, have `items` items
 * at least. `totals` says of lists of the answer that are no more than the beginning how many items there are.
 */
export function shorten(value, { items = 0, totals = {} } = {}) {
  let short;
  for (const limits of LIMITS) {
    short = cutTo(value, { ...limits, totals, first: Math.max(items, limits.items) });
    if (JSON.stringify(short).length <= MOST) break;
  }
  return short;
}

/** The same value, and what of its lists is missing. */
export function withTotals(value, totals) {
  const cut = Object.entries(totals).filter(([name, total]) => value[name].length < total);
  return cut.length === 0 ? value : { ...value, cut: Object.fromEntries(cut) };
}

function cutTo(value, limits) {
  const cut = {};
  let places = 0;
  const note = (path, count) => {
    places += 1;
    if (places <= PLACES) cut[path] = count;
    else cut["…"] = places - PLACES;
  };
  const short = visit(value, { path: "", key: "", depth: 0 }, note, limits);
  return places === 0 ? short : { ...short, cut };
}

function visit(value, { path, key, depth }, note, limits) {
  if (typeof value === "string") {
    const most = isId(key) ? Math.max(ID, limits.text) : limits.text;
    const characters = value.length > most ? [...value] : [];
    if (characters.length <= most) return value;
    note(path, characters.length);
    return `${characters.slice(0, most).join("")}…`;
  }
  if (typeof value !== "object" || value === null) return value;
  const isList = Array.isArray(value);
  const all = Object.entries(value);
  const kept = all.filter(([name]) => name.length <= ID).slice(0, mostOf(isList, depth, limits));
  const total = limits.totals[path] ?? all.length;
  if (kept.length < total) note(path, total);
  const inside = kept.map(([name, member]) => {
    const place = isList ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`;
    return [name, visit(member, { path: place, key: isList ? key : name, depth: depth + 1 }, note, limits)];
  });
  return isList ? inside.map(([, member]) => member) : Object.fromEntries(inside);
}

function mostOf(isList, depth, { items, first, members, depth: deepest }) {
  if (depth === 0) return Infinity;
  // What is too deep is still a list or an object, of nothing.
  if (depth > deepest) return 0;
  return isList ? (depth <= 2 ? first : items) : members;
}

const isId = (key) => key === "id" || key === "next" || key.endsWith("_id");
