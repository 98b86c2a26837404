// Browsers and bundlers: the module is fetched from beside this file on first use, and each further
// part of it when it is needed.

import { face } from "./face.js";
import { instantiate, once } from "./loading.js";
import { url } from "./part-urls.js";

export * from "./plain.js";
export const { Workspace, editPlan, medallionSchema, parseMedallion, parsePlan, stringifyMedallion } = face(
  once(() => instantiate(url("medallion_bg.wasm"), url)),
);
