// A workspace that is kept in a file: read when it is opened, written back by `flush` and `close`.

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SchemaValidationError } from "../errors.js";
import { KeptFile } from "./kept-file.js";

/** The class of workspaces, with the option `file`. */
export function keptInFiles(Base) {
  const closeHandle = (handle) => Base.prototype.close.call(handle);

  /** By name, as promises: all handles of a workspace share its file. */
  const open = new Map();
  /** By handle; the handles that `as` makes of it are closed with it. */
  const stays = new WeakMap();

  async function load(name, path) {
    const host = await Base.open(name, { storage: "memory" });
    const file = new KeptFile(path, host);
    try {
      await file.load();
    } catch (error) {
      await closeHandle(host);
      throw error;
    }
    return file;
  }

  /** The file of a workspace, with one handle more. */
  async function join(name, path) {
    if (!open.has(name)) {
      const loading = load(name, path);
      open.set(name, loading);
      loading.catch(() => open.delete(name));
    }
    const file = await open.get(name);
    if (file.path !== path) throw invalid(`the workspace ${name} is open already with ${file.path}`);
    file.handles += 1;
    return file;
  }

  async function leave(handle, { file }) {
    await file.save();
    await closeHandle(handle);
    await file.save();
    file.handles -= 1;
    if (file.handles > 0) return;
    open.delete(handle.name);
    await closeHandle(file.host);
  }

  return class Workspace extends Base {
    static async open(name, options) {
      const { file, others } = split(options);
      if (file === undefined) return super.open(name, others);
      const path = pathOf(file);
      if (![undefined, "memory"].includes(others.storage)) throw invalid('is for `storage: "memory"`');
      const handle = await super.open(name, { ...others, storage: "memory" });
      try {
        stays.set(handle, { file: await join(handle.name, path), end: undefined });
        return handle;
      } catch (error) {
        await closeHandle(handle);
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
      return stays.has(this) ? { ...health, ephemeral: false } : health;
    }

    async flush() {
      await super.flush();
      await stays.get(this)?.file.save();
    }

    async close() {
      const stay = stays.get(this);
      if (stay === undefined) return super.close();
      // What could not be written stays open, so that it can be exported.
      stay.end ??= leave(this, stay).catch((error) => {
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

const invalid = (message) => new SchemaValidationError("INVALID", message, { path: "file" });
