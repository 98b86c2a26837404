// Formatting, lints, documentation and native tests of the crate.

import { readFileSync } from "node:fs";
import { mustRun, run, Failure } from "../lib/process.mjs";
import { at, WASM_TARGET } from "../lib/root.mjs";
import { countRust } from "./counts.mjs";
import { checkCoverage } from "./coverage.mjs";

const strict = ["--", "-D", "warnings"];

export const rustfmt = () => mustRun("cargo", ["fmt", "--check"]);

export const clippy = () => mustRun("cargo", ["clippy", "--locked", "--all-targets", ...strict]);

/** All targets as tests compile them, and the library as it is shipped. */
export async function clippyWasm() {
  await mustRun("cargo", ["clippy", "--locked", "--all-targets", "--target", WASM_TARGET, ...strict]);
  await mustRun("cargo", ["clippy", "--locked", "--lib", "--features", "split", "--target", WASM_TARGET, ...strict]);
}

export async function doc() {
  const env = { RUSTDOCFLAGS: "-D warnings" };
  await mustRun("cargo", ["doc", "--locked", "--no-deps"], { env });
  await mustRun("cargo", ["doc", "--locked", "--no-deps", "--target", WASM_TARGET], { env });
}

/** What browsers alone can run is measured there: see web-coverage.mjs. */
const FOLDERS = [
  { folder: "src/domain/" },
  { folder: "src/store/", except: "src/store/indexeddb/" },
  { folder: "src/service/" },
  { folder: "src/llm/" },
];

export async function rust(count) {
  const report = at("target", "coverage.json");
  const covered = ["llvm-cov", "--locked", "--json", "--summary-only", "--output-path", report];
  for (const args of [covered, ["test", "--locked", "--doc"]]) {
    const { code, output } = await run("cargo", args);
    count(countRust(output));
    if (code !== 0) throw new Failure(`cargo ${args.join(" ")} failed`);
  }
  checkCoverage(readFileSync(report, "utf8"), FOLDERS);
}
