export * from "./index.js";

/** The module of this package: its bytes, a response with them, or compiled. */
export type ModuleSource = ArrayBuffer | ArrayBufferView | Response | WebAssembly.Module;

/**
 * Starts the module; call it before anything else. Where it comes from is up to you, for instance
 * `init(fetch(new URL("medallion/medallion_bg.wasm", import.meta.url)))`.
 */
export function init(source: ModuleSource | Promise<ModuleSource>): Promise<void>;
