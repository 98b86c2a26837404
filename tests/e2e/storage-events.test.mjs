// What a browser does to stored data while it is in use: a full disk, data taken away.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 60_000 };
const MEGABYTE = 1 << 20;

const PAGE = page(`
  import { MedallionError, StoreError, Workspace } from "medallion";

  const medallion = (id, size = 10) => ({
    meta: { medallion_id: id },
    scope: { tags: ["t"] },
    summary: { high_level: "Something.", subsystems: [{ name: "s", status: "stable", notes: noise(size) }] },
    affordances: {},
  });
  /** Cannot be compressed away. */
  function noise(size) {
    const bytes = crypto.getRandomValues(new Uint8Array(Math.min(size, 60_000)));
    return btoa(String.fromCharCode(...bytes)).repeat(Math.ceil(size / bytes.length)).slice(0, size);
  }
  const told = (error) => ({
    code: error.code,
    isOurs: error instanceof MedallionError,
    isStoreError: error instanceof StoreError,
    cause: error.cause instanceof DOMException ? error.cause.name : String(error.cause),
    message: error.message,
  });
  const attempt = (promise) => promise.then((value) => ({ value }), (error) => ({ error: told(error) }));

  let ws;
  window.calls = {
    open: async (name, options) => {
      window.logged = [];
      const logger = ({ level, operation, code }) => window.logged.push([level, operation, code]);
      ws = await Workspace.open(name, { logger, logLevel: "error", ...options });
    },
    logged: () => window.logged,
    close: () => ws.close(),
    create: (id, size) => attempt(ws.medallions.create(medallion(id, size)).then(({ meta }) => meta.medallion_id)),
    createMany: (prefix, count, size) =>
      attempt(ws.medallions.createMany(Array.from({ length: count }, (_, at) => medallion(prefix + at, size))).then((ids) => ids.length)),
    get: (id) => attempt(ws.medallions.get(id).then((found) => found?.meta.medallion_id ?? null)),
    count: () => attempt(ws.medallions.count()),
    flush: () => attempt(ws.flush().then(() => true)),
    problems: () => attempt(ws.health().then(({ problems }) => problems)),
    list: () => attempt(Workspace.list()),
    delete: (name) => attempt(Workspace.delete(name).then(() => true)),
    degraded: () => attempt(ws.health().then(({ degraded }) => degraded)),
    listen: () => {
      window.told = [];
      window.warned = [];
      ws.subscribe(({ entity_type, entity_id, event_type, new_value, local }) => {
        const list = event_type === "low_space" ? window.warned : window.told;
        list.push([entity_type, entity_id, event_type, new_value?.code, local]);
      });
    },
    told: () => window.told.splice(0),
    warned: () => window.warned.splice(0),
    low: () => attempt(ws.health().then(({ low_space: low }) => low)),
  };
  window.result = true;
`);

/** A page, a function that calls into it, and the browser's own protocol. */
async function open(t) {
  const { origin } = await serve(t, project(t, { "index.html": PAGE }));
  const context = await launch(t, scratch(t));
  const tab = await context.newPage();
  await tab.goto(`${origin}/`);
  await tab.waitForFunction(() => window.result);
  const call = (name, ...args) => tab.evaluate(([own, given]) => window.calls[own](...given), [name, args]);
  return { origin, context, tab, call, protocol: await context.newCDPSession(tab) };
}

test("a full disk is QUOTA with its cause, nothing of the commit is stored, and room heals", LIMIT, async (t) => {
  const { origin, call, protocol } = await open(t);
  // Before the first use: Chromium remembers for a while how much room there was.
  await protocol.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: MEGABYTE });
  await call("open", "full");
  assert.deepEqual(await call("create", "med-first"), { value: "med-first" });
  await call("listen");
  const { error } = await call("createMany", "med-big-", 40, 100_000);
  assert.deepEqual(
    { ...error, message: "" },
    {
      ...{ code: "QUOTA", isOurs: true, isStoreError: true },
      ...{ cause: "QuotaExceededError", message: "" },
    },
  );
  // What is the store's fault is told to whoever wants to hear of nothing else.
  assert.deepEqual(await call("logged"), [["error", "medallions.createMany", "QUOTA"]]);
  assert.deepEqual(await call("count"), { value: 1 });
  assert.deepEqual(await call("get", "med-big-0"), { value: null });
  assert.deepEqual(await call("get", "med-first"), { value: "med-first" });

  assert.deepEqual(await call("degraded"), { value: true });
  assert.deepEqual(await call("told"), [["workspace", "full", "degraded", "QUOTA", true]]);

  await protocol.send("Storage.overrideQuotaForOrigin", { origin });
  assert.deepEqual(await call("createMany", "med-big-", 40, 100_000), { value: 40 });
  assert.deepEqual((await call("told"))[0], ["workspace", "full", "healed", undefined, true]);
  assert.deepEqual(await call("degraded"), { value: false });
  assert.deepEqual(await call("count"), { value: 41 });
  assert.deepEqual(await call("problems"), { value: [] });
});

