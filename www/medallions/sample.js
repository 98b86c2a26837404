// The sample: the decisions of this very project, kept as medallions beside the app, and what became of
// some of them since.

import { fetchBeside } from "../lib/beside.js";
import { count } from "../lib/words.js";

/** Brings in what is not here yet, then what happened to it, and says in a sentence what came. */
export async function loadSample(workspace) {
  const [sample, later] = await Promise.all(["decisions", "later"].map(read));
  const here = await Promise.all(sample.map(({ meta }) => workspace.medallions.version(meta.medallion_id)));
  const missing = sample.filter((_, place) => here[place] === undefined);
  if (missing.length === 0) return "The sample is here already.";
  await workspace.medallions.createMany(missing, { reason: "sample of real content" });
  const fresh = new Set(missing.map(({ meta }) => meta.medallion_id));
  const steps = later.filter(({ id }) => fresh.has(id));
  for (const step of steps) await take(workspace.medallions, step);
  const came = `The sample is here: ${count(missing.length, "medallion")} came in one commit.`;
  return steps.length === 0
    ? came
    : `${came} ${count(steps.length, "change")} came after that, as they did in the project.`;
}

async function read(name) {
  const addresses = {
    decisions: new URL("../sample/decisions.json", import.meta.url),
    later: new URL("../sample/later.json", import.meta.url),
  };
  const response = await fetchBeside(addresses[name]);
  return response.json();
}

/** One thing that happened to a medallion. */
function take(medallions, { id, operations, superseded_by: next, status, reason }) {
  if (next) return medallions.supersede(id, next, { reason });
  return operations ? medallions.apply(id, operations, { reason }) : medallions.setStatus(id, status, { reason });
}
