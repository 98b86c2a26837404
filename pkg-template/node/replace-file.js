// Replaces a file as a whole, and only if nobody has changed it since it was read. Knows nothing of
// what stands in it.

import { createHash, randomUUID } from "node:crypto";
import {
  access,
  chmod,
  chown,
  constants,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { StoreError } from "../errors.js";

/** What a file holds, and a mark to know it by; no text and no mark where there is no file. */
export async function readMarked(path) {
  const bytes = await bytesOf(path);
  return bytes === undefined
    ? { text: undefined, mark: undefined }
    : { text: decode(path, bytes), mark: markOf(bytes) };
}

/**
 * Puts `text` where a file was when it was read with this mark, or where there was none; answers
 * with the mark of what is there now. Somebody who reads meanwhile gets the old text or the new one.
 */
export async function replaceFile(path, text, mark) {
  const target = await targetOf(path);
  const bytes = Buffer.from(text);
  return withLock(target, async () => {
    const before = await bytesOf(target);
    if ((before === undefined ? undefined : markOf(before)) !== mark) {
      throw hasChanged(path);
    }
    if (before !== undefined) await mayBeWritten(target);
    await writeBeside(target, bytes, before !== undefined);
    await clear(target);
    return markOf(bytes);
  }).catch((error) => {
    throw error instanceof StoreError ? error : failed(path, "written", error);
  });
}

/** The same again cannot succeed: what was read stays what it was. */
function hasChanged(path) {
  const error = new StoreError("CONFLICT", `${path} has changed since it was read; nothing was written`);
  return Object.assign(error, { retryable: false });
}

/** Where a link leads, also one to a file that is not there yet. */
async function targetOf(path) {
  try {
    return await realpath(path);
  } catch (error) {
    if (error.code !== "ENOENT") return path;
  }
  const link = await readlink(path).catch(() => undefined);
  if (link === undefined) return path;
  return targetOf(resolve(await realpath(dirname(path)), link));
}

const markOf = (bytes) => createHash("sha256").update(bytes).digest("hex");

async function bytesOf(path) {
  try {
    return await readFile(path);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw failed(path, "read", error);
  }
}

function decode(path, bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new StoreError("CORRUPT", `${path} is not UTF-8 text`, { cause: error });
  }
}

/** A new file under the old name would get past what protects the old one. */
async function mayBeWritten(target) {
  await access(target, constants.W_OK);
  // Root may write anything, and is asked not to as well.
  if (((await stat(target)).mode & 0o222) === 0) throw new Error("it is read-only");
}

/** On the disk first, under its name then: a crash leaves the old file whole. */
async function writeBeside(target, bytes, isThere) {
  const folder = dirname(target);
  const beside = join(folder, `${besides(target)}${randomUUID()}.tmp`);
  try {
    const file = await open(beside, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (isThere) {
      const { mode, uid, gid } = await stat(target);
      // Only root can give a file away; it must, or the owner could not write it any more.
      await chown(beside, uid, gid).catch(() => {});
      await chmod(beside, mode);
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

const besides = (target) => `.${basename(target)}.`;

/** What programs left that died while they wrote: it may hold what was erased since. Nobody else writes now. */
async function clear(target) {
  const names = await readdir(dirname(target)).catch(() => []);
  const isLeft = (name) =>
    name.startsWith(besides(target)) && /^[0-9a-f-]{36}\.tmp$/.test(name.slice(besides(target).length));
  for (const name of names.filter(isLeft)) await rm(join(dirname(target), name), { force: true }).catch(() => {});
}

/** Where folders can be synced at all; the file itself is safe already. */
async function syncFolder(folder) {
  const opened = await open(folder, "r").catch(() => undefined);
  await opened?.sync().catch(() => {});
  await opened?.close();
}

/** One program at a time. Whoever finds the lock taken does not wait: the file is being changed. */
async function withLock(target, work) {
  const lock = `${target}.lock`;
  const own = `${hostname()} ${process.pid} ${randomUUID()}`;
  if (!(await take(lock, own)) && !((await leaveByTheDead(lock)) && (await take(lock, own)))) {
    const message = `${target} is being written by somebody else (if nobody is, delete ${lock})`;
    throw new StoreError("CONFLICT", message);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock, own) {
  try {
    await writeFile(lock, own, { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Removes the lock of a program that has died on this machine; whether it has. One program at a time: while
 * nobody else does, a lock of the dead stays what it is, and one of the living is never touched.
 */
async function leaveByTheDead(lock) {
  if (!(await isOfTheDead(lock))) return false;
  const removing = `${lock}.removing`;
  if (!(await take(removing, String(process.pid)))) {
    // Who died while doing it has left that; a living one is done at once.
    const since = await stat(removing).catch(() => undefined);
    if (since && Date.now() - since.mtimeMs > LONGEST_REMOVAL_MS) await rm(removing, { force: true });
    return false;
  }
  try {
    const isStillTheirs = await isOfTheDead(lock);
    if (isStillTheirs) await rm(lock);
    return isStillTheirs;
  } finally {
    await rm(removing, { force: true });
  }
}

const LONGEST_REMOVAL_MS = 60_000;

async function isOfTheDead(lock) {
  const [host, pid] = (await readFile(lock, "utf8").catch(() => "")).split(" ");
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}

function failed(path, what, cause) {
  return new StoreError("UNAVAILABLE", `${path} cannot be ${what}: ${cause.message}`, { cause });
}
