// The entry points of the package as Node sees them, from the packed tarball.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

let folder;
const load = (file) => import(pathToFileURL(join(folder, "node_modules", "medallion", file)));
const wasm = () => readFileSync(join(folder, "node_modules", "medallion", "medallion_bg.wasm"));

before(() => {
  folder = mkdtempSync(join(tmpdir(), "medallion-"));
  const target = join(folder, "node_modules", "medallion");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", process.env.MEDALLION_TARBALL, "-C", target, "--strip-components=1"]);
});

after(() => rmSync(folder, { recursive: true }));

test("slim, used before init, says what to call", async () => {
  const { Workspace, StoreError, init } = await load("slim.js");
  await assert.rejects(Workspace.open("a"), (error) => {
    assert.ok(error instanceof StoreError);
    assert.equal(error.code, "UNAVAILABLE");
    assert.match(error.message, /call init\(/);
    return true;
  });

  await assert.rejects(init(new Uint8Array(8)), { code: "UNAVAILABLE" });
  await Promise.all([init(wasm()), init(wasm())]);
  assert.equal((await Workspace.open("a")).name, "a");
});

for (const entry of ["node.js", "inline.js"]) {
  test(`${entry} loads itself`, async () => {
    const { Workspace, MedallionError } = await load(entry);
    const [one, two] = await Promise.all([Workspace.open("one"), Workspace.open("two")]);
    assert.ok(one instanceof Workspace);
    assert.deepEqual([one.name, two.name], ["one", "two"]);
    await assert.rejects(Workspace.open(""), (error) => {
      assert.ok(error instanceof MedallionError);
      assert.deepEqual([error.code, error.path, error.retryable], ["INVALID", "name", false]);
      return true;
    });
  });
}

test("the name of the package leads Node to its entry point", () => {
  const program = `import { Workspace } from "medallion"; console.log((await Workspace.open("a")).name);`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder });
  assert.equal(output.toString(), "a\n");
});

test("an error as JSON, and as what can be posted, says all that it says itself", async () => {
  const { Workspace } = await load("node.js");
  const error = await Workspace.open("").catch((own) => own);
  const { code, path, message, details } = error;
  const said = { name: "SchemaValidationError", message, code, path, details, retryable: false };
  assert.deepEqual([code, path], ["INVALID", "name"]);
  assert.deepEqual(JSON.parse(JSON.stringify({ error })).error, said);
  assert.deepEqual(details.errors, [{ path: "name", message: "must not be empty" }]);
  assert.deepEqual(structuredClone(error.toJSON()), said);
});

test("inline refuses a file, and the types say so", async () => {
  const { Workspace } = await load("inline.js");
  const noFile = { code: "INVALID", path: "file", message: /only in Node/ };
  await assert.rejects(Workspace.open("a", { file: "a.medallion" }), noFile);
  const types = readFileSync(join(folder, "node_modules", "medallion", "index.d.ts"), "utf8");
  assert.match(types, /`medallion\/inline` and `medallion\/slim`[^]{0,80}`INVALID`/);
});
