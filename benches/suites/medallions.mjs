// Medallions: what is measured, one row of the table for each, in the order of the table.

import { rotated } from "../session.mjs";

const CONTESTANTS = ["medallion", "dexie", "idb"];
export const SIZES = [100, 10_000, 100_000];
const WORK_SIZE = 10_000;

const K = (size) => (size >= 1000 ? `${size / 1000}k` : String(size));

/** Rows of one database of 10,000 that is made and dropped in each round. */
const WORK = [
  { row: "bulk create of 10k", job: "bulkCreate" },
  { row: "create, one by one", job: "create", calls: 100 },
  { row: "create, 100 at once", job: "createAtOnce", calls: 100 },
  { row: "update, one by one", job: "update", calls: 100 },
  { row: "get, warm", job: "getWarm", calls: 100 },
];

/** Rows of the databases that stay, in a page that has asked before. */
const warm = (sizes) =>
  sizes.flatMap((size) =>
    ["node", "tag"].map((kind) => ({
      ...{ row: `scope query by ${kind} at ${K(size)}, warm`, job: "queryWarm" },
      ...{ kind, size, calls: 50 },
    })),
  );

/** Rows that need a fresh page for each contestant. */
const cold = (sizes) => [
  ...sizes
    .filter((size) => size >= 1000)
    .map((size) => ({ row: `get at ${K(size)}, cold`, job: "getCold", size, calls: 30 })),
  ...sizes.flatMap((size) =>
    ["node", "tag"].map((kind) => ({
      ...{ row: `scope query by ${kind} at ${K(size)}, cold`, job: "queryCold" },
      ...{ kind, size, calls: size >= 1000 ? 15 : 5 },
    })),
  ),
];

/** Rows that need a fresh page, then a fresh browser, and nothing before. */
const starts = (sizes, where) =>
  sizes.map((size) => ({ row: `first query at ${K(size)}, new ${where}`, job: "coldStart", size }));

const base = (size) => ({ name: `base-${size}`, size });

export async function run(session, { rounds, sizes }) {
  for (let round = 0; round < rounds; round += 1) {
    session.say(`round ${round + 1}: bulk create, create, update, get`);
    const turns = rotated(CONTESTANTS, round);
    const work = { name: `work-${round}`, size: WORK_SIZE, seed: 100 + round };
    for (const { row, job, calls } of WORK) await session.runAll(row, turns, job, { ...work, calls });
    await session.runAll(undefined, turns, "drop", work);
    await session.fresh();
  }
  session.say(`filling ${sizes.join(", ")}`);
  for (const size of sizes) await session.runAll(undefined, CONTESTANTS, "fill", base(size));
  for (let round = 0; round < rounds; round += 1) {
    session.say(`round ${round + 1}: queries, cold reads, starts`);
    const turns = rotated(CONTESTANTS, round);
    const seed = 200 + round;
    await session.fresh();
    for (const { row, job, size, kind, calls } of warm(sizes)) {
      await session.runAll(row, turns, job, { ...base(size), kind, calls, seed });
    }
    for (const contestant of turns) {
      await session.fresh();
      for (const { row, job, size, kind, calls } of cold(sizes)) {
        await session.run(row, contestant, job, { ...base(size), kind, calls, seed });
      }
    }
    for (const { row, job, size } of starts(sizes, "page")) {
      for (const contestant of turns) {
        await session.fresh();
        await session.run(row, contestant, job, { ...base(size), seed });
      }
    }
    // WebKit under automation forgets everything when it ends.
    if (session.engine === "webkit") continue;
    for (const { row, job, size } of starts(sizes, "browser")) {
      for (const contestant of turns) {
        await session.restart();
        await session.run(row, contestant, job, { ...base(size), seed });
      }
    }
  }
}
