// The plans of the workspace: everything of the room that reads or writes them goes through here.

import { editPlan } from "medallion";
import { notesOf } from "./task-notes.js";

export function planStore(workspace) {
  const { medallions, plans, tasks, learners } = workspace;
  return {
    list: () => plans.list(),
    get: (id) => plans.get(id),
    text: (id) => plans.text(id),
    /** Newest first. */
    history: (id) => plans.history(id),
    /** `{version, text}`, which belong together. */
    current: async (id) => (await plans.history(id))[0],
    take: (text, path) => plans.import(text, { path }),
    setTaskStatus: (id, taskId, status) => plans.setTaskStatus(id, taskId, status),
    edit: (id, edits, expectedVersion) => plans.edit(id, edits, { expectedVersion }),
    remove: (id) => plans.delete(id),
    /** Tasks of all plans: `[{plan_id, prd, phase, task, critical, ready}]`. */
    query: (filter) => plans.query(filter),
    /** The tasks of the other phases of a plan's PRD. */
    otherPhases: async ({ id, prd }) =>
      prd === null ? [] : (await plans.query({ prd })).filter((found) => found.plan_id !== id),
    /** The medallions that hang on its tasks. */
    notes: (report) => notesOf(medallions, report),
    learners: () => learners.list(),
    projects: () => tasks.projects(),
    toProject: (id, learnerId) => plans.toProject(id, learnerId && { learnerId }),
    /** The text as these edits would leave it; nothing is stored. */
    preview: (text, edits) => editPlan(text, edits, { now: new Date() }),
    subscribe: (listener) => workspace.subscribe(listener),
  };
}
