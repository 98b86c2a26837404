// The programs of the README do what it says: each `console.log(…); // text` prints that text.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = await readFile(join(root, "README.md"), "utf8");
const programs = [...readme.matchAll(/```js\n([^]*?)```/g)].map((match) => match[1]);

let folder;
before(async () => {
  // Below the root, so that the package is found by its name.
  folder = await mkdtemp(join(root, "target", "readme-"));
});
after(() => rm(folder, { recursive: true }));

test("the README has programs", () => assert.ok(programs.length >= 3));

for (const [number, program] of programs.entries()) {
  test(`program ${number + 1} of the README prints what it says`, async () => {
    const file = join(folder, `${number}.mjs`);
    await writeFile(file, program);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 30_000 });
    const promised = [...program.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);
    assert.ok(promised.length > 0);
    assert.deepEqual(stdout.trimEnd().split("\n"), promised);
  });
}
