// What a call is given counts as it is when the call is made, whatever its caller does with it then.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installed } from "./lib/package.mjs";

const LIMIT = { timeout: 60_000 };

const main = await installed();

const DRAFT = {
  meta: { medallion_id: "med-1" },
  scope: { graph_nodes: ["repo:muse"], tags: ["refactor"] },
  summary: { high_level: "Split the parser." },
  affordances: {},
};

/** Calls, and says something else in the options as soon as the call has returned. */
function changedBehind(call, options, later) {
  const answer = call(options);
  Object.assign(options, later);
  return answer;
}

test("a workspace is opened with the options that the call was made with", LIMIT, async () => {
  for (const name of ["first", "second"]) {
    const options = { actor: "agent:one", now: () => Date.parse("2026-01-02T03:04:05Z") };
    const ws = await changedBehind((own) => main.Workspace.open(name, own), options, { actor: 7, now: () => NaN });
    const { meta } = await ws.medallions.create(DRAFT);
    assert.equal(meta.created_at, "2026-01-02T03:04:05.000Z");
    const { items } = await ws.events.list();
    assert.deepEqual(
      items.map(({ actor }) => actor),
      ["agent:one"],
    );
    await ws.close();
  }
});

test("what only says what would happen goes on to do only that", LIMIT, async () => {
  const ws = await main.Workspace.open("import");
  const text = await main.stringifyMedallion({
    ...DRAFT,
    meta: { medallion_id: "med-1", model: "m", created_at: "2025-01-01", updated_at: "2025-01-01" },
  });
  await changedBehind((own) => ws.import(text, own), { dryRun: true }, { dryRun: false });
  assert.equal(await ws.medallions.count(), 0);
  await ws.import(text);
  const theirs = text.replace("Split the parser.", "Theirs.");
  await changedBehind((own) => ws.import(theirs, own), { onConflict: "ours" }, { onConflict: "theirs" });
  assert.equal((await ws.medallions.get("med-1")).summary.high_level, "Split the parser.");
  await ws.close();
});

test("an export tells whom it was asked to tell", LIMIT, async () => {
  const ws = await main.Workspace.open("export");
  await ws.medallions.create(DRAFT);
  const told = [];
  const options = { onProgress: () => told.push("asked") };
  await changedBehind((own) => ws.export(own), options, { onProgress: () => told.push("later") });
  assert.deepEqual([...new Set(told)], ["asked"]);
  await ws.close();
});

test("labels are looked up as they were asked for", LIMIT, async () => {
  const ws = await main.Workspace.open("labels");
  await ws.medallions.create(DRAFT);
  const status = ["active"];
  const options = { text: "muse", status };
  const found = changedBehind((own) => ws.medallions.scopeLabels(own), options, { text: "nothing" });
  status[0] = "stale";
  assert.equal((await found).graph_nodes.length, 1);
  await ws.close();
});

test("an option that reads differently each time is read once", LIMIT, async () => {
  const ws = await main.Workspace.open("getter");
  let reads = 0;
  const options = {
    get limit() {
      reads += 1;
      return reads;
    },
  };
  await ws.medallions.list(options);
  assert.equal(reads, 1);
  await ws.close();
});
