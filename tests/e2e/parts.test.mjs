// The module comes in parts: what a page does not use it does not load.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 120_000 };
const UNLOADED = "a part of the WebAssembly module could not be loaded";

const MAIN = `
  import * as medallion from "medallion";
  window.medallion = medallion;
  window.result = true;`;

/** A page with the package, and which files of the module it asked for since the last look. */
async function opened(t, answers = {}) {
  const folder = project(t, { "index.html": page(MAIN) });
  const { origin, asked } = await serve(t, folder, answers);
  const context = await launch(t, scratch(t));
  const tab = await context.newPage();
  await tab.goto(`${origin}/`);
  await tab.waitForFunction(() => "result" in window);
  const loaded = () =>
    asked
      .splice(0)
      .map((path) => path.split("/").pop())
      .filter((name) => name.endsWith(".wasm"));
  return { tab, loaded };
}

const checkpoint = async () => {
  const ws = await window.medallion.Workspace.open("parts");
  const scope = { graph_nodes: ["repo:muse"], tags: [] };
  const evidence = { session_summary: "Split the parser." };
  await ws.checkpoint({ scope, evidence, llm: new window.medallion.StubMedallionLLM() });
  return (await ws.medallions.latestForScope(scope)).length;
};

test("a page that checkpoints and resumes loads one file", LIMIT, async (t) => {
  const { tab, loaded } = await opened(t);
  assert.equal(await tab.evaluate(checkpoint), 1);
  assert.deepEqual(loaded(), ["medallion_bg.wasm"]);
});

test("each part is loaded once, with the first call that needs it", LIMIT, async (t) => {
  const { tab, loaded } = await opened(t);
  await tab.evaluate(checkpoint);
  loaded();
  const calls = {
    plan: () => window.medallion.parsePlan("---\nphase: 1\n---\n").then((report) => report.tasks.length),
    task: async () => {
      const ws = await window.medallion.Workspace.open("parts");
      const made = ["One", "Two", "Three"].map((title) => ws.tasks.create({ task_type: "project", title }));
      await Promise.all(made);
      return ws.tasks.count();
    },
    history: async () => {
      const ws = await window.medallion.Workspace.open("parts");
      const { items } = await ws.events.list();
      return items.length;
    },
  };
  assert.equal(await tab.evaluate(calls.plan), 0);
  const first = loaded();
  assert.ok(first.includes("medallion_plans.wasm") && !first.includes("medallion_learning.wasm"), first.join());
  assert.equal(await tab.evaluate(calls.task), 3);
  const second = loaded();
  assert.ok(second.includes("medallion_learning.wasm"), second.join());
  assert.equal(await tab.evaluate(calls.history), 4);
  const third = loaded();
  assert.ok(third.includes("medallion_upkeep.wasm"), third.join());
  const all = [...first, ...second, ...third];
  assert.equal(new Set(all).size, all.length, all.join());
  for (const call of Object.values(calls)) await tab.evaluate(call);
  assert.deepEqual(loaded(), []);
});

test("a part that cannot be loaded is UNAVAILABLE, changes nothing, and is asked for again", LIMIT, async (t) => {
  const { tab, loaded } = await opened(t);
  await tab.evaluate(checkpoint);
  loaded();
  await tab.route("**/medallion_learning.wasm", (route) => route.fulfill({ status: 503 }));
  const create = () =>
    window.medallion.Workspace.open("parts")
      .then((ws) => ws.tasks.create({ task_type: "project", title: "Soil" }))
      .then(
        (task) => task.title,
        (error) => error.code,
      );
  assert.equal(await tab.evaluate(create), "UNAVAILABLE");
  assert.equal(await tab.evaluate(create), "UNAVAILABLE");
  // Medallions do not care.
  assert.equal(await tab.evaluate(checkpoint), 1);
  await tab.unroute("**/medallion_learning.wasm");
  assert.equal(await tab.evaluate(create), "Soil");
  const count = () => window.medallion.Workspace.open("parts").then((ws) => ws.tasks.count());
  assert.equal(await tab.evaluate(count), 1);
});

/** A file of the module as it is when it belongs to another build, or does not say to which. */
async function ofAnotherBuild(route, change) {
  const response = await route.fetch();
  const bytes = await response.body();
  await route.fulfill({ response, body: change(bytes) });
}
const ID = /build([0-9a-f]{16})$/;
const another = (bytes) => Buffer.from(bytes.toString("latin1").replace(ID, "build0123456789abcdef"), "latin1");
const unnamed = (bytes) => bytes.subarray(0, bytes.length - "build0123456789abcdef".length - 3);

