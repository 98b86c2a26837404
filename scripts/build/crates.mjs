// What cargo knows: our crate, and the crates whose code ends up inside the module.

import { dirname } from "node:path";
import { mustRun } from "../lib/process.mjs";
import { WASM_TARGET } from "../lib/root.mjs";

export async function readCrates() {
  const args = ["metadata", "--locked", "--format-version", "1", "--filter-platform", WASM_TARGET];
  const { packages, resolve } = JSON.parse(await mustRun("cargo", args, { show: false }));
  const byId = new Map(packages.map((crate) => [crate.id, crate]));
  const edges = new Map(resolve.nodes.map((node) => [node.id, node.deps]));

  const inside = new Set();
  const visit = (id) => {
    if (inside.has(id) || isMacro(byId.get(id))) return;
    inside.add(id);
    for (const { pkg, dep_kinds } of edges.get(id)) {
      if (dep_kinds.some(({ kind }) => kind === null)) visit(pkg);
    }
  };
  visit(resolve.root);
  inside.delete(resolve.root);

  return {
    own: byId.get(resolve.root),
    linked: [...inside].map((id) => byId.get(id)).sort((a, b) => (a.name < b.name ? -1 : 1)),
    /** The folders under which cargo unpacked them. */
    sources: [
      ...new Set(packages.filter((crate) => crate.source).map((crate) => dirname(dirname(crate.manifest_path)))),
    ],
  };
}

/** Macros run in the compiler and leave nothing of themselves behind. */
const isMacro = (crate) => crate.targets.some((target) => target.kind.includes("proc-macro"));
