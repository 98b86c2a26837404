// One run at a time where two would trip over each other's files. A lock whose owner is gone
// (killed, power cut) is taken over.

import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { at } from "./root.mjs";

export async function withLock(name, body) {
  mkdirSync(at("target"), { recursive: true });
  const path = at("target", `${name}.lock`);
  for (let said = false; !take(path);) {
    const owner = ownerOf(path);
    if (owner === undefined) continue;
    if (!isAlive(owner)) rmSync(path, { force: true });
    else {
      if (!said) console.log(`waiting for another run (process ${owner}) to finish its ${name}`);
      said = true;
      await sleep(300);
    }
  }
  try {
    return await body();
  } finally {
    rmSync(path, { force: true });
  }
}

/** A link appears together with its content, so nobody ever reads a lock without an owner. */
function take(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own);
  }
}

function ownerOf(path) {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
