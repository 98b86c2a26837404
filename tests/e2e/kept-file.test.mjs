// What a workspace in a file is made with, and what its file says of itself.

import assert from "node:assert/strict";
import { lstatSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { installed, scratch } from "./lib/package.mjs";

const LIMIT = { timeout: 60_000 };
const DAY = 24 * 60 * 60 * 1000;

const main = await installed();

let names = 0;
const place = (t) => join(scratch(t), "workspace.jsonl");
const open = (file, options) => main.Workspace.open(`kept-${names++}`, { storage: "memory", file, ...options });
const project = (title) => ({ task_type: "project", title });
const titles = async (ws) => (await ws.tasks.projects()).map((task) => task.title).sort();
const firstLine = (file) => JSON.parse(readFileSync(file, "utf8").split("\n")[0]);

test(
  "what is kept of the history is measured by the caller's clock, also when the file is opened",
  LIMIT,
  async (t) => {
    const file = place(t);
    let time = Date.UTC(2020, 0, 1);
    const now = () => time;
    const ws = await open(file, { now });
    const { id } = await ws.tasks.create(project("0"));
    for (const title of ["1", "2", "3"]) {
      time += DAY;
      await ws.tasks.update(id, { title });
    }
    assert.equal(await ws.keep({ days: 30 }), 0);
    await ws.close();
    assert.equal(firstLine(file).exported_at, "2020-01-04T00:00:00.000Z");
    const versions = async (handle) => (await handle.events.list({ entityId: id })).total;
    for (let round = 0; round < 2; round += 1) {
      const again = await open(file, { now });
      // Behind what opening has begun, since each has its turn.
      assert.equal(await again.keep({ days: 30 }), 0);
      assert.equal(await versions(again), 4);
      await again.tasks.create(project("another"));
      await again.close();
    }
  },
);

test("what a file lacks by its own word it says for good, and health says it", LIMIT, async (t) => {
  const file = place(t);
  const ws = await open(file);
  await ws.tasks.create(project("One"));
  await ws.close();
  const lacking = { damaged: 2, unread: [{ from: 7, to: 9, message: "UNAVAILABLE: the disk" }] };
  const [, ...rest] = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, [JSON.stringify({ ...firstLine(file), ...lacking }), ...rest].join("\n"));
  for (const title of ["Two", "Three"]) {
    const again = await open(file);
    const { problems } = await again.health();
    assert.equal(problems.length, 2);
    assert.match(problems[0].message, /2 damaged lines/);
    assert.match(problems[1].message, /from 7 to 9/);
    await again.tasks.create(project(title));
    await again.close();
    const { damaged, unread } = firstLine(file);
    assert.deepEqual({ damaged, unread }, lacking);
  }
  assert.deepEqual(await titles(await open(file)), ["One", "Three", "Two"]);
});

test("a link to a file that is not there yet stays a link", LIMIT, async (t) => {
  const file = place(t);
  symlinkSync("workspace.jsonl", `${file}.near`);
  symlinkSync(`${file}.near`, `${file}.link`);
  const ws = await open(`${file}.link`);
  await ws.tasks.create(project("One"));
  await ws.close();
  for (const link of [`${file}.link`, `${file}.near`]) assert.ok(lstatSync(link).isSymbolicLink());
  assert.deepEqual(await titles(await open(file)), ["One"]);
});

test("a file that begins with a byte order mark is one", LIMIT, async (t) => {
  const file = place(t);
  const ws = await open(file);
  await ws.tasks.create(project("One"));
  await ws.close();
  writeFileSync(file, `\uFEFF${readFileSync(file, "utf8")}`);
  const again = await open(file);
  assert.deepEqual(await titles(again), ["One"]);
  await again.tasks.create(project("Two"));
  await again.close();
  assert.deepEqual(await titles(await open(file)), ["One", "Two"]);
});
