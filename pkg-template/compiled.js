// Files of the module, compiled. Each says in a section of its own which build it is from: parts of
// another build would link, and write over what this one has in memory.

import { BUILD } from "./part-files.js";

/** The module in a file, of which `given` is a URL, a response, bytes or the module, or a promise of one. */
export async function compiled(file, given) {
  let place = file;
  try {
    const source = await fetched(await given);
    if (source?.url) place = `${file} (${source.url})`;
    const module = await moduleOf(source);
    if (buildOf(module) !== BUILD) {
      throw new Error("belongs to another build of medallion; load the page, or start the program, again");
    }
    return module;
  } catch (cause) {
    throw new Error(`${place}: ${cause?.message ?? cause}`, { cause });
  }
}

const is = (value, name) => typeof globalThis[name] === "function" && value instanceof globalThis[name];

const fetched = (source) =>
  typeof source === "string" || is(source, "URL") || is(source, "Request") ? fetch(source) : source;

async function moduleOf(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (!is(source, "Response")) return WebAssembly.compile(source);
  if (!source.ok) throw new Error(`${source.status} ${source.statusText}`.trim());
  // Where the server calls it something else, an engine compiles it all the same, only later.
  const isNamed = source.headers.get("Content-Type")?.startsWith("application/wasm");
  return isNamed ? WebAssembly.compileStreaming(source) : WebAssembly.compile(await source.arrayBuffer());
}

function buildOf(module) {
  const [section] = WebAssembly.Module.customSections(module, "build");
  return section && String.fromCharCode(...new Uint8Array(section));
}
