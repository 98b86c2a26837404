// The programs and libraries that package-lock.json names, in node_modules.

import { readFileSync } from "node:fs";
import { mustRun } from "../lib/process.mjs";
import { at } from "../lib/root.mjs";

export const nodeModules = {
  name: "node_modules by npm ci",

  /** npm leaves a note of what it installed; an install that was cut short has none. */
  stands() {
    try {
      const wanted = packagesIn(at("package-lock.json"));
      const present = packagesIn(at("node_modules", ".package-lock.json"));
      return Object.entries(wanted).every(
        ([path, { version, optional }]) =>
          path === "" || (present[path] ? present[path].version === version : optional),
      );
    } catch {
      return false;
    }
  },

  obstacle: () => undefined,

  install: () => mustRun("npm", ["ci"], { show: false }),
};

function packagesIn(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages;
}
