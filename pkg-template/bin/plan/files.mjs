// Files: read whole, replaced whole or not at all, and only as long as nobody else changed them.

import { mkdir, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export async function read(path) {
  let bytes;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new Error(error.code === "ENOENT" ? `there is no file ${path}` : `${path}: ${error.message}`, {
      cause: error,
    });
  }
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new Error(`${path} is not UTF-8`, { cause: error });
  }
}

/** All markdown below a folder, or the file itself, in the order of their names. */
export async function markdownIn(path) {
  const what = await stat(path).catch(() => undefined);
  if (!what) throw new Error(`there is no ${path}`);
  if (!what.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  const found = [];
  for (const entry of entries) {
    const inner = join(path, entry.name);
    if (entry.isDirectory() && ![".git", "node_modules"].includes(entry.name)) found.push(...(await markdownIn(inner)));
    if (entry.isFile() && entry.name.endsWith(".md")) found.push(inner);
  }
  return found;
}

const TRIES = 200;
const PAUSE = 15;
/** Older locks were left behind by somebody who died. */
const STALE = 10_000;

/**
 * Changes a file: `change` makes the new text of the old one. While that went on nobody else has
 * changed the file; if somebody has, it is done again on what they wrote. Others who use this wait
 * for each other.
 */
export async function update(path, change) {
  const target = await realpath(path).catch(() => path);
  const lock = join(dirname(target), `.${basename(target)}.lock`);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await read(target);
    const after = await change(before);
    if (after === before) return { before, after };
    if (!(await locked(lock))) {
      await wait(PAUSE);
      continue;
    }
    try {
      if ((await read(target)) !== before) continue;
      await replace(target, after);
      return { before, after };
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  }
  throw new Error(`${path} is being changed by somebody else all the time (or ${lock} was left behind)`);
}

async function locked(lock) {
  try {
    // A folder is made by one only.
    await mkdir(lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    const age = await stat(lock).then(
      (what) => Date.now() - what.mtimeMs,
      () => 0,
    );
    if (age > STALE) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

async function replace(target, text) {
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  const { mode } = await stat(target);
  try {
    await writeFile(temporary, text, { flag: "wx", mode });
    const file = await open(temporary, "r");
    await file.sync().finally(() => file.close());
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
