// Words about a task: the learner's own comments, and asking an instructor for help.

import { count, id, object, words } from "./schema.js";
import { shorten } from "./shorten.js";

const LONGEST = 20_000;

export const addComment = {
  name: "add_comment",
  description: "Notes something about a task. Only this learner and instructors see it.",
  input: object({ task_id: id("The task."), comment: words("What to note.", LONGEST) }, ["task_id", "comment"]),
  async run(tools, { task_id, comment }) {
    await tools.task(task_id);
    return shorten(shown(await tools.ws.tasks.addComment(task_id, { text: comment, learner_id: tools.learnerId })));
  },
};

export const getComments = {
  name: "get_comments",
  description: "The newest comments on a task, the oldest of them first: those for all, and this learner's own.",
  input: object(
    {
      task_id: id("The task."),
      limit: count("How many at most.", 1, 50, 10),
      before: id("The `next` of the answer before, for older ones."),
    },
    ["task_id"],
  ),
  async run(tools, { task_id, limit, before }) {
    await tools.task(task_id);
    const options = { learnerId: tools.learnerId, limit, ...(before !== undefined && { before }) };
    const { items, total, next } = await tools.ws.tasks.comments(task_id, options);
    return shorten({ comments: items.map(shown), total, ...(next !== undefined && { next }) }, { items: limit });
  },
};

function shown({ id: own, author, text, created_at, learner_id }) {
  return { id: own, author, text, created_at, is_private: learner_id !== null };
}

export const requestHelp = {
  name: "request_help",
  description: "Asks an instructor for help with a task. show_task has the answer, once there is one.",
  input: object({ task_id: id("The task."), message: words("What the help is needed with.", LONGEST) }, [
    "task_id",
    "message",
  ]),
  async run(tools, { task_id, message }) {
    await tools.task(task_id);
    const request = await tools.ws.progress.requestHelp(tools.learnerId, task_id, message);
    return { request_id: request.id, status: request.status, message: "Help request submitted to the instructors." };
  },
};
