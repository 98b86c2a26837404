// Takes files into the workspace, and says of each what became of it.

import { parsePlan } from "medallion";
import { rememberFile } from "./handles.js";

/**
 * `[{path, outcome, id?, error?}]`; the outcome is "new", "changed", "same", "passed over" or "failed".
 * A file without front matter and without a task is no plan, and is passed over.
 */
export async function bringIn(store, files) {
  const plans = await store.list();
  const here = { ids: new Set(plans.map(({ id }) => id)), byPath: new Map(plans.map(({ path, id }) => [path, id])) };
  const outcomes = [];
  for (const { path, text, handle } of files) {
    try {
      const outcome = await bringInOne(store, here, { path, text });
      if (outcome.id !== undefined && handle) await rememberFile(outcome.id, handle, text);
      outcomes.push({ path, ...outcome });
    } catch (error) {
      outcomes.push({ path, outcome: "failed", error });
    }
  }
  return outcomes;
}

async function bringInOne(store, here, { path, text }) {
  const known = here.byPath.get(path);
  if (known !== undefined && (await store.text(known)) === text) return { outcome: "same", id: known };
  const { tasks, problems } = await parsePlan(text, { path });
  if (tasks.length === 0 && problems.some(({ kind }) => kind === "no_front_matter")) return { outcome: "passed over" };
  const { id } = await store.take(text, path);
  // A plan of another path but the same phase of the same PRD is the same plan.
  const outcome = here.ids.has(id) ? "changed" : "new";
  here.ids.add(id);
  return { outcome, id };
}
