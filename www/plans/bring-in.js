// Takes files into the workspace, and says of each what became of it.

import { parsePlan } from "medallion";
import { rememberFile } from "./handles.js";

/**
 * `[{path, outcome, id?, error?}]`; the outcome is "new", "changed", "same", "passed over" or "failed".
 * A file without front matter and without a task is no plan, and is passed over.
 */
export async function bringIn(store, files) {
  const here = new Map((await store.list()).map(({ path, id }) => [path, id]));
  const outcomes = [];
  for (const { path, text, handle } of files) {
    try {
      const outcome = await bringInOne(store, here.get(path), { path, text });
      if (outcome.id !== undefined && handle) rememberFile(outcome.id, handle, text);
      outcomes.push({ path, ...outcome });
    } catch (error) {
      outcomes.push({ path, outcome: "failed", error });
    }
  }
  return outcomes;
}

async function bringInOne(store, known, { path, text }) {
  if (known !== undefined && (await store.text(known)) === text) return { outcome: "same", id: known };
  const { tasks, problems } = await parsePlan(text, { path });
  if (tasks.length === 0 && problems.some(({ kind }) => kind === "no_front_matter")) return { outcome: "passed over" };
  const { id } = await store.take(text, path);
  return { outcome: known === undefined ? "new" : "changed", id };
}
