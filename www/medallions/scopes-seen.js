// The graph nodes and tags seen so far, to be suggested and to be told apart.

/** Remembers the scopes of medallions that were shown. */
export function scopesSeen() {
  const nodes = new Set();
  const tags = new Set();
  return {
    add(medallions) {
      for (const { scope } of medallions) {
        for (const node of scope.graph_nodes) nodes.add(node);
        for (const tag of scope.tags) tags.add(tag);
      }
    },
    nodes: () => [...nodes].sort(),
    tags: () => [...tags].sort(),
    isNode: (text) => nodes.has(text),
    isTag: (text) => tags.has(text),
  };
}
