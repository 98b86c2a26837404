// Browsers and bundlers: the module is fetched from beside this file, on first use. This is the
// one place that names it by `new URL`, so that a bundler copies it once.

import { face } from "./face.js";
import { instantiate, once } from "./loading.js";

export * from "./plain.js";
export const { Workspace, editPlan, medallionSchema, parseMedallion, parsePlan, stringifyMedallion } = face(
  once(() => instantiate(new URL("./medallion_bg.wasm", import.meta.url))),
);
