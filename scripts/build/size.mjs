// The size of the module: said at every build, and bounded.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Failure } from "../lib/process.mjs";
import { pkg } from "./assemble.mjs";

// The bar for the whole module is 200; this keeps what was reached from being lost.
const BUDGET_KB = 559;

export function checkSize() {
  const wasm = readFileSync(join(pkg, "medallion_bg.wasm"));
  const brotli = brotliCompressSync(wasm, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length } });
  const kb = (bytes) => `${(bytes.length / 1000).toFixed(1)} KB`;
  console.log(
    `module: ${kb(wasm)} raw, ${kb(gzipSync(wasm, { level: 9 }))} gzip, ${kb(brotli)} brotli of ${BUDGET_KB} KB`,
  );
  if (brotli.length > BUDGET_KB * 1000) throw new Failure("The module is over its budget (scripts/build/size.mjs).");
}
