// The tools for agents, in Node: calls that are made at once, that are ended, and that a close meets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installedTools, succeeds } from "./lib/tools.mjs";
import { within } from "./lib/within.mjs";

const LIMIT = { timeout: 120_000 };

const { main, open } = await installedTools();

const never = () => new Promise(() => {});
const answer = { summary: { high_level: "by model" }, affordances: {} };

/** A course, and tools whose checkpoints a model writes. */
async function openWith(llm) {
  const all = await open();
  return { ...all, tools: all.ws.tools({ learnerId: all.ada.id, projectId: all.project.id, llm }) };
}

/** A handle of the same workspace that sees what was stored. */
const witness = (ws) => main.Workspace.open(ws.name, { storage: "memory" });

test("calls that are made at once are done in their order", LIMIT, async () => {
  const { tools, project, make } = await open();
  const task = await make(project, "task", "Easy");
  const input = { task_id: task.id };
  const all = await Promise.all([
    tools.call("start_task", input),
    tools.call("get_context", input),
    tools.call("submit", { ...input, content: "done" }),
    tools.call("start_task", input),
    tools.call("go_back", { ...input, reason: "Again." }),
    tools.call("show_task", input),
  ]);
  assert.deepEqual(
    all.map((own) => own.status ?? own.state?.status ?? own.new_status ?? own.error_code),
    ["in_progress", "in_progress", "closed", "INVALID_STATE", all[4].new_status, all[4].new_status],
  );
  assert.match(all[3].message, /Use go_back/);
});

test("what was asked for counts as it was then", LIMIT, async () => {
  const { tools, read } = await open();
  const input = { task_id: read.id, comment: "first" };
  const calls = [tools.call("add_comment", input), tools.call("add_comment", input)];
  input.comment = "changed";
  await Promise.all(calls);
  const { comments } = await succeeds(tools, "get_comments", { task_id: read.id });
  assert.deepEqual(
    comments.map(({ text }) => text),
    ["first", "first"],
  );
});

test(
  "a model that never answers holds up those behind it for three seconds, and may call tools itself",
  LIMIT,
  async () => {
    const silent = await openWith({ generate: never, update: never });
    const since = Date.now();
    silent.tools.call("checkpoint", { session_summary: "s" });
    await within(20_000, succeeds(silent.tools, "get_ready", {}), "behind a silent model");
    assert.ok(Date.now() - since > 2_500);
    await within(5_000, silent.ws.close(), "close");

    const [own, inner] = [{}, []];
    const calling = async () => {
      inner.push(await own.tools.call("get_ready", {}));
      return answer;
    };
    Object.assign(own, await openWith({ generate: calling, update: calling }));
    await within(20_000, succeeds(own.tools, "checkpoint", { session_summary: "s" }), "a model that calls a tool");
    assert.equal(inner[0].success, true);
  },
);

test("a signal ends the waiting of what stands in line, at once", LIMIT, async () => {
  const { ws, tools } = await openWith({ generate: never, update: never });
  tools.call("checkpoint", { session_summary: "s" });
  const stop = new AbortController();
  const waiting = tools.call("get_ready", {}, { signal: stop.signal });
  const since = Date.now();
  stop.abort();
  assert.equal((await waiting).details.code, "ABORTED");
  assert.equal((await tools.call("get_ready", {}, { signal: stop.signal })).details.code, "ABORTED");
  assert.ok(Date.now() - since < 2_000);
  await within(5_000, ws.close(), "close");
});

test("a signal ends a checkpoint whose model is silent, and what has not begun", LIMIT, async () => {
  const signals = [];
  const stop = new AbortController();
  const silent = (about, evidence, repair, { signal }) => {
    signals.push(signal);
    setImmediate(() => stop.abort(new Error("stopped")));
    return never();
  };
  const { ws, tools, read } = await openWith({ generate: silent, update: silent });
  const { signal } = stop;
  const calls = [
    tools.call("checkpoint", { session_summary: "s" }, { signal }),
    tools.call("add_comment", { task_id: read.id, comment: "never" }, { signal }),
    tools.call("add_comment", { task_id: read.id, comment: "wanted" }, { signal: null }),
  ];
  const [left, unsaid, said] = await within(5_000, Promise.all(calls), "calls that were ended");
  for (const own of [left, unsaid]) {
    assert.deepEqual([own.success, own.error_code, own.details.code], [false, "INTERNAL_ERROR", "ABORTED"]);
  }
  assert.equal(said.success, true);
  assert.deepEqual(signals, [signal]);
  const { comments } = await succeeds(tools, "get_comments", { task_id: read.id });
  assert.deepEqual(
    comments.map(({ text }) => text),
    ["wanted"],
  );
  assert.equal(await ws.medallions.count(), 0);
  for (const [options, path] of [
    [{ signal: {} }, "signal"],
    [{ timeout: 5 }, "timeout"],
    [null, undefined],
  ]) {
    const refused = await tools.call("get_ready", {}, options);
    assert.deepEqual([refused.error_code, refused.details.path], ["VALIDATION_FAILED", path]);
  }
});

