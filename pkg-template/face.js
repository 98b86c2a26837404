// What every entry point exports. Whatever can be called before the module is there waits for
// `load` first; everything else is the generated code itself.

import * as generated from "./medallion.js";

export function face(load) {
  const afterLoad =
    (call) =>
    async (...args) => {
      await load();
      return call(...args);
    };

  class Workspace extends generated.Workspace {
    static open = afterLoad(async (...args) => adopt(await generated.Workspace.open(...args)));
    static delete = afterLoad((...args) => generated.Workspace.delete(...args));
    static list = afterLoad((...args) => generated.Workspace.list(...args));

    as(options) {
      return adopt(super.as(options));
    }
  }

  /** The generated code makes objects of its own class; `instanceof` should hold for ours. */
  const adopt = (workspace) => Object.setPrototypeOf(workspace, Workspace.prototype);

  return {
    Workspace,
    editPlan: afterLoad((...args) => generated.editPlan(...args)),
    medallionSchema: afterLoad((...args) => generated.medallionSchema(...args)),
    parseMedallion: afterLoad((...args) => generated.parseMedallion(...args)),
    parsePlan: afterLoad((...args) => generated.parsePlan(...args)),
    stringifyMedallion: afterLoad((...args) => generated.stringifyMedallion(...args)),
  };
}
