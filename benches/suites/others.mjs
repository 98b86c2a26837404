// Medallions again, beside stores that are installed for this only. A round takes minutes.

import { rotated } from "../session.mjs";

const CONTESTANTS = ["medallion", "dexie", "pouchdb", "rxdb", "tinybase"];
const SIZE = 10_000;

const WORK = [
  { row: "bulk create of 10k", job: "bulkCreate" },
  { row: "create, one by one", job: "create", calls: 20 },
  { row: "update, one by one", job: "update", calls: 20 },
  { row: "get, warm", job: "getWarm", calls: 100 },
];
/** In a page that has asked before. */
const WARM = ["node", "tag"].map((kind) => ({ row: `scope query by ${kind} at 10k, warm`, job: "queryWarm", kind }));
/** In a fresh page. */
const COLD = ["node", "tag"].map((kind) => ({ row: `scope query by ${kind} at 10k, cold`, job: "queryCold", kind }));

export async function run(session, { rounds }) {
  for (let round = 0; round < rounds; round += 1) {
    session.say(`round ${round + 1} beside the others`);
    const turns = rotated(CONTESTANTS, round);
    const base = { name: `others-${round}`, size: SIZE, seed: 300 + round };
    for (const { row, job, calls } of WORK) await session.runAll(row, turns, job, { ...base, calls });
    for (const { row, job, kind } of WARM) await session.runAll(row, turns, job, { ...base, kind, calls: 20 });
    for (const contestant of turns) {
      await session.fresh();
      for (const { row, job, kind } of COLD) await session.run(row, contestant, job, { ...base, kind, calls: 10 });
    }
    await session.fresh();
    for (const { row, job } of [{ row: "first query at 10k, new page", job: "coldStart" }]) {
      for (const contestant of turns) {
        await session.fresh();
        await session.run(row, contestant, job, base);
      }
    }
    await session.fresh();
    await session.runAll(undefined, turns, "drop", base);
  }
}
