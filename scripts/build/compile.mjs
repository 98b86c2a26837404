// Rust to wasm, to JavaScript glue, to smaller wasm. Binaryen comes from npm at a pinned version.

import { renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { ask, cargoHome, mustRun } from "../lib/process.mjs";
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
  // Only a module that says where its addresses stand can be cut.
  flags.push("-Clink-arg=--emit-relocs");
  const inherited = process.env.RUSTFLAGS?.split(/\s+/).filter(Boolean) ?? [];
  await mustRun(
    "cargo",
    [
      "rustc",
      "--release",
      "--lib",
      "--crate-type",
      "cdylib",
      "--locked",
      "--features",
      "split",
      "--target",
      WASM_TARGET,
    ],
    { env: { CARGO_ENCODED_RUSTFLAGS: [...inherited, ...flags].join("\x1f") } },
  );
}

/** Panic messages hold source paths: ours should say nothing of the machine. Later ones win. */
function machineFree({ sources }) {
  return [
    [homedir(), "home"],
    [cargoHome, "cargo"],
    ...standardLibrary(),
    ...sources.map((folder) => [folder, "crates"]),
    [root.replace(/\/$/, ""), NAME],
  ];
}

/** Where its sources are installed (for an editor), messages name those: as long as nowhere else. */
function standardLibrary() {
  const commit = /^commit-hash: (.+)$/m.exec(ask("rustc", ["-vV"]) ?? "")?.[1];
  const sysroot = ask("rustc", ["--print", "sysroot"])?.trim();
  return commit && sysroot ? [[`${sysroot}/lib/rustlib/src/rust`, `/rustc/${commit}`]] : [];
}

/** The other parts want the main one's memory, table and stack: it goes on exporting them. */
export async function bindgen(main) {
  rmSync(glueFolder, { recursive: true, force: true });
  await mustRun("wasm-bindgen", [
    ...["--target", "web", "--omit-default-module-path", "--keep-lld-exports"],
    ...["--out-dir", glueFolder, "--out-name", NAME],
    main,
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
const ENABLED = ["--mvp-features", ...FEATURES.map((feature) => `--enable-${feature}`)];

/** Puts cut pieces back into the main module, as what its exports are for. */
export async function rejoin(pieces) {
  const main = `${glueFolder}/${NAME}_bg.wasm`;
  const joined = `${main}.joined`;
  const named = pieces.flatMap((path, number) => [path, `piece${number}`]);
  await mustRun("wasm-merge", [...[main, "__wasm_split"], ...named, "--debuginfo", ...ENABLED, "--output", joined]);
  renameSync(joined, main);
}

/** Makes all files of the module small, side by side, in the folder of the glue. */
export async function optimise(files) {
  const main = { path: `${glueFolder}/${NAME}_bg.wasm`, name: `${NAME}_bg.wasm` };
  await Promise.all([main, ...files].map(({ path, name }) => makeSmall(path, `${glueFolder}/${name}`)));
}

async function makeSmall(wasm, output) {
  const small = `${output}.small`;
  await mustRun("wasm-opt", [
    // Functions of similar names are similar, and compress better side by side.
    // Smaller than -Oz as shipped, and faster: what stands twice compresses, what was mixed does not.
    ...["-O3", "--one-caller-inline-max-function-size=0", "--reorder-functions-by-name", "--quiet"],
    // The lowest kilobyte is the very end of the stack.
    "--low-memory-unused",
    ...["--strip-debug", "--strip-producers", "--strip-target-features"],
    ...ENABLED,
    ...[wasm, "--output", small],
  ]);
  renameSync(small, output);
}
