// Random courses and plans.

/**
 * `{tasks, edges, wanted, others}`: a tree of at most three levels, edges `[later, earlier]` without
 * a circle, edges that somebody wants to add, and edges of another author.
 */
export function courseOf(random) {
  const root = task("proj-0001", null, random);
  const tasks = [root];
  grow(root, 2 + random.below(4), random, tasks, 2);
  const edges = forward(tasks, random.below(tasks.length), random);
  return {
    tasks,
    edges,
    wanted: pairs(tasks, 12, random).filter((pair) => !edges.some((own) => own.join() === pair.join())),
    others: forward(tasks.toReversed(), random.below(tasks.length), random, tasks),
  };
}

const task = (id, parent, random) => ({
  ...{ id, parent, required: true, ordered: random.next() < 0.3 },
  minutes: random.below(6) * 5,
});

function grow(parent, count, random, tasks, depth) {
  for (let at = 1; at <= count; at += 1) {
    const own = task(`${parent.id}.${at}`, parent.id, random);
    // Each container has something that is required: what waits for nothing is another matter.
    own.required = at === 1 || random.next() < 0.85;
    tasks.push(own);
    if (depth > 0 && random.next() < 0.45) grow(own, 1 + random.below(5), random, tasks, depth - 1);
  }
}

/**
 * Edges from what stands later in a list to what stands earlier: none of them closes a circle in
 * itself, where neither is above the other and the order of siblings does not speak against it.
 */
function forward(list, count, random, tasks = list) {
  const isAbove = (one, other) => other.id.startsWith(`${one.id}.`);
  const isFree = (one, other) => !isAbove(one, other) && !isAbove(other, one);
  const isOrdered = (one, other) => {
    const parents = lineage(one, tasks).filter((own) => lineage(other, tasks).includes(own));
    return parents.some((own) => own.ordered);
  };
  const isTurned = list !== tasks;
  const found = new Map();
  for (let tries = 0; tries < count; tries += 1) {
    const [a, b] = [random.below(list.length), random.below(list.length)];
    const [earlier, later] = [list[Math.min(a, b)], list[Math.max(a, b)]];
    if (a === b || !isFree(earlier, later) || (isTurned && isOrdered(earlier, later))) continue;
    found.set(`${later.id}>${earlier.id}`, [later.id, earlier.id]);
  }
  return [...found.values()];
}

function lineage({ parent }, tasks) {
  const above = tasks.find(({ id }) => id === parent);
  return above === undefined ? [] : [above, ...lineage(above, tasks)];
}

/** Any pairs, also of a task with itself or with what it is a part of; each once. */
function pairs(tasks, count, random) {
  const found = Array.from({ length: count }, () => [random.one(tasks).id, random.one(tasks).id]);
  return [...new Map(found.map((pair) => [pair.join(">"), pair])).values()];
}

/** `{tasks, text}`: a plan in which anything may wait for anything, unless it is to have no circles. */
export function planOf(random, { count = 1 + random.below(40), mayBeWild = true } = {}) {
  const ids = Array.from({ length: count }, (_, at) => `T-${at + 1}`);
  const order = random.shuffled(ids);
  const isWild = random.next() < 0.4 && mayBeWild;
  const tasks = ids.map((id) => {
    const before = isWild ? ids : order.slice(0, order.indexOf(id));
    const waits = Array.from({ length: Math.min(before.length, random.below(isWild ? 2 : 4)) }, () =>
      random.one(before),
    );
    return { id, waits: [...new Set(waits)], points: 1 + random.below(8), done: random.next() < 0.3 };
  });
  const rows = tasks.map(
    ({ id, waits, points, done }) =>
      `  - {id: ${id}, title: Work, status: ${done ? "completed" : "pending"}, assigned_to: [somebody], ` +
      `dependencies: [${waits.join(", ")}], estimated_effort: ${points} pt}`,
  );
  return { tasks, text: `---\ntype: progress\nprd: graphs\nphase: 1\ntasks:\n${rows.join("\n")}\n---\n` };
}
