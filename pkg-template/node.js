// Node: the module is read from disk, on first use, and workspaces can be kept in files.

import { readFile } from "node:fs/promises";
import { face } from "./face.js";
import { instantiate, once } from "./loading.js";
import { keptInFiles } from "./node/workspace-file.js";
import { url } from "./part-urls.js";

const read = async (file) => readFile(await url(file));

export * from "./plain.js";
export const { Workspace, editPlan, medallionSchema, parseMedallion, parsePlan, stringifyMedallion } = face(
  once(() => instantiate(read("medallion_bg.wasm"), read)),
  keptInFiles,
);