const refused = () =>
  window.medallion.Workspace.open("parts")
    .then((ws) => ws.tasks.create({ task_type: "project", title: "Soil" }))
    .then(
      (task) => task.title,
      ({ code, message, cause }) => ({ code, message, cause: cause?.message }),
    );

test("a part of another build is not let in: it would write over what this one has in memory", LIMIT, async (t) => {
  for (const change of [another, unnamed]) {
    const { tab } = await opened(t);
    await tab.evaluate(checkpoint);
    await tab.route("**/medallion_learning.wasm", (route) => ofAnotherBuild(route, change));
    const { code, message, cause } = await tab.evaluate(refused);
    assert.equal(code, "UNAVAILABLE");
    assert.match(message, /medallion_learning\.wasm.*belongs to another build.*load the page/);
    assert.match(cause, /medallion_learning\.wasm.*belongs to another build/);
    assert.equal(await tab.evaluate(checkpoint), 1);
    await tab.unroute("**/medallion_learning.wasm");
    assert.equal(await tab.evaluate(refused), "Soil");
  }
});

test("a module of another build than its JavaScript is not let in either", LIMIT, async (t) => {
  const { tab } = await opened(t);
  await tab.route("**/medallion_bg.wasm", (route) => ofAnotherBuild(route, another));
  const { code, message } = await tab.evaluate(refused);
  assert.equal(code, "UNAVAILABLE");
  assert.match(message, /medallion_bg\.wasm.*belongs to another build/);
});

test("a part that cannot be loaded says which file it is, and why", LIMIT, async (t) => {
  const { tab } = await opened(t);
  await tab.evaluate(checkpoint);
  const why = async (answer) => {
    await tab.route("**/medallion_learning.wasm", answer);
    const { code, message, cause } = await tab.evaluate(refused);
    await tab.unroute("**/medallion_learning.wasm");
    assert.deepEqual([code, message], ["UNAVAILABLE", `${UNLOADED}: ${cause}`]);
    return cause;
  };
  const html = { contentType: "text/html", body: "<!doctype html>" };
  assert.match(await why((route) => route.fulfill({ status: 404 })), /^medallion_learning\.wasm \(http.*\): 404/);
  assert.match(await why((route) => route.fulfill(html)), /^medallion_learning\.wasm \(http.*\): .*magic/);
  assert.match(await why((route) => route.abort()), /^medallion_learning\.wasm: Failed to fetch/);
  const half = (bytes) => bytes.subarray(0, bytes.length / 2);
  assert.match(
    await why((route) => ofAnotherBuild(route, half)),
    /^medallion_learning\.wasm \(http.*\): .*WebAssembly/,
  );
  assert.equal(await tab.evaluate(refused), "Soil");
});

test("a server that gives parts no type of their own is good enough", LIMIT, async (t) => {
  const { tab } = await opened(t);
  await tab.route("**/medallion_*.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { "content-type": "application/octet-stream" } });
  });
  const percent = () => window.medallion.parsePlan("---\nphase: 1\n---\n").then((report) => report.tasks.length);
  assert.equal(await tab.evaluate(percent), 0);
});

test("medallion/slim asks its host for parts by name", LIMIT, async (t) => {
  const script = `
    import * as slim from "/node_modules/medallion/slim.js";
    const at = (file) => new URL("/node_modules/medallion/" + file, location.href);
    const asked = [];
    const part = async (file) => {
      asked.push(file);
      return WebAssembly.compile(await (await fetch(at(file))).arrayBuffer());
    };
    await slim.init(fetch(at("medallion_bg.wasm")), part);
    const ws = await slim.Workspace.open("slim", { storage: "memory" });
    const { title } = await ws.tasks.create({ task_type: "project", title: "Soil" });
    window.result = { title, asked: asked.sort() };`;
  const folder = project(t, { "index.html": page(script) });
  const { origin } = await serve(t, folder);
  const tab = await (await launch(t, scratch(t))).newPage();
  await tab.goto(`${origin}/`);
  await tab.waitForFunction(() => "result" in window);
  const { title, asked } = await tab.evaluate(() => window.result);
  assert.equal(title, "Soil");
  assert.ok(asked.includes("medallion_learning.wasm"), asked.join());
});
