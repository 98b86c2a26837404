// What can be worked on now.

import { invalidInput } from "./failure.js";
import { count, id, object, oneOf } from "./schema.js";

const TYPES = ["project", "epic", "task", "subtask", "chapter", "step"];

/** Few courses have more ready at once; those are asked for all of it. */
const MANY = 1_000;
const ALL = Number.MAX_SAFE_INTEGER;

export const getReady = {
  name: "get_ready",
  description:
    "What can be worked on now: what is in progress first, then by priority (0 is the most urgent), then by place. " +
    "Nothing else can be started.",
  input: object(
    {
      project_id: id("The project."),
      task_type: oneOf("Only tasks of this type.", TYPES),
      limit: count("How many at most.", 1, 20, 5),
      after: id("The `next` of the answer before, to go on from there."),
    },
    ["project_id"],
  ),
  async run({ ws, learnerId }, { project_id, task_type, limit, after }) {
    const all = await everythingReady(ws, learnerId, project_id, task_type);
    const from = after === undefined ? 0 : all.findIndex((state) => state.task_id === after) + 1;
    if (after !== undefined && from === 0) {
      throw invalidInput("get_ready", [{ path: "after", message: "is no longer ready; ask again without it" }]);
    }
    const page = all.slice(from, from + limit);
    const begun = all.filter((state) => state.status === "in_progress").length;
    return {
      tasks: await Promise.all(page.map((state) => item(ws, state))),
      total_ready: all.length,
      ...(from + limit < all.length && { next: page.at(-1).task_id }),
      message: `Found ${all.length} ${all.length === 1 ? "task" : "tasks"} ready (${begun} in progress).`,
    };
  },
};

async function everythingReady(ws, learnerId, projectId, taskType) {
  const options = taskType === undefined ? {} : { taskType };
  const first = await ws.progress.ready(learnerId, projectId, { ...options, limit: MANY });
  if (first.length < MANY) return first;
  return ws.progress.ready(learnerId, projectId, { ...options, limit: ALL });
}

async function item(ws, state) {
  return { ...readyItem(state), has_children: (await ws.tasks.children(state.task_id)).length > 0 };
}

/** A task that can be worked on, in short. */
export function readyItem({ task_id, title, status, task_type, priority, parent_id }) {
  return { id: task_id, title, status, task_type, priority, parent_id };
}
