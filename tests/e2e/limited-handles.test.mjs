// Handles that were made of others, in Node: each is closed by itself, and with the one it was made of.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { installedTools } from "./lib/tools.mjs";

const LIMIT = { timeout: 60_000 };
const CLOSED = { code: "CLOSED" };

const { main, open } = await installedTools();

test("closing a limited handle leaves the host's open, and ends what it listens to", LIMIT, async () => {
  const { ws, read, ada } = await open();
  const heard = [];
  ws.subscribe(({ event_type }) => heard.push(`host ${event_type}`));
  const limited = ws.as({ role: "admin" });
  limited.subscribe(({ event_type }) => heard.push(`limited ${event_type}`));
  const under = limited.as({ role: "learner", learnerId: ada.id });
  const beside = ws.as({ role: "learner", learnerId: ada.id });
  const last = limited.tasks.update(read.id, { notes: "asked for before" });
  await limited.close();
  assert.equal((await last).notes, "asked for before");
  await limited.close();
  await assert.rejects(limited.tasks.get(read.id), CLOSED);
  await assert.rejects(under.tasks.get(read.id), CLOSED, "it was made of what is closed");
  assert.equal((await beside.tasks.get(read.id)).id, read.id);
  heard.length = 0;
  await ws.tasks.update(read.id, { title: "Renamed" });
  await nextTurn();
  assert.deepEqual(heard, ["host updated"]);
});

test("closing the host's handle closes those that were made of it, after what they asked for", LIMIT, async () => {
  const { ws, read, ada } = await open();
  const other = await main.Workspace.open(ws.name, { storage: "memory" });
  const limited = ws.as({ role: "admin" });
  const tools = ws.tools({ learnerId: ada.id });
  const last = limited.tasks.update(read.id, { notes: "in time" });
  await ws.close();
  assert.equal((await last).notes, "in time");
  await assert.rejects(limited.tasks.get(read.id), CLOSED);
  assert.throws(() => limited.as({ role: "instructor" }), CLOSED);
  assert.equal((await tools.call("show_task", { task_id: read.id })).details.code, "CLOSED");
  assert.equal((await other.tasks.get(read.id)).notes, "in time");
  await other.close();
});

test("limited handles do not count among those that keep a workspace open", LIMIT, async () => {
  const { ws, read } = await open();
  const other = await main.Workspace.open(ws.name, { storage: "memory" });
  for (let number = 0; number < 3; number += 1) await ws.as({ role: "admin" }).close();
  assert.equal((await ws.tasks.get(read.id)).id, read.id);
  await ws.close();
  assert.equal((await other.tasks.get(read.id)).id, read.id);
  await other.close();
  const again = await main.Workspace.open(ws.name, { storage: "memory" });
  assert.equal(await again.tasks.get(read.id), undefined, "the last one has closed it");
  await again.close();
});

test("a checkpoint of a limited handle that waits for a model ends with either", LIMIT, async () => {
  for (const which of ["limited", "host"]) {
    const { ws, ada } = await open();
    const limited = ws.as({ role: "learner", learnerId: ada.id });
    const llm = { generate: () => new Promise(() => {}), update: () => new Promise(() => {}) };
    const evidence = { session_summary: "s", transcripts: [], artefacts: {} };
    const waiting = limited.checkpoint({ scope: { graph_nodes: [ada.id], tags: [] }, evidence, llm });
    const ended = assert.rejects(waiting, CLOSED, which);
    await (which === "host" ? ws : limited).close();
    await ended;
  }
});
