// `npm start [-- --port 5173]`: sets up what is missing, builds the package, serves the app.

import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { main } from "./lib/process.mjs";
import { setup } from "./setup.mjs";

await main(async () => {
  const { values } = parseArgs({ options: { port: { type: "string", default: "5173" } } });
  await setup("build");
  await build();
  // Only now: on a fresh clone its library has just been installed.
  const { serve } = await import("./serve.mjs");
  await serve({ port: Number(values.port) });
});
