// What an event is about, by what it is called now, and where that is in the app.

import { address } from "../lib/route.js";
import { headline } from "../lib/words.js";

const KINDS = {
  medallion: "medallion",
  task: "task",
  dependency: "dependency",
  objective: "objective",
  criterion: "criterion",
  content: "material",
  comment: "comment",
  learner: "learner",
  progress: "progress",
  submission: "submission",
  validation: "verdict",
  summary: "summary",
  help_request: "question",
  path: "path",
  plan: "plan",
  workspace: "workspace",
};

const task = async (workspace, id) => {
  const own = await workspace.tasks.get(id);
  return own && { name: own.title, href: address(["courses", "p", own.project_id, "t", id]) };
};

const who = async (workspace, id) => (await workspace.learners.get(id))?.name ?? id;

/** Somebody's own record about a task. */
const ofLearner = async (workspace, { learner_id: learnerId, task_id: taskId }, kind) => {
  const [name, own] = await Promise.all([who(workspace, learnerId), task(workspace, taskId)]);
  return { name: `${kind} of ${name}: ${own?.name ?? taskId}`, href: own?.href };
};

const FINDERS = {
  async medallion(workspace, id) {
    const found = await workspace.medallions.get(id);
    return { name: found && headline(found.summary.high_level)[0], href: address(["medallions", "m", id]) };
  },
  task,
  async dependency(workspace, id) {
    const [one, other] = await Promise.all(id.split(">").map((own) => task(workspace, own)));
    return one && other && { name: `${one.name}, waiting for ${other.name}`, href: one.href };
  },
  async learner(workspace, id) {
    return { name: await who(workspace, id) };
  },
  async progress(workspace, id) {
    const [learnerId, taskId] = id.split(">");
    return ofLearner(workspace, { learner_id: learnerId, task_id: taskId }, "work");
  },
  async submission(workspace, id) {
    const own = await workspace.progress.submission(id);
    return own && ofLearner(workspace, own, "submission");
  },
  async validation(workspace, id) {
    const own = await workspace.progress.validation(id);
    return own && ofLearner(workspace, own, "verdict");
  },
  async plan(workspace, id) {
    const own = await workspace.plans.get(id);
    return own && { name: own.title ?? own.path, href: address(["plans", "p", id]) };
  },
};

/** `{kind, name, href}` for each event; the name is missing where nothing is there any more. */
export async function subjectsOf(workspace, events) {
  const known = new Map();
  for (const { entity_type: type, entity_id: id } of events) {
    const key = `${type} ${id}`;
    if (!known.has(key)) known.set(key, find(workspace, type, id));
  }
  return Promise.all(events.map(({ entity_type: type, entity_id: id }) => known.get(`${type} ${id}`)));
}

async function find(workspace, type, id) {
  const kind = KINDS[type] ?? type;
  const trail = address(["courses", "trail"], { type, id });
  try {
    return { kind, href: trail, ...(await FINDERS[type]?.(workspace, id)) };
  } catch {
    // What is damaged or gone is still named by its id.
    return { kind, href: trail };
  }
}
