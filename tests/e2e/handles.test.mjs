// Workspace handles in Node: closing, sharing, listeners, the logger, classes of errors.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { project, write } from "./lib/package.mjs";

const LIMIT = { timeout: 30_000 };

let main;
let inline;
let folder;
let undo;

before(async () => {
  folder = project({ after: (work) => (undo = work) });
  const load = (file) => import(pathToFileURL(join(folder, "node_modules/medallion", file)));
  [main, inline] = await Promise.all([load("node.js"), load("inline.js")]);
});

after(() => undo());

const draft = (id) => ({
  meta: { medallion_id: id },
  scope: { graph_nodes: ["repo:secret-repo"], tags: ["secret-tag"] },
  summary: { high_level: "secret-summary" },
  affordances: {},
});
const SCOPE = { tags: ["secret-tag"] };
const EVIDENCE = { session_summary: "secret-evidence" };

let names = 0;
const nextName = () => `handles-${names++}`;

/** Every method of a handle that answers with a promise. */
const CALLS = {
  checkpoint: (ws) => ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE }),
  export: (ws) => ws.export(),
  flush: (ws) => ws.flush(),
  health: (ws) => ws.health(),
  import: (ws) => ws.import("{}"),
  inspect: (ws) => ws.inspect("med-1"),
  keep: (ws) => ws.keep({ versions: 20 }),
  persist: (ws) => ws.persist(),
  resume: (ws) => ws.resume({ scope: SCOPE }),
  sync: (ws) => ws.sync(),
  "events.list": (ws) => ws.events.list(),
  "medallions.apply": (ws) => ws.medallions.apply("med-1", []),
  "medallions.count": (ws) => ws.medallions.count(),
  "medallions.create": (ws) => ws.medallions.create(draft("med-2")),
  "medallions.createMany": (ws) => ws.medallions.createMany([draft("med-3")]),
  "medallions.delete": (ws) => ws.medallions.delete("med-1"),
  "medallions.diff": (ws) => ws.medallions.diff("med-1", 1, 1),
  "medallions.erase": (ws) => ws.medallions.erase("med-1"),
  "medallions.get": (ws) => ws.medallions.get("med-1"),
  "medallions.getMany": (ws) => ws.medallions.getMany(["med-1", "med-none"]),
  "medallions.history": (ws) => ws.medallions.history("med-1"),
  "medallions.latestForScope": (ws) => ws.medallions.latestForScope(SCOPE),
  "medallions.list": (ws) => ws.medallions.list(),
  "medallions.scopeLabels": (ws) => ws.medallions.scopeLabels(),
  "medallions.setStatus": (ws) => ws.medallions.setStatus("med-1", "stale"),
  "medallions.supersede": (ws) => ws.medallions.supersede("med-1", "med-2"),
  "medallions.update": (ws) => ws.medallions.update(draft("med-1")),
  "medallions.version": (ws) => ws.medallions.version("med-1"),
  "medallions.watchScope": (ws) => ws.medallions.watchScope(SCOPE, {}, () => {}),
};

/** The names of all methods of an object. */
function methodsOf(object) {
  const all = new Set();
  for (let at = object; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const key of Object.getOwnPropertyNames(at)) {
      const { value } = Object.getOwnPropertyDescriptor(at, key);
      if (typeof value === "function" && !/^(constructor|free|__.*)$/.test(key)) all.add(key);
    }
  }
  return [...all];
}

test("the list above names every method", LIMIT, async () => {
  const ws = await main.Workspace.open(nextName());
  const named = (object, prefix = "") => methodsOf(object).map((name) => prefix + name);
  const found = [...named(ws), ...named(ws.medallions, "medallions."), ...named(ws.events, "events.")];
  const others = ["as", "close", "subscribe", "tools"];
  assert.deepEqual(found.filter((name) => !others.includes(name)).sort(), Object.keys(CALLS).sort());
  await ws.close();
});

test("parts of a handle are always the same objects", LIMIT, async () => {
  const ws = await main.Workspace.open(nextName());
  assert.equal(ws.medallions, ws.medallions);
  assert.equal(ws.events, ws.events);
  assert.equal(ws.progress, ws.progress);
  assert.equal(ws.storage, "memory");
  await ws.close();
});

