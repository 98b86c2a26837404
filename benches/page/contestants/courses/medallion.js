// Us, as a program would use the package.

import { Workspace } from "/pkg/index.js";
import { PROJECT } from "../../course.js";

export async function open(name) {
  const ws = await Workspace.open(name);
  const ids = new Map((await ws.learners.list()).map(({ auth_id, id }) => [auth_id, id]));
  const idOf = (learner) => ids.get(`learner-${learner}`);
  return {
    importCourse: (document) => ws.tasks.import(document, { keepIds: true }),
    async addLearner(learner) {
      const { id, auth_id } = await ws.learners.create({ name: `Learner ${learner}`, auth_id: `learner-${learner}` });
      ids.set(auth_id, id);
    },
    ready: (learner) => ws.progress.ready(idOf(learner), PROJECT),
    status: (learner, task) => ws.progress.status(idOf(learner), task),
    tree: (learner) => ws.progress.tree(idOf(learner), PROJECT),
    list: (learner) => ws.progress.list(idOf(learner), { projectId: PROJECT }),
    start: (learner, task) => ws.progress.start(idOf(learner), task),
    submit: (learner, task, content) => ws.progress.submit(idOf(learner), task, { content }),
    addDependency: (task, on) => ws.tasks.addDependency(task, on),
    task: (id) => ws.tasks.get(id),
    counts: async () => ({ tasks: await ws.tasks.count(), waiting: (await ws.tasks.dependencies(PROJECT)).length }),
    close: () => ws.close(),
  };
}

export const drop = (name) => Workspace.delete(name);
