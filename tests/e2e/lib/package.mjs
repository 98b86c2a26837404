// The packed tarball, installed into a project of its own, as a user would.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { later } from "./later.mjs";

/** A folder that goes when the test ends. */
export function scratch(t) {
  const folder = mkdtempSync(join(tmpdir(), "medallion-e2e-"));
  later(t, () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A project with the package installed and with these files; `{path: text}`. */
export function project(t, files = {}) {
  const folder = scratch(t);
  write(folder, { "package.json": JSON.stringify({ name: "user", private: true, type: "module" }), ...files });
  execFileSync("npm", ["install", process.env.MEDALLION_TARBALL, "--offline", "--silent", "--no-audit", "--no-fund"], {
    cwd: folder,
    timeout: 60_000,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return folder;
}

/** What the package gives to Node, installed for all tests of a file. */
export function installed() {
  const folder = project({ after });
  return import(pathToFileURL(join(folder, "node_modules/medallion/node.js")));
}

export function write(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The package's files where nothing resolves names: in a worker's or an extension's own folder. */
export const copyPackage = (from, to) => cpSync(join(from, "node_modules", "medallion"), to, { recursive: true });