test("a method that is called without its object says so", LIMIT, async () => {
  const ws = await main.Workspace.open(nextName());
  const { subscribe } = ws;
  const { count } = ws.medallions;
  for (const call of [() => subscribe(() => {}), () => ({ subscribe }).subscribe(() => {}), () => count()]) {
    assert.throws(call, (error) => error instanceof main.MedallionError && /without its object/.test(error.message));
  }
  await ws.close();
});

test("after close every call is CLOSED, and closing again is fine", LIMIT, async () => {
  const ws = await main.Workspace.open(nextName());
  const { medallions, events } = ws;
  await ws.close();
  await ws.close();
  for (const [name, call] of Object.entries(CALLS)) {
    let promise;
    assert.doesNotThrow(() => (promise = call({ ...proxied(ws), medallions, events })), name);
    await assert.rejects(promise, (error) => {
      assert.ok(error instanceof main.StoreError, `${name}: ${error}`);
      assert.deepEqual([error.code, error.retryable], ["CLOSED", false], name);
      return true;
    });
  }
});

test("what says that it may be tried again is what may succeed then", () => {
  const again = (code, options) => new main.StoreError(code, "", options).retryable;
  assert.ok(again("QUOTA"), "there may be room by then");
  assert.ok(again("CLOSED", { cause: new Error("InvalidStateError") }), "the connection was lost");
  assert.ok(!again("CLOSED"), "what the program closed stays closed");
});

/** Methods of a handle, bound. */
const proxied = (ws) =>
  Object.fromEntries(
    ["checkpoint", "export", "flush", "health", "import", "inspect", "keep", "persist", "resume", "sync"].map(
      (name) => [name, ws[name].bind(ws)],
    ),
  );

test("after close every method of every part is CLOSED", LIMIT, async () => {
  const ws = await main.Workspace.open(nextName());
  const { tasks, learners, progress, paths, plans } = ws;
  await ws.close();
  const closed = { name: "StoreError", code: "CLOSED" };
  let count = 0;
  for (const [name, part] of Object.entries({ tasks, learners, progress, paths, plans })) {
    for (const method of methodsOf(part).filter((own) => !["setValidator", "track"].includes(own))) {
      await assert.rejects(part[method]("x"), closed, `${name}.${method}`);
      count += 1;
    }
  }
  assert.ok(count > 60, `${count} methods`);
  assert.throws(() => progress.setValidator("manual", () => ({ passed: true })), closed);
  assert.throws(() => ws.subscribe(() => {}), closed);
  assert.throws(() => ws.as({ role: "instructor" }), closed);
  assert.throws(() => ws.tools({ learnerId: "ada" }), closed);
});

test("closing again is over when closing is", LIMIT, async () => {
  const ws = await main.Workspace.open(nextName());
  const order = [];
  const stored = ws.medallions.create(draft("med-1")).then(() => order.push("stored"));
  const closing = [ws.close(), ws.close(), ws[Symbol.asyncDispose]()];
  await Promise.all([stored, ...closing.map((own, number) => own.then(() => order.push(number)))]);
  assert.equal(order[0], "stored");
  assert.equal(order.length, 4);
});

test("freeing by hand only closes, parts cannot be freed, and nothing else breaks", LIMIT, async () => {
  for (const { Workspace } of [main, inline]) {
    const name = nextName();
    const [one, other] = await Promise.all([Workspace.open(name), Workspace.open(name)]);
    const parts = ["medallions", "events", "tasks", "learners", "progress", "paths", "plans"].map((part) => one[part]);
    for (const part of parts) {
      for (const key of ["free", "__destroy_into_raw", Symbol.dispose]) assert.equal(part[key], undefined);
    }
    const running = one.medallions.create(draft("med-1"));
    one.free();
    one.free();
    one[Symbol.dispose]?.();
    await running.catch((error) => assert.equal(error.code, "CLOSED"));
    for (const [called, call] of Object.entries(CALLS)) {
      await assert.rejects(call(one), { code: "CLOSED" }, called);
    }
    await one.close();
    await other.medallions.create(draft("med-2"));
    other.free();
    assert.throws(() => new Workspace(), { code: "INVALID" });
    const anew = await Workspace.open(nextName());
    assert.equal(await anew.medallions.count(), 0, "the module is as it was");
    await anew.close();
  }
});

