// Medallions like those of real sessions, about 1.3 KB as JSON each, always the same: document
// number `n` depends on `n` alone. Nobody's `updated_at` is another's, so that "newest first" has
// one answer.

const REPOSITORIES = 20;
const MODULES_EACH = 20;
const TAGS = [
  ...["refactor", "parser", "performance", "security", "tests", "docs", "release", "ci"],
  ...["storage", "sync", "ui", "accessibility", "i18n", "search", "billing", "auth"],
  ...["api", "cli", "migration", "schema", "logging", "metrics", "errors", "retry"],
  ...["cache", "queue", "worker", "wasm", "types", "lint", "build", "packaging"],
  ...["incident", "review", "design", "research", "prototype", "cleanup", "bug", "flaky"],
  ...["import", "export", "backup", "quota", "offline", "mobile", "layout", "onboarding"],
];
const WORDS = `parser store index query scope session agent commit version cache worker thread buffer stream token
   request response transaction record entry reader writer planner scheduler learner module function type
   error retry timeout limit budget path node edge graph tag summary decision question status history event
   splits merges keeps drops reads writes checks validates measures rebuilds restores skips orders resolves
   before after because unless while without under between every only first last slow fast cold warm empty`.split(
  /\s+/,
);

const START = Date.UTC(2025, 0, 1);
const SPAN_MS = 300 * 24 * 3600 * 1000;

/** Small, fast and good enough: mulberry32. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (end) => Math.floor(next() * end);
  return { next, below, one: (list) => list[below(list.length)] };
}

export const idOf = (number) => `med-${(0x100000000000 + number).toString(16).slice(-12)}`;

export function documentOf(number, revision = 0) {
  const random = randomFrom(number * 7919 + 17);
  const updated = moment(number, random);
  const document = {
    meta: {
      medallion_id: idOf(number),
      schema_version: "medallion.v1",
      model: random.one(["local-small", "local-large", "stub-llm"]),
      created_at: iso(updated - random.below(20 * 24 * 3600) * 1000),
      updated_at: iso(updated),
      knowledge_min_ts: null,
      knowledge_max_ts: iso(updated),
      status: random.next() < 0.85 ? "active" : random.one(["stale", "superseded"]),
    },
    scope: scopeOf(random),
    summary: {
      high_level: sentence(random, 18),
      subsystems: several(random, 1, 2, () => ({
        name: random.one(WORDS),
        status: random.one(["unknown", "stable", "in_progress", "deprecated"]),
        notes: sentence(random, 8),
      })),
    },
    decisions: several(random, 1, 3, (at) => ({
      id: `D-00${at + 1}`,
      statement: sentence(random, 8),
      rationale: sentence(random, 8),
      confidence: Math.round(random.next() * 100) / 100,
    })),
    open_questions: several(random, 0, 2, (at) => ({
      id: `Q-00${at + 1}`,
      question: sentence(random, 8),
      blocked_on: several(random, 0, 1, () => sentence(random, 4)),
      priority: random.one(["low", "medium", "high"]),
    })),
    affordances: {
      recommended_entry_points: several(random, 1, 2, () => `src/${random.one(WORDS)}/${random.one(WORDS)}.rs`),
      avoid_repeating: several(random, 0, 1, () => sentence(random, 8)),
      invariants: several(random, 0, 2, () => sentence(random, 7)),
    },
  };
  return revision === 0 ? document : revised(document, number, revision);
}

export const documentsFrom = (first, count) => Array.from({ length: count }, (_, at) => documentOf(first + at));

/** The same document after a session: new summary, a decision more, an hour later. */
function revised(document, number, revision) {
  const random = randomFrom(number * 31 + revision);
  document.meta.updated_at = iso(Date.parse(document.meta.updated_at) + SPAN_MS + revision * 3600 * 1000);
  document.summary.high_level = sentence(random, 18);
  document.decisions.push({
    id: `D-1${revision}`,
    statement: sentence(random, 8),
    rationale: sentence(random, 8),
    confidence: 0.5,
  });
  return document;
}

/** Scopes that find something: parts of what the documents `0` to `count` are about, each once. */
export function scopesOf(kind, count, wanted, seed) {
  const random = randomFrom(seed);
  const found = new Map();
  for (let tries = 0; found.size < wanted && tries < wanted * 20; tries += 1) {
    const { scope, meta } = documentOf(random.below(count));
    if (meta.status !== "active") continue;
    const part =
      kind === "node"
        ? { graph_nodes: scope.graph_nodes.slice(0, 2), tags: [] }
        : { graph_nodes: [], tags: scope.tags.slice(0, 1) };
    found.set(JSON.stringify(part), part);
  }
  return [...found.values()];
}

function scopeOf(random) {
  const repository = random.below(REPOSITORIES);
  const module = random.below(MODULES_EACH);
  const graph_nodes = [`repo:${WORDS[repository]}`, `module:${WORDS[repository]}/${WORDS[20 + module]}`];
  if (random.next() < 0.5) graph_nodes.push(`file:src/${random.one(WORDS)}.rs`);
  return { graph_nodes, tags: [...new Set(several(random, 1, 3, () => random.one(TAGS)))] };
}

/** The last five digits of the milliseconds are the document's number. */
function moment(number, random) {
  const distinct = 100_000;
  return START + Math.floor((random.next() * SPAN_MS) / distinct) * distinct + (number % distinct);
}

const iso = (milliseconds) => new Date(milliseconds).toISOString();

function sentence(random, length) {
  const words = Array.from({ length }, () => random.one(WORDS)).join(" ");
  return `${words[0].toUpperCase()}${words.slice(1)}.`;
}

const several = (random, from, to, make) =>
  Array.from({ length: from + random.below(to - from + 1) }, (_, at) => make(at));
