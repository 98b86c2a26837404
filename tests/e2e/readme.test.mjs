// The programs of both READMEs, ours and the package's, do what they say: each `console.log(…); // text`
// prints that text.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const READMES = ["README.md", "pkg-template/README.md"];
const programs = [];
for (const name of READMES) {
  const text = await readFile(join(root, name), "utf8");
  const own = [...text.matchAll(/```js\n([^]*?)```/g)].map((match) => match[1]);
  programs.push(...own.map((program, place) => ({ name, place: place + 1, program })));
}

let folder;
before(async () => {
  // Below the root, so that the package is found by its name.
  folder = await mkdtemp(join(root, "target", "readme-"));
});
after(() => rm(folder, { recursive: true }));

for (const name of READMES) {
  test(`${name} has programs`, () => assert.ok(programs.filter((own) => own.name === name).length >= 3));
}

for (const [number, { name, place, program }] of programs.entries()) {
  test(`program ${place} of ${name} prints what it says`, async () => {
    const file = join(folder, `${number}.mjs`);
    await writeFile(file, program);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { timeout: 30_000 });
    const promised = [...program.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);
    assert.ok(promised.length > 0);
    assert.deepEqual(stdout.trimEnd().split("\n"), promised);
  });

  // As in a page that is loaded again: what the first run left is there.
  test(`program ${place} of ${name} runs again`, async () => {
    await writeFile(join(folder, `${number}.mjs`), program);
    const twice = join(folder, `${number}-twice.mjs`);
    await writeFile(twice, `await import("./${number}.mjs"); await import("./${number}.mjs?again");`);
    await promisify(execFile)(process.execPath, [twice], { timeout: 30_000 });
  });
}
