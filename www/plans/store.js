// The plans of the workspace: everything of the room that reads or writes them goes through here.

import { editPlan } from "medallion";

export function planStore({ plans, subscribe }) {
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
    /** The text as these edits would leave it; nothing is stored. */
    preview: (text, edits) => editPlan(text, edits, { now: new Date() }),
    subscribe,
  };
}
