// The caller hands the module over: for service workers with their own cache, and for Cloudflare,
// where modules are compiled at deployment.

import { makeError } from "./errors.js";
import { face } from "./face.js";
import { instantiate } from "./loading.js";
import { url } from "./part-urls.js";

let loading;

/** Starts the module. Calling it again while it loads or runs changes nothing. */
export function init(source, part = url) {
  loading ??= instantiate(source, part).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load() {
  if (loading) return loading;
  const message = "medallion/slim does not load itself: call init(...) with the module before anything else";
  throw makeError("UNAVAILABLE", message);
}

export * from "./plain.js";
export const { Workspace, editPlan, medallionSchema, parseMedallion, parsePlan, stringifyMedallion } = face(load);
