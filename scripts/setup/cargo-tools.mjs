// Programs that cargo installs, each of an exact version, into cargo's usual place.

import { readFileSync } from "node:fs";
import { ask, mustRun, which } from "../lib/process.mjs";
import { at } from "../lib/root.mjs";

const lock = readFileSync(at("Cargo.lock"), "utf8");

/** The command line tool and the library must agree to the last digit. */
const wasmBindgenVersion = /name = "wasm-bindgen"\nversion = "(.+)"/.exec(lock)[1];

// Not --locked anywhere: the lock file of wasm-bindgen-cli names a version that was taken back.
export const wasmBindgen = cargoTool("wasm-bindgen-cli", wasmBindgenVersion, "wasm-bindgen", "about 3 minutes");
export const wasmPack = cargoTool("wasm-pack", "0.15.1", "wasm-pack", "about a minute");
export const geckodriver = cargoTool("geckodriver", "0.37.1", "geckodriver", "about a minute");
export const wasmSplit = {
  // It does not tell its version; cargo does.
  ...cargoTool(
    "wasm_split_cli_support",
    "0.2.4",
    "wasm-split-cli",
    "about 2 minutes",
    [],
    ["--features", "build-binary"],
  ),
  stands: () =>
    which("wasm-split-cli") && ask("cargo", ["install", "--list"])?.includes("wasm_split_cli_support v0.2.4:"),
};
export const llvmCov = cargoTool("cargo-llvm-cov", "0.9.1", "cargo-llvm-cov", "about a minute", ["llvm-cov"]);

function cargoTool(crate, version, program, duration, words = [], more = []) {
  const install = ["install", crate, "--version", version, ...more];
  return {
    name: `${crate} ${version} by cargo (${duration})`,

    stands() {
      return ask(program, [...words, "--version"])?.split(/\s+/)[1] === version;
    },

    obstacle() {
      if (!which("cc")) return `cargo ${install.join(" ")} needs a C compiler (Debian package build-essential)`;
      if (!which("cargo")) return `missing: ${crate} ${version}. Once cargo is there: cargo ${install.join(" ")}`;
      return undefined;
    },

    install: () => mustRun("cargo", install, { show: false }),
  };
}
