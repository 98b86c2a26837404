// From what is typed into the filter to a scope: words are graph nodes or tags.

/**
 * `{scope, partial}`: the words that are whole, and the last one while it is still being typed.
 * A word with `#` before it is a tag, one with a colon inside a graph node; any other is what it
 * is known as, and a tag if it is not known. Quotes hold words with spaces together.
 */
export function readFilter(text, scopes) {
  const scope = { graph_nodes: [], tags: [] };
  const words = [...text.matchAll(/#?"[^"]*"?|[^\s,]+/g)].map(([word]) => word);
  const isWhole = /[\s,"]$/.test(text);
  const last = words.length - 1;
  for (const [place, word] of words.entries()) {
    const bare = word.replaceAll('"', "").replace(/^#/, "");
    if (bare === "") continue;
    const isTag = word.startsWith("#") || !(bare.includes(":") || scopes.isNode(bare));
    const isKnown = isTag ? scopes.isTag(bare) : scopes.isNode(bare);
    if (place === last && !isWhole && !isKnown) return { scope, partial: bare.toLowerCase() };
    (isTag ? scope.tags : scope.graph_nodes).push(bare);
  }
  return { scope, partial: "" };
}

/** How many words are suggested at a time. */
const SUGGESTED = 20;

/** `[text, count]`: the whole text with its last word made whole, the most frequent first. */
export function suggestions(text, scopes) {
  const before = text.match(/^.*[\s,](?=\S*$)/)?.[0] ?? "";
  const typed = text.slice(before.length).toLowerCase();
  const words = scopes.all().map(([kind, label, count]) => [asWord(kind, label), count]);
  const fitting = words.filter(([word]) => word.toLowerCase().includes(typed) && !before.split(/\s+/).includes(word));
  return fitting.slice(0, SUGGESTED).map(([word, count]) => [`${before}${word} `, count]);
}

/** How a node or a tag is typed. */
export function asWord(kind, label) {
  const quoted = /[\s,]/.test(label) ? `"${label}"` : label;
  return kind === "tag" ? `#${quoted}` : quoted;
}

/** Whether a node or a tag of the medallion goes on from what is being typed. */
export function goesWith({ scope }, partial) {
  return partial === "" || [...scope.graph_nodes, ...scope.tags].some((own) => own.toLowerCase().includes(partial));
}

export const isEmpty = ({ graph_nodes, tags }) => graph_nodes.length + tags.length === 0;
