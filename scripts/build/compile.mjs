// Rust to wasm, to JavaScript glue, to smaller wasm. Binaryen comes from npm at a pinned version.

import { copyFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { cargoHome, mustRun } from "../lib/process.mjs";
import { at, root, WASM_TARGET } from "../lib/root.mjs";

const NAME = "medallion";

export const compiled = at("target", WASM_TARGET, "release", `${NAME}.wasm`);
export const glueFolder = at("target", "glue");

/**
 * Cargo itself knows whether there is anything to do. Of the crate types only the one that becomes
 * wasm: together with the others cargo would do without link-time optimisation.
 */
export async function compile(crates) {
  const flags = machineFree(crates).map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  const inherited = process.env.RUSTFLAGS?.split(/\s+/).filter(Boolean) ?? [];
  await mustRun(
    "cargo",
    ["rustc", "--release", "--lib", "--crate-type", "cdylib", "--locked", "--target", WASM_TARGET],
    { env: { CARGO_ENCODED_RUSTFLAGS: [...inherited, ...flags].join("\x1f") } },
  );
}

/** Panic messages hold source paths: ours should say nothing of the machine. Later ones win. */
function machineFree({ sources }) {
  return [
    [homedir(), "home"],
    [cargoHome, "cargo"],
    ...sources.map((folder) => [folder, "crates"]),
    [root.replace(/\/$/, ""), NAME],
  ];
}

export async function bindgen() {
  rmSync(glueFolder, { recursive: true, force: true });
  await mustRun("wasm-bindgen", [
    ...["--target", "web", "--omit-default-module-path", "--out-dir", glueFolder, "--out-name", NAME],
    compiled,
  ]);
}

/** What rustc uses by default and Node 20 reads. With --all-features Binaryen writes what it refuses. */
const FEATURES = [
  "bulk-memory",
  "bulk-memory-opt",
  "call-indirect-overlong",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];

export async function optimise() {
  const wasm = `${glueFolder}/${NAME}_bg.wasm`;
  const small = `${glueFolder}/small.wasm`;
  await mustRun("wasm-opt", [
    // Functions of similar names are similar, and compress better side by side.
    ...["-Oz", "--converge", "--reorder-functions-by-name"],
    // The lowest kilobyte is the very end of the stack.
    "--low-memory-unused",
    ...["--strip-debug", "--strip-producers", "--strip-target-features"],
    ...["--mvp-features", ...FEATURES.map((feature) => `--enable-${feature}`)],
    ...[wasm, "--output", small],
  ]);
  copyFileSync(small, wasm);
  rmSync(small);
}
