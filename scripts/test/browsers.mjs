// tests/web_*.rs in the three engines, one file and one browser at a time.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure, mustRun, run } from "../lib/process.mjs";
import { at, WASM_TARGET } from "../lib/root.mjs";
import { countRust } from "./counts.mjs";

/** For all tests of one file; drivers can hang. */
const LIMIT_SECONDS = 300;

const isRoot = process.getuid?.() === 0;

const ENGINES = {
  chromium: { args: ["--chrome"] },
  firefox: { args: ["--firefox"] },
  webkit: {
    args: ["--safari", "--safaridriver", at("scripts", "safaridriver")],
    wrapper: ["xvfb-run", "--auto-servernum"],
    env: {
      ...(isRoot ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" } : {}),
      // Of modules that are not optimised WebKitGTK 2.50 now and then makes code that damages memory,
      // in the first tier of its compiler. The module as shipped is tried with every tier:
      // tests/e2e/engines.test.mjs.
      JSC_useBBQJIT: "false",
    },
  },
};

export const engines = Object.keys(ENGINES);

export function webTests() {
  return readdirSync(at("tests"))
    .filter((name) => /^web_.*\.rs$/.test(name))
    .map((name) => name.replace(/\.rs$/, ""));
}

/** What wasm-pack builds itself: all tests, whichever it then runs. */
export const BUILD = ["build", "--locked", "--tests", "--target", WASM_TARGET];

export async function browserTests(engine, count) {
  const names = webTests();
  // Outside of the time limit, and so that a failure after this is the browser's or a test's.
  await mustRun("cargo", BUILD);
  const failures = [];
  for (const name of names) {
    if (!(await passes(engine, name, count))) failures.push(name);
  }
  if (failures.length > 0) throw new Failure(`failed in ${engine}: ${failures.join(", ")}`);
}

async function passes(engine, name, count) {
  const result = await runWebTests(engine, name);
  const counted = countRust(result.output);
  count(counted);
  if (result.timedOut) console.log(`\n!!! ${engine}: ${name} was ended after ${LIMIT_SECONDS} seconds.\n`);
  return result.code === 0 && counted.failed === 0;
}

/**
 * Runs the tests of one file in one browser; `more` is environment. Once more, if none of them was
 * begun: the test runner's server may leave a fifth connection waiting for ever while the page keeps
 * four others open. A page opens one for each file that it asks for at once, and a service worker
 * comes on top: more than four snippets always hang here.
 */
export async function runWebTests(engine, name, more) {
  const result = await once(engine, name, more);
  if (result.code === 0 || /^test .* \.\.\. /m.test(result.output)) return result;
  const what = result.timedOut ? "hung" : "failed";
  console.log(`\n!!! ${engine}: the driver or browser ${what} before any test of ${name} had run. Trying once more.\n`);
  return once(engine, name, more);
}

async function once(engine, name, more) {
  const { args, wrapper = [], env } = ENGINES[engine];
  const [command, ...rest] = [
    ...wrapper,
    ...["wasm-pack", "test", "--headless", ...args, "--mode", "no-install"],
    ...["--", "--locked", "--test", name],
  ];
  // Drivers that are killed leave profiles behind. Not in target/: sockets want short paths.
  const scratch = mkdtempSync(join(tmpdir(), "medallion-"));
  const result = await run(command, rest, {
    limitSeconds: LIMIT_SECONDS,
    env: {
      TMPDIR: scratch,
      WASM_BINDGEN_TEST_TIMEOUT: String(LIMIT_SECONDS - 20),
      WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "30",
      ...env,
      ...more,
    },
  });
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  return result;
}
