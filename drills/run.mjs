// The drill: `npm run drill -- --kills 50 --browsers chromium,firefox,webkit --seed 1 --write`.
// See README.md beside this file.

import { parseArgs } from "node:util";
import { machine } from "../benches/machine.mjs";
import { ask, main } from "../scripts/lib/process.mjs";
import { at } from "../scripts/lib/root.mjs";
import { engines } from "./browsers.mjs";
import { drill } from "./drill.mjs";
import { sentence, write } from "./report.mjs";
import { diskSentence, writeDisk } from "./small-disk-report.mjs";
import { smallDisk } from "./small-disk.mjs";

await main(async () => {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "50" },
      browsers: { type: "string", default: engines.join() },
      seed: { type: "string" },
      write: { type: "boolean", default: false },
      "small-disk": { type: "boolean", default: false },
      disk: { type: "string" },
    },
  });
  if (values["small-disk"]) {
    for (const engine of values.browsers.split(",")) {
      const result = await smallDisk({ engine, packageFolder: at("pkg"), folder: values.disk, say: console.log });
      console.log(diskSentence(engine, result));
      if (values.write) writeDisk(engine, { ...result, machine: machine() });
    }
    return;
  }
  const kills = Number(values.kills);
  const seed = Number(values.seed ?? Date.now() % 2 ** 32);
  for (const engine of values.browsers.split(",")) {
    console.log(`\n=== ${engine}, --seed ${seed}`);
    const on = machine();
    const commit = ask("git", ["rev-parse", "--short", "HEAD"])?.trim();
    const outcome = await drill({ engine, kills, seed, packageFolder: at("pkg"), say: console.log });
    const result = { date: new Date().toISOString().slice(0, 10), machine: on, commit, ...outcome };
    console.log(sentence(result));
    if (values.write) write(result);
  }
});
