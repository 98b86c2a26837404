// Takes files into the workspace, and says of each what became of it.

import { parsePlan } from "medallion";
import { rememberFile } from "./handles.js";

/**
 * `[{path, outcome, id?, error?}]`; the outcome is "new", "changed", "same", "passed over" or "failed".
 * A file without front matter and without a task is no plan, and is passed over.
 */
export async function bringIn(store, files) {
  const here = { plans: await store.list() };
  const outcomes = [];
  for (const { path, read, handle } of files) {
    try {
      const text = await read();
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
  const report = await parsePlan(text, { path });
  const { tasks, problems } = report;
  if (tasks.length === 0 && problems.some(({ kind }) => kind === "no_front_matter")) return { outcome: "passed over" };
  const own = pathOf(report, here.plans);
  for (const known of here.plans.filter((plan) => plan.path === own))
    if ((await store.text(known.id)) === text) return { outcome: "same", id: known.id };
  const taken = await store.take(text, own);
  // A plan of another path but the same phase of the same PRD is the same plan.
  const outcome = here.plans.some(({ id }) => id === taken.id) ? "changed" : "new";
  here.plans.push(taken);
  return { outcome, id: taken.id };
}

/** Files that come without their folder have names that many have; the PRD stands in for the folder. */
function pathOf({ path, prd }, plans) {
  const isKnown = plans.some((plan) => plan.path === path && plan.prd === prd);
  return prd === null || path.includes("/") || isKnown ? path : `${prd}/${path}`;
}