test("little room left is said once, before there is none", LIMIT, async (t) => {
  const { tab, call } = await open(t);
  // Chromium says 10 GiB more than is used, whatever there is; other engines say what there is.
  await tab.evaluate((quota) => {
    navigator.storage.estimate = () => Promise.resolve({ usage: 1, quota });
  }, 10 * MEGABYTE);
  await call("open", "low");
  await call("listen");
  assert.deepEqual(await call("create", "med-first"), { value: "med-first" });
  await tab.waitForFunction(() => window.warned.length > 0);
  assert.deepEqual(await call("low"), { value: true });
  assert.deepEqual(await call("create", "med-second"), { value: "med-second" });
  assert.deepEqual(await call("warned"), [["workspace", "low", "low_space", "QUOTA", true]]);
  assert.deepEqual(await call("degraded"), { value: false });
});

test("data cleared under an open workspace is an error, never a hang", LIMIT, async (t) => {
  const { origin, tab, call, protocol } = await open(t);
  await call("open", "cleared");
  await call("create", "med-a");
  await call("listen");
  await protocol.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
  const { error } = await call("create", "med-b");
  assert.equal(error?.code, "EVICTED", JSON.stringify(error));
  assert.ok(error.isStoreError);
  assert.deepEqual(await call("told"), [["workspace", "cleared", "evicted", "EVICTED", true]]);
  for (const [name, ...args] of [["flush"], ["create", "med-c"]]) {
    const outcome = await call(name, ...args);
    assert.equal(outcome.error?.code, "EVICTED", `${name}: ${JSON.stringify(outcome)}`);
  }
  // Who asks for its health is told.
  assert.deepEqual(await call("degraded"), { value: true });
  const { value: problems } = await call("problems");
  assert.ok(problems.length > 0 && problems.every(({ kind }) => kind === "unreadable"), JSON.stringify(problems));
  assert.match(problems[0].message, /EVICTED/);
  // A new start is a new workspace.
  await call("close");
  await tab.reload();
  await tab.waitForFunction(() => window.result);
  await call("open", "cleared");
  assert.deepEqual(await call("count"), { value: 0 });
  assert.deepEqual(await call("create", "med-b"), { value: "med-b" });
});

test("opened again in the same page after its data went, it is a new workspace", LIMIT, async (t) => {
  const { origin, call, protocol } = await open(t);
  await call("open", "cleared");
  await call("create", "med-a");
  await protocol.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
  assert.equal((await call("create", "med-b")).error?.code, "EVICTED");
  await call("open", "cleared");
  assert.deepEqual(await call("count"), { value: 0 });
  assert.deepEqual(await call("create", "med-b"), { value: "med-b" });
});

test("what went since the last time is told, also where the browser alone knows", LIMIT, async (t) => {
  const { tab, call } = await open(t);
  const evicted = (name) => [["workspace", name, "evicted", "EVICTED", true]];
  const opened = async (name) => {
    await call("open", name);
    await call("listen");
    await call("count");
    return call("told");
  };
  const kinds = async () => (await call("problems")).value.map(({ kind }) => kind);
  const reload = async () => {
    await call("close");
    await tab.reload();
    await tab.waitForFunction(() => window.result);
  };
  assert.deepEqual(await opened("gone"), []);
  await call("create", "med-a");
  await reload();
  assert.deepEqual(await opened("gone"), []);
  await call("close");
  const took = tab.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase("medallion:gone");
        request.onsuccess = () => resolve(true);
        request.onerror = () => reject(request.error);
      }),
  );
  assert.equal(await took, true);
  assert.deepEqual(await opened("gone"), evicted("gone"));
  assert.deepEqual(await kinds(), ["evicted"]);
  assert.deepEqual(await call("create", "med-b"), { value: "med-b" });
  await reload();
  // Once: it is another one now. And what is deleted on purpose is no loss.
  assert.deepEqual(await opened("gone"), []);
  assert.deepEqual(await kinds(), []);
  await call("delete", "gone");
  assert.deepEqual(await opened("gone"), []);

  // What Chromium says where it threw away a database that it could not read.
  await tab.evaluate(() =>
    Object.defineProperty(IDBVersionChangeEvent.prototype, "dataLoss", { get: () => "total", configurable: true }),
  );
  assert.deepEqual(await opened("unreadable"), evicted("unreadable"));
});

