// Brings the WebAssembly module to life: once for everybody who asks, again after a failure.

import { compiled } from "./compiled.js";
import start from "./medallion.js";
import { makeError } from "./errors.js";
import { partsFrom } from "./parts.js";

/**
 * Starts the module from a URL, a response, bytes or a compiled module. `part(file)` gives the same of
 * each further part of it, when it is needed.
 */
export async function instantiate(source, part) {
  try {
    await start({ module_or_path: await compiled("medallion_bg.wasm", source) });
    partsFrom(part);
  } catch (cause) {
    const message = `the WebAssembly module could not be loaded: ${cause?.message ?? cause}`;
    throw makeError("UNAVAILABLE", message, undefined, undefined, cause);
  }
}

/** Runs `load` at the first call; later calls share its promise, unless it failed. */
export function once(load) {
  let loading;
  return () =>
    (loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    }));
}
