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
    course: (chapters) => ws.tasks.import(chapters, { keepIds: true }),
    async learn(name, tasks, content) {
      const known = (await ws.learners.list()).find((own) => own.name === name);
      const { id } = known ?? (await ws.learners.create({ name }));
      for (const task of tasks) await ws.progress.submit(id, task, { content });
      return id;
    },
    async standing(names) {
      const all = await ws.learners.list();
      const told = [];
      for (const name of names) {
        const { id } = all.find((own) => own.name === name);
        const { items, total } = await ws.progress.readyPage(id, "p", { limit: 3 });
        const { completed } = await ws.progress.tree(id, "p");
        const tries = await ws.progress.submissions(id, "p.1.1");
        const verdicts = await ws.progress.validations(tries[0].id);
        told.push({ name, ready: items, total, completed, tries, verdicts });
      }
      return told.toSorted((one, other) => one.name.localeCompare(other.name));
    },
    sync: () => ws.sync(),
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

/** 20 chapters of 120 subtasks, each of which wants to be handed in. */
const COURSE = {
  ...{ id: "p", title: "Water", task_type: "project" },
  epics: Array.from({ length: 20 }, (_chapter, chapter) => ({
    ...{ id: `p.${chapter + 1}`, title: `Chapter ${chapter}`, task_type: "epic" },
    subtasks: Array.from({ length: 120 }, (_, at) => ({
      ...{ id: `p.${chapter + 1}.${at + 1}`, title: `Sample ${at}`, task_type: "subtask" },
      criteria: [{ criterion_type: "text_match", description: "pH", rule: { any_of: ["pH 7"] } }],
    })),
  })),
};
const BOTH = ["Ada", "Bob"];

test(
  "a grown course and its learners are the same with an image, without it and with a damaged one",
  LIMIT,
  async (t) => {
    const { origin } = await serve(t, project(t, { "index.html": PAGE }));
    const context = await launch(t, scratch(t));
    const [tab, other] = [await context.newPage(), await context.newPage()];
    const fresh = async (own) => {
      await own.goto(`${origin}/`);
      await own.waitForFunction(() => window.result);
    };
    const call = (own, name, ...args) =>
      own.evaluate(([called, given]) => window.calls[called](...given), [name, args]);
    const made = () => tab.waitForFunction(() => window.calls.parts().then((count) => count > 1));

    await fresh(tab);
    await call(tab, "course", COURSE);
    await call(tab, "learn", "Ada", ["p.1.1", "p.1.2"], "It has pH 7.");
    await call(tab, "learn", "Bob", ["p.1.1"], "wrong");
    const seen = await call(tab, "standing", BOTH);
    assert.deepEqual(
      seen.map(({ completed, verdicts: [{ passed }] }) => [completed, passed]),
      [
        [2, true],
        [0, false],
      ],
    );
    await made();
    for (const harm of [undefined, "clear", "damage"]) {
      if (harm) await call(tab, harm);
      await fresh(tab);
      assert.deepEqual(await call(tab, "standing", BOTH), seen, harm);
      await made();
    }
    // One tab has looked at Ada only when another one hands in Bob's work.
    await fresh(other);
    assert.deepEqual(await call(other, "standing", ["Ada"]), seen.slice(0, 1));
    await call(tab, "learn", "Bob", ["p.1.1"], "It has pH 7.");
    const later = await call(tab, "standing", BOTH);
    assert.equal(later[1].completed, 1);
    await call(other, "sync");
    assert.deepEqual(await call(other, "standing", BOTH), later);
  },
);
