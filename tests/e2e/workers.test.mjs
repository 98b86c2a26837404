// The package, as it is packed, in every kind of worker: opened, written, watched, exported, and
// together with a page on the same workspace.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 180_000 };

/** What is done in a worker; the page does the same. */
const DRIVE = `
  const scope = { graph_nodes: ["repo:muse"], tags: ["worker"] };
  const evidence = (session_summary) => ({ evidence: { session_summary } });
  const llm = {
    generate: (scope, { session_summary }) => ({ summary: { high_level: session_summary }, affordances: {} }),
    update: (existing, { session_summary }) => ({ ...existing, summary: { ...existing.summary, high_level: session_summary } }),
  };

  /** The words that a watched scope was told, and a promise of the moment when some were. */
  async function watched(ws) {
    const told = [];
    let look = () => {};
    const stop = await ws.medallions.watchScope(scope, { limit: 10 }, (list) => {
      told.push(list.map((medallion) => medallion.summary.high_level).join());
      look();
    });
    const until = (words) =>
      new Promise((resolve) => {
        look = () => told.includes(words) && resolve();
        look();
      });
    return { told, until, stop };
  }

  export const drives = (Workspace) => ({
    async alone(name) {
      const ws = await Workspace.open(name, { actor: "agent:" + name, durability: "strict" });
      const watch = await watched(ws);
      await watch.until("");
      await ws.checkpoint({ scope, ...evidence("first"), llm });
      await watch.until("first");
      const stored = await ws.checkpoint({ scope, ...evidence("second"), llm });
      await watch.until("second");
      watch.stop();
      const file = await ws.export();
      await ws.close();

      const again = await Workspace.open(name);
      const history = await again.medallions.history(stored.meta.medallion_id);
      const { records, problems, ephemeral, degraded } = await again.health();
      await again.close();
      const copy = await Workspace.open(name + "-copy");
      const report = await copy.import(file);
      await copy.close();
      const listed = (await Workspace.list()).includes(name);
      const versions = history.map(({ version, actor }) => version + " by " + actor);
      return { told: watch.told, versions, records, problems, ephemeral, degraded, came: report.records, listed };
    },

    /** How many are there in a workspace that was closed or killed. */
    async count(name) {
      const ws = await Workspace.open(name);
      const count = await ws.medallions.count();
      await ws.close();
      return count;
    },

    /** Says a word in a workspace of all, when another one was heard there. */
    async answer(name, heard, said) {
      const ws = await Workspace.open(name);
      const watch = await watched(ws);
      await watch.until(heard);
      await ws.checkpoint({ scope, ...evidence(said), llm });
      watch.stop();
      await ws.close();
    },

    /** Says a word, and waits for another one. */
    async ask(name, said, expected) {
      const ws = await Workspace.open(name);
      const watch = await watched(ws);
      await ws.checkpoint({ scope, ...evidence(said), llm });
      await watch.until(expected);
      watch.stop();
      await ws.close();
    },
  });
`;

const worker = (entry, loading = "") => `
  import * as medallion from "/node_modules/medallion/${entry}";
  import { drives } from "/drive.js";
  ${loading}
  const calls = drives(medallion.Workspace);
  const answer = async ({ data: [call, ...given], ports: [port] }) => {
    try {
      port.postMessage({ value: await calls[call](...given) });
    } catch (error) {
      port.postMessage({ error: String(error.stack ?? error) });
    }
  };
  if ("onconnect" in self) self.onconnect = ({ ports: [port] }) => (port.onmessage = answer);
  else self.addEventListener("message", (event) => {
    const done = answer(event);
    event.waitUntil?.(done);
  });
`;

const SLIM = `
  medallion.Workspace.open = ((own) => async (...given) => {
    await medallion.init(fetch("/node_modules/medallion/medallion_bg.wasm"));
    return own.apply(medallion.Workspace, given);
  })(medallion.Workspace.open);`;

const FILES = {
  "drive.js": DRIVE,
  "worker.js": worker("index.js"),
  "slim-worker.js": worker("slim.js", SLIM),
  "index.html": page(`
    import { Workspace } from "medallion";
    import { drives } from "/drive.js";

    const post = {
      "a dedicated worker": () => new Worker("/worker.js", { type: "module" }),
      "a shared worker": () => new SharedWorker("/worker.js", { type: "module" }).port,
      "a service worker": () => active("/worker.js"),
      "a service worker that loads the module itself": () => active("/slim-worker.js"),
    };
    async function active(file) {
      const registration = await navigator.serviceWorker.register(file, { type: "module", scope: file + "-scope/" });
      const found = registration.installing ?? registration.waiting ?? registration.active;
      if (found.state !== "activated") {
        await new Promise((resolve, reject) => {
          found.addEventListener("statechange", () => {
            if (found.state === "activated") resolve();
            if (found.state === "redundant") reject(new Error("the service worker does not start"));
          });
        });
      }
      return registration.active;
    }

    const started = {};
    window.inWorker = async (kind, ...call) => {
      const target = await (started[kind] ??= post[kind]());
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
      target.onerror = (event) => port2.postMessage({ error: event.message });
      target.postMessage(call, [port2]);
      const { value, error } = await answer;
      if (error) throw new Error(error);
      return value;
    };
    const calls = drives(Workspace);
    window.inPage = (call, ...given) => calls[call](...given);
    window.result = true;
  `),
};

const KINDS = {
  "a dedicated worker": "dedicated",
  "a shared worker": "shared",
  "a service worker": "service",
  "a service worker that loads the module itself": "slim",
};

async function open(t) {
  const { origin } = await serve(t, project(t, FILES));
  const context = await launch(t, scratch(t));
  const tab = await context.newPage();
  await tab.goto(`${origin}/`);
  await tab.waitForFunction(() => window.result);
  const inWorker = (...given) => tab.evaluate((all) => window.inWorker(...all), given);
  const inPage = (...given) => tab.evaluate((all) => window.inPage(...all), given);
  return { context, tab, inWorker, inPage };
}

/** What it comes to everywhere. */
const expected = (name) => ({
  told: ["", "first", "second"],
  versions: [2, 1].map((version) => `${version} by agent:${name}`),
  records: { medallion: 1 },
  problems: [],
  ephemeral: false,
  degraded: false,
  came: 1,
  listed: true,
});

for (const [kind, name] of Object.entries(KINDS)) {
  test(`in ${kind} the package opens, writes, watches and exports`, LIMIT, async (t) => {
    const { inWorker, inPage } = await open(t);
    assert.deepEqual(await inWorker(kind, "alone", name), expected(name));
    // What it wrote is there for a page, too.
    assert.equal(await inPage("count", name), 1);

    // Both on one workspace: each hears of what the other writes.
    const [, answered] = await Promise.all([
      inPage("ask", "together", "from the page", "from the worker"),
      inWorker(kind, "answer", "together", "from the page", "from the worker"),
    ]);
    assert.equal(answered, undefined);
    assert.equal(await inWorker(kind, "count", "together"), 1);
  });
}

test("a service worker that was stopped goes on with what is stored", LIMIT, async (t) => {
  const kind = "a service worker";
  const { context, tab, inWorker } = await open(t);
  await inWorker(kind, "alone", "stopped");
  const protocol = await context.newCDPSession(tab);
  await protocol.send("ServiceWorker.enable");
  await protocol.send("ServiceWorker.stopAllWorkers");
  assert.equal(await inWorker(kind, "count", "stopped"), 1);
});
