// Files that commands are given by name; `-` is the standard input.

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Refusal } from "./run.mjs";

export async function readInput(path) {
  try {
    return path === "-" ? await text(process.stdin) : await readFile(path, "utf8");
  } catch (error) {
    throw new Refusal(`${path} cannot be read: ${error.message}`);
  }
}
