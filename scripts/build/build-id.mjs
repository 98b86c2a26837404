// Which build a file of the module is from. Their names are the same in each build, and caches mix them.

import { createHash } from "node:crypto";

/** A hash over all that has to fit together: the files, `{name: bytes}`, and the glue. */
export function buildId(modules, glue) {
  const sum = createHash("sha256").update(glue);
  for (const name of Object.keys(modules).sort()) sum.update(`\0${name}\0`).update(modules[name]);
  return sum.digest("hex").slice(0, 16);
}

const SECTION = "build";

/** A module that says so, in a custom section of its own. Name and text are short: one byte for each length. */
export function withBuild(module, build) {
  const content = Buffer.concat([Buffer.from([SECTION.length]), Buffer.from(SECTION + build)]);
  return Buffer.concat([module, Buffer.from([0, content.length]), content]);
}
