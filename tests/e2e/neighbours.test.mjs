// What one tab does, another one sees: without asking, at once when it asks, and never too much.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 60_000 };

const PAGE = page(`
  import { Workspace } from "medallion";
  const medallion = (id) => ({
    meta: { medallion_id: id },
    scope: { tags: ["t"] },
    summary: { high_level: "secret-" + id },
    affordances: {},
  });
  const attempt = (promise) => promise.then((value) => value, (error) => error.code);
  const ids = (list) => list.map(({ meta }) => meta.medallion_id);
  let ws;
  window.seen = [];
  window.changes = [];
  window.calls = {
    open: async () => { ws = await Workspace.open("shared"); },
    watch: async () => {
      await ws.medallions.watchScope({ tags: ["t"] }, {}, (list) => seen.push(ids(list)));
      ws.subscribe(({ entity_id, event_type, local }) => changes.push([entity_id, event_type, local]));
    },
    create: (id) => attempt(ws.medallions.create(medallion(id)).then(({ meta }) => meta.medallion_id)),
    get: (id) => attempt(ws.medallions.get(id).then((found) => found?.summary.high_level)),
    history: (id) => attempt(ws.medallions.history(id).then((list) => list.length)),
    erase: (id) => attempt(ws.medallions.erase(id)),
    sync: () => attempt(ws.sync().then(() => true)),
    count: () => attempt(ws.medallions.count()),
    problems: () => attempt(ws.health().then(({ problems }) => problems)),
    delete: () => attempt(Workspace.delete("shared").then(() => true)),
    list: () => attempt(Workspace.list()),
    writeWithoutEnd: () => {
      const batch = (number) => Array.from({ length: 50 }, (_, at) => medallion(number + "-" + at));
      (async () => { for (let number = 0; ; number += 1) await ws.medallions.createMany(batch(number)); })();
    },
    raw: async () => {
      const answer = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const database = await answer(indexedDB.open("medallion:shared"));
      const all = await answer(database.transaction("log").objectStore("log").getAll());
      database.close();
      return JSON.stringify(all);
    },
  };
  window.result = true;
`);

async function twoTabs(t) {
  const { origin } = await serve(t, project(t, { "index.html": PAGE }));
  const context = await launch(t, scratch(t));
  const open = async () => {
    const tab = await context.newPage();
    await tab.goto(`${origin}/`);
    await tab.waitForFunction(() => window.result);
    const call = (name, ...args) => tab.evaluate(([own, given]) => window.calls[own](...given), [name, args]);
    await call("open");
    return { tab, call };
  };
  return [await open(), await open()];
}

test("changes come to the other tab, and what is erased is gone from both and from the disk", LIMIT, async (t) => {
  const [one, other] = await twoTabs(t);
  await other.call("watch");
  await one.call("create", "med-1");
  await other.tab.waitForFunction(() => window.seen.length === 2);
  assert.deepEqual(await other.tab.evaluate(() => window.seen), [[], ["med-1"]]);
  assert.equal(await other.call("get", "med-1"), "secret-med-1");
  assert.match(await one.call("raw"), /secret-med-1/);

  assert.equal(await one.call("erase", "med-1"), true);
  await other.call("sync");
  assert.equal(await other.call("get", "med-1"), undefined);
  assert.equal(await other.call("history", "med-1"), "NOT_FOUND");
  assert.doesNotMatch(await one.call("raw"), /secret/);
  assert.deepEqual(await other.call("problems"), []);
  assert.deepEqual(await other.tab.evaluate(() => window.changes), [
    ["med-1", "created", false],
    ["med-1", "erased", false],
  ]);
});

test("a tab closed while it writes leaves whole commits behind", LIMIT, async (t) => {
  const [one, other] = await twoTabs(t);
  await other.call("watch");
  await one.call("writeWithoutEnd");
  await other.tab.waitForFunction(() => window.changes.length >= 200);
  await one.tab.close();
  await other.call("sync");
  const count = await other.call("count");
  assert.ok(count >= 200 && count % 50 === 0, `${count} medallions`);
  assert.deepEqual(await other.call("problems"), []);
});

test("who is idle hears that another tab deleted the workspace, and opens a new one", LIMIT, async (t) => {
  const [one, other] = await twoTabs(t);
  await one.call("create", "med-1");
  await other.call("watch");
  assert.equal(await one.call("delete"), true);
  const evicted = () => window.changes.filter(([, event]) => event === "evicted");
  await other.tab.waitForFunction(() => window.changes.some(([, event]) => event === "evicted"));
  assert.deepEqual(await other.tab.evaluate(evicted), [["shared", "evicted", true]]);
  await other.call("open");
  assert.equal(await other.call("count"), 0);
  assert.equal(await other.call("create", "med-2"), "med-2");
});

test("a workspace deleted by another tab is an error, and a name that is free", LIMIT, async (t) => {
  const [one, other] = await twoTabs(t);
  await one.call("create", "med-1");
  assert.equal(await one.call("delete"), true);
  assert.deepEqual(await one.call("list"), []);
  assert.equal(await other.call("create", "med-2"), "EVICTED");
  assert.deepEqual(await one.call("list"), []);
});
