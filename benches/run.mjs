// The benchmark: `npm run bench -- --jobs medallions,tasks --browsers chromium,firefox --rounds 5 --write`.
// See README.md beside this file.

import { parseArgs } from "node:util";
import { main } from "../scripts/lib/process.mjs";
import { machine } from "./machine.mjs";
import { bundles } from "./bundles.mjs";
import { measure, suites } from "./measure.mjs";
import { write } from "./readme.mjs";
import { serve } from "./server.mjs";
import { SIZES } from "./suites/medallions.mjs";
import { bars, table } from "./table.mjs";

await main(async () => {
  const { values } = parseArgs({
    options: {
      browsers: { type: "string", default: "chromium" },
      rounds: { type: "string", default: "5" },
      jobs: { type: "string", default: suites.filter((suite) => suite !== "others").join() },
      sizes: { type: "string", default: SIZES.join() },
      tasks: { type: "string", default: "10000" },
      package: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  const sizes = values.sizes.split(",").map(Number);
  const tasks = Number(values.tasks);
  const jobs = values.jobs.split(",");
  const server = await serve(values.package, jobs.includes("others") ? await bundles() : undefined);
  try {
    for (const engine of values.browsers.split(",")) {
      for (const suite of jobs) {
        console.log(`\n=== ${engine}: ${suite}`);
        const on = machine();
        const result = await measure(engine, server.page, suite, { rounds, sizes, tasks, say: console.log });
        const whole = { date: new Date().toISOString().slice(0, 10), machine: on, rounds, ...result };
        console.log(`\n${table(whole)}\n\n${bars(whole)}`);
        if (values.write) write(engine, suite, whole);
      }
    }
  } finally {
    server.close();
  }
});
