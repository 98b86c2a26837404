// Files: read whole, replaced whole or not at all, and only as long as nobody else changed them.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { readMarked, replaceFile } from "../../node/replace-file.js";
import { Refusal } from "../run.mjs";

export async function read(path) {
  const { text } = await readMarked(path);
  if (text === undefined) throw new Refusal(`there is no file ${path}`);
  return text;
}

/** All markdown below a folder, or the file itself, in the order of their names. */
export async function markdownIn(path) {
  const what = await stat(path).catch(() => undefined);
  if (!what) throw new Refusal(`there is no ${path}`);
  if (!what.isDirectory()) return [path];
  return markdownBelow(path);
}

async function markdownBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  const found = [];
  for (const entry of entries) {
    const inner = join(folder, entry.name);
    if (entry.isDirectory() && ![".git", "node_modules"].includes(entry.name)) {
      // A folder that cannot be listed is named by who reads it.
      found.push(...(await markdownBelow(inner).catch(() => [inner])));
    }
    if (entry.isFile() && entry.name.endsWith(".md")) found.push(inner);
  }
  return found;
}

const TRIES = 200;
const PAUSE = 15;

/**
 * Changes a file: `change` makes the new text of the old one. While that went on nobody else has
 * changed the file; if somebody has, it is done again on what they wrote.
 */
export async function update(path, change) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { text: before, mark } = await readMarked(path);
    if (before === undefined) throw new Refusal(`there is no file ${path}`);
    const after = await change(before);
    if (after === before) return { before, after };
    try {
      await replaceFile(path, after, mark);
      return { before, after };
    } catch (error) {
      if (error.code !== "CONFLICT") throw error;
      await wait(PAUSE);
    }
  }
  throw new Refusal(`${path} is being changed by somebody else all the time (or ${path}.lock was left behind)`);
}
