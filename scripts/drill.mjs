// `npm run drill`: the drill of drills/run.mjs, which takes the arguments, on the built package.

import { build } from "./build.mjs";
import { main, mustRun } from "./lib/process.mjs";
import { at } from "./lib/root.mjs";
import { setup } from "./setup.mjs";

await main(async () => {
  await setup("drill");
  await build();
  await mustRun(process.execPath, [at("drills", "run.mjs"), ...process.argv.slice(2)]);
});
