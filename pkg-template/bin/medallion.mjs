#!/usr/bin/env node
// The command line of the package.

import { commands } from "./commands.mjs";
import { run } from "./run.mjs";

// Who reads only the first lines of what is said has closed the pipe, and wants no more.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await run(commands, process.argv.slice(2));
