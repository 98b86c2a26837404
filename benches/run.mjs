// The benchmark: `npm run bench -- --browsers chromium,firefox --rounds 5 --sizes 100,10000 --write`.
// See README.md beside this file.

import { parseArgs } from "node:util";
import { main } from "../scripts/lib/process.mjs";
import { machine } from "./machine.mjs";
import { measure } from "./measure.mjs";
import { write } from "./readme.mjs";
import { SIZES } from "./rows.mjs";
import { serve } from "./server.mjs";
import { bars, table } from "./table.mjs";

await main(async () => {
  const { values } = parseArgs({
    options: {
      browsers: { type: "string", default: "chromium" },
      rounds: { type: "string", default: "5" },
      sizes: { type: "string", default: SIZES.join() },
      write: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  const sizes = values.sizes.split(",").map(Number);
  const server = await serve();
  try {
    for (const engine of values.browsers.split(",")) {
      console.log(`\n=== ${engine}`);
      const on = machine();
      const result = await measure(engine, server.page, { rounds, sizes, say: console.log });
      const whole = { date: new Date().toISOString().slice(0, 10), machine: on, rounds, ...result };
      console.log(`\n${table(whole)}\n\n${bars(whole)}`);
      if (values.write) write(engine, whole);
    }
  } finally {
    server.close();
  }
});
