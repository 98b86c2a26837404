// Dexie 4 with the schema that a competent user would write for task trees, dependencies and each
// learner's progress, and with our rules of readiness worked out from what it finds.

import Dexie from "/node_modules/dexie/dist/modern/dexie.mjs";
import { PROJECT } from "../../course.js";
import { Standing } from "./standing.js";

const SCHEMA = {
  tasks: "id, parent_id, project_id",
  dependencies: "[task_id+depends_on_id], task_id, depends_on_id",
  criteria: "id, task_id",
  learners: "id",
  progress: "[learner_id+task_id], learner_id, task_id",
  submissions: "id, [learner_id+task_id]",
  validations: "id, submission_id",
  events: "++seq, [entity_type+entity_id]",
};

export async function open(name) {
  const db = new Dexie(name, { chromeTransactionDurability: "relaxed" });
  db.version(1).stores(SCHEMA);
  await db.open();
  const all = async (learner) => {
    const [tasks, dependencies, progress] = await Promise.all([
      db.tasks.where("project_id").equals(PROJECT).toArray(),
      db.dependencies.toArray(),
      db.progress.where("learner_id").equals(learner).toArray(),
    ]);
    return new Standing(tasks, dependencies, progress);
  };
  return {
    importCourse: (document) => importCourse(db, document),
    addLearner: (learner) => db.learners.add({ id: learner, name: `Learner ${learner}` }),
    ready: async (learner) => (await all(learner)).ready(10),
    tree: async (learner) => (await all(learner)).tree(PROJECT),
    list: async (learner) => (await all(learner)).list(),
    status: (learner, task) => db.transaction("r", db.tables, async () => (await near(db, learner, task)).state(task)),
    start: (learner, task) => db.transaction("rw", db.tables, () => start(db, learner, task)),
    submit: (learner, task, content) => db.transaction("rw", db.tables, () => submit(db, learner, task, content)),
    addDependency: (task, on) => db.transaction("rw", db.tables, () => addDependency(db, task, on)),
    task: (id) => db.tasks.get(id),
    counts: async () => ({ tasks: await db.tasks.count(), waiting: 0 }),
    close: async () => db.close(),
  };
}

async function importCourse(db, document) {
  const tasks = [];
  const edges = [];
  const criteria = [];
  const waiting = [{ node: document, parent_id: null, position: 0 }];
  while (waiting.length > 0) {
    const { node, parent_id, position } = waiting.pop();
    const { epics, tasks: below, subtasks, dependencies = [], criteria: own = [], key, ...task } = node;
    tasks.push({ required: true, ordered: false, ...task, parent_id, position, project_id: document.id });
    for (const on of dependencies) edges.push({ task_id: key, depends_on_id: on, dependency_type: "blocks" });
    own.forEach((rule, at) => criteria.push({ id: `${task.id}/${at}`, task_id: task.id, ...rule }));
    const parts = epics ?? below ?? subtasks ?? [];
    parts.forEach((part, at) => waiting.push({ node: part, parent_id: task.id, position: at + 1 }));
  }
  if (!isAcyclic(tasks, edges)) throw new Error("CYCLE");
  await db.transaction("rw", db.tasks, db.dependencies, db.criteria, async () => {
    await Promise.all([db.tasks.bulkAdd(tasks), db.dependencies.bulkAdd(edges), db.criteria.bulkAdd(criteria)]);
  });
  return { task_count: tasks.length };
}

function isAcyclic(tasks, edges) {
  const missing = new Map(tasks.map(({ id }) => [id, 0]));
  const after = new Map(tasks.map(({ id }) => [id, []]));
  for (const { task_id, depends_on_id } of edges) {
    missing.set(task_id, missing.get(task_id) + 1);
    after.get(depends_on_id).push(task_id);
  }
  const free = [...missing].filter(([, count]) => count === 0).map(([id]) => id);
  for (let at = 0; at < free.length; at += 1) {
    for (const id of after.get(free[at])) {
      missing.set(id, missing.get(id) - 1);
      if (missing.get(id) === 0) free.push(id);
    }
  }
  return free.length === tasks.length;
}

