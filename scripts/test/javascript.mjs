// Checks of what is not Rust, and the end-to-end tests.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Failure, mustRun, run } from "../lib/process.mjs";
import { at } from "../lib/root.mjs";
import { countTap } from "./counts.mjs";
import { pack } from "./package.mjs";

export const eslint = () => mustRun("eslint", ["--max-warnings", "0", "."]);

export const prettier = () => mustRun("prettier", ["--check", "--log-level", "warn", "."]);

/** A page's view of the package, then Node's, which has no types of the web. */
export async function types() {
  await mustRun("tsc", ["--project", "tests/types/tsconfig.json"]);
  await mustRun("tsc", ["--project", "tests/types/node/tsconfig.json"]);
}

/** Twice as long as it takes beside everything else. */
const LIMIT_SECONDS = 1800;

export async function endToEnd(count) {
  const folder = at("tests", "e2e");
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".test.mjs")) : [];
  if (files.length === 0) return;
  const tap = at("target", "e2e.tap");
  const args = [
    ...["--test", "--test-concurrency=1"],
    ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
    ...["--test-reporter=tap", `--test-reporter-destination=${tap}`],
    ...files.map((name) => `${folder}/${name}`),
  ];
  const { code, timedOut } = await run(process.execPath, args, {
    limitSeconds: LIMIT_SECONDS,
    env: { MEDALLION_TARBALL: await pack() },
  });
  if (timedOut) throw new Failure(`the end-to-end tests were ended after ${LIMIT_SECONDS} seconds`);
  count(countTap(readFileSync(tap, "utf8")));
  if (code !== 0) throw new Failure("end-to-end tests failed");
}