test("calls that were made before close are done, in the words of the agent", LIMIT, async () => {
  const { ws, tools, read } = await open();
  const other = await witness(ws);
  const calls = [
    tools.call("start_task", { task_id: read.id }),
    tools.call("checkpoint", { session_summary: "last" }),
    tools.call("show_task", { task_id: read.id }),
  ];
  const closing = ws.close();
  const late = await tools.call("get_ready", {});
  assert.equal(late.details.code, "CLOSED");
  await assert.rejects(ws.medallions.count(), { code: "CLOSED" });
  await within(20_000, closing, "close");
  const all = await Promise.all(calls);
  assert.deepEqual(
    all.map(({ success }) => success),
    [true, true, true],
    JSON.stringify(all),
  );
  assert.equal((await other.medallions.get(all[1].medallion_id)).summary.high_level, "last");
  assert.equal((await tools.call("get_ready", {})).details.code, "CLOSED");
  await other.close();
});

test("close waits for no model, neither for one that closes itself", LIMIT, async () => {
  const silent = await openWith({ generate: never, update: never });
  const calls = [
    silent.tools.call("checkpoint", { session_summary: "s" }),
    silent.tools.call("get_ready", {}),
    silent.tools.call("checkpoint", { session_summary: "t" }),
  ];
  await within(5_000, silent.ws.close(), "close behind a silent model");
  const [left, ready, again] = await Promise.all(calls);
  assert.deepEqual([left.details.code, ready.success, again.details.code], ["CLOSED", true, "CLOSED"]);

  const own = {};
  const closing = async () => {
    await own.ws.close();
    return answer;
  };
  Object.assign(own, await openWith({ generate: closing, update: closing }));
  const ended = await within(5_000, own.tools.call("checkpoint", { session_summary: "s" }), "a model that closes");
  assert.equal(ended.details.code, "CLOSED");
});

test("closing the host's handle waits for the tools of a limited one, and deleting ends them", LIMIT, async () => {
  const { ws, ada, project } = await open();
  const other = await witness(ws);
  const tutor = ws.as({ role: "instructor" });
  const tools = tutor.tools({ learnerId: ada.id, projectId: project.id });
  const leaving = tools.call("checkpoint", { session_summary: "last" });
  await ws.close();
  assert.equal((await leaving).success, true);
  assert.equal((await other.medallions.list()).total, 1);
  const doomed = other.tools({ learnerId: ada.id });
  const calls = [doomed.call("checkpoint", { session_summary: "gone" }), doomed.call("load_medallions", {})];
  await within(5_000, main.Workspace.delete(ws.name), "delete");
  await within(5_000, Promise.all(calls), "calls of a workspace that is deleted");
});

test("what a model of the host's leaves out stays, but for what is resolved", LIMIT, async () => {
  const given = [];
  const decision = (id) => ({ id, statement: id, rationale: "", confidence: 0.5 });
  const all = { ...answer, decisions: ["D-1", "D-2", "D-3", "D-4"].map(decision) };
  const forms = [(own) => own, (own) => JSON.stringify(own), (own) => `\`\`\`json\n${JSON.stringify(own)}\n\`\`\``];
  for (const form of forms) {
    const { ws, tools } = await openWith({
      generate: () => all,
      update: (existing, evidence) => {
        given.push(evidence.artefacts);
        return form({ ...answer, decisions: [decision("D-1")], retired: [{ id: "D-2", reason: "wrong" }] });
      },
    });
    await succeeds(tools, "checkpoint", { session_summary: "one" });
    const resolved = ["D-1", "D-2", "D-3"];
    const { decisions } = await succeeds(tools, "checkpoint", { session_summary: "two", resolved });
    assert.equal(decisions, 2);
    const [medallion] = (await ws.medallions.list()).items;
    assert.deepEqual(
      medallion.decisions.map(({ id, unconfirmed_since }) => [id, unconfirmed_since === undefined]),
      [
        ["D-1", true],
        ["D-4", false],
      ],
    );
    assert.deepEqual(given.at(-1), { resolved });
  }
});