test("closing while calls are in flight: each is answered, one way or the other", LIMIT, async () => {
  for (const [name, call] of Object.entries(CALLS)) {
    const ws = await main.Workspace.open(nextName());
    await ws.medallions.create(draft("med-1"));
    const running = [call(ws), call(ws), ws.medallions.create(draft("med-x"))];
    const closing = ws.close();
    for (const outcome of await Promise.allSettled(running)) {
      if (outcome.status === "rejected")
        assert.ok(outcome.reason instanceof main.MedallionError, `${name}: ${outcome.reason}`);
    }
    await closing;
    await assert.rejects(ws.medallions.count(), { code: "CLOSED" });
  }
});

test("what was asked for before close is stored, awaited or not", LIMIT, async () => {
  const name = nextName();
  const [ws, keeper] = await Promise.all([main.Workspace.open(name), main.Workspace.open(name)]);
  const writing = Array.from({ length: 8 }, (_, at) => ws.medallions.create(draft(`med-${at}`)));
  const closing = [ws.close(), keeper.close()];
  await Promise.all(writing);
  await Promise.all(closing);
  await assert.rejects(keeper.medallions.count(), { code: "CLOSED" });
  // Opened while it is being closed it is another one.
  const one = await main.Workspace.open(name);
  const last = one.close();
  const other = await main.Workspace.open(name);
  await last;
  await other.medallions.create(draft("med-1"));
  await other.close();
});

/** Asks for one thing and closes at once; a further handle sees what came of it. */
const ASK_AND_CLOSE = `
  import { Workspace } from "medallion";
  const [ws, witness] = [await Workspace.open("w"), await Workspace.open("w")];
  const draft = (id) => ({
    meta: { medallion_id: id }, scope: { tags: ["t"] }, summary: { high_level: "s" }, affordances: {},
  });
  const text = (id) => JSON.stringify({
    ...draft(id), meta: { medallion_id: id, model: "m", created_at: "2025-01-01", updated_at: "2025-01-01" },
  });
  await ws.medallions.update(await ws.medallions.create(draft("med-1")));
  const calls = {
    task: () => ws.tasks.create({ task_type: "project", title: "Soil" }),
    plan: () => ws.plans.import("---\\nprd: a\\nphase: 1\\ntasks: []\\n---\\n", { path: "a.md" }),
    erase: () => ws.medallions.erase("med-1"),
    keep: () => ws.keep({ versions: 1 }),
    import: () => ws.import(text("med-2")),
    history: () => ws.medallions.history("med-1"),
    export: () => ws.export(),
    checkpoint: () => ws.checkpoint({ scope: { tags: ["u"] }, evidence: { session_summary: "s" } }),
  };
  const asked = calls[process.argv[2]]();
  const closing = Promise.all([ws.close(), witness.close()]);
  await asked;
  await closing;
  await ws.sync().then(() => process.exit(1), (error) => process.exit(error.code === "CLOSED" ? 0 : 1));`;

test(
  "what was asked for before close is done, also what takes several steps or a part of the module",
  LIMIT,
  async () => {
    write(folder, { "ask-and-close.mjs": ASK_AND_CLOSE });
    // A program each: nothing is loaded yet.
    for (const call of ["task", "plan", "erase", "keep", "import", "history", "export", "checkpoint"]) {
      await promisify(execFile)(process.execPath, ["ask-and-close.mjs", call], { cwd: folder, timeout: 20_000 });
    }
  },
);

