// Files that commands are given by name; `-` is the standard input.

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Refusal } from "./run.mjs";

/** By path: a command may be done again, and some can be read once. */
const inputs = new Map();

export function readInput(path) {
  if (!inputs.has(path)) inputs.set(path, read(path));
  return inputs.get(path);
}

async function read(path) {
  try {
    return path === "-" ? await text(process.stdin) : await readFile(path, "utf8");
  } catch (error) {
    throw new Refusal(`${path} cannot be read: ${error.message}`);
  }
}
