// Node: the module is read from disk, on first use, and workspaces can be kept in files.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { face } from "./face.js";
import { instantiate, once } from "./loading.js";
import { keptInFiles } from "./node/workspace-file.js";
import { url } from "./part-urls.js";

// By its path: the URLs of some bundlers are of a class that `readFile` does not know.
const read = (file) => readFile(fileURLToPath(url(file).href));

export * from "./plain.js";
export const { Workspace, editPlan, medallionSchema, parseMedallion, parsePlan, stringifyMedallion } = face(
  once(() => instantiate(read("medallion_bg.wasm"), read)),
  keptInFiles,
);
