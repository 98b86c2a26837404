// Paths of differences in words: `summary.subsystems[cli].notes` as "subsystem cli, notes".

const LISTS = { decisions: "decision", open_questions: "question", subsystems: "subsystem" };

/** What a path changed, for people; `path` is as `medallions.diff` has it. */
export function named(path) {
  const steps = stepsOf(path);
  const place = steps.findLastIndex((step, at) => Object.hasOwn(LISTS, step) && at + 1 < steps.length);
  if (place < 0) return spaced(steps.at(-1) ?? "");
  const [list, item, ...rest] = steps.slice(place);
  return [`${LISTS[list]} ${item}`, ...rest.map(spaced)].join(", ");
}

/**
 * The keys and names that a path consists of. Names of items stand in brackets; whatever would disturb
 * the path stands in quotes there.
 */
export function stepsOf(path) {
  const step = /\.?([^.[]+)|\["((?:[^"\\]|\\.)*)"\]|\[([^\]]*)\]/gy;
  return [...path.matchAll(step)].map(([, key, quoted, name]) => key ?? name ?? unquoted(quoted));
}

const SIGNS = { n: "\n", r: "\r", t: "\t", 0: "\0" };

/** Quotes are as Rust writes them. */
const unquoted = (text) =>
  text.replace(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, code, sign) =>
    code === undefined ? (SIGNS[sign] ?? sign) : String.fromCodePoint(parseInt(code, 16)),
  );

const spaced = (name) => name.replaceAll("_", " ");
