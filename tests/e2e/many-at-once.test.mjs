// Many medallions in one call: what the list says when the call returns is what is stored, all of it or nothing,
// whether the commit begins within the call or has to wait for what was asked for before.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 120_000 };
const COUNT = 400;

const PAGE = page(`
  import { Workspace } from "medallion";
  const medallion = (id, more) => ({
    meta: { medallion_id: id },
    scope: { graph_nodes: ["repo:many"], tags: [] },
    summary: { high_level: "As it was." },
    affordances: {},
    ...more,
  });
  const many = (name) => Array.from({ length: ${COUNT} }, (_, number) => medallion(name + "-" + number));
  const refusal = (promise) => promise.then(() => undefined, ({ code, path, message }) => ({ code, path, message }));
  const spoil = (list) => {
    for (const one of list) one.summary.high_level = "Changed behind our back.";
    list.length = 0;
  };
  const found = async (ws, name) => {
    const all = await ws.medallions.getMany(many(name).map(({ meta }) => meta.medallion_id));
    return [...new Set(all.map((one) => one?.summary.high_level))];
  };
  window.calls = {
    async spoiledAtRest() {
      const ws = await Workspace.open("rest");
      const list = many("rest");
      const stored = ws.medallions.createMany(list);
      spoil(list);
      return { count: (await stored).length, found: await found(ws, "rest") };
    },
    async spoiledInLine() {
      const ws = await Workspace.open("line");
      const list = many("line");
      const first = ws.medallions.create(medallion("first"));
      const stored = ws.medallions.createMany(list);
      spoil(list);
      const ids = await stored;
      await first;
      const { items } = await ws.events.list({ limit: 1000 });
      const order = items.toSorted((one, other) => one.seq - other.seq).map(({ entity_id }) => entity_id);
      return { count: ids.length, found: await found(ws, "line"), order: order.slice(0, 2) };
    },
    async spoiledBehindABadOne() {
      const ws = await Workspace.open("bad");
      const list = many("bad");
      list[300].summary = { high_level: 7 };
      list[350].later = () => 1;
      const refused = refusal(ws.medallions.createMany(list));
      spoil(list);
      return { refused: await refused, found: await found(ws, "bad"), count: await ws.medallions.count() };
    },
    async noJson() {
      const ws = await Workspace.open("json");
      const [one, two] = [many("json"), many("json")];
      one[350].later = { deep: [1n] };
      two[350].later = "half \\ud83d";
      return [await refusal(ws.medallions.createMany(one)), await refusal(ws.medallions.createMany(two)), await ws.medallions.count()];
    },
    async callsBack() {
      const ws = await Workspace.open("back");
      const inner = [];
      const list = many("back");
      list[200].later = {
        toJSON() {
          // It is asked twice: what JSON cannot say is looked for first.
          if (inner.length === 0) {
            inner.push(ws.medallions.create(medallion("inner-one")));
            inner.push(ws.medallions.createMany(many("inner")));
          }
          return "called back";
        },
      };
      const ids = await ws.medallions.createMany(list);
      const done = await Promise.all(inner);
      const { later } = await ws.medallions.get("back-200");
      return { outer: ids.length, inner: done[1].length, later, count: await ws.medallions.count() };
    },
    async fromAListener() {
      const ws = await Workspace.open("heard");
      let inner;
      const stop = ws.subscribe(() => {
        inner ??= ws.medallions.createMany(many("inner"));
      });
      await ws.medallions.createMany(many("outer"));
      for (let turn = 0; !inner && turn < 100; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
      const { length } = await inner;
      stop();
      return { inner: length, count: await ws.medallions.count() };
    },
    async ownIds() {
      let made = 0;
      let inner;
      const ws = await Workspace.open("ids", {
        newId: (kind) => {
          inner ??= ws.medallions.createMany(many("inner"));
          made += 1;
          return kind + "-" + made;
        },
      });
      const ids = await ws.medallions.createMany(many("x").map((one) => ({ ...one, meta: {} })));
      return { ids: [ids.length, ids[0], ids.at(-1)], inner: (await inner).length, count: await ws.medallions.count() };
    },
    async none() {
      const ws = await Workspace.open("none");
      return { ids: await ws.medallions.createMany([]), refused: await refusal(ws.medallions.createMany({})) };
    },
  };
`);

test("many medallions in one call", LIMIT, async (t) => {
  const { origin } = await serve(t, project(t, { "index.html": PAGE }));
  const tab = await (await launch(t, scratch(t))).newPage();
  await tab.goto(`${origin}/`);
  await tab.waitForFunction(() => window.calls);
  const call = (name) => tab.evaluate((own) => window.calls[own](), name);

  await t.test("are what the list said when the call returned", async () => {
    assert.deepEqual(await call("spoiledAtRest"), { count: COUNT, found: ["As it was."] });
  });
  await t.test("are that, too, and come behind what was asked for before, when they have to wait", async () => {
    const order = ["first", "line-0"];
    assert.deepEqual(await call("spoiledInLine"), { count: COUNT, found: ["As it was."], order });
  });
  await t.test("are none when one of them is wrong, and the first that is wrong is named", async () => {
    const { refused, found, count } = await call("spoiledBehindABadOne");
    assert.deepEqual([refused.code, refused.path], ["INVALID", "[300].summary.high_level"]);
    assert.deepEqual([found, count], [[undefined], 0]);
  });
  await t.test("are none when JSON cannot say one of them, which is named in the whole list", async () => {
    const [one, two, count] = await call("noJson");
    assert.deepEqual([one.code, one.path], ["INVALID", "[350].later.deep[0]"]);
    assert.deepEqual([two.code, two.path], ["INVALID", "[350].later"]);
    assert.equal(count, 0);
  });
  await t.test("may call back while they are read, and what that asks for comes behind them", async () => {
    const expected = { outer: COUNT, inner: COUNT, later: "called back", count: 2 * COUNT + 1 };
    assert.deepEqual(await call("callsBack"), expected);
  });
  await t.test("may be asked for by who listens", async () => {
    assert.deepEqual(await call("fromAListener"), { inner: COUNT, count: 2 * COUNT });
  });
  await t.test("may be asked for by who makes ids, in the middle of a call", async () => {
    const { ids, inner, count } = await call("ownIds");
    assert.deepEqual([ids[0], inner, count], [COUNT, COUNT, 2 * COUNT]);
    assert.match(ids[1], /^medallion-\d+$/);
  });
  await t.test("may be none, and must be a list", async () => {
    const { ids, refused } = await call("none");
    assert.deepEqual([ids, refused.code, refused.path], [[], "INVALID", ""]);
  });
});
