// The rules of a query by scope, for those who have to filter by hand.

/** All of the nodes and, where tags are asked for, at least one of them. */
export function touches(document, { graph_nodes, tags }) {
  return (
    graph_nodes.every((node) => document.scope.graph_nodes.includes(node)) &&
    (tags.length === 0 || tags.some((tag) => document.scope.tags.includes(tag)))
  );
}

/** All our times are written alike, so that their order is that of their letters. */
export const newestFirst = (one, other) => (one.meta.updated_at < other.meta.updated_at ? 1 : -1);
