// Where things are. Every script works from the root of the repository.

import { fileURLToPath } from "node:url";
import { join } from "node:path";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A path under the root. */
export const at = (...parts) => join(root, ...parts);

export const WASM_TARGET = "wasm32-unknown-unknown";
