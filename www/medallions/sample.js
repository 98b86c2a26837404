// The sample: the decisions of this very project, kept as medallions beside the app.

import { count } from "../lib/words.js";

/** Brings in what is not here yet, in one commit, and says in a sentence what came. */
export async function loadSample(workspace) {
  const response = await fetch(new URL("../sample/decisions.json", import.meta.url));
  const sample = await response.json();
  const here = await Promise.all(sample.map(({ meta }) => workspace.medallions.version(meta.medallion_id)));
  const missing = sample.filter((_, place) => here[place] === undefined);
  if (missing.length === 0) return "The sample is here already.";
  await workspace.medallions.createMany(missing, { reason: "sample of real content" });
  return `The sample is here: ${count(missing.length, "medallion")} came in one commit.`;
}