test("Clear-Site-Data from the server is an error, never a hang", LIMIT, async (t) => {
  const clear = () => ({ headers: { "clear-site-data": '"storage"' }, body: "gone" });
  const { origin } = await serve(t, project(t, { "index.html": PAGE }), { "/clear": clear });
  const context = await launch(t, scratch(t));
  const tab = await context.newPage();
  await tab.goto(`${origin}/`);
  await tab.waitForFunction(() => window.result);
  const call = (name, ...args) => tab.evaluate(([own, given]) => window.calls[own](...given), [name, args]);
  await call("open", "cleared");
  await call("create", "med-a");
  await tab.evaluate(() => fetch("/clear").then((response) => response.text()));
  const { error } = await call("create", "med-b");
  assert.equal(error?.code, "EVICTED", JSON.stringify(error));
});

test("a page from the page cache sees what others did meanwhile, and its own writes are whole", LIMIT, async (t) => {
  const { origin } = await serve(
    t,
    project(t, { "index.html": PAGE, "away.html": "<!doctype html><title>away</title>" }),
  );
  const flags = { without: ["--disable-back-forward-cache"], args: ["--js-flags=--expose-gc"] };
  const context = await launch(t, scratch(t), flags);
  const [tab, other] = [await context.newPage(), await context.newPage()];
  for (const one of [tab, other]) {
    await one.goto(`${origin}/`);
    await one.waitForFunction(() => window.result);
    await one.evaluate(() => window.calls.open("cached"));
  }
  const create = (one, id) => one.evaluate((own) => window.calls.create(own), id);
  await create(tab, "med-a");
  await tab.evaluate(() => {
    window.calls.listen();
    window.inFlight = window.calls.create("med-b");
    addEventListener("pageshow", ({ persisted }) => (window.persisted = persisted));
  });
  await tab.goto(`${origin}/away.html`);
  assert.deepEqual(await create(other, "med-c"), { value: "med-c" }, "a page in the cache holds nobody up");
  // What is thrown away and calls back puts a page out of the cache.
  await tab.evaluate(
    () =>
      new Promise((resolve) => {
        window.registry = new FinalizationRegistry(resolve);
        window.registry.register({}, true);
        setInterval(() => window.gc(), 10);
      }),
  );
  // Not goBack: it waits for a page to be loaded, and this one is not.
  await tab.evaluate(() => history.back());
  await tab.waitForFunction(() => "persisted" in window || (window.result && !("inFlight" in window)));
  assert.equal(await tab.evaluate(() => window.persisted), true, "the page was loaded anew");
  assert.deepEqual(await tab.evaluate(() => window.inFlight), { value: "med-b" });
  await tab.waitForFunction(() => window.told.some(([, id]) => id === "med-c"));
  assert.deepEqual(await tab.evaluate(() => window.calls.count()), { value: 3 });
  assert.deepEqual(await create(tab, "med-d"), { value: "med-d" });
  // The channel is open again in both directions.
  await other.evaluate(() => window.calls.listen());
  assert.deepEqual(await create(tab, "med-e"), { value: "med-e" });
  await other.waitForFunction(() => window.told.some(([, id]) => id === "med-e"));
  assert.deepEqual(await tab.evaluate(() => window.calls.problems()), { value: [] });
});

test("strict durability stores and flushes", LIMIT, async (t) => {
  const { call } = await open(t);
  await call("open", "strict", { durability: "strict" });
  assert.deepEqual(await call("create", "med-a"), { value: "med-a" });
  assert.deepEqual(await call("flush"), { value: true });
  assert.deepEqual(await call("get", "med-a"), { value: "med-a" });
});

test(
  "a browser wakes its storage while the module is loaded, and opens it where it tells no databases",
  LIMIT,
  async (t) => {
    const { tab, call } = await open(t);
    const order = (databases) =>
      tab.evaluate((body) => {
        window.order = [];
        const { fetch } = window;
        window.fetch = (...args) => (window.order.push("module"), fetch(...args));
        const own = IDBFactory.prototype.databases;
        const asked = new Function("own", body);
        IDBFactory.prototype.databases = body
          ? function () {
              window.order.push("databases");
              return asked.call(this, own);
            }
          : undefined;
      }, databases);
    const answers = [
      ["return own.call(this)", ["databases", "module"]],
      ["throw new DOMException('not here', 'SecurityError')", ["databases", "module"]],
      ["return Promise.reject(new DOMException('not here', 'UnknownError'))", ["databases", "module"]],
      ["return new Promise(() => {})", ["databases", "module"]],
      ["", ["module"]],
    ];
    for (const [number, [body, expected]] of answers.entries()) {
      await order(body);
      await call("open", `awake-${number}`);
      assert.deepEqual(await call("create", "med-a"), { value: "med-a" });
      await call("close");
      await call("open", `awake-${number}`);
      assert.deepEqual(await call("get", "med-a"), { value: "med-a" });
      await call("close");
      assert.deepEqual(await tab.evaluate(() => window.order), expected, body);
      await tab.reload();
      await tab.waitForFunction(() => window.result);
    }
  },
);
