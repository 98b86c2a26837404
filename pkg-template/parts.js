// Brings further parts of the module to life. The module asks by the names that the tool which cut it
// gives its functions; `part-files.js`, made by the build, says which files belong to a part.

import { compiled } from "./compiled.js";
import { initSync } from "./medallion.js";
import { keepFailure } from "./part-failures.js";
import { PARTS } from "./part-files.js";

let bring;

/** `source(file)` gives a file of a part: a URL, a response, bytes or a compiled module. */
export function partsFrom(source) {
  bring ??= source;
}

/** Each file is asked for once, again after a failure. */
const loading = new Map();

function start(file) {
  if (!loading.has(file)) {
    const started = instantiate(file).catch((error) => {
      loading.delete(file);
      throw error;
    });
    loading.set(file, started);
  }
  return loading.get(file);
}

async function instantiate(file) {
  const given = (async () => bring(file))();
  // Without a module of its own a part is given memory, table and stack of the module.
  return WebAssembly.instantiate(await compiled(file, given), { __wasm_split: initSync() });
}

/** What the module calls: `callback` is a place in its table, to be told how it went. */
const load = (part) => async (callback, data) => {
  const started = await Promise.allSettled(PARTS[part].map(start));
  const failed = started.find(({ status }) => status === "rejected");
  if (failed) keepFailure(part, failed.reason);
  initSync().__indirect_function_table.get(callback)(data, !failed);
};

export const __wasm_split_load_learning = load("learning");
export const __wasm_split_load_plans = load("plans");
export const __wasm_split_load_upkeep = load("upkeep");
