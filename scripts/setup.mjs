// Installs what is missing, with a line for each thing; silent when all stands.
// `node scripts/setup.mjs [build|bench|drill|test]`

import { pathToFileURL } from "node:url";
import { withLock } from "./lib/lock.mjs";
import { Failure, main } from "./lib/process.mjs";
import { geckodriver, llvmCov, wasmBindgen, wasmPack, wasmSplit } from "./setup/cargo-tools.mjs";
import { nodeModules } from "./setup/node-modules.mjs";
import { browsers, chromium, clang, compiler, networkx } from "./setup/system-packages.mjs";
import { toolchain } from "./setup/toolchain.mjs";

const build = [compiler, toolchain, nodeModules, wasmBindgen, wasmSplit];

const NEEDS = {
  build,
  bench: [...build, chromium],
  drill: [...build, browsers],
  test: [...build, wasmPack, llvmCov, clang, browsers, geckodriver, networkx],
};

export async function setup(purpose) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(`Node ${process.versions.node} is too old: 20.19 or newer is needed, see https://nodejs.org`);
  }
  const missing = () => NEEDS[purpose].filter((part) => !part.stands());
  if (missing().length === 0) return;
  await withLock("setup", async () => {
    const problems = [];
    for (const part of missing()) {
      const obstacle = part.obstacle();
      if (obstacle) {
        problems.push(obstacle);
        continue;
      }
      console.log(`installing ${part.name}`);
      await part.install().catch((error) => problems.push(error.message));
    }
    if (problems.length > 0) throw new Failure(`Not everything that is needed is here:\n- ${problems.join("\n- ")}`);
    const still = missing().map((part) => part.name);
    if (still.length > 0) throw new Failure(`Installed, but not found afterwards: ${still.join("; ")}`);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(() => setup(process.argv[2] ?? "test"));
}
