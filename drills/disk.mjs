// A small file system, and filling it.

import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../scripts/lib/process.mjs";

const MEGABYTES = 256;
/** What is left when it is full, for the browser's own notes. */
const LEFT = 1 << 20;

/** `{folder, release()}`: a file system of some hundred MB. */
export function mounted() {
  const folder = mkdtempSync(join(tmpdir(), "medallion-small-disk-"));
  const { status, stderr, error } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${MEGABYTES}m`, "tmpfs", folder], {
    encoding: "utf8",
  });
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    const why = (error?.message ?? stderr).trim();
    throw new Failure(
      `a small file system cannot be mounted here (${why}), so that nothing was tried: run this as root, ` +
        "or mount one of some hundred MB yourself and name it with --disk FOLDER",
    );
  }
  return {
    folder,
    release() {
      spawnSync("umount", ["--lazy", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Fills the disk, and says how many KB are left. */
export function fill(file, folder) {
  const free = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  const handle = openSync(file, "w");
  const chunk = Buffer.alloc(1 << 18, 1);
  while (free() > LEFT + chunk.length) writeSync(handle, chunk);
  closeSync(handle);
  return Math.round(free() / 1024);
}
