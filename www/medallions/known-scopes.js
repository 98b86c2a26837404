// The graph nodes and tags that medallions name, to be suggested and to be told apart.

import { coalesced } from "../lib/coalesced.js";

/** How many of each are known here: the most frequent ones. */
const MOST = 1_000;

/** Kept up to date with every tab; `told` is called after each look. */
export function knownScopes(workspace) {
  const none = new Map();
  let known = { nodes: none, tags: none };
  const listeners = [];

  const counts = (list) => new Map(list.map(({ label, count }) => [label, count]));
  const read = coalesced(async () => {
    const labels = await workspace.medallions.scopeLabels({ limit: MOST });
    known = { nodes: counts(labels.graph_nodes), tags: counts(labels.tags) };
    for (const told of listeners) told();
  });
  // What cannot be read is said by the list, which reads at the same moments.
  const look = () => read().catch(() => {});
  look();
  workspace.subscribe(look);

  return {
    follow: (told) => listeners.push(told),
    nodes: () => [...known.nodes.keys()],
    tags: () => [...known.tags.keys()],
    isNode: (text) => known.nodes.has(text),
    isTag: (text) => known.tags.has(text),
    /** `[kind, label, count]` of each, the most frequent first. */
    all: () => {
      const of = (kind, map) => [...map].map(([label, count]) => [kind, label, count]);
      return [...of("node", known.nodes), ...of("tag", known.tags)].sort((one, other) => other[2] - one[2]);
    },
  };
}
