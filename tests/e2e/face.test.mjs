// The JavaScript face in Node: whatever is handed in, what comes back is a promise, and a bad call
// is an error of ours that changes nothing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installed } from "./lib/package.mjs";
import { within } from "./lib/within.mjs";
import { badValues, hostile } from "./lib/bad-values.mjs";

const LIMIT = { timeout: 60_000 };

const main = await installed();

const DRAFT = {
  meta: { medallion_id: "med-1" },
  scope: { graph_nodes: ["repo:muse"], tags: ["refactor"] },
  summary: { high_level: "Split the parser." },
  affordances: {},
};
const EVIDENCE = { session_summary: "Split the parser." };

let names = 0;
const fresh = (options) => main.Workspace.open(`face-${names++}`, options);

/** Fails unless a call gives a promise that rejects with an error of ours. */
async function refused(call, what, codes = ["INVALID"], isPlaced = true) {
  let promise;
  try {
    promise = call();
  } catch (error) {
    assert.fail(`${what} throws instead of rejecting: ${error}`);
  }
  assert.ok(promise instanceof Promise, `${what} gives no promise`);
  const error = await within(2000, promise, what).then(
    (value) => assert.fail(`${what} is taken, and answers ${String(JSON.stringify(value)).slice(0, 200)}`),
    (failed) => failed,
  );
  assert.ok(error instanceof main.MedallionError, `${what}: ${error?.stack ?? error}`);
  assert.ok(codes.includes(error.code), `${what}: ${error.code} ${error.message}`);
  if (isPlaced) assert.equal(typeof error.path, "string", `${what}: no path, ${error.message}`);
  assert.ok(error.message.length > 0 && !/\[object Object\]/.test(error.message), `${what}: ${error.message}`);
  return error;
}

/** Every method that takes a value at some place, with that value there. */
const TAKES = {
  "medallions.create(…)": { call: (ws, bad) => ws.medallions.create(bad), fine: [] },
  "medallions.create({scope: …})": {
    call: (ws, bad) => ws.medallions.create({ ...DRAFT, meta: {}, scope: bad }),
    fine: ["empty object"],
  },
  "medallions.create({summary: …})": { call: (ws, bad) => ws.medallions.create({ ...DRAFT, summary: bad }) },
  "medallions.create({unknown: …})": {
    call: (ws, bad) => ws.medallions.create({ ...DRAFT, meta: { medallion_id: "med-unknown" }, unknown: bad }),
    fine: [
      ...["undefined", "null", "true", "number", "huge number", "text", "empty text"],
      ...["list", "empty list", "list of null", "empty object", "Date"],
    ],
  },
  "medallions.createMany(…)": { call: (ws, bad) => ws.medallions.createMany(bad), fine: ["empty list"] },
  "medallions.createMany([fine, …])": { call: (ws, bad) => ws.medallions.createMany([{ ...DRAFT, meta: {} }, bad]) },
  "medallions.update(…)": { call: (ws, bad) => ws.medallions.update(bad) },
  "medallions.apply(id, …)": { call: (ws, bad) => ws.medallions.apply("med-1", bad), fine: ["empty list"] },
  "medallions.apply(id, [{item: …}])": {
    call: (ws, bad) => ws.medallions.apply("med-1", [{ op: "add", list: "decisions", item: bad }]),
  },
  "medallions.latestForScope(…)": { call: (ws, bad) => ws.medallions.latestForScope(bad), fine: ["empty object"] },
  "checkpoint(…)": { call: (ws, bad) => ws.checkpoint(bad) },
  "checkpoint({scope: …})": { call: (ws, bad) => ws.checkpoint({ scope: bad, evidence: EVIDENCE }) },
  "checkpoint({evidence: …})": { call: (ws, bad) => ws.checkpoint({ scope: DRAFT.scope, evidence: bad }) },
  "checkpoint({llm: …})": {
    call: (ws, bad) => ws.checkpoint({ scope: DRAFT.scope, evidence: EVIDENCE, llm: bad }),
    fine: ["undefined"],
  },
  "checkpoint({signal: …})": {
    call: (ws, bad) => ws.checkpoint({ scope: DRAFT.scope, evidence: EVIDENCE, signal: bad }),
    fine: ["undefined", "null"],
  },
  "import(…)": { call: (ws, bad) => ws.import(bad) },
  "Workspace.open(…)": { call: (_, bad) => main.Workspace.open(bad), fine: ["undefined", "text"] },
  "Workspace.delete(…)": { call: (_, bad) => main.Workspace.delete(bad), fine: ["text"] },
  "parseMedallion(…)": { call: (_, bad) => main.parseMedallion(bad) },
  "stringifyMedallion(…)": { call: (_, bad) => main.stringifyMedallion(bad) },
  "parsePlan(…)": { call: (_, bad) => main.parsePlan(bad), fine: ["text", "empty text"] },
  "parsePlan(text, {siblings: …})": {
    call: (_, bad) => main.parsePlan("", { siblings: bad }),
    fine: ["undefined", "empty list"],
  },
  "editPlan(…, [])": { call: (_, bad) => main.editPlan(bad, []), fine: ["text", "empty text"] },
  "editPlan(text, …)": { call: (_, bad) => main.editPlan("", bad), fine: ["empty list"] },
  "editPlan(text, [], {now: …})": {
    call: (_, bad) => main.editPlan("", [], { now: bad }),
    fine: ["undefined", "number", "huge number", "Date"],
  },
};

