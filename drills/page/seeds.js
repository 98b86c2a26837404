// What is there before the first kill: enough medallions for an image, and a learner.

import { medallion } from "./documents.js";
import { printOf } from "./print.js";
import { allMedallions } from "./reading.js";
import { tell } from "./station.js";

/** What the ids of the first medallions begin with. */
export const SEEDS = "seed-";
const COUNT = 2_200;

export async function writeSeeds(ws) {
  const seeds = Array.from({ length: COUNT }, (_, number) => medallion(`${SEEDS}${number}`));
  await ws.medallions.createMany(seeds);
  tell({ type: "seeded", count: COUNT, print: printOf(await allMedallions(ws)) });
}

/** The learner whose work is handed in. */
export async function learnerOf(ws) {
  const [known] = await ws.learners.list();
  return (known ?? (await ws.learners.create({ name: "Ada" }))).id;
}