/** What the state of one task depends on: itself, what is above it, and what those wait for. */
async function near(db, learner, id) {
  const lineage = [];
  for (let at = id; at; at = lineage.at(-1).parent_id) lineage.push(await db.tasks.get(at));
  const ids = lineage.map((task) => task.id);
  const ordered = lineage.filter((task) => task.ordered).map((task) => task.id);
  const [dependencies, siblings] = await Promise.all([
    db.dependencies.where("task_id").anyOf(ids).toArray(),
    db.tasks.where("parent_id").anyOf(ordered).toArray(),
  ]);
  const known = new Map([...siblings, ...lineage].map((task) => [task.id, task]));
  const wanted = [...new Set([...known.keys(), ...dependencies.map((own) => own.depends_on_id)])];
  const [progress, others] = await Promise.all([
    db.progress.bulkGet(wanted.map((task) => [learner, task])),
    db.tasks.bulkGet(wanted.filter((task) => !known.has(task))),
  ]);
  for (const task of others) known.set(task.id, { ...task, parent_id: null });
  return new Standing([...known.values()], dependencies, progress.filter(Boolean));
}

async function start(db, learner, id) {
  const state = (await near(db, learner, id)).state(id);
  if (state.locked_because.length > 0) throw new Error("LOCKED");
  const now = new Date().toISOString();
  await db.progress.put({ learner_id: learner, task_id: id, status: "in_progress", started_at: now, updated_at: now });
  await db.events.add({ entity_type: "progress", entity_id: `${learner}:${id}`, event: "started", at: now });
  return { ...state, status: "in_progress", display: "in_progress" };
}

async function submit(db, learner, id, content) {
  const state = (await near(db, learner, id)).state(id);
  if (state.locked_because.length > 0) throw new Error("LOCKED");
  const now = new Date().toISOString();
  const [earlier, criteria] = await Promise.all([
    db.submissions.where("[learner_id+task_id]").equals([learner, id]).count(),
    db.criteria.where("task_id").equals(id).toArray(),
  ]);
  const submission = {
    id: crypto.randomUUID(),
    learner_id: learner,
    task_id: id,
    content,
    attempt_number: earlier + 1,
  };
  const passed = criteria.every(({ rule }) => rule.any_of.some((text) => content.includes(text)));
  await db.submissions.add(submission);
  await db.validations.add({ id: crypto.randomUUID(), submission_id: submission.id, passed, validated_at: now });
  const status = passed ? "closed" : "in_progress";
  const record = { learner_id: learner, task_id: id, status, started_at: now, updated_at: now };
  await db.progress.put(record);
  const auto_closed = passed ? await closeUpwards(db, learner, id, now) : [];
  await db.events.bulkAdd(
    [id, ...auto_closed].map((task) => ({
      ...{ entity_type: "progress", entity_id: `${learner}:${task}` },
      ...{ event: "closed", at: now },
    })),
  );
  return {
    submission,
    validation: { passed },
    state: { status },
    auto_closed: auto_closed.map((task_id) => ({ task_id })),
  };
}

async function closeUpwards(db, learner, id, now) {
  const closed = [];
  for (let { parent_id } = await db.tasks.get(id); parent_id; { parent_id } = await db.tasks.get(parent_id)) {
    const parts = await db.tasks.where("parent_id").equals(parent_id).primaryKeys();
    const progress = await db.progress.bulkGet(parts.map((part) => [learner, part]));
    if (!progress.every((own) => own?.status === "closed")) break;
    await db.progress.put({ learner_id: learner, task_id: parent_id, status: "closed", updated_at: now });
    closed.push(parent_id);
  }
  return closed;
}

async function addDependency(db, task_id, depends_on_id) {
  const found = await db.tasks.bulkGet([task_id, depends_on_id]);
  if (found.some((task) => !task)) throw new Error("NOT_FOUND");
  const edges = new Map();
  await db.dependencies.each((edge) => {
    const list = edges.get(edge.task_id);
    if (list) list.push(edge.depends_on_id);
    else edges.set(edge.task_id, [edge.depends_on_id]);
  });
  const seen = new Set([depends_on_id]);
  for (const id of seen) {
    if (id === task_id) throw Object.assign(new Error("would close a circle"), { code: "CYCLE" });
    for (const next of edges.get(id) ?? []) seen.add(next);
  }
  const dependency = { task_id, depends_on_id, dependency_type: "blocks", created_at: new Date().toISOString() };
  await db.dependencies.add(dependency);
  return dependency;
}

export const drop = (name) => Dexie.delete(name);
