// The image in a real page: made when a workspace has grown, used by the next page, done without
// when it is gone or damaged.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 120_000 };
const COUNT = 2_500;

const PAGE = page(`
  import { Workspace } from "medallion";
  const ws = await Workspace.open("grown");
  const medallion = (number) => ({
    meta: { medallion_id: "med-" + number },
    scope: { graph_nodes: ["node-" + (number % 9)], tags: ["t"] },
    summary: { high_level: "About " + number + ". " + "More of it. ".repeat(20) },
    affordances: {},
  });
  const parts = (work) =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open("medallion:grown");
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const transaction = request.result.transaction("image", "readwrite");
        const answer = work(transaction.objectStore("image"));
        transaction.oncomplete = () => {
          request.result.close();
          resolve(answer.result);
        };
      };
    });
  // A part as its lines were before they were squeezed: of ASCII only.
  const swollen = (part) => {
    let whole = "";
    for (let at = 0; at < part.length; at += 1) {
      if (part.charCodeAt(at) !== 1) {
        whole += part[at];
        continue;
      }
      const [length, high, middle, low] = [1, 2, 3, 4].map((place) => part.charCodeAt(at + place) - 32);
      const from = whole.length - ((high * 95 + middle) * 95 + low);
      whole += whole.slice(from, from + length + 8);
      at += 4;
    }
    return whole;
  };
  window.calls = {
    fill: (count) => ws.medallions.createMany(Array.from({ length: count }, (_, number) => medallion(number))),
    parts: () => parts((image) => image.count()),
    clear: () => parts((image) => image.clear()),
    damage: () => parts((image) => image.put({ v: 1, n: 0, crc: new Uint32Array([1]), t: "no image" }, 2)),
    erase: (id) => ws.medallions.erase(id),
    text: () => parts((image) => image.getAll()).then((all) => all.map(({ t }) => swollen(t)).join("")),
    seen: async () => ({
      count: await ws.medallions.count(),
      found: await ws.medallions.latestForScope({ graph_nodes: ["node-3"] }, { limit: 20 }),
      events: (await ws.events.list({ limit: 5 })).total,
    }),
  };
  window.result = true;
`);

test("a grown workspace has an image, and is the same with it, without it and with a damaged one", LIMIT, async (t) => {
  const { origin } = await serve(t, project(t, { "index.html": PAGE }));
  const context = await launch(t, scratch(t));
  const tab = await context.newPage();
  const fresh = async () => {
    await tab.goto(`${origin}/`);
    await tab.waitForFunction(() => window.result);
  };
  const call = (name, ...args) => tab.evaluate(([own, given]) => window.calls[own](...given), [name, args]);
  const made = () => tab.waitForFunction(() => window.calls.parts().then((count) => count > 1));

  await fresh();
  await call("fill", COUNT);
  await made();
  const seen = await call("seen");
  assert.deepEqual([seen.count, seen.found.length, seen.events], [COUNT, 20, COUNT]);
  await fresh();
  assert.deepEqual(await call("seen"), seen);
  for (const harm of ["clear", "damage"]) {
    await call(harm);
    await fresh();
    assert.deepEqual(await call("seen"), seen, harm);
    await made();
  }
  // Opened by a page that came from an image.
  await fresh();
  assert.ok((await call("text")).includes("med-3\t"));
  assert.equal(await call("erase", "med-3"), true);
  assert.equal(await call("parts"), 0);
  await fresh();
  await made();
  assert.equal((await call("seen")).count, COUNT - 1);
  assert.ok(!(await call("text")).includes("live\tmed-3\t"));
});
