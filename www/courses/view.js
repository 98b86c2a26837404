// Everything that the page of a task shows, read at once: with where a learner stands, or the shared tree alone.

import { titlesOf, workView } from "../work/view.js";

/**
 * `{task, ancestors, objectives, criteria, waits, blocks, content, items, work, learner}`; undefined for no such task.
 */
export async function taskView(workspace, mine, learnerId, taskId) {
  const { tasks } = workspace;
  const task = await tasks.get(taskId);
  if (!task) return undefined;
  const [ancestors, edges, dependents, work, learner] = await Promise.all([
    tasks.ancestors(taskId),
    tasks.dependencies(taskId),
    tasks.dependents(taskId),
    learnerId ? workView(mine, learnerId, taskId, workspace) : undefined,
    learnerId ? workspace.learners.get(learnerId) : undefined,
  ]);
  const waitsFor = edges.map((own) => own.depends_on_id);
  const waiting = dependents.map((own) => own.task_id);
  const titles = await titlesOf(workspace, [...waitsFor, ...waiting]);
  const named = (ids) => ids.map((id) => ({ id, title: titles.get(id) }));
  return {
    task,
    ancestors,
    waits: named(waitsFor),
    blocks: named(waiting),
    work,
    learner,
    ...(work ? ofLearner(work.context) : await ofAll(tasks, task)),
  };
}

const ofLearner = ({ objectives, criteria, content, content_items: items }) => ({
  objectives,
  criteria,
  content,
  items,
});

async function ofAll(tasks, { id, content }) {
  const [objectives, criteria, items] = await Promise.all([
    tasks.objectives(id),
    tasks.criteria(id),
    tasks.content(id),
  ]);
  return { objectives: objectives.map((objective) => ({ objective })), criteria, content, items };
}
