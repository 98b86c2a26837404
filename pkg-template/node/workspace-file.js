// A workspace that is kept in a file: read when it is opened, written back by `flush` and `close`.

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SchemaValidationError } from "../errors.js";
import { KeptFile } from "./kept-file.js";

/** The class of workspaces, with the option `file`. */
export function keptInFiles(Base) {
  const closeHandle = (handle) => Base.prototype.close.call(handle);

  /** By name: all handles of a workspace share its file. */
  const open = new Map();
  /** By handle; the handles that `as` makes of it are closed with it. */
  const stays = new WeakMap();

  /** With the clock and the name of who opens it first: a policy of the file is followed by them. */
  async function load(name, path, options) {
    const host = await Base.open(name, { ...options, logger: undefined, storage: "memory" });
    const file = new KeptFile(path, host);
    try {
      await file.load();
    } catch (error) {
      await closeHandle(host);
      throw error;
    }
    return file;
  }

  /** The workspace of a name and its file, with one handle more. */
  async function join(name, path, options) {
    // Who comes while it is let go of begins anew.
    while (open.get(name)?.end) await open.get(name).end;
    if (!open.has(name)) open.set(name, { name, path, handles: 0, file: load(name, path, options) });
    const kept = open.get(name);
    if (kept.path !== path) throw invalid(`the workspace ${name} is open already with ${kept.path}`);
    kept.handles += 1;
    await kept.file.catch((error) => {
      forget(kept);
      throw error;
    });
    return kept;
  }

  const forget = (kept) => open.get(kept.name) === kept && open.delete(kept.name);

  /** A handle less; behind the last one nothing holds the workspace. */
  async function leave(kept) {
    kept.handles -= 1;
    if (kept.handles > 0) return;
    kept.end = kept.file.then((file) => closeHandle(file.host)).finally(() => forget(kept));
    await kept.end;
  }

  async function close(handle, { kept }) {
    const file = await kept.file.catch(() => undefined);
    // Of what was deleted nothing is left to write, and what could not be read is left as it is.
    const isKept = () => file !== undefined && open.get(kept.name) === kept;
    if (isKept()) await file.save();
    await closeHandle(handle);
    if (!isKept()) return;
    await file.save();
    await leave(kept);
  }

  return class Workspace extends Base {
    static async open(name, options) {
      const { file, others } = split(options);
      if (file === undefined) {
        const handle = await super.open(name, others);
        const kept = handle.storage === "memory" ? open.get(handle.name) : undefined;
        // The same name twice is one workspace, and one file.
        if (kept !== undefined && !kept.end) {
          kept.handles += 1;
          stays.set(handle, { kept, end: undefined });
        }
        return handle;
      }
      const path = pathOf(file);
      if (![undefined, "memory"].includes(others.storage)) {
        throw invalid(`goes with \`storage: "memory"\`, not with ${JSON.stringify(others.storage)}`);
      }
      const kept = await join(name === undefined ? "medallion" : name, path, others);
      try {
        const handle = await super.open(name, { ...others, storage: "memory" });
        stays.set(handle, { kept, end: undefined });
        return handle;
      } catch (error) {
        await leave(kept);
        throw error;
      }
    }

    static async delete(name) {
      await super.delete(name);
      open.delete(name);
    }

    as(options) {
      const limited = super.as(options);
      if (stays.has(this)) stays.set(limited, stays.get(this));
      return limited;
    }

    async health() {
      const health = await super.health();
      if (!stays.has(this)) return health;
      const { lacks } = await stays.get(this).kept.file;
      const lacking = lacks.map(({ message }) => ({ kind: "damaged", entry: 0, message: `of the file: ${message}` }));
      return { ...health, ephemeral: false, problems: [...health.problems, ...lacking] };
    }

    async flush() {
      await super.flush();
      await (await stays.get(this)?.kept.file)?.save();
    }

    async close() {
      const stay = stays.get(this);
      if (stay === undefined) return super.close();
      // What could not be written stays open, so that it can be exported.
      stay.end ??= close(this, stay).catch((error) => {
        stay.end = undefined;
        throw error;
      });
      return stay.end;
    }

    [Symbol.asyncDispose]() {
      return this.close();
    }
  };
}

/** What is wrong with the options is said by whoever opens. */
function split(options) {
  try {
    if (!Object.hasOwn(options, "file")) return { others: options };
    const { file, ...others } = options;
    return { file, others };
  } catch {
    return { others: options };
  }
}

function pathOf(file) {
  if (file instanceof URL) {
    if (file.protocol === "file:") return fileURLToPath(file);
  } else if (typeof file === "string" && file !== "" && !file.includes("\0")) return resolve(file);
  throw invalid("must be the path of a file, or its URL");
}

const invalid = (message) => new SchemaValidationError("INVALID", `file: ${message}`, { path: "file" });
