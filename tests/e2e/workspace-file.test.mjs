// A workspace that Node keeps in a file: nothing is lost, nothing of others is overwritten.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { hostname } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { project as install, scratch, write } from "./lib/package.mjs";

const LIMIT = { timeout: 60_000 };

let main;
let folder;
let undo;

before(async () => {
  folder = install({ after: (work) => (undo = work) });
  main = await import(pathToFileURL(join(folder, "node_modules/medallion/node.js")));
});

after(() => undo());

let names = 0;
const place = (t) => join(scratch(t), "workspace.jsonl");
const open = (file, options, name = `file-${names++}`) =>
  main.Workspace.open(name, { storage: "memory", file, ...options });
const project = (title) => ({ task_type: "project", title });
const titles = async (ws) => (await ws.tasks.projects()).map((task) => task.title).sort();

test("what flush and close write is there the next time, with all its history", LIMIT, async (t) => {
  const file = place(t);
  const ws = await open(file, { actor: "agent:a" });
  assert.ok(!existsSync(file), "a file for nothing");
  await ws.tasks.create(project("One"));
  await ws.flush();
  assert.match(readFileSync(file, "utf8"), /"format":"medallion-workspace"/);
  await ws.checkpoint({ scope: { tags: ["a"] }, evidence: { session_summary: "first" } });
  await ws.close();
  await assert.rejects(ws.tasks.count(), { code: "CLOSED" });

  const again = await open(pathToFileURL(file));
  assert.deepEqual(await titles(again), ["One"]);
  const { items } = await again.events.list();
  assert.deepEqual(
    items.map(({ entity_type, event_type, actor }) => [entity_type, event_type, actor]),
    [
      ["medallion", "created", "agent:a"],
      ["task", "created", "agent:a"],
    ],
  );
  const { mtimeMs } = statSync(file);
  await again.close();
  assert.equal(statSync(file).mtimeMs, mtimeMs, "written without need");
  assert.deepEqual(readdirSync(join(file, "..")), ["workspace.jsonl"]);
});

test("handles share the file, and the last one lets go of it", LIMIT, async (t) => {
  const file = place(t);
  const options = { storage: "memory", file };
  const [one, two] = await Promise.all([
    main.Workspace.open("shared", options),
    main.Workspace.open("shared", options),
  ]);
  await one.tasks.create(project("One"));
  assert.deepEqual(await titles(two), ["One"]);
  await assert.rejects(main.Workspace.open("shared", { file: `${file}.other` }), { code: "INVALID", path: "file" });
  const ada = one.as({ role: "instructor" });
  await ada.flush();
  assert.ok(existsSync(file));
  await one.close();
  await one.close();
  await two.tasks.create(project("Two"));
  await two.close();
  const again = await main.Workspace.open("shared", { file: `${file}.other` });
  assert.equal(await again.tasks.count(), 0);
  await again.close();
  const both = await main.Workspace.open("shared", options);
  assert.deepEqual(await titles(both), ["One", "Two"]);
  await both.close();
});

test("a workspace that is open without a file gets none", LIMIT, async (t) => {
  const ws = await main.Workspace.open("without");
  await ws.tasks.create(project("One"));
  const file = place(t);
  await assert.rejects(main.Workspace.open("without", { file }), { code: "INVALID", path: "file" });
  assert.deepEqual(await titles(ws), ["One"]);
  await ws.close();
});

test("whoever opens the name without the file shares it, however long", LIMIT, async (t) => {
  const file = place(t);
  const [one, two] = [await main.Workspace.open("shared", { file }), await main.Workspace.open("shared")];
  assert.equal((await two.health()).ephemeral, false);
  await one.close();
  await two.tasks.create(project("One"));
  await two.close();
  const again = await main.Workspace.open("shared", { file });
  assert.deepEqual(await titles(again), ["One"]);
  const closing = again.close();
  // Who comes while it is let go of begins anew.
  const next = await main.Workspace.open("shared", { file });
  await closing;
  await next.tasks.create(project("Two"));
  await next.close();
  assert.deepEqual(await titles(await open(file)), ["One", "Two"]);
});

