// Checks of the package as it would be published.

import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { pkg } from "../build/assemble.mjs";
import { checkSize } from "../build/size.mjs";
import { Failure, mustRun } from "../lib/process.mjs";
import { at, root } from "../lib/root.mjs";

/** Makes the tarball and gives its path. */
export async function pack() {
  const folder = at("target", "package");
  mkdirSync(folder, { recursive: true });
  const output = await mustRun("npm", ["pack", pkg, "--json", "--silent", "--pack-destination", folder], {
    show: false,
  });
  return join(folder, JSON.parse(output)[0].filename);
}

export async function packageChecks() {
  const tarball = await pack();
  await mustRun("publint", ["run", tarball, "--strict"]);
  await mustRun("attw", [
    tarball,
    "--profile",
    "esm-only",
    "--no-emoji",
    "--exclude-entrypoints",
    ...readdirSync(pkg)
      .filter((name) => name.endsWith(".wasm"))
      .map((name) => `./${name}`),
  ]);
  await checkEntries();
  checkTexts();
  checkSize();
}

/** Every entry point exports the same names; slim one more. */
async function checkEntries() {
  const names = async (file) => Object.keys(await import(pathToFileURL(join(pkg, file)))).sort();
  const expected = await names("index.js");
  for (const [file, more] of Object.entries({ "node.js": [], "inline.js": [], "slim.js": ["init"] })) {
    const wanted = [...expected, ...more].sort().join(", ");
    const found = (await names(file)).join(", ");
    if (found !== wanted) throw new Failure(`${file} exports ${found}; it should be ${wanted}`);
  }
}

/** No file may say where it was built, no declaration may say `any`. */
function checkTexts() {
  for (const name of readdirSync(pkg, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const text = readFileSync(join(name.parentPath, name.name), "latin1");
    for (const place of [root, `${homedir()}/`, "crates.io-"]) {
      if (text.includes(place)) throw new Failure(`pkg/${name.name} contains ${place}`);
    }
    if (name.name.endsWith(".d.ts") && /\bany\b/.test(text.replace(/\/\*[^]*?\*\/|\/\/.*/g, ""))) {
      throw new Failure(`pkg/${name.name} says any`);
    }
  }
}
