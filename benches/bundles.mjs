// Contestants that stand in others/: installed when they are first asked for, and bundled for the
// page, which has no bundler.

import { build } from "esbuild";
import { existsSync } from "node:fs";
import { mustRun } from "../scripts/lib/process.mjs";
import { at } from "../scripts/lib/root.mjs";

const FOLDER = at("benches", "others");
const NAMES = ["pouchdb", "rxdb", "tinybase"];

/** `Map` from the name of each to its code. */
export async function bundles() {
  if (!existsSync(`${FOLDER}/node_modules`)) await mustRun("npm", ["ci"], { cwd: FOLDER, show: false });
  const { outputFiles } = await build({
    entryPoints: NAMES.map((name) => `${FOLDER}/${name}.js`),
    outdir: FOLDER,
    ...{ bundle: true, write: false, format: "esm", minify: true, define: { global: "globalThis" } },
  });
  return new Map(NAMES.map((name) => [name, outputFiles.find(({ path }) => path.endsWith(`/${name}.js`)).contents]));
}