/** Methods that take an id: text of any kind is no error of shape there. */
const IDS = ["get", "version", "history", "delete", "erase"];
for (const name of IDS) {
  TAKES[`medallions.${name}(…)`] = { call: (ws, bad) => ws.medallions[name](bad), fine: ["text", "empty text"] };
}
TAKES["medallions.diff(…, 1, 1)"] = { call: (ws, bad) => ws.medallions.diff(bad, 1, 1), fine: ["text", "empty text"] };
TAKES["medallions.diff(id, …, 1)"] = {
  call: (ws, bad) => ws.medallions.diff("med-1", bad, 1),
  fine: ["number", "huge number"],
};
TAKES["medallions.setStatus(id, …)"] = { call: (ws, bad) => ws.medallions.setStatus("med-1", bad) };
TAKES["medallions.supersede(id, …)"] = {
  call: (ws, bad) => ws.medallions.supersede("med-1", bad),
  fine: ["text"],
};
TAKES["inspect(…)"] = { call: (ws, bad) => ws.inspect(bad), fine: ["text", "empty text"] };

/** Every method with an option bag. */
const OPTIONS = {
  open: (_, bad) => main.Workspace.open(`options-${names++}`, bad),
  create: (ws, bad) => ws.medallions.create({ ...DRAFT, meta: {} }, bad),
  createMany: (ws, bad) => ws.medallions.createMany([], bad),
  update: (ws, bad) => ws.medallions.update(DRAFT, bad),
  apply: (ws, bad) => ws.medallions.apply("med-1", [], bad),
  delete: (ws, bad) => ws.medallions.delete("med-none", bad),
  erase: (ws, bad) => ws.medallions.erase("med-none", bad),
  latestForScope: (ws, bad) => ws.medallions.latestForScope(DRAFT.scope, bad),
  list: (ws, bad) => ws.medallions.list(bad),
  setStatus: (ws, bad) => ws.medallions.setStatus("med-1", "active", bad),
  supersede: (ws, bad) => ws.medallions.supersede("med-1", "med-none", bad),
  watchScope: (ws, bad) => ws.medallions.watchScope(DRAFT.scope, bad, () => {}),
  events: (ws, bad) => ws.events.list(bad),
  inspect: (ws, bad) => ws.inspect("med-1", bad),
  export: (ws, bad) => ws.export(bad),
  import: (ws, bad) => ws.import("", bad),
  stringify: (_, bad) => main.stringifyMedallion(DRAFT, bad),
  parsePlan: (_, bad) => main.parsePlan("", bad),
  editPlan: (_, bad) => main.editPlan("", [], bad),
};

for (const [what, { call, fine = [] }] of Object.entries(TAKES)) {
  test(`bad values: ${what}`, LIMIT, async () => {
    const ws = await fresh();
    await ws.medallions.create(DRAFT);
    const [{ total: changes }, stored] = [await ws.events.list(), await ws.medallions.get("med-1")];
    const codes = ["INVALID", "LLM_INVALID"];
    for (const [name, make] of Object.entries(badValues)) {
      if (fine.includes(name)) continue;
      await refused(() => call(ws, make()), `${what} with ${name}`, codes);
    }
    assert.equal((await ws.events.list()).total, changes, "something was stored");
    assert.deepEqual(await ws.medallions.get("med-1"), stored);
    assert.deepEqual((await ws.health()).problems, []);
    await ws.close();
  });
}

