// A course that is always the same: a project of epics of tasks of subtasks. What waits, waits for
// something earlier, most of it near; the tasks of every third epic are done in order.

import { randomFrom } from "./documents.js";

const EPICS = 20;
const TASKS_EACH = 25;
const NEAR = 300;
export const PROJECT = "proj-0001";
export const ANSWER = "The water has pH 7.";

/**
 * `{document, leaves}`: the course as it is imported, and the ids of its subtasks in order of
 * place. `shape` is `{tasks, dependencies}`.
 */
export function courseOf({ tasks: size, dependencies }) {
  const random = randomFrom(4711);
  const below = Math.max(1, size - 1 - EPICS - EPICS * TASKS_EACH);
  const leaves = [];
  const containers = [];
  const epics = Array.from({ length: EPICS }, (_epic, epic) => {
    const tasks = Array.from({ length: TASKS_EACH }, (_task, task) => {
      const id = `${PROJECT}.${epic + 1}.${task + 1}`;
      const place = epic * TASKS_EACH + task;
      const count = Math.floor(((place + 1) * below) / (EPICS * TASKS_EACH)) - leaves.length;
      const subtasks = Array.from({ length: count }, (_, at) => subtaskOf(`${id}.${at + 1}`, leaves, random));
      const node = nodeOf(id, "task", `Task ${place}`, random);
      if (epic % 3 === 2) node.ordered = true;
      if (task > 0 && random.next() < 0.05) node.dependencies = [containers.at(-1).key];
      containers.push(node);
      return { ...node, subtasks };
    });
    return { ...nodeOf(`${PROJECT}.${epic + 1}`, "epic", `Epic ${epic}`, random), tasks };
  });
  connect(leaves, dependencies - containers.filter((own) => own.dependencies).length, random);
  const document = { ...nodeOf(PROJECT, "project", "Water laboratory", random), epics };
  return { document, leaves: leaves.map(({ id }) => id) };
}

const nodeOf = (id, task_type, title, random) => ({
  ...{ id, key: id, task_type, title },
  priority: random.below(5),
  estimated_minutes: 5 + random.below(55),
});

function subtaskOf(id, leaves, random) {
  const node = {
    ...nodeOf(id, "subtask", `Measure sample ${leaves.length}`, random),
    description: "Take the sample from the well, measure it, and write down what you find in your own words.",
    dependencies: [],
  };
  if (random.next() < 0.25) {
    node.criteria = [
      { criterion_type: "text_match", description: "The pH is named", rule: { any_of: ["pH 7", "ph 7"] } },
    ];
  }
  leaves.push(node);
  return node;
}

/** Gives out so many dependencies: none to one leaf in seven, up to six to the others. */
function connect(leaves, dependencies, random) {
  const most = leaves.map((_, at) => Math.min(at, random.below(7)));
  let left = dependencies;
  while (left > 0) {
    const before = left;
    for (let at = 1; at < leaves.length && left > 0; at += 1) {
      const own = leaves[at].dependencies;
      if (own.length >= most[at]) continue;
      const { key } = leaves[at - 1 - random.below(Math.min(at, NEAR))];
      if (own.includes(key)) continue;
      own.push(key);
      left -= 1;
    }
    if (left === before) most.forEach((count, at) => (most[at] = Math.min(at, count + 1)));
  }
}

/** How many subtasks, from the first on, each learner has done. */
export const doneBy = (learner) => 20 + ((learner * 37) % 60);

/** Pairs `[later, earlier]` of subtasks that are not connected by the course itself. */
export function newPairs(leaves, count, seed) {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const later = NEAR * 2 + random.below(leaves.length - NEAR * 2);
    return [leaves[later], leaves[later - NEAR - 1 - random.below(NEAR)]];
  });
}

/** Pairs that would close a circle: what something waits for, and that. */
export function circles({ document }, count, seed) {
  const random = randomFrom(seed);
  const all = document.epics.flatMap(({ tasks }) => tasks.flatMap(({ subtasks }) => subtasks));
  const waiting = all.filter(({ dependencies }) => dependencies.length > 0);
  return Array.from({ length: count }, () => {
    const { key, dependencies } = random.one(waiting);
    return [random.one(dependencies), key];
  });
}
