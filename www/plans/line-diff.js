// Which lines differ between two texts.

/** Above this many pairs of lines the differing middle is shown as replaced as a whole. */
const MOST_PAIRS = 4_000_000;

/** Line ends belong to their lines, so that a changed one shows. */
const linesOf = (text) => (text === "" ? [] : text.split(/(?<=\n)/));

/**
 * Lines as `{kind, text, before, after}` in order: `kind` is "same", "removed" or "added", `before` and
 * `after` are line numbers from 1 in either text.
 */
export function lineDiff(before, after) {
  const a = linesOf(before);
  const b = linesOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = changes(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const kinds = [...Array(start).fill("same"), ...middle, ...Array(end).fill("same")];
  let i = 0;
  let j = 0;
  return kinds.map((kind) => {
    if (kind !== "added") i += 1;
    if (kind !== "removed") j += 1;
    return { kind, text: kind === "added" ? b[j - 1] : a[i - 1], before: i, after: j };
  });
}

/** One kind for each line of the middle, by the longest common subsequence. */
function changes(a, b) {
  const whole = [...Array(a.length).fill("removed"), ...Array(b.length).fill("added")];
  if (a.length === 0 || b.length === 0 || a.length * b.length > MOST_PAIRS) return whole;
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const here = i * width + j;
      length[here] = a[i] === b[j] ? length[here + width + 1] + 1 : Math.max(length[here + width], length[here + 1]);
    }
  }
  const kinds = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const here = i * width + j;
    const isSame = i < a.length && j < b.length && a[i] === b[j];
    const isRemoved = !isSame && i < a.length && (j === b.length || length[here + width] >= length[here + 1]);
    if (isSame) kinds.push("same");
    else kinds.push(isRemoved ? "removed" : "added");
    if (isSame || isRemoved) i += 1;
    if (isSame || !isRemoved) j += 1;
  }
  return kinds;
}

/** The changed lines with `around` lines before and behind each; far ones are apart in groups. */
export function hunks(lines, around = 1) {
  const found = [];
  let last = -1;
  for (const [place, { kind }] of lines.entries()) {
    if (kind === "same") continue;
    const from = Math.max(last + 1, place - around);
    const to = Math.min(lines.length - 1, place + around);
    if (found.length > 0 && from <= last + 1) found.at(-1).push(...lines.slice(last + 1, to + 1));
    else found.push(lines.slice(from, to + 1));
    last = to;
  }
  return found;
}

export const changedLines = (lines) => ({
  removed: lines.filter(({ kind }) => kind === "removed").length,
  added: lines.filter(({ kind }) => kind === "added").length,
});