test("closing does not wait for a model, nor for somebody who approves", LIMIT, async () => {
  for (const host of [
    (answer) => ({ llm: { generate: () => answer, update: () => answer } }),
    (answer) => ({ approve: () => answer }),
  ]) {
    const ws = await main.Workspace.open(nextName());
    const closed = new EventTarget();
    const answer = once(closed, "closed").then(() => ({
      ...{ summary: { high_level: "late" }, affordances: {} },
      ...{ added: {}, changed: {}, removed: {} },
    }));
    const asked = ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, ...host(answer) });
    await ws.close();
    closed.dispatchEvent(new Event("closed"));
    await assert.rejects(asked, { code: "CLOSED" });
  }
});

/** What a checkpoint may wait for that need never come. `reached` is called when it does. */
const SILENT = {
  model: (reached) => {
    const say = () => (reached(), new Promise(() => {}));
    return { llm: { generate: say, update: say } };
  },
  approve: (reached) => ({ approve: () => (reached(), new Promise(() => {})) }),
};

for (const [whom, silent] of Object.entries(SILENT)) {
  const waiting = async (ws, more) => {
    let asked;
    const reached = new Promise((resolve) => {
      asked = resolve;
    });
    const checkpoint = ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, ...silent(asked), ...more });
    // Looked at later.
    checkpoint.catch(() => {});
    await reached;
    return { checkpoint };
  };

  test(`closing a handle ends what waits for ${whom}, and stores nothing of it`, LIMIT, async () => {
    const name = nextName();
    const [ws, other] = await Promise.all([main.Workspace.open(name), main.Workspace.open(name)]);
    const all = [
      await waiting(ws, { signal: new AbortController().signal }),
      await waiting(ws.as({ role: "admin" }), { scope: { tags: ["other"] } }),
      await waiting(ws, { scope: { tags: ["third"] }, preview: true }),
    ];
    // It waits for its turn behind the first.
    const unasked = { generate: () => assert.fail("asked"), update: () => assert.fail("asked") };
    const behind = ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm: unasked });
    await Promise.all([
      ...all.map(({ checkpoint }) => assert.rejects(checkpoint, { name: "StoreError", code: "CLOSED" })),
      assert.rejects(behind, { name: "StoreError", code: "CLOSED" }),
      ws.close(),
    ]);
    assert.equal(await other.medallions.count(), 0);
    // The other handle has a life of its own, and nothing holds the scope.
    const going = await waiting(other, { scope: { tags: ["fourth"] } });
    await other.checkpoint({ scope: SCOPE, evidence: EVIDENCE });
    assert.equal(await other.medallions.count(), 1);
    await other.close();
    await assert.rejects(going.checkpoint, { code: "CLOSED" });
  });

  test(`closing a handle does not wait for somebody else's ${whom}, and loses nothing`, LIMIT, async () => {
    const name = nextName();
    const [ws, other] = await Promise.all([main.Workspace.open(name), main.Workspace.open(name)]);
    const { checkpoint } = await waiting(other);
    const behind = Array.from({ length: 10 }, () => ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE }));
    const since = performance.now();
    await ws.close();
    const stored = await Promise.all(behind);
    // It would stand in line for ten seconds.
    assert.ok(performance.now() - since < 5000);
    assert.equal(new Set(stored.map((own) => own.meta.updated_at)).size, 10);
    await Promise.all([assert.rejects(checkpoint, { code: "CLOSED" }), other.close()]);
  });

  test(`deleting a workspace ends what waits for ${whom}`, LIMIT, async () => {
    const ws = await main.Workspace.open(nextName());
    const { checkpoint } = await waiting(ws);
    await Promise.all([assert.rejects(checkpoint, { code: "CLOSED" }), main.Workspace.delete(ws.name)]);
  });
}

test("a model that answers behind the close, or closes itself, changes nothing", LIMIT, async () => {
  const name = nextName();
  const [ws, other] = await Promise.all([main.Workspace.open(name), main.Workspace.open(name)]);
  const said = { summary: { high_level: "late" }, affordances: {} };
  let answer;
  const late = new Promise((resolve) => {
    answer = resolve;
  });
  const asked = ws.checkpoint({
    ...{ scope: SCOPE, evidence: EVIDENCE },
    llm: { generate: () => late, update: () => late },
  });
  const own = async () => (await ws.close(), answer(said), said);
  const closing = ws.checkpoint({
    ...{ scope: { tags: ["own"] }, evidence: EVIDENCE },
    llm: { generate: own, update: own },
  });
  await Promise.all([asked, closing].map((checkpoint) => assert.rejects(checkpoint, { code: "CLOSED" })));
  await late;
  await other.sync();
  assert.equal(await other.medallions.count(), 0);
  await other.close();
});

