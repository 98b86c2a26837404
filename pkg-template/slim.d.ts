export * from "./index.js";

/** The module of this package: its bytes, a response with them, or compiled. */
export type ModuleSource = ArrayBuffer | ArrayBufferView | Response | WebAssembly.Module;

/**
 * Starts the module; call it before anything else. Where it comes from is up to you: with webpack
 * `init(fetch(new URL("medallion/medallion_bg.wasm", import.meta.url)))`; with Vite
 * `init(fetch(address))` and `import address from "medallion/medallion_bg.wasm?url"`; on Cloudflare
 * `init(module)` and `import module from "medallion/medallion_bg.wasm"`.
 *
 * Tasks, learners and plans, and what looks back or takes in bulk, are in further files of this package,
 * each asked for once, when it is needed: `part` gives them by their names. Without it they are fetched
 * from beside this module, which finds none on Cloudflare. All of them have to be of the same build.
 */
export function init(
  source: ModuleSource | Promise<ModuleSource>,
  part?: (file: string) => ModuleSource | URL | Promise<ModuleSource | URL>,
): Promise<void>;
