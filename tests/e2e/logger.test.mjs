// What a logger is told at each level.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installed } from "./lib/package.mjs";

const LIMIT = { timeout: 30_000 };
const REQUEST = { scope: { tags: ["t"] }, evidence: { session_summary: "Said." } };

const main = await installed();
let names = 0;

/** What is told at a level of a session in which something of every kind happens. */
async function toldAt(logLevel) {
  const records = [];
  const logger = ({ level, operation, code }) => records.push([level, operation, code].filter(Boolean).join(" "));
  const name = `logger-${names++}`;
  const ws = await main.Workspace.open(name, { storage: "memory", logger, logLevel });
  const answers = ["no JSON", { summary: { high_level: "Better." }, affordances: {} }];
  const next = () => answers.shift();
  await ws.checkpoint({ ...REQUEST, llm: { generate: next, update: next } });
  await ws.tasks.create({ task_type: "project", title: "Soil" });
  await ws.medallions.count();
  await ws.tasks.projects();
  await ws.medallions.setStatus("med-none", "stale").catch(() => {});
  // While its model thinks, somebody else changes the medallion.
  const meddling = async () => {
    const [{ meta }] = await ws.medallions.latestForScope(REQUEST.scope);
    const said = { summary: { high_level: "Best." }, affordances: {} };
    if (meta.model !== "meddler") {
      await ws.medallions.apply(meta.medallion_id, [{ op: "set", path: "meta.model", value: "meddler" }]);
    }
    return said;
  };
  await ws.checkpoint({ ...REQUEST, llm: { generate: meddling, update: meddling } });
  await ws.close();
  return records;
}

const WARNINGS = ["warn medallions.setStatus NOT_FOUND"];

test("at the level of errors only faults of the store or the module are told", LIMIT, async () => {
  assert.deepEqual(await toldAt("error"), []);
});

test("at the level of warnings every call that fails is told, which is the usual level", LIMIT, async () => {
  assert.deepEqual(await toldAt("warn"), WARNINGS);
  assert.deepEqual(await toldAt(undefined), WARNINGS);
});

test("at the level of information it is told what changes something, and what goes on in between", LIMIT, async () => {
  assert.deepEqual(await toldAt("info"), [
    "info model.retry",
    "info checkpoint",
    "info tasks.create",
    ...WARNINGS,
    "info medallions.apply",
    "info conflict",
    "info checkpoint",
  ]);
});

test("for finding faults everything is told", LIMIT, async () => {
  const told = await toldAt("debug");
  for (const what of ["open", "medallions.count", "tasks.projects", "medallions.latestForScope"]) {
    assert.ok(told.includes(`debug ${what}`), `${what}: ${told.join(", ")}`);
  }
  const louder = await toldAt("info");
  assert.deepEqual(
    told.filter((record) => !record.startsWith("debug ")),
    louder,
  );
});

test("a record is named by what was given or made, and what only says what it would do only looks", LIMIT, async () => {
  const records = [];
  const logger = ({ level, operation, entity_id }) => records.push([level, operation, entity_id]);
  const ws = await main.Workspace.open(`logger-${names++}`, { storage: "memory", logger, logLevel: "debug" });
  await ws.checkpoint({ ...REQUEST, preview: true });
  const stored = await ws.checkpoint(REQUEST);
  const made = await ws.medallions.create({ scope: {}, summary: { high_level: "New." }, affordances: {} });
  await ws.medallions.update(stored);
  const late = ws.medallions.update(stored, { expectedVersion: 9 });
  await assert.rejects(late, { code: "CONFLICT" });
  const { id } = await ws.tasks.create({ task_type: "project", title: "Soil" });
  await ws.tasks.delete(id, { dryRun: true });
  await ws.tasks.import({ title: "Course" }, { dryRun: true });
  await ws.import(JSON.stringify({ ...stored, meta: { ...stored.meta, medallion_id: "med-x" } }), { dryRun: true });
  const [one, two] = [
    await ws.tasks.create({ parent_id: id, title: "A" }),
    await ws.tasks.create({ parent_id: id, title: "B" }),
  ];
  await ws.tasks.addDependency(two.id, one.id, { metadata: { dryRun: true } });
  await ws.tasks.delete(id);
  const own = stored.meta.medallion_id;
  assert.deepEqual(records.slice(1), [
    ["debug", "checkpoint", undefined],
    ["info", "checkpoint", own],
    ["info", "medallions.create", made.meta.medallion_id],
    ["info", "medallions.update", own],
    ["warn", "medallions.update", own],
    ["info", "tasks.create", id],
    ["debug", "tasks.delete", id],
    ["debug", "tasks.import", undefined],
    ["debug", "import", undefined],
    ["info", "tasks.create", one.id],
    ["info", "tasks.create", two.id],
    ["info", "tasks.addDependency", two.id],
    ["info", "tasks.delete", id],
  ]);
  await ws.close();
});