test("a process ends once a handle is closed whose model is still silent", LIMIT, async () => {
  const program = `
    import { Workspace } from "medallion";
    const ws = await Workspace.open("w");
    const say = () => new Promise(() => {});
    const asked = ws.checkpoint({
      scope: { tags: ["t"] }, evidence: { session_summary: "s" }, llm: { generate: say, update: say },
    });
    setTimeout(() => ws.close(), 10);
    await asked.then(() => process.exit(1), (error) => { if (error.code !== "CLOSED") process.exit(2); });`;
  write(folder, { "silent.mjs": program });
  await promisify(execFile)(process.execPath, ["silent.mjs"], { cwd: folder, timeout: 10_000 });
});

test("a handle that is disposed of is closed", LIMIT, async () => {
  const ws = await main.Workspace.open(nextName());
  await ws[Symbol.asyncDispose]();
  await assert.rejects(ws.medallions.count(), { code: "CLOSED" });
});

test("the same name twice is one inner workspace, each handle with a life of its own", LIMIT, async () => {
  const name = nextName();
  const [one, other] = await Promise.all([main.Workspace.open(name), main.Workspace.open(name)]);
  const heard = [];
  other.subscribe((change) => heard.push([change.entity_id, change.local]));
  await one.medallions.create(draft("med-1"));
  assert.equal((await other.medallions.get("med-1")).summary.high_level, "secret-summary");
  await one.close();
  await other.medallions.create(draft("med-2"));
  assert.equal(await other.medallions.count(), 2);
  assert.deepEqual(heard, [
    ["med-1", true],
    ["med-2", true],
  ]);
  await other.close();
});

test("what a handle listens to ends with it, while another goes on", LIMIT, async () => {
  const name = nextName();
  const [one, other] = await Promise.all([main.Workspace.open(name), main.Workspace.open(name)]);
  const heard = { one: 0, other: 0, watched: 0, limited: 0 };
  one.subscribe(() => (heard.one += 1));
  one.as({ role: "instructor" }).subscribe(() => (heard.limited += 1));
  other.subscribe(() => (heard.other += 1));
  await one.medallions.watchScope(SCOPE, {}, () => (heard.watched += 1));
  const late = one.medallions.create(draft("med-0"));
  await one.close();
  await late;
  assert.ok(heard.one === 1 && heard.watched > 0, "its own last change is heard");
  const then = { ...heard };
  for (const id of ["med-1", "med-2"]) await other.medallions.create(draft(id));
  assert.deepEqual(heard, { ...then, other: 3 });
  await other.close();
});

test("deleting an open workspace ends its handles", LIMIT, async () => {
  const name = nextName();
  const ws = await main.Workspace.open(name);
  await ws.medallions.create(draft("med-1"));
  await main.Workspace.delete(name);
  await assert.rejects(ws.medallions.create(draft("med-2")), (error) => error instanceof main.StoreError);
  for (const ask of ["count", "version", "get", "list"]) {
    await assert.rejects(ws.medallions[ask](...(ask === "list" ? [] : ["med-1"])), { code: "CLOSED" }, ask);
  }
  const anew = await main.Workspace.open(name);
  assert.equal(await anew.medallions.count(), 0);
  await anew.close();
});

