// What the other phases of the same PRD have to do with a plan: which of their tasks come before its own, and which
// come after.

/** As the engine reads them: `Phase 1`, `PHASE-3`, `All Phase 3 tasks`, `Phases 1-6`, `Phases 1, 2 and 4`. */
const GATE = /(?:^|[ (])phases?[\s\-_:#]*(\d.*)/i;
const RANGE = /(\d+)(?:\s*(?:-|–|to|\.\.)\s*(\d+))?/g;

/**
 * `{before, after}`: tasks of `others` as `{key, id, label, status, phase, planId, ids}`, where `ids` are the tasks of
 * this plan that wait for it, or that it waits for. What names a whole phase stands for all tasks of that phase.
 */
export function otherPhases(report, others) {
  const own = new Map(report.tasks.map((task) => [task.id, task]));
  const before = new Map();
  for (const task of report.tasks) {
    for (const id of outside(task, own)) {
      const found = others.find((other) => other.task.id === id) ?? phaseOf(id, others);
      if (found) connect(before, found, [task.id]);
    }
  }
  const after = new Map();
  const awaited = new Set(report.tasks.flatMap(({ dependencies }) => dependencies));
  const last = [...own.keys()].filter((id) => !awaited.has(id));
  const plans = Map.groupBy(others, ({ plan_id: id }) => id);
  for (const [planId, theirs] of plans) {
    const ids = new Set(theirs.map(({ task }) => task.id));
    for (const found of theirs) {
      for (const id of outside(found.task, ids)) {
        if (own.has(id)) connect(after, found, [id]);
        else if (covers(report.phase, id)) connect(after, wholePhase(theirs, planId), last);
      }
    }
  }
  return { before: [...before.values()], after: [...after.values()] };
}

/** What a task waits for that is neither here nor nowhere. */
const outside = ({ dependencies, unresolved }, here) =>
  dependencies.filter((id) => !here.has(id) && !unresolved.includes(id));

function connect(nodes, { plan_id: planId, phase, task }, ids) {
  const key = `${planId}\n${task.id}`;
  const node = nodes.get(key) ?? { key, id: task.id, label: task.label, status: task.status, phase, planId, ids: [] };
  for (const id of ids) if (!node.ids.includes(id)) node.ids.push(id);
  nodes.set(key, node);
}

function phaseOf(gate, others) {
  const theirs = others.filter(({ phase }) => covers(phase, gate));
  return theirs.length > 0 ? wholePhase(theirs, theirs[0].plan_id) : undefined;
}

function wholePhase(theirs, planId) {
  const statuses = new Set(theirs.map(({ task }) => task.status));
  for (const passed of ["deferred", "cancelled"]) statuses.delete(passed);
  const status = statuses.size > 1 ? "in_progress" : ([...statuses][0] ?? "completed");
  const { phase } = theirs[0];
  return { plan_id: planId, phase, task: { id: `phase ${phase}`, label: "all of its tasks", status } };
}

/** Whether a phase such as `3` or `3-4` is one of those that a gate names. */
function covers(phase, gate) {
  const named = [...(GATE.exec(gate)?.[1] ?? "").matchAll(RANGE)].map(([, from, to]) => [
    Number(from),
    Number(to ?? from),
  ]);
  const [first, last = first] = phase === "all" ? [0, Infinity] : ((phase ?? "").match(/\d+/g)?.map(Number) ?? []);
  return named.some(([from, to]) => first <= to && from <= last);
}
