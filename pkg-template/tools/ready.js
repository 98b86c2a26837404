// What can be worked on now.

import { count, id, object, oneOf } from "./schema.js";

const TYPES = ["project", "epic", "task", "subtask", "chapter", "step"];

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
  async run({ ws, learnerId }, { project_id, task_type: taskType, limit, after }) {
    const page = await ws.progress.readyPage(learnerId, project_id, { taskType, limit, after });
    const { items, next, total, in_progress: begun } = page;
    return {
      tasks: await Promise.all(items.map((state) => item(ws, state))),
      total_ready: total,
      ...(next !== undefined && { next }),
      message: `Found ${total} ${total === 1 ? "task" : "tasks"} ready (${begun} in progress).`,
    };
  },
};

async function item(ws, state) {
  return { ...readyItem(state), has_children: (await ws.tasks.children(state.task_id)).length > 0 };
}

/** A task that can be worked on, in short. */
export function readyItem({ task_id, title, status, task_type, priority, parent_id }) {
  return { id: task_id, title, status, task_type, priority, parent_id };
}
