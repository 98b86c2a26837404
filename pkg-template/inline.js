// Everything in JavaScript, no file beside it: for bundlers that copy no assets, for user scripts
// and for server bundles.

import { face } from "./face.js";
import { FILES } from "./inline-module.js";
import { instantiate, once } from "./loading.js";

const bytes = (file) => Uint8Array.from(atob(FILES[file]), (character) => character.charCodeAt(0));

export * from "./plain.js";
export const { Workspace, editPlan, medallionSchema, parseMedallion, parsePlan, stringifyMedallion } = face(
  once(() => instantiate(bytes("medallion_bg.wasm"), bytes)),
);