test("what was deleted can be closed, and is not written", LIMIT, async (t) => {
  const file = place(t);
  const ws = await main.Workspace.open("deleted", { file });
  await ws.tasks.create(project("One"));
  await main.Workspace.delete("deleted");
  await assert.rejects(ws.flush(), { code: "CLOSED" });
  await ws.close();
  assert.ok(!existsSync(file));
});

test("deleting a workspace leaves its file to whoever has it", LIMIT, async (t) => {
  const file = place(t);
  const ws = await main.Workspace.open("with-its-file", { file });
  await ws.tasks.create(project("One"));
  await ws.flush();
  await ws.tasks.create(project("Two"));
  await main.Workspace.delete("with-its-file");
  const again = await main.Workspace.open("with-its-file", { file });
  assert.deepEqual(await titles(again), ["One"]);
  await again.close();
});

test("a handle that came while the file was read can be closed, though the file was refused", LIMIT, async (t) => {
  const file = place(t);
  writeFileSync(file, "no workspace\n");
  const name = `file-${names++}`;
  const reading = open(file, {}, name);
  const beside = main.Workspace.open(name, { storage: "memory" });
  await assert.rejects(reading, { code: "INVALID", path: "file" });
  await (await beside).close();
  assert.equal(readFileSync(file, "utf8"), "no workspace\n");
});