for (const [what, { call }] of Object.entries({ ...TAKES, ...optionCalls() })) {
  test(`values that throw when they are looked at: ${what}`, { timeout: 5_000 }, async () => {
    const ws = await fresh();
    await ws.medallions.create(DRAFT);
    for (const [name, make] of Object.entries(hostile)) {
      await refused(() => call(ws, make()), `${what} with ${name}`, ["INVALID", "LLM_INVALID"]);
    }
    assert.equal((await ws.events.list()).total, 1, "something was stored");
    await ws.close();
  });
}

/** What they are made of is missing, or throws: to look at them needs care. */
const PRETENDERS = {
  "a signal that is none": (ws) => askedWith(ws, { signal: Object.create(AbortSignal.prototype) }),
  "a list that throws": (ws) => ws.medallions.latestForScope(DRAFT.scope, { status: new Proxy(["active"], throwing) }),
  "a file that is none": (ws) => ws.import(Object.create(Blob.prototype)),
  "a file that throws": (ws) =>
    ws.import(
      new (class extends Blob {
        get size() {
          return throwing.get();
        }
      })([]),
    ),
  "a file whose bytes are none": (ws) =>
    ws.import(
      new (class extends Blob {
        slice = () => ({ arrayBuffer: () => -1 });
      })(["{}"]),
    ),
  "a promise of a model's that throws": (ws) => askedWith(ws, { llm: { generate: thrower, update: thrower } }),
  "a promise of an approver's that throws": (ws) => askedWith(ws, { approve: thrower }),
};
const throwing = {
  get() {
    throw new Error("thrown on purpose");
  },
};
const thrower = () => Object.defineProperty(Promise.resolve(true), "constructor", throwing);
const askedWith = (ws, more) => ws.checkpoint({ scope: { tags: ["new"] }, evidence: EVIDENCE, ...more });

for (const [what, call] of Object.entries(PRETENDERS)) {
  test(`values that only look right: ${what}`, { timeout: 5_000 }, async () => {
    const ws = await fresh();
    await refused(() => call(ws), what, ["INVALID", "LLM_FAILED", "ABORTED"], !what.includes("promise"));
    assert.equal(await ws.medallions.count(), 0, "something was stored");
    await ws.close();
  });
}

function optionCalls() {
  return Object.fromEntries(Object.entries(OPTIONS).map(([name, call]) => [`options of ${name}`, { call }]));
}

test("unknown options, and option bags that are none, are INVALID with their path", LIMIT, async () => {
  const ws = await fresh();
  await ws.medallions.create(DRAFT);
  for (const [name, call] of Object.entries(OPTIONS)) {
    const { path } = await refused(() => call(ws, { noSuchOption: 1 }), `${name}({noSuchOption})`);
    assert.equal(path, "noSuchOption");
    for (const bad of [null, 5, "text", [], () => {}, true, 5n, Symbol("s")]) {
      await refused(() => call(ws, bad), `${name}(${String(bad)})`);
    }
  }
  for (const limit of [NaN, 1.5, "5", null, 5n, {}]) {
    const { path } = await refused(() => ws.medallions.list({ limit }), `list({limit: ${String(limit)}})`);
    assert.equal(path, "limit");
  }
  await ws.close();
});

test("huge and negative limits mean the nearest possible one", LIMIT, async () => {
  const ws = await fresh();
  await ws.medallions.create(DRAFT);
  for (const limit of [1e9, Number.MAX_SAFE_INTEGER, 1e300, Infinity]) {
    assert.equal((await ws.medallions.list({ limit })).items.length, 1);
    assert.equal((await ws.medallions.latestForScope(DRAFT.scope, { limit })).length, 1);
    assert.equal((await ws.events.list({ limit })).items.length, 1);
  }
  for (const limit of [0, -0, -1, -1e300, -Infinity]) {
    assert.equal((await ws.medallions.list({ limit })).items.length, 0);
    assert.equal((await ws.medallions.latestForScope(DRAFT.scope, { limit })).length, 0);
  }
  await ws.close();
});

