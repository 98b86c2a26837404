// What every entry point exports. Whatever can be called before the module is there waits for
// `load` first; everything else is the generated code itself.

import { Workspace as GeneratedWorkspace } from "./medallion.js";

export function face(load) {
  const afterLoad =
    (call) =>
    async (...args) => {
      await load();
      return call(...args);
    };

  class Workspace extends GeneratedWorkspace {
    static open = afterLoad(async (...args) => adopt(await GeneratedWorkspace.open(...args)));
  }

  /** The generated code makes objects of its own class; `instanceof` should hold for ours. */
  const adopt = (workspace) => Object.setPrototypeOf(workspace, Workspace.prototype);

  return { Workspace };
}
