// Formatting, lints, documentation and native tests of the crate.

import { readFileSync } from "node:fs";
import { mustRun, run, Failure } from "../lib/process.mjs";
import { at, root, WASM_TARGET } from "../lib/root.mjs";
import { webTests } from "./browsers.mjs";
import { countRust } from "./counts.mjs";

const strict = ["--", "-D", "warnings"];

export const rustfmt = () => mustRun("cargo", ["fmt", "--check"]);

export const clippy = () => mustRun("cargo", ["clippy", "--locked", "--all-targets", ...strict]);

export const clippyWasm = () =>
  mustRun("cargo", [
    "clippy",
    "--locked",
    "--target",
    WASM_TARGET,
    "--lib",
    ...webTests().flatMap((name) => ["--test", name]),
    ...strict,
  ]);

export async function doc() {
  const env = { RUSTDOCFLAGS: "-D warnings" };
  await mustRun("cargo", ["doc", "--locked", "--no-deps"], { env });
  await mustRun("cargo", ["doc", "--locked", "--no-deps", "--target", WASM_TARGET], { env });
}

export async function rust(count) {
  const report = at("target", "coverage.json");
  const covered = ["llvm-cov", "--locked", "--json", "--summary-only", "--output-path", report];
  for (const args of [covered, ["test", "--locked", "--doc"]]) {
    const { code, output } = await run("cargo", args);
    count(countRust(output));
    if (code !== 0) throw new Failure(`cargo ${args.join(" ")} failed`);
  }
  checkCoverage(JSON.parse(readFileSync(report, "utf8")).data[0].files);
}

const GATE = 90;

/** What browsers alone can run is measured there. */
const FOLDERS = [
  { folder: "src/domain/" },
  { folder: "src/store/", except: "src/store/indexeddb/" },
  { folder: "src/service/" },
  { folder: "src/llm/" },
];

function checkCoverage(all) {
  const files = all.map(({ filename, summary }) => ({ name: filename.slice(root.length), ...summary.lines }));
  const problems = [];
  for (const { folder, except } of FOLDERS) {
    const inside = files.filter(({ name }) => name.startsWith(folder) && !(except && name.startsWith(except)));
    const lines = inside.reduce((total, file) => total + file.count, 0);
    if (lines === 0) continue;
    const covered = inside.reduce((total, file) => total + file.covered, 0);
    const percent = (100 * covered) / lines;
    console.log(`coverage of ${folder}: ${percent.toFixed(1)} % of ${lines} lines`);
    if (percent < GATE) {
      const worst = inside.sort((a, b) => b.count - b.covered - (a.count - a.covered)).slice(0, 5);
      const named = worst.map((file) => `${file.name} (${file.count - file.covered} lines not run)`);
      problems.push(`${folder} is below ${GATE} %: ${named.join(", ")}`);
    }
  }
  if (problems.length > 0) throw new Failure(problems.join("\n"));
}