test("keeping less than nothing is INVALID, and nothing goes", LIMIT, async () => {
  const ws = await fresh();
  const stored = await ws.medallions.create(DRAFT);
  await ws.medallions.update(stored);
  for (const name of ["versions", "days"]) {
    for (const number of [-1, -5, -Infinity]) {
      const { path } = await refused(() => ws.keep({ [name]: number }), `keep({${name}: ${number}})`);
      assert.equal(path, name);
    }
  }
  assert.equal((await ws.medallions.history(stored.meta.medallion_id)).length, 2);
  assert.deepEqual((await ws.health()).keep, {});
  await ws.close();
});

test("no argument at all is no crash", LIMIT, async () => {
  const ws = await fresh();
  const { medallions } = ws;
  const needy = ["create", "createMany", "update", "apply", "get", "history", "delete", "erase", "diff", "version"];
  for (const name of [...needy, "setStatus", "supersede", "latestForScope", "watchScope"]) {
    await refused(() => medallions[name](), `medallions.${name}()`);
  }
  await refused(() => ws.checkpoint(), "checkpoint()");
  await refused(() => ws.import(), "import()");
  await refused(() => ws.inspect(), "inspect()");
  await ws.close();
});

test(
  "texts come back to the letter in every script, and half of a surrogate pair is refused where it stands",
  LIMIT,
  async () => {
    const ws = await fresh();
    const texts = [
      "",
      "plain",
      "é",
      "語",
      "😀",
      "a😀",
      "plain é 語 😀 plain",
      "\0\u2028",
      "\\ud800 in words",
      "é".repeat(5000),
    ];
    const list = texts.map((text, number) => ({ ...DRAFT, meta: { medallion_id: `med-u${number}` }, later: { text } }));
    assert.equal((await ws.medallions.createMany(list)).length, texts.length);
    for (const [number, text] of texts.entries()) {
      const rest = await ws.medallions.get(`med-u${number}`);
      assert.equal(rest.later.text, text);
      const again = await ws.medallions.create({ ...rest, meta: {} });
      assert.equal(again.later.text, text);
    }
    const torn = { ...DRAFT, meta: {}, later: { deep: ["fine", "x\ud83d"] } };
    assert.equal((await refused(() => ws.medallions.create(torn), "half a pair")).path, "later.deep[1]");
    assert.equal(
      (await refused(() => ws.medallions.createMany([DRAFT, torn]), "half a pair")).path,
      "[1].later.deep[1]",
    );
    const tornKey = { ...DRAFT, meta: {}, later: { deep: [{ "x\ud83d": 1 }] } };
    assert.equal((await refused(() => ws.medallions.create(tornKey), "half a pair")).path, "later.deep[0]");
    assert.equal((await refused(() => ws.import('{"meta":"\ud83d"}'), "half a pair")).path, "file");
    assert.equal(await ws.medallions.count(), 2 * texts.length);
    await ws.close();
  },
);

/** What a JSON text can say and no value can, behind a key: the text, where that is wrong, and what is. */
const UNSAYABLE = [
  [String.raw`"later":"\ud800"`, "later", /half of a surrogate pair/],
  [String.raw`"later":{"deep":["\ud83d\ude00",1e308,"x\uDE00"]}`, "later.deep[2]", /half of a surrogate pair/],
  [String.raw`"later":[{"\ud800":1}]`, "later[0]", /has a key .* half of a surrogate pair/],
  [String.raw`"\ud800":1`, "", /has a key .* half of a surrogate pair/],
  [`"later":[1,-1e999]`, "later[1]", /finite number/],
  [`"later":${"9".repeat(400)}`, "later", /finite number/],
];

