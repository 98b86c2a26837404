// index.d.ts from what wasm-bindgen writes. Its output tells of the module's own machinery
// (freeing, starting) and knows nothing of our entry points; the doc comments are all kept.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure } from "./lib/process.mjs";
import { at } from "./lib/root.mjs";

const HEAD = `import type { ErrorCode } from "./errors.js";
import type { AgentTools, ToolsOptions } from "./tools.js";
import type { ActiveTimeTracking } from "./track.js";
export { LLMError, MedallionError, SchemaValidationError, StoreError } from "./errors.js";
export type { ErrorCode, ErrorParts, LLMErrorCode, StoreErrorCode } from "./errors.js";
export { StubMedallionLLM } from "./stub-llm.js";
export type * from "./tools.js";
export type { ActiveTimeTracking } from "./track.js";
`;

/** `folder` is the package so far: what its entry points export decides what is public. */
export async function declarations(generated, folder) {
  const entry = Object.keys(await import(pathToFileURL(join(folder, "node.js"))));
  const plain = new Set(Object.keys(await import(pathToFileURL(join(folder, "plain.js")))));
  const exported = new Set(entry.filter((name) => !plain.has(name)));

  let text = withoutStart(generated)
    .replace(/^\/\* (tslint|eslint).*\n/gm, "")
    .replace(/^ {4}(free|\[Symbol\.dispose\])\(\): void;\n/gm, "");
  text = laterThanLoading(text);
  text = handles(text, exported);
  check(text, exported);
  const lib = /Symbol\.(async)?[dD]ispose|\bAsyncDisposable\b/.test(text)
    ? '/// <reference lib="esnext.disposable" />\n'
    : "";
  const added = readFileSync(at("scripts", "types", "added.d.ts"), "utf8");
  return `${lib}${HEAD}\n${text.trim()}\n\n${added.trim()}\n`;
}

/** The last block declares how the module is started; the entry points see to that. */
function withoutStart(text) {
  const start = text.indexOf("export type InitInput =");
  const names = [...text.slice(start).matchAll(/^export (?:default )?(?:\w+) (\w+)/gm)].map((match) => match[1]);
  const known = ["InitInput", "InitOutput", "SyncInitInput", "initSync", "function", "__wbg_init"];
  if (start < 0 || names.some((name) => !known.includes(name))) {
    throw new Failure("wasm-bindgen's declarations have changed their form: see withoutStart in scripts/types.mjs");
  }
  return text.slice(0, start);
}

/** What can be called before the module is loaded gives a promise, whatever Rust returns. */
function laterThanLoading(text) {
  return text.replace(/^(export function| {4}static) (.*\)): (?!Promise<)(.+);$/gm, "$1 $2: Promise<$3>;");
}

/** A class that no entry point exports is only ever met as a value: its type is an interface. */
function handles(text, exported) {
  return text.replace(/^export class (\w+)(.*\{\n)([^]*?^\})/gm, (whole, name, rest, body) =>
    exported.has(name)
      ? whole
      : `export interface ${name}${rest}${body.replace(/^ {4}private constructor\(\);\n/m, "")}`,
  );
}

function check(text, exported) {
  const declared = new Set(
    [...text.matchAll(/^export (?:declare )?(?:class|function|const|enum) (\w+)/gm)].map((match) => match[1]),
  );
  for (const name of exported) {
    if (!declared.has(name)) throw new Failure(`the entry points export ${name}, which has no declaration`);
  }
  for (const name of declared) {
    if (!exported.has(name))
      throw new Failure(
        `${name} is declared, but no entry point exports it (pkg-template/face.js, or skip_typescript)`,
      );
  }
  const code = text.replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
  const loose = code.split("\n").find((line) => /\bany\b/.test(line));
  if (loose) throw new Failure(`a declaration says any: ${loose.trim()}`);
}
