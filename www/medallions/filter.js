// From what is typed into the filter to a scope: words are graph nodes or tags.

/** A quote inside quotes is written twice. */
const WORD = /#?"(?:[^"]|"")*"?|[^\s,]+/g;
const IN_QUOTES = /^(#?)"((?:[^"]|"")*)("?)$/;

/** `{text, start, isTag, isQuoted, bare}` of each word. */
function wordsOf(text) {
  return [...text.matchAll(WORD)].map(({ 0: word, index: start }) => {
    const [, sign, inside] = IN_QUOTES.exec(word) ?? [];
    const isQuoted = inside !== undefined;
    const isTag = isQuoted ? sign === "#" : word.startsWith("#");
    const bare = isQuoted ? inside.replaceAll('""', '"') : word.replace(/^#/, "");
    return { text: word, start, isTag, isQuoted, bare };
  });
}

/** Whether nothing more can be added to the last word: it is closed, or something stands behind it. */
function isOver(text, last) {
  if (last === undefined || last.start + last.text.length < text.length) return true;
  return last.isQuoted && IN_QUOTES.exec(last.text)[3] === '"';
}

/**
 * `{scope, partial}`: the words that are whole, and the last one while it is still being typed. A word with `#` before it
 * is a tag, one with a colon inside or in quotes a graph node; any other is what it is known as, and a tag if it is not
 * known. Quotes hold words with spaces together, also behind `#`.
 */
export function readFilter(text, scopes) {
  const scope = { graph_nodes: [], tags: [] };
  const words = wordsOf(text);
  const last = words.at(-1);
  for (const word of words) {
    const { bare, isQuoted } = word;
    if (bare === "") continue;
    const isTag = word.isTag || !(isQuoted || bare.includes(":") || scopes.isNode(bare));
    const isKnown = isTag ? scopes.isTag(bare) : scopes.isNode(bare);
    if (word === last && !isOver(text, last) && !isKnown) return { scope, partial: bare.toLowerCase() };
    (isTag ? scope.tags : scope.graph_nodes).push(bare);
  }
  return { scope, partial: "" };
}

/** How many words are suggested at a time. */
const SUGGESTED = 20;

/** `[text, count]`: the whole text with its last word made whole, the most frequent first. */
export function suggestions(text, scopes) {
  const last = wordsOf(text).at(-1);
  const before = isOver(text, last) ? text : text.slice(0, last.start);
  const typed = text.slice(before.length).toLowerCase();
  const words = scopes.all().map(([kind, label, count]) => [asWord(kind, label, scopes), count]);
  const fitting = words.filter(([word]) => word.toLowerCase().includes(typed) && !isAsked(before, word));
  return fitting.slice(0, SUGGESTED).map(([word, count]) => [`${before}${word} `, count]);
}

/** Whether a word stands in the text already. */
export const isAsked = (text, word) => wordsOf(text).some((own) => own.text === word);

/** How a node or a tag is typed. */
export function asWord(kind, label, scopes) {
  const quoted = `"${label.replaceAll('"', '""')}"`;
  const isOneWord = /^[^\s,"#][^\s,]*$/.test(label);
  if (kind === "tag") return isOneWord ? `#${label}` : `#${quoted}`;
  const isRead = label.includes(":") || scopes.isNode(label);
  return isOneWord && isRead ? label : quoted;
}

/** Whether a node or a tag of the medallion goes on from what is being typed. */
export function goesWith({ scope }, partial) {
  return partial === "" || [...scope.graph_nodes, ...scope.tags].some((own) => own.toLowerCase().includes(partial));
}

export const isEmpty = ({ graph_nodes, tags }) => graph_nodes.length + tags.length === 0;