test("a document of a later version is VERSION_TOO_NEW at its version, however it comes in", LIMIT, async () => {
  const ws = await fresh();
  const meta = { medallion_id: "v2", model: "m", created_at: "2025-01-01", updated_at: "2025-01-01" };
  const later = { ...DRAFT, meta: { ...meta, schema_version: "medallion.v2" } };
  const whole = [main.stringifyMedallion, ws.medallions.create, ws.medallions.update];
  const calls = whole.map((call) => ["", () => call.call(ws.medallions, later)]);
  calls.push(["", () => main.parseMedallion(JSON.stringify(later))], ["", () => ws.import(JSON.stringify(later))]);
  calls.push(["[1].", () => ws.medallions.createMany([DRAFT, later])]);
  calls.push(["[1].", () => ws.import(JSON.stringify([{ ...DRAFT, meta }, later]))]);
  for (const [place, call] of calls) {
    const { path } = await refused(call, String(call), ["VERSION_TOO_NEW"]);
    assert.ok(path.endsWith(`${place}meta.schema_version`), `${call}: ${path}`);
  }
  assert.equal(await ws.medallions.count(), 0);
  await ws.close();
});

test("what is missing or stands in the wrong place is said in words", LIMIT, async () => {
  const ws = await fresh();
  const [scope, evidence] = [DRAFT.scope, EVIDENCE];
  const said = async (call) => (await refused(call, String(call))).message;
  assert.match(await said(() => ws.checkpoint({})), /must be an object with graph_nodes and tags/);
  assert.match(await said(() => ws.checkpoint({ scope })), /must be an object with session_summary/);
  assert.match(await said(() => ws.checkpoint(scope, evidence)), /one object with scope and evidence/);
  assert.match(await said(() => ws.medallions.latestForScope()), /is missing; must be an object/);
  await ws.close();
});

test("a document as text may say no more than one as a value", LIMIT, async () => {
  const ws = await fresh();
  const meta = { medallion_id: "u", model: "m", created_at: "2025-01-01", updated_at: "2025-01-01" };
  const text = (more) =>
    `{"meta":${JSON.stringify(meta)},"scope":{"tags":["b"]},"affordances":{},"summary":{"high_level":"e"},${more}}`;
  for (const [more, path, message] of UNSAYABLE) {
    for (const [read, under] of [
      [() => main.parseMedallion(text(more)), ""],
      [() => ws.import(text(more)), ""],
      [() => ws.import(`[${text('"fine":1').replace('"u"', '"v"')},${text(more)}]`), "[1]"],
    ]) {
      const error = await refused(read, more);
      assert.equal(error.code, "INVALID");
      assert.equal(error.path, under && path ? `${under}.${path}` : under || path, error.message);
      assert.match(error.message, message);
    }
  }
  const known = text('"later":1').replace('"e"', String.raw`"\ud800"`);
  assert.equal((await refused(() => main.parseMedallion(known), "a known field")).path, "summary.high_level");
  assert.equal(await ws.medallions.count(), 0);
  // Whatever else can be written goes in and out and in again.
  const fine = String.raw`"later":["\ud83d\ude00","\\ud800",1e308,1e-999,12345678901234567890]`;
  await ws.import(text(fine));
  const parsed = await main.parseMedallion(text(fine));
  assert.deepEqual(parsed.later.slice(0, 4), ["😀", "\\ud800", 1e308, 0]);
  await main.stringifyMedallion(parsed);
  assert.deepEqual((await ws.medallions.update(await ws.medallions.get("u"))).later, parsed.later);
  await ws.close();
});

test("a course as text may say no more than one as a value", LIMIT, async () => {
  const ws = await fresh();
  const course = (more) => `{"title":"P",${more},"epics":[{"title":"E"}]}`;
  for (const [more, path, message] of UNSAYABLE) {
    const error = await refused(() => ws.tasks.import(course(more)), more);
    assert.deepEqual([error.code, error.path], ["INVALID", path]);
    assert.match(error.message, message);
    const report = await ws.tasks.import(course(more), { dryRun: true });
    assert.deepEqual([report.project_id, report.problems.length, report.problems[0].path], [null, 1, path]);
  }
  const lines = `{"title":"P"}\n{"type":"epic","title":"E","later":1e999}`;
  assert.equal((await refused(() => ws.tasks.import(lines), "a line")).path, "line 2.later");
  assert.equal(await ws.tasks.count(), 0);
  const fine = String.raw`"later":["\ud83d\ude00","\\ud800",1e308]`;
  const { project_id } = await ws.tasks.import(course(fine));
  assert.deepEqual((await ws.tasks.get(project_id)).later, ["😀", "\\ud800", 1e308]);
  await ws.close();
});
