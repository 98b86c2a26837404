// Tells whether a package was already put together from just these inputs.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "../lib/root.mjs";
import { pkg } from "./assemble.mjs";
import { compiled } from "./compile.mjs";

const file = at("target", "pkg.stamp");

/** Everything after cargo depends on these. */
const INPUTS = [
  compiled,
  ...["Cargo.toml", "Cargo.lock", "package-lock.json", "LICENSE-APACHE", "LICENSE-MIT"].map((name) => at(name)),
  ...["pkg-template", "scripts/build", "scripts/types", "scripts/types.mjs"].map((name) => at(name)),
];

export function stands() {
  if (!existsSync(file)) return false;
  const { inputs, outputs } = JSON.parse(readFileSync(file, "utf8"));
  return inputs === hash(INPUTS) && outputs === hash([pkg]);
}

export function stamp() {
  writeFileSync(file, JSON.stringify({ inputs: hash(INPUTS), outputs: hash([pkg]) }));
}

function hash(paths) {
  const sum = createHash("sha256");
  for (const path of paths.flatMap(filesUnder)) sum.update(path).update("\0").update(readFileSync(path)).update("\0");
  return sum.digest("hex");
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
