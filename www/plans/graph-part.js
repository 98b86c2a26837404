// Which tasks of a large plan are drawn: a picture of thousands shows nothing, and takes minutes to lay out.

/** As many boxes as a reader can follow; and columns that lines pass, which is what takes long to lay out. */
const MOST = { boxes: 100, passages: 500 };
/** How many columns are drawn of what is too large. */
const COLUMNS = 9;

const PASSED = new Set(["completed", "cancelled", "deferred"]);

/**
 * The keys of what is drawn: all of `columns`, where that is not too much, else what is nearest to one task, or to what
 * comes next on the critical path. `edges` are `[from, to]`.
 */
export function graphPart(tasks, columns, edges, { path, around }, most = MOST) {
  const columnOf = new Map(columns.flatMap((ids, column) => ids.map((id) => [id, column])));
  const passages = edges.reduce((sum, [from, to]) => sum + Math.max(0, columnOf.get(to) - columnOf.get(from) - 1), 0);
  if (columnOf.size <= most.boxes && passages <= most.passages) return new Set(columnOf.keys());

  const open = new Set(tasks.filter(({ status }) => !PASSED.has(status)).map(({ id }) => id));
  const ahead = path.filter((id) => open.has(id));
  const isAround = columnOf.has(around);
  const [first = tasks[0].id] = isAround ? [around] : ahead.length > 0 ? ahead : path;
  const begin = columnOf.get(first) - (isAround ? Math.floor(COLUMNS / 2) : 0);
  const isNear = (key) => columnOf.get(key) >= begin && columnOf.get(key) < begin + COLUMNS;

  const beside = new Map();
  for (const [from, to] of edges.filter((edge) => edge.every(isNear))) {
    beside.set(from, [...(beside.get(from) ?? []), to]);
    beside.set(to, [...(beside.get(to) ?? []), from]);
  }
  // Sets keep their order, and go on to what is added: what is nearest comes first.
  const part = new Set(isAround ? [around] : [first, ...ahead.filter(isNear)].slice(0, most.boxes));
  for (const key of part) {
    for (const other of beside.get(key) ?? []) if (part.size < most.boxes) part.add(other);
  }
  return part;
}
