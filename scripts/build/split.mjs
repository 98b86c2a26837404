// Cuts the module in parts where Rust marks it (src/service/parts.rs), by wasm-split-cli.

import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure, mustRun } from "../lib/process.mjs";
import { at } from "../lib/root.mjs";

const folder = at("target", "split");

/** What is smaller than this is no file of its own, in bytes. */
const LEAST = 32_000;

/**
 * Cuts the module. Gives the part that comes first, what is to go back into it since it is too little for
 * a file, and the other files with their names in the package. What belongs to several parts is named by
 * all of them.
 */
export async function split(compiled) {
  rmSync(folder, { recursive: true, force: true });
  await mustRun("wasm-split-cli", [compiled, folder, "--target", "web", "--out-name", "main"]);
  const link = readFileSync(join(folder, "__wasm_split.js"), "utf8");
  const files = new Map();
  const parts = {};
  for (const [, users, chunk] of link.matchAll(/\/\* (.+) \*\/\nconst __(chunk_\d+) = /g)) {
    files.set(chunk, `medallion_${users.replaceAll(", ", "_")}.wasm`);
  }
  for (const [, part, chunks] of link.matchAll(/const __wasm_split_load_(\w+) = [^]*?\[([^[\]]*)\]\)\);\n/g)) {
    files.set(`split_${part}`, `medallion_${part}.wasm`);
    const shared = chunks.split(", ").filter(Boolean);
    parts[part] = [...shared.map((name) => files.get(name.replace("__", ""))), `medallion_${part}.wasm`];
  }
  const made = readdirSync(folder).filter((name) => name.endsWith(".wasm") && name !== "main.wasm");
  const strange = made.filter((name) => !files.has(name.replace(".wasm", "")));
  if (strange.length > 0 || made.length !== files.size) {
    throw new Failure(`wasm-split-cli wrote ${made.join(", ")}; its script names ${[...files.keys()].join(", ")}`);
  }
  const cut = [...files].map(([from, name]) => ({ path: join(folder, `${from}.wasm`), name }));
  const isLittle = ({ path }) => statSync(path).size < LEAST;
  const little = cut.filter(isLittle);
  const isFile = (name) => !little.some((own) => own.name === name);
  return {
    first: join(folder, "main.wasm"),
    little: little.map(({ path }) => path),
    files: cut.filter((file) => !isLittle(file)),
    parts: Object.fromEntries(Object.entries(parts).map(([part, names]) => [part, names.filter(isFile)])),
  };
}
