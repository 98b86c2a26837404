// `npm run format`: Rust by rustfmt, everything else by prettier.

import { main, mustRun } from "./lib/process.mjs";
import { setup } from "./setup.mjs";

await main(async () => {
  await setup("build");
  await mustRun("cargo", ["fmt"]);
  await mustRun("prettier", ["--write", "--log-level", "warn", "."]);
});
