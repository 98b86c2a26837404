// The Rust toolchain that rust-toolchain.toml names, with its targets and components.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ask, mustRun, which } from "../lib/process.mjs";
import { at } from "../lib/root.mjs";

const file = readFileSync(at("rust-toolchain.toml"), "utf8");
const channel = /^channel\s*=\s*"(.+)"/m.exec(file)[1];
const list = (key) =>
  [...new RegExp(`^${key}\\s*=\\s*\\[(.*)\\]`, "m").exec(file)[1].matchAll(/"(.+?)"/g)].map((m) => m[1]);
const targets = list("targets");
const components = list("components");

/** What shows that a component is there. */
const PROGRAM_OF = { clippy: "cargo-clippy", rustfmt: "rustfmt" };

export const toolchain = {
  name: `Rust ${channel} with ${[...targets, ...components].join(", ")}`,

  stands() {
    // A probe installs nothing: what is installed gets a line first.
    const sysroot = ask("rustc", ["--print", "sysroot"], { env: { RUSTUP_AUTO_INSTALL: "0" } })?.trim();
    if (!sysroot) return false;
    const rustlib = join(sysroot, "lib", "rustlib");
    return (
      targets.every((target) => existsSync(join(rustlib, target))) &&
      components.every((component) =>
        component === "llvm-tools"
          ? readdirSync(rustlib).some((host) => existsSync(join(rustlib, host, "bin", "llvm-cov")))
          : existsSync(join(sysroot, "bin", PROGRAM_OF[component])),
      )
    );
  },

  obstacle: () => (which("rustup") ? undefined : "missing: rustup. Install it as https://rustup.rs says"),

  install: () =>
    mustRun(
      "rustup",
      ["toolchain", "install", channel, "--profile", "minimal", "--no-self-update"].concat(
        targets.flatMap((target) => ["--target", target]),
        components.flatMap((component) => ["--component", component]),
      ),
      { show: false },
    ),
};