test("listeners may throw, end themselves, and call back in", LIMIT, async (t) => {
  const thrown = [];
  const onThrown = (error) => thrown.push(error.message);
  // The test runner has a listener of its own, for which this would be a failed test.
  const runners = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException").on("uncaughtException", onThrown);
  t.after(() => {
    process.removeAllListeners("uncaughtException");
    for (const listener of runners) process.on("uncaughtException", listener);
  });

  const ws = await main.Workspace.open(nextName());
  const heard = [];
  ws.subscribe(() => {
    throw new Error("a listener's own fault");
  });
  const stop = ws.subscribe(({ entity_id }) => {
    heard.push(`once ${entity_id}`);
    stop();
  });
  let answered;
  const called = new Promise((resolve) => {
    answered = resolve;
  });
  ws.subscribe(({ entity_id }) => {
    heard.push(entity_id);
    if (entity_id === "med-1") ws.medallions.create(draft("med-2")).then(answered, answered);
  });
  await ws.medallions.create(draft("med-1"));
  assert.equal((await called).meta.medallion_id, "med-2");
  await ws.medallions.create(draft("med-3"));
  await ws.sync();
  assert.deepEqual(heard, ["once med-1", "med-1", "med-2", "med-3"]);
  assert.ok(thrown.every((message) => message === "a listener's own fault"));

  const lists = [];
  const off = await ws.medallions.watchScope(SCOPE, { limit: 2 }, (list) =>
    lists.push(list.map(({ meta }) => meta.medallion_id)),
  );
  assert.deepEqual(lists, [["med-3", "med-2"]], "the answer now");
  const changed = new Promise((resolve) => {
    ws.subscribe(resolve);
  });
  await ws.medallions.delete("med-3");
  await changed;
  await ws.sync();
  assert.deepEqual(lists.at(-1), ["med-2", "med-1"]);
  off();
  off();
  await ws.medallions.delete("med-2");
  await ws.sync();
  assert.equal(lists.length, 2);

  // Ended by the handle: what it gave away does nothing then, and nothing twice.
  const late = ws.subscribe(() => heard.push("late"));
  const lateToo = await ws.medallions.watchScope(SCOPE, {}, () => {});
  await ws.close();
  for (const end of [stop, off, late, lateToo, late]) assert.equal(end(), undefined);
});

test("callbacks of the caller's that throw are errors with their cause", LIMIT, async () => {
  const broken = () => {
    throw new Error("the caller's own fault");
  };
  const isOurs = (error) => error instanceof main.MedallionError;
  const ws = await main.Workspace.open(nextName());
  for (const llm of [
    { generate: broken, update: broken },
    { generate: async () => broken(), update: broken },
  ]) {
    await assert.rejects(ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm }), (error) => {
      assert.ok(error instanceof main.LLMError);
      assert.equal(error.code, "LLM_FAILED");
      assert.match(String(error.cause), /the caller's own fault/);
      return true;
    });
  }
  await assert.rejects(ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, approve: broken }), isOurs);
  assert.equal(await ws.medallions.count(), 0);
  await ws.close();

  const clock = await main.Workspace.open(nextName(), { now: broken });
  await assert.rejects(clock.medallions.create(draft("med-1")), { code: "INVALID", path: "now" });
  await clock.close();
  for (const newId of [broken, () => "half\ud800"]) {
    const ids = await main.Workspace.open(nextName(), { newId });
    await assert.rejects(ids.medallions.create({ ...draft(""), meta: {} }), { code: "INVALID", path: "newId" });
    assert.equal(await ids.medallions.count(), 0);
    await ids.close();
  }
  const logs = await main.Workspace.open(nextName(), { logger: broken, logLevel: "debug" });
  await logs.medallions.create(draft("med-1"));
  assert.equal(await logs.medallions.count(), 1);
  await logs.close();
});

test("a model whose answer cannot be used is told why and asked once more", LIMIT, async () => {
  const ws = await main.Workspace.open(nextName());
  const asked = [];
  const right = { summary: { high_level: "Right." }, affordances: {} };
  const answers = (...all) => {
    const next = (...given) => {
      asked.push(given);
      return all.shift();
    };
    return { generate: next, update: next };
  };
  const checkpoint = (llm) => ws.checkpoint({ scope: SCOPE, evidence: EVIDENCE, llm });
  const made = await checkpoint(answers({ summary: {} }, right));
  assert.equal(made.summary.high_level, "Right.");
  assert.deepEqual(asked[0].slice(1), [{ ...EVIDENCE, transcripts: null, artefacts: null }, undefined, {}]);
  const [scope, , repair] = asked[1];
  assert.deepEqual(scope, asked[0][0]);
  assert.equal(repair.answer, '{"summary":{}}');
  assert.ok(repair.problems.some(({ path, message }) => path === "summary.high_level" && message !== ""));
  await checkpoint(answers(undefined, right));
  assert.equal(asked[2][2], undefined);
  assert.deepEqual(Object.keys(asked[3][2]), ["problems"]);
  await assert.rejects(checkpoint(answers(1, 2, right)), { name: "LLMError", code: "LLM_INVALID" });
  assert.equal(asked.length, 6);
  assert.equal(await ws.medallions.version(made.meta.medallion_id), 2);
  await ws.close();
});

