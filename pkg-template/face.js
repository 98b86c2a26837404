// What every entry point exports. Whatever can be called before the module is there waits for
// `load` first; everything else is the generated code itself.

import { imageAhead } from "./ahead.js";
import { makeError } from "./errors.js";
import * as generated from "./medallion.js";
import { toolsOf } from "./tools.js";
import { trackHere } from "./track.js";

class Progress extends generated.Progress {
  track(learnerId, taskId) {
    return trackHere(this, learnerId, taskId);
  }
}

// The generated classes can be freed by hand, after which each of their methods is a null pointer.
// They are freed when nobody holds them any more; by hand a workspace is only closed.
for (const made of Object.values(generated)) {
  if (typeof made !== "function" || made.prototype?.__destroy_into_raw === undefined) continue;
  for (const key of ["free", "__destroy_into_raw", Symbol.dispose]) {
    if (key !== undefined) delete made.prototype[key];
  }
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(made.prototype))) {
    if (typeof value === "function" && key !== "constructor") made.prototype[key] = onlyOf(made, key, value);
  }
}

/** A method that says so where it is called without its object, as what is handed on by its name alone is. */
function onlyOf(made, key, method) {
  return function (...args) {
    if (this instanceof made) return method.apply(this, args);
    throw makeError("INVALID", `${key} is called without its object: hand on (...args) => object.${key}(...args)`);
  };
}

// What is for the tools alone.
const { hold, twin } = generated.Workspace.prototype;
for (const key of ["hold", "twin"]) delete generated.Workspace.prototype[key];
const forTools = { hold: (handle, until) => hold.call(handle, until), twin: (handle) => twin.call(handle) };

/** Options that say what they say now, whatever becomes of them. What is wrong with them is said by whoever reads them. */
function asTheyAre(options) {
  try {
    return typeof options !== "object" || options === null || Array.isArray(options)
      ? options
      : Object.assign(Object.create(options), options);
  } catch {
    return options;
  }
}

/** `load` brings the module; `extend` makes the class of workspaces what one platform has besides. */
export function face(load, extend = (Base) => Base) {
  let isBegun = false;

  /** A browser that was just started takes as long to open its storage as the module takes to load: both at once. */
  async function loadBesideImage(name = "medallion") {
    const image = isBegun || typeof name !== "string" ? undefined : imageAhead(name);
    isBegun = true;
    await load();
    if (image) generated.giveImageAhead(name, image);
  }

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
      if (Symbol.dispose) this.prototype[Symbol.dispose] = this.prototype.free;
    }

    constructor() {
      throw makeError("INVALID", "a workspace is opened, not made: await Workspace.open(name)");
    }

    static async open(name, options) {
      const own = asTheyAre(options);
      await loadBesideImage(name);
      return adopt(await generated.Workspace.open(name, own));
    }

    static delete = afterLoad((...args) => generated.Workspace.delete(...args));
    static list = afterLoad((...args) => generated.Workspace.list(...args));

    get progress() {
      return Object.setPrototypeOf(super.progress, Progress.prototype);
    }

    as(options) {
      return adopt(super.as(options));
    }

    tools(options) {
      return toolsOf(this, options, forTools);
    }

    /** Closes this handle and waits for nothing. */
    free() {
      this.close().catch(() => {});
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
