// Who listens is told until they end it, and not once more.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { project, write } from "./lib/package.mjs";

const LIMIT = { timeout: 60_000 };

let undo;
const folder = project({ after: (work) => (undo = work) });
after(() => undo());
const { Workspace } = await import(pathToFileURL(join(folder, "node_modules/medallion/node.js")));

let names = 0;
const open = () => Workspace.open(`listeners-${names++}`, { storage: "memory" });
const SCOPE = { tags: ["t"] };
const draft = (id) => ({
  meta: { medallion_id: id },
  scope: SCOPE,
  summary: { high_level: "Split the parser." },
  affordances: {},
});

/** The two ways to listen. */
const WAYS = {
  subscribe: async (ws, listener) => ws.subscribe(listener),
  watchScope: (ws, listener) => ws.medallions.watchScope(SCOPE, {}, listener),
};

test("a listener that ends itself hears nothing more of what was stored at once", LIMIT, async () => {
  const ws = await open();
  const heard = [];
  const stop = ws.subscribe(({ entity_id }) => {
    heard.push(entity_id);
    stop();
  });
  const all = [];
  ws.subscribe(({ entity_id }) => all.push(entity_id));
  await ws.medallions.createMany(["a", "b", "c"].map(draft));
  await ws.sync();
  assert.deepEqual([heard, all], [["a"], ["a", "b", "c"]]);
  await ws.close();
});

for (const [name, listen] of Object.entries(WAYS)) {
  test(`${name}: a listener that ends another is the last of them that hears`, LIMIT, async () => {
    const ws = await open();
    const heard = [];
    const ends = [];
    await listen(ws, () => {
      if (ends.length > 0) heard.push("one");
      for (const end of ends) end();
    });
    ends.push(await listen(ws, () => heard.push("other")));
    heard.length = 0;
    await ws.medallions.create(draft("a"));
    await ws.sync();
    assert.deepEqual(heard, ["one"]);
    await ws.close();
  });

  test(`${name}: whenever it is ended, it is not called after that`, LIMIT, async () => {
    const ws = await open();
    for (let ticks = 0; ticks < 40; ticks += 1) {
      let isOver = false;
      const late = [];
      const stop = await listen(ws, () => isOver && late.push(ticks));
      const storing = ws.medallions.create(draft(`m-${ticks}`));
      for (let tick = 0; tick < ticks; tick += 1) await null;
      stop();
      isOver = true;
      await storing;
      await ws.sync();
      assert.deepEqual(late, []);
    }
    await ws.close();
  });

  test(`${name}: nothing is heard once close is over`, LIMIT, async () => {
    const ws = await open();
    const other = await Workspace.open(ws.name, { storage: "memory" });
    let isClosed = false;
    const heard = [];
    await listen(ws, () => heard.push(isClosed));
    ws.medallions.create(draft("a"));
    await ws.close();
    isClosed = true;
    await other.medallions.create(draft("b"));
    await other.sync();
    assert.ok(!heard.includes(true));
    await other.close();
  });
}

test("what was asked for before close is heard, as long as any handle is open or not", LIMIT, async () => {
  for (const count of [1, 2]) {
    const ws = await open();
    const others = await Promise.all(
      Array.from({ length: count - 1 }, () => Workspace.open(ws.name, { storage: "memory" })),
    );
    const heard = [];
    ws.subscribe(({ entity_id }) => heard.push(entity_id));
    ws.medallions.create(draft("a"));
    await ws.close();
    assert.deepEqual(heard, ["a"]);
    for (const other of others) await other.close();
  }
});

test("watching that was asked for before close is no error: it ends with it", LIMIT, async () => {
  const ws = await open();
  const other = await Workspace.open(ws.name, { storage: "memory" });
  const heard = [];
  const watching = ws.medallions.watchScope(SCOPE, {}, (list) => heard.push(list.length));
  const closing = ws.close();
  const stop = await watching;
  await closing;
  await other.medallions.create(draft("a"));
  await other.sync();
  assert.deepEqual(heard, [0]);
  assert.equal(stop(), undefined);
  await other.close();
});

/** A program whose listeners throw: as with any listener in Node, that is an uncaught exception. */
const THROWING = `
  import { Workspace } from "medallion";
  const said = [];
  process.on("uncaughtException", (error) => said.push(error.message));
  const ws = await Workspace.open("throwing");
  const heard = [];
  ws.subscribe(() => { throw new Error("of subscribe"); });
  ws.subscribe(({ entity_id }) => heard.push(entity_id));
  await ws.medallions.watchScope({ tags: ["t"] }, {}, () => { throw new Error("of watchScope"); });
  await ws.medallions.create({ meta: { medallion_id: "a" }, scope: { tags: ["u"] }, summary: { high_level: "s" }, affordances: {} });
  await ws.export({ onProgress: () => { throw new Error("of onProgress"); } });
  await ws.close();
  await new Promise((resolve) => setTimeout(resolve, 10));
  console.log(JSON.stringify([said, heard]));`;

test("what a listener throws in Node is an uncaught exception, and stops nobody else", LIMIT, async () => {
  write(folder, { "throwing.mjs": THROWING });
  const { stdout } = await promisify(execFile)(process.execPath, ["throwing.mjs"], { cwd: folder });
  const [said, heard] = JSON.parse(stdout);
  assert.deepEqual([...new Set(said)], ["of watchScope", "of subscribe", "of onProgress"]);
  assert.deepEqual(heard, ["a"]);
});