test("whatever depth is taken can be compared", LIMIT, async () => {
  const nested = (depth, inside) => {
    let value = inside;
    for (let level = 0; level < depth; level += 1) value = { value };
    return value;
  };
  const ws = await main.Workspace.open(nextName());
  for (const depth of [10, 100, 130, 400]) {
    const id = `med-${depth}`;
    const first = await ws.medallions.create({ ...draft(id), unknown: nested(depth, 1) }).catch((error) => error);
    if (first instanceof main.SchemaValidationError) continue;
    await ws.medallions.update({ ...first, unknown: nested(depth, 2), summary: { high_level: "changed" } });
    const { changed } = await ws.medallions.diff(id, 1, 2);
    assert.ok("summary.high_level" in changed, `${depth} levels: ${JSON.stringify(changed)}`);
  }
  await ws.close();
});

test("logger records hold no content", LIMIT, async () => {
  const records = [];
  const logger = (record) => records.push(record);
  const ws = await main.Workspace.open(nextName(), { logger, logLevel: "debug", actor: "agent:planner" });
  await ws.medallions.create(draft("med-1"));
  for (const call of Object.values(CALLS)) await call(ws).catch(() => {});
  await ws.medallions
    .create({ ...draft("med-9"), summary: { high_level: "secret-summary".repeat(100) } })
    .catch(() => {});
  await ws.medallions.create({ ...draft("med-9"), decisions: [{ id: "secret-decision" }] }).catch(() => {});
  await ws.checkpoint({ scope: SCOPE, evidence: { session_summary: " ", transcripts: [] } }).catch(() => {});
  await ws.medallions.get("med-none");
  await ws.close();
  assert.ok(records.length > 20, `${records.length} records`);
  assert.ok(records.some(({ code }) => code !== undefined));
  const known = ["code", "duration_ms", "entity_id", "level", "operation", "workspace"];
  for (const record of records) {
    assert.doesNotMatch(JSON.stringify(record), /secret/);
    assert.deepEqual(
      Object.keys(record).filter((key) => !known.includes(key)),
      [],
    );
    assert.ok(record.duration_ms >= 0 && Number.isFinite(record.duration_ms));
  }
});

test("errors are of the same classes from every entry point, with names of their own", LIMIT, async () => {
  for (const name of ["MedallionError", "SchemaValidationError", "StoreError", "LLMError"]) {
    assert.equal(main[name], inline[name]);
    assert.equal(new main[name]("INVALID", "m").name, name);
    assert.ok(new main[name]("INVALID", "m") instanceof Error);
  }
  for (const entry of [main, inline]) {
    const ws = await entry.Workspace.open(nextName());
    await assert.rejects(ws.medallions.create({}), {
      name: "SchemaValidationError",
      code: "INVALID",
      retryable: false,
    });
    await assert.rejects(ws.medallions.setStatus("med-none", "stale"), { name: "StoreError", code: "NOT_FOUND" });
    const blank = { scope: SCOPE, evidence: { session_summary: " " } };
    await assert.rejects(ws.checkpoint(blank), { name: "LLMError", code: "LLM_INVALID" });
    await ws.medallions.create(draft("med-1"));
    await assert.rejects(ws.medallions.create(draft("med-1")), { name: "StoreError", code: "ALREADY_EXISTS" });
    const late = ws.medallions.update(draft("med-1"), { expectedVersion: 7 });
    await assert.rejects(late, { name: "SchemaValidationError" });
    await ws.close();
  }
});
