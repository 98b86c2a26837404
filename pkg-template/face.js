// What every entry point exports. Whatever can be called before the module is there waits for
// `load` first; everything else is the generated code itself.

import * as generated from "./medallion.js";
import { toolsOf } from "./tools.js";
import { trackHere } from "./track.js";

class Progress extends generated.Progress {
  track(learnerId, taskId) {
    return trackHere(this, learnerId, taskId);
  }
}

/** `load` brings the module; `extend` makes the class of workspaces what one platform has besides. */
export function face(load, extend = (Base) => Base) {
  const afterLoad =
    (call) =>
    async (...args) => {
      await load();
      return call(...args);
    };

  // A class expression named like the class that it extends is bundled by esbuild as extending itself.
  class Base extends generated.Workspace {
    static {
      Object.defineProperty(this, "name", { value: "Workspace" });
    }

    static open = afterLoad(async (...args) => adopt(await generated.Workspace.open(...args)));
    static delete = afterLoad((...args) => generated.Workspace.delete(...args));
    static list = afterLoad((...args) => generated.Workspace.list(...args));

    get progress() {
      return Object.setPrototypeOf(super.progress, Progress.prototype);
    }

    as(options) {
      return adopt(super.as(options));
    }

    tools(options) {
      return toolsOf(this, options);
    }
  }
  const Workspace = extend(Base);

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
