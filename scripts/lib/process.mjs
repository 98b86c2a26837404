// Starts programs. Each runs in a process group of its own, so that a time limit or Ctrl-C ends it
// together with whatever it started: drivers leave browsers behind when only they are killed.

import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { at, root } from "./root.mjs";

/** Where cargo installs programs; often not on the PATH of a shell that was open before. */
export const cargoHome = process.env.CARGO_HOME ?? join(homedir(), ".cargo");

const PATH = [at("node_modules", ".bin"), join(cargoHome, "bin"), process.env.PATH].join(delimiter);

const GRACE_MS = 3000;

const alive = new Set();
let isOver = false;

/**
 * Runs a program and resolves to `{code, stdout, output, timedOut}`, where `output` is all that it
 * said; `code` is null if it could not be started or was killed. `show: false` keeps it from the
 * terminal.
 */
export function run(command, args, { env, cwd = root, limitSeconds, show = true } = {}) {
  return new Promise((resolve) => {
    if (isOver) throw new Failure(`${command} was not started: all was ended`);
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, PATH, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    alive.add(child);
    const chunks = [];
    const said = [];
    let timedOut = false;
    const timer =
      limitSeconds &&
      setTimeout(() => {
        timedOut = true;
        endGroup(child);
      }, limitSeconds * 1000);
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.on("data", (chunk) => {
        chunks.push(chunk);
        if (from === child.stdout) said.push(chunk);
        if (show) to.write(chunk);
      });
    }
    const finish = (code) => {
      clearTimeout(timer);
      alive.delete(child);
      signalGroup(child, "SIGTERM");
      child.stdout.destroy();
      child.stderr.destroy();
      const text = (parts) => Buffer.concat(parts).toString();
      resolve({ code, stdout: text(said), output: text(chunks), timedOut });
    };
    child.on("error", (error) => {
      chunks.push(Buffer.from(`${command}: ${error.message}\n`));
      finish(null);
    });
    child.on("close", finish);
    // A browser that outlives its driver holds the pipes open, and "close" never comes.
    child.on("exit", (code) => setTimeout(finish, GRACE_MS, code).unref());
  });
}

/** Runs a program and gives its standard output; throws when it fails. */
export async function mustRun(command, args, options) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    if (options?.show === false) process.stderr.write(result.output);
    throw new Failure(`${command} ${args.join(" ")} failed`);
  }
  return result.stdout;
}

/** The standard output of a quick program, or undefined when it is missing or fails. */
export function ask(command, args, { env } = {}) {
  const { status, stdout } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, PATH, ...env },
    encoding: "utf8",
    maxBuffer: 64 << 20,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout : undefined;
}

/** Where a program is, or undefined. */
export function which(command) {
  return PATH.split(delimiter)
    .map((folder) => join(folder, command))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Something that the reader of the terminal can act on; shown without a stack. */
export class Failure extends Error {}

/** Runs a script's body; a `Failure` becomes a line and an exit code. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}

/** Ends all that runs, with whatever it started. Nothing more is started then. */
export function endAll() {
  isOver = true;
  for (const child of alive) endGroup(child);
}

function endGroup(child) {
  signalGroup(child, "SIGTERM");
  setTimeout(signalGroup, GRACE_MS, child, "SIGKILL").unref();
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => {
    for (const child of alive) signalGroup(child, "SIGTERM");
    process.exit(130);
  });
}