test("CONFLICT where somebody else has changed, made or deleted the file; nothing is lost", LIMIT, async (t) => {
  const file = place(t);
  const first = await open(file);
  await first.tasks.create(project("One"));
  await first.flush();
  const theirs = readFileSync(file, "utf8");
  const second = await open(file);
  await second.tasks.create(project("Two"));
  await second.close();
  const changed = readFileSync(file, "utf8");
  await first.tasks.create(project("Three"));
  await assert.rejects(first.flush(), { code: "CONFLICT", retryable: false });
  await assert.rejects(first.close(), { code: "CONFLICT" });
  assert.equal(readFileSync(file, "utf8"), changed);
  // It is open still: what it holds can be saved elsewhere, or the file put right.
  assert.deepEqual(await titles(first), ["One", "Three"]);
  rmSync(file);
  await assert.rejects(first.close(), { code: "CONFLICT" });
  writeFileSync(file, theirs);
  await first.close();
  assert.deepEqual(await titles(await open(file)), ["One", "Three"]);

  const [a, b] = [await open(`${file}.new`), await open(`${file}.new`)];
  await a.tasks.create(project("A"));
  await b.tasks.create(project("B"));
  const ends = await Promise.allSettled([a.close(), b.close()]);
  assert.deepEqual(ends.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assert.equal(ends.find(({ reason }) => reason)?.reason.code, "CONFLICT");
  assert.deepEqual(
    readdirSync(join(file, "..")).filter((name) => /lock|tmp/.test(name)),
    [],
  );
});

test("after a CONFLICT both can be kept: taken out, let go of, and taken in again", LIMIT, async (t) => {
  const file = place(t);
  const name = "both";
  const first = await open(file, {}, name);
  await first.tasks.create(project("One"));
  await first.flush();
  const second = await open(file);
  await second.tasks.create(project("Two"));
  await second.close();
  await first.tasks.create(project("Three"));
  await assert.rejects(first.close(), { code: "CONFLICT" });
  const mine = await first.export();
  await main.Workspace.delete(name);
  const again = await open(file, {}, name);
  assert.deepEqual((await again.import(mine)).problems, []);
  await again.close();
  assert.deepEqual((await titles(await open(file))).sort(), ["One", "Three", "Two"]);
});

test("line breaks that something has changed do not damage a file", LIMIT, async (t) => {
  const file = place(t);
  const ws = await open(file);
  await ws.tasks.create(project("One\r\nand more"));
  await ws.close();
  const changed = readFileSync(file, "utf8").replaceAll("\n", "\r\n");
  writeFileSync(file, changed);
  const again = await open(file);
  assert.deepEqual(await titles(again), ["One\r\nand more"]);
  await again.close();
  assert.equal(readFileSync(file, "utf8"), changed, "who only reads it leaves it alone");
  const writing = await open(file);
  await writing.tasks.create(project("Two"));
  await writing.close();
  assert.doesNotMatch(readFileSync(file, "utf8"), /\r/);
  const other = await main.Workspace.open("no-file");
  await assert.rejects(other.import(changed), { code: "INVALID", message: /line breaks/ });
  await other.close();
});

test("files that are damaged, of another form, or unreadable are refused and left alone", LIMIT, async (t) => {
  const file = place(t);
  const ws = await open(file);
  await ws.tasks.create(project("One"));
  await ws.close();
  const whole = readFileSync(file);
  const broken = Buffer.from(whole);
  broken[broken.length - 10] ^= 1;
  const files = {
    "cut off": [whole.subarray(0, -20), "INVALID"],
    "changed by a bit": [broken, "INVALID"],
    "not UTF-8": [Buffer.concat([whole, Buffer.from([0xff])]), "CORRUPT"],
    empty: [Buffer.alloc(0), "INVALID"],
    "JSON of another kind": [Buffer.from('[{"meta":{}}]'), "INVALID"],
    "of a later version": [Buffer.from(whole.toString().replace('"version":1', '"version":99')), "VERSION_TOO_NEW"],
  };
  for (const [what, [bytes, code]] of Object.entries(files)) {
    writeFileSync(file, bytes);
    const error = await open(file).then(
      () => assert.fail(`${what} is taken`),
      (reason) => reason,
    );
    assert.ok(error instanceof main.MedallionError, `${what}: ${error}`);
    assert.equal(error.code, code, `${what}: ${error.message}`);
    assert.deepEqual(readFileSync(file), bytes);
  }
  rmSync(file);
  mkdirSync(file);
  await assert.rejects(open(file), { code: "UNAVAILABLE" });
});

test("options that do not go together, and paths that are none, are INVALID at file", LIMIT, async (t) => {
  const invalid = { code: "INVALID", path: "file" };
  for (const bad of [null, 5, "", {}, [], true, "a\0b", new URL("https://example.org/x")]) {
    await assert.rejects(open(bad), { ...invalid, message: /^file: / }, String(bad));
  }
  const storage = "indexeddb";
  await assert.rejects(open(place(t), { storage }), { ...invalid, message: /^file: .*storage.*indexeddb/ });
  await assert.rejects(main.Workspace.open("a", { flie: place(t) }), { path: "flie", message: /there are .*file/ });
  await assert.rejects(open(place(t), { nope: 1 }), { code: "INVALID", path: "nope" });
});

test("the mode of the file stays, and a link stays a link", LIMIT, async (t) => {
  const file = place(t);
  const ws = await open(file);
  await ws.tasks.create(project("One"));
  await ws.close();
  const link = `${file}.link`;
  symlinkSync(file, link);
  const mode = 0o640;
  chmodSync(file, mode);
  const again = await open(link);
  await again.tasks.create(project("Two"));
  await again.close();
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(statSync(file).mode & 0o777, mode);
  assert.deepEqual(await titles(await open(file)), ["One", "Two"]);
});

test("what is kept in a file lasts, and health says so of each handle", LIMIT, async (t) => {
  const ws = await open(place(t));
  assert.equal((await ws.health()).ephemeral, false);
  assert.equal((await ws.as({ role: "admin" }).health()).ephemeral, false);
  await ws.close();
  const inMemory = await main.Workspace.open("nowhere", { storage: "memory" });
  assert.equal((await inMemory.health()).ephemeral, true);
  await inMemory.close();
});

test("the lock of a program that died is no lock; that of one that lives is", LIMIT, async (t) => {
  const file = place(t);
  const dead = spawn(process.execPath, ["-e", ""]);
  await once(dead, "exit");
  const ws = await open(file);
  await ws.tasks.create(project("One"));
  for (const holder of [`${hostname()} ${process.pid} x`, `another-machine ${dead.pid} x`, ""]) {
    writeFileSync(`${file}.lock`, holder);
    await assert.rejects(ws.flush(), { code: "CONFLICT" }, holder);
    assert.equal(readFileSync(`${file}.lock`, "utf8"), holder);
  }
  writeFileSync(`${file}.lock`, `${hostname()} ${dead.pid} x`);
  await ws.flush();
  assert.deepEqual(readdirSync(join(file, "..")), ["workspace.jsonl"]);
  await ws.close();
});

test("what a program left that died while it wrote goes with the next write", LIMIT, async (t) => {
  const file = place(t);
  const left = join(file, "..", `.workspace.jsonl.${randomUUID()}.tmp`);
  const other = join(file, "..", ".workspace.jsonl.mine.tmp");
  for (const path of [left, other]) writeFileSync(path, "erased since");
  const ws = await open(file);
  await ws.tasks.create(project("One"));
  await ws.close();
  assert.deepEqual(readdirSync(join(file, "..")).sort(), [".workspace.jsonl.mine.tmp", "workspace.jsonl"]);
});

const WRITER = `
  import { Workspace } from "medallion";
  for (let round = 0; round < 15; ) {
    const ws = await Workspace.open("w", { storage: "memory", file: process.argv[2] }).catch((error) => error);
    if (ws instanceof Error) { console.log("READ", ws.code, ws.message); process.exit(1); }
    const { id } = await ws.tasks.create({ task_type: "project", title: process.argv[3] + round });
    await ws.close().then(() => { round += 1; }, async (error) => {
      if (error.code !== "CONFLICT") throw error;
      await Workspace.delete("w");
    });
  }`;

test("four programs that write at once lose nothing of each other's", { timeout: 120_000 }, async (t) => {
  const file = place(t);
  write(folder, { "writer.mjs": WRITER });
  const writers = ["a", "b", "c", "d"].map((name) => {
    return promisify(execFile)(process.execPath, ["writer.mjs", file, name], { cwd: folder, timeout: 100_000 });
  });
  await Promise.all(writers);
  const ws = await open(file);
  const all = await titles(ws);
  assert.equal(all.length, 60);
  assert.equal(new Set(all).size, 60);
  await ws.close();
});

test("who only reads a file leaves it alone, whatever is in it", LIMIT, async (t) => {
  const file = place(t);
  const ws = await open(file);
  const { id } = await ws.tasks.create(project("0"));
  for (const title of ["1", "2", "3"]) await ws.tasks.update(id, { title });
  const { meta } = await ws.checkpoint({ scope: { tags: ["a"] }, evidence: { session_summary: "first" } });
  await ws.medallions.erase(meta.medallion_id);
  await ws.keep({ versions: 2 });
  await ws.close();
  const whole = readFileSync(file);
  const readers = await Promise.all([open(file), open(file)]);
  for (const reader of readers) assert.deepEqual(await titles(reader), ["3"]);
  for (const reader of readers) await reader.close();
  assert.deepEqual(readFileSync(file), whole);
});

test("what is kept of the history stands in the file, and whoever opens it follows it", LIMIT, async (t) => {
  const file = place(t);
  const ws = await open(file);
  await ws.keep({ versions: 2, days: 365 });
  await ws.close();
  assert.match(readFileSync(file, "utf8"), /"keep":\{"versions":2,"days":365\}/, "a policy alone is worth a file");

  const second = await open(file);
  assert.deepEqual((await second.health()).keep, { versions: 2, days: 365 });
  const { id } = await second.tasks.create(project("0"));
  for (const title of ["1", "2", "3"]) await second.tasks.update(id, { title });
  await second.close();
  const lines = () => readFileSync(file, "utf8").trim().split("\n").length - 1;
  assert.equal(lines(), 4);

  const third = await open(file);
  const history = () => third.events.list({ entityType: "workspace", entityId: "history" });
  while (!(await history()).items.some((event) => event.event_type === "pruned")) await third.sync();
  await third.close();
  assert.equal(lines(), 2);

  const fourth = await open(file);
  assert.equal((await fourth.tasks.get(id)).title, "3");
  assert.equal(await fourth.keep(), 0);
  await fourth.close();
  assert.doesNotMatch(readFileSync(file, "utf8"), /"keep"/);
});
