// `npm test`: every test and check, most of them in two lanes side by side, until the first that fails.
//   npm test -- --only rust,browsers:chromium   some of them ("browsers" is all three)
//   npm test -- --keep-going                    the rest too after a failure

import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { Lane } from "./lib/lane.mjs";
import { endAll, Failure, main } from "./lib/process.mjs";
import { setup } from "./setup.mjs";
import { browserTests, engines } from "./test/browsers.mjs";
import { endToEnd, eslint, prettier, types } from "./test/javascript.mjs";
import { packageChecks } from "./test/package.mjs";
import { clippy, clippyWasm, doc, rust, rustfmt } from "./test/rust.mjs";
import { webCoverage } from "./test/web-coverage.mjs";

// A step gets a function to report how many tests it ran, and throws when it fails.

const BEFORE = [{ name: "setup", run: () => setup("test"), always: true }];

/** What tries the crate without a browser. */
const CRATE = [
  { name: "rustfmt", run: rustfmt },
  { name: "clippy:native", run: clippy },
  { name: "clippy:wasm", run: clippyWasm },
  { name: "doc", run: doc },
  { name: "rust", run: rust },
];

/** What tries the package. Much of it waits, for a linker or for pages; cargo builds elsewhere for it. */
const PACKAGE = [
  { name: "eslint", run: eslint },
  { name: "prettier", run: prettier },
  { name: "build", run: build },
  { name: "types", run: types, needs: "build" },
  { name: "package", run: packageChecks, needs: "build" },
  { name: "e2e", run: endToEnd, needs: "build" },
];

/**
 * What tries it in browsers: nothing runs beside that. Limits of time are part of what is tried, and on a busy
 * machine Firefox does not always start a service worker, and then waits for ever.
 */
const BROWSERS = [
  ...engines.map((engine) => ({ name: `browsers:${engine}`, run: (count) => browserTests(engine, count) })),
  { name: "coverage", run: webCoverage },
];

const STEPS = [...BEFORE, ...CRATE, ...PACKAGE, ...BROWSERS];

await main(async () => {
  const { values } = parseArgs({ options: { only: { type: "string" }, "keep-going": { type: "boolean" } } });
  const wanted = selected(values.only?.split(","));
  const done = [];
  const isOver = () => !values["keep-going"] && done.some(({ failed }) => failed > 0);

  /** Performs those of these steps that are wanted. */
  const perform = async (steps, betweenSteps) => {
    for (const step of steps.filter((own) => wanted.includes(own))) {
      if (isOver()) break;
      console.log(`\n=== ${step.name}`);
      if (done.some(({ name, failed }) => name === step.needs && failed > 0)) {
        console.log(`=== not run, because ${step.needs} failed`);
        continue;
      }
      const outcome = await outcomeOf(step);
      if (isOver()) console.log(`=== ended, because another step failed`);
      else {
        done.push(outcome);
        console.log(`=== ${line(outcome)}`);
        if (isOver()) endAll();
      }
      betweenSteps?.();
    }
  };

  await perform(BEFORE);
  const beside = new Lane();
  const packaged = beside.run(() => perform(PACKAGE, () => beside.endOfStep()));
  await perform(CRATE, () => beside.show());
  beside.goLive();
  await packaged;
  await perform(BROWSERS);

  const total = (what) => done.reduce((sum, outcome) => sum + outcome[what], 0);
  console.log(`\n${done.map(line).join("\n")}\n`);
  console.log(`${total("passed")} passed, ${total("failed")} failed`);
  if (total("failed") > 0) process.exitCode = 1;
});

function selected(only) {
  if (!only) return STEPS;
  const matches = (name, word) => name === word || name.startsWith(`${word}:`);
  const unknown = only.filter((word) => !STEPS.some(({ name }) => matches(name, word)));
  if (unknown.length > 0) {
    throw new Failure(`no such step: ${unknown.join(", ")}. There are: ${STEPS.map(({ name }) => name).join(", ")}`);
  }
  const chosen = STEPS.filter(({ name }) => only.some((word) => matches(name, word)));
  const needed = new Set(chosen.map(({ needs }) => needs));
  return STEPS.filter((step) => step.always || chosen.includes(step) || needed.has(step.name));
}

/** A step that fails without a failed test counts as one failure. */
async function outcomeOf({ name, run }) {
  const outcome = { name, passed: 0, failed: 0 };
  const count = ({ passed, failed }) => {
    outcome.passed += passed;
    outcome.failed += failed;
  };
  const start = performance.now();
  try {
    await run(count);
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    outcome.failed ||= 1;
  }
  outcome.seconds = (performance.now() - start) / 1000;
  return outcome;
}

function line({ name, passed, failed, seconds }) {
  const tests = passed + failed > 0 ? `, ${passed} passed, ${failed} failed` : "";
  return `${failed > 0 ? "FAILED" : "ok"} ${name}: ${seconds.toFixed(1)} s${tests}`;
}
