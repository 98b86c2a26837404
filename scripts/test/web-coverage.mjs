// Line coverage of what only a browser can run, measured in Chromium.
//
// Three things make this roundabout. Compiling for it is unstable, so the pinned compiler is told
// to allow that. The runtime that collects counts is C, so clang is needed. And llvm-cov reads no
// linked wasm, so the tests' intermediate code is compiled once more, to objects that it reads.

import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ask, Failure, mustRun } from "../lib/process.mjs";
import { at, WASM_TARGET } from "../lib/root.mjs";
import { BUILD, runWebTests, webTests } from "./browsers.mjs";
import { checkCoverage } from "./coverage.mjs";

const FOLDERS = [{ folder: "src/store/indexeddb/" }];

const FLAGS = [
  "-Cinstrument-coverage",
  "-Zno-profiler-runtime",
  "--cfg=wasm_bindgen_unstable_test_coverage",
  "--emit=llvm-ir",
];

const target = at("target", "web-coverage");
const profiles = join(target, "profiles");

const env = {
  RUSTC_BOOTSTRAP: "1",
  CARGO_ENCODED_RUSTFLAGS: FLAGS.join("\x1f"),
  CARGO_PROFILE_DEV_DEBUG: "false",
  CARGO_TARGET_DIR: target,
  LLVM_PROFILE_FILE: join(profiles, "%m_%p.profraw"),
};

export async function webCoverage() {
  if (!FOLDERS.some(({ folder }) => existsSync(at(folder)))) return;
  rmSync(profiles, { recursive: true, force: true });
  mkdirSync(profiles, { recursive: true });

  const code = await intermediateCode();
  for (const name of webTests()) {
    const { code: status } = await runWebTests("chromium", name, env);
    if (status !== 0) throw new Failure(`${name} failed while its coverage was measured`);
  }

  const merged = join(profiles, "all.profdata");
  const raw = readdirSync(profiles).map((name) => join(profiles, name));
  await mustRun(tool("llvm-profdata"), ["merge", "-sparse", ...raw, "-o", merged]);
  const objects = [];
  for (const path of code) objects.push(await compiled(path));
  const report = await mustRun(
    tool("llvm-cov"),
    ["export", "-summary-only", "-instr-profile", merged, ...objects.flatMap((path) => ["-object", path])],
    { show: false },
  );
  checkCoverage(report, FOLDERS);
}

/** Builds the library and the tests, and says where rustc put their intermediate code. */
async function intermediateCode() {
  await mustRun("cargo", BUILD, { env });
  const messages = await mustRun("cargo", [...BUILD, "--message-format", "json"], { env, show: false });
  const tests = messages
    .split("\n")
    .filter((line) => line.includes('"compiler-artifact"'))
    .map((line) => JSON.parse(line))
    .filter(({ target: { name } }) => webTests().includes(name))
    .map(({ executable }) => executable.replace(/\.wasm$/, ".ll"));
  return [join(target, WASM_TARGET, "debug", "deps", "medallion.ll"), ...tests];
}

async function compiled(path) {
  const object = path.replace(/\.ll$/, ".o");
  await mustRun(tool("llc"), ["-mtriple=x86_64-unknown-linux-gnu", "-filetype=obj", "-O0", path, "-o", object]);
  return object;
}

/** The compiler's own tools: others may not understand its files. */
function tool(name) {
  const rustlib = join(ask("rustc", ["--print", "sysroot"]).trim(), "lib", "rustlib");
  return readdirSync(rustlib)
    .map((host) => join(rustlib, host, "bin", name))
    .find(existsSync);
}
