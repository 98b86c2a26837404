// The image is read while the module is loaded. What others do until the module is there must be seen all the
// same: here the module of one tab is held up while another tab goes on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 120_000 };
const COUNT = 2_500;

const PAGE = page(`
  import { Workspace } from "medallion";
  // Says when the image was read, and by whom: the module is not there yet, or it is.
  window.readings = [];
  const getAll = IDBObjectStore.prototype.getAll;
  IDBObjectStore.prototype.getAll = function (...args) {
    const request = getAll.apply(this, args);
    const who = window.result ? "later" : window.isLoaded ? "module" : "ahead";
    if (this.name === "image") request.addEventListener("success", () => window.readings.push(who));
    return request;
  };
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...args) => {
    const made = await instantiate(...args);
    window.isLoaded = true;
    return made;
  };
  const ws = await Workspace.open("grown");
  const medallion = (number) => ({
    meta: { medallion_id: "med-" + number },
    scope: { graph_nodes: ["node-" + (number % 9)] },
    summary: { high_level: "About " + number + ". " + "More of it. ".repeat(20) },
    affordances: {},
  });
  window.calls = {
    fill: (count) => ws.medallions.createMany(Array.from({ length: count }, (_, number) => medallion(number))),
    create: async (number) => (await ws.medallions.create(medallion(number))).meta.medallion_id,
    erase: (id) => ws.medallions.erase(id),
    remove: () => Workspace.delete("grown"),
    image: () =>
      new Promise((resolve) => {
        const request = indexedDB.open("medallion:grown");
        request.onsuccess = () => {
          const count = request.result.transaction("image").objectStore("image").count();
          count.onsuccess = () => resolve(count.result);
          request.result.close();
        };
      }),
    seen: async () => ({
      count: await ws.medallions.count(),
      found: (await ws.medallions.latestForScope({ graph_nodes: ["node-3"] }, { limit: 500 })).map(
        ({ meta }) => meta.medallion_id,
      ),
      erased: await ws.medallions.get("med-3"),
      problems: (await ws.health()).problems,
    }),
  };
  window.result = true;
`);

const STRANGE = page(`
  import { Workspace } from "medallion";
  await new Promise((resolve) => {
    const request = indexedDB.open("medallion:strange", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("others");
    request.onsuccess = () => resolve(request.result.close());
  });
  const opened = await Workspace.open("strange").then(() => "opened", ({ code }) => code);
  window.result = [opened, await Workspace.delete("strange").then(() => "deleted", ({ code }) => code)];
`);

async function grown(t) {
  const { origin } = await serve(t, project(t, { "index.html": PAGE }));
  const context = await launch(t, scratch(t));
  const open = async (tab) => {
    await tab.goto(`${origin}/`);
    await tab.waitForFunction(() => window.result);
  };
  const call = (tab, name, ...args) => tab.evaluate(([called, given]) => window.calls[called](...given), [name, args]);

  /** A tab whose module is on its way, and has read the image; and what lets the module come. */
  const heldUp = async () => {
    const tab = await context.newPage();
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    await tab.route("**/medallion_bg.wasm", async (route) => {
      await held;
      await route.continue();
    });
    await tab.goto(`${origin}/`, { waitUntil: "commit" });
    await tab.waitForFunction(() => window.readings?.includes("ahead"));
    const arrived = async () => {
      release();
      await tab.waitForFunction(() => window.result);
    };
    return { tab, arrived };
  };

  const first = await context.newPage();
  await open(first);
  await call(first, "fill", COUNT);
  await first.waitForFunction(() => window.calls.image().then((count) => count > 1));
  return { context, open, call, heldUp, first };
}

test("what is erased and made while a module is on its way is gone and there when it comes", LIMIT, async (t) => {
  const { context, open, call, heldUp, first } = await grown(t);
  const { tab, arrived } = await heldUp();
  assert.equal(await call(first, "erase", "med-3"), true);
  assert.equal(await call(first, "create", 9_003), "med-9003");
  await arrived();
  const seen = await call(tab, "seen");
  assert.equal(seen.count, COUNT);
  assert.equal(seen.erased, undefined);
  assert.equal(seen.found[0], "med-9003");
  assert.ok(!seen.found.includes("med-3"));
  assert.deepEqual(seen.problems, []);
  assert.deepEqual(await tab.evaluate(() => window.readings), ["ahead"]);

  const fresh = await context.newPage();
  await open(fresh);
  assert.deepEqual(await call(fresh, "seen"), seen);
});

test("a workspace that is deleted while a module is on its way is a new one when it comes", LIMIT, async (t) => {
  const { call, heldUp, first } = await grown(t);
  const { tab, arrived } = await heldUp();
  // Nobody holds the database: this would wait for them.
  await call(first, "remove");
  await arrived();
  assert.deepEqual(await call(tab, "seen"), { count: 0, found: [], erased: undefined, problems: [] });
  assert.equal(await call(tab, "create", 1), "med-1");
});

test("what is no workspace is let go of, and can be deleted", LIMIT, async (t) => {
  const { origin } = await serve(t, project(t, { "index.html": STRANGE }));
  const tab = await (await launch(t, scratch(t))).newPage();
  await tab.goto(`${origin}/`);
  await tab.waitForFunction(() => window.result);
  assert.deepEqual(await tab.evaluate(() => window.result), ["CORRUPT", "deleted"]);
});
