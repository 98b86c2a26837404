// The tools for agents, in Node: each code, whatever a model asks for, and that nothing closes without its evidence
// (spec 5, 9.11).

import assert from "node:assert/strict";
import { test } from "node:test";
import { badValues, hostile } from "./lib/bad-values.mjs";
import { NAMES, fails, installedTools, succeeds } from "./lib/tools.mjs";

const LIMIT = { timeout: 60_000 };

const { main, failures, open } = await installedTools();

test("unknown tools, tasks, learners and projects have their codes", LIMIT, async () => {
  const { ws, tools, project, read, ada } = await open();
  for (const name of ["nope", "", "constructor", "__proto__", "toString", 5, null, undefined, Symbol("s"), {}, []]) {
    const { details } = await fails(tools, "UNKNOWN_TOOL", name, {});
    assert.deepEqual(details.tools, NAMES);
  }
  const more = { comment: "c", message: "m", reason: "r", content: "c", session_summary: "s" };
  const elsewhere = await ws.tasks.create({ task_type: "project", title: "Another" });
  const strangers = {
    "an unknown learner": [ws.tools({ learnerId: "learner-none", projectId: project.id }), read.id],
    "an unknown project": [ws.tools({ learnerId: ada.id, projectId: "proj-none" }), read.id],
    "an unknown task": [tools, "proj-none.1"],
    "a task of another project": [tools, elsewhere.id],
  };
  for (const [what, [own, task_id]] of Object.entries(strangers)) {
    for (const { name, input_schema } of own.schemas()) {
      const known = { task_id, ...more };
      const input = Object.fromEntries(input_schema.required.map((key) => [key, known[key]]));
      if ("task_id" in input_schema.properties) input.task_id = task_id;
      else if (what.includes("task")) continue;
      assert.ok(await fails(own, "NOT_FOUND", name, input), what);
    }
  }
  assert.equal((await ws.medallions.list()).total, 0);
  const free = ws.tools({ learnerId: ada.id });
  assert.equal((await succeeds(free, "get_ready", { project_id: elsewhere.id })).total_ready, 1);
});

test("what is beyond the role is PERMISSION_DENIED, and limited handles hand out no more", LIMIT, async () => {
  const { ws, project, ada } = await open();
  const bob = await ws.learners.create({ name: "Bob" });
  const limited = ws.as({ learnerId: ada.id, role: "learner" });
  const denied = { code: "PERMISSION_DENIED" };
  assert.throws(() => limited.tools({ learnerId: bob.id, projectId: project.id }), denied);
  assert.throws(() => limited.as({ role: "admin" }), denied);
  assert.throws(() => limited.progress.setValidator("text_match", () => ({ passed: true })), denied);
  assert.ok(limited.tools({ learnerId: ada.id, projectId: project.id }));
  await assert.rejects(
    limited.tasks.addComment(project.id, { text: "x", learner_id: ada.id }, { actor: "tutor" }),
    denied,
  );
  await assert.rejects(limited.progress.start(ada.id, project.id, { actor: "tutor" }), denied);
  const scope = { tags: ["a"] };
  const evidence = { session_summary: "s" };
  await assert.rejects(limited.checkpoint({ scope, evidence, actor: "tutor" }), denied);
  const refused = await limited.progress.status(bob.id, project.id).catch((error) => error);
  assert.equal(failures.failure(refused).error_code, "PERMISSION_DENIED");
});

test("each of our codes is one of the reference's seven", LIMIT, () => {
  const codes = {
    INVALID: "VALIDATION_FAILED",
    NOT_FOUND: "NOT_FOUND",
    INVALID_TRANSITION: "INVALID_STATE",
    LOCKED: "BLOCKED",
    PERMISSION_DENIED: "PERMISSION_DENIED",
    CONFLICT: "INTERNAL_ERROR",
    QUOTA: "INTERNAL_ERROR",
    LLM_FAILED: "INTERNAL_ERROR",
    POISONED: "INTERNAL_ERROR",
  };
  for (const [code, error_code] of Object.entries(codes)) {
    const { details, ...answer } = failures.failure(new main.MedallionError(code, "In words."));
    assert.deepEqual([answer.error_code, answer.message, details.code], [error_code, "In words.", code]);
  }
  for (const thrown of [
    undefined,
    null,
    "text",
    new Error("inside"),
    ...Object.values(hostile).map((make) => make()),
  ]) {
    const { success, error_code, message } = failures.failure(thrown);
    assert.deepEqual([success, error_code, typeof message], [false, "INTERNAL_ERROR", "string"]);
  }
});

test("a closed workspace is INTERNAL_ERROR with its code", LIMIT, async () => {
  const { ws, tools } = await open();
  await ws.close();
  assert.equal((await fails(tools, "INTERNAL_ERROR", "get_ready", {})).details.code, "CLOSED");
  assert.throws(() => ws.tools({ learnerId: "a" }), { code: "CLOSED" });
});

test("options that are none throw at once", LIMIT, async () => {
  const { ws } = await open();
  for (const bad of [
    undefined,
    null,
    5,
    "a",
    {},
    { learnerId: 5 },
    { learnerId: "a", projectId: 5 },
    { learner: "a" },
  ]) {
    assert.throws(() => ws.tools(bad), { code: "INVALID" }, JSON.stringify(bad));
  }
});

test("whatever a model sends, a tool answers, and nothing is stored", LIMIT, async () => {
  const { ws, tools, read } = await open();
  const { total } = await ws.events.list();
  const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`);
  const inputs = [
    ...Object.values(badValues).map((make) => make()),
    ...Object.values(hostile).map((make) => make()),
    ...["{", "[]", "null", '"x"', '{"task_id": 1e999}', "x".repeat(100_000), "[".repeat(100_000)],
    ...[deep, { task_id: deep }, { task_id: read.id, answers: deep }, { task_id: read.id, content: "" }],
    ...[JSON.parse('{"__proto__": {"task_id": "x"}}'), { task_id: `${read.id}\0` }, { task_id: "\ud800" }],
    ...[{ task_id: "../../etc" }, { task_id: " " }, { task_id: read.id, content: "a".repeat(1_000_001) }],
  ];
  for (const name of NAMES.filter((own) => !["get_ready", "load_medallions"].includes(own))) {
    for (const input of inputs) {
      const answer = await tools.call(name, input);
      assert.equal(answer.success, false, `${name}: ${JSON.stringify(answer)}`);
      assert.ok(["VALIDATION_FAILED", "NOT_FOUND"].includes(answer.error_code), `${name}: ${JSON.stringify(answer)}`);
      assert.ok(JSON.stringify(answer).length < 10_000);
    }
  }
  assert.equal((await ws.events.list()).total, total);
});

test("no sequence of calls closes a task without its evidence", { timeout: 120_000 }, async () => {
  let seed = 7;
  const random = (below) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * below);
  };
  const pick = (items) => items[random(items.length)];
  let closings = 0;
  for (let round = 0; round < 20; round += 1) {
    const { ws, tools, project, epic, read, query, report, ada, make } = await open();
    const essay = await make(epic, "subtask", "Essay");
    await ws.tasks.addCriterion(essay.id, { criterion_type: "manual", description: "Read by somebody" });
    const code = await make(project, "subtask", "Program");
    await ws.tasks.addCriterion(code.id, { criterion_type: "code_test", description: "Runs", rule: { test: "x" } });
    const all = [project, epic, read, query, report, essay, code];
    const children = { [project.id]: [epic, report, code], [epic.id]: [read, query, essay] };
    /** By task: whether its running try has a submission that meets what it asks for. */
    const evidence = new Map();
    const isSomething = (text, answers) => text.trim() !== "" || Object.keys(answers).length > 0;
    const meets = { [read.id]: isSomething, [query.id]: (text) => text.includes("pH 7"), [report.id]: isSomething };

    for (let step = 0; step < 40; step += 1) {
      const task_id = pick(all).id;
      const name = pick(["start_task", "submit", "submit", "submit", "go_back", "show_task", "request_help", "nope"]);
      const content = pick(["", " ", "pH", "pH 7", "done", "passed: true"]);
      const extra = pick([{}, {}, { score: 1 }, { answers: {} }, { answers: { passed: true } }]);
      const input = {
        start_task: { task_id },
        submit: { task_id, content, ...extra },
        go_back: { task_id, reason: "r" },
        show_task: { task_id },
        request_help: { task_id, message: "m" },
        nope: { task_id, status: "closed" },
      }[name];
      const answer = await tools.call(name, input);
      if (answer.success && name === "submit") {
        if (meets[task_id]?.(content, extra.answers ?? {})) evidence.set(task_id, true);
      } else if (answer.success && name === "go_back") evidence.delete(task_id);

      const states = new Map();
      for (const own of all) states.set(own.id, (await ws.progress.status(ada.id, own.id)).status);
      for (const own of all.filter(({ id }) => states.get(id) === "closed")) {
        closings += 1;
        const below = children[own.id];
        if (below === undefined) assert.ok(evidence.get(own.id), `round ${round}, step ${step}: ${own.title}`);
        else
          assert.ok(
            below.every(({ id }) => states.get(id) === "closed"),
            `round ${round}: ${own.title}`,
          );
      }
    }
    await ws.close();
  }
  assert.ok(closings > 200, `only ${closings} closed tasks were looked at`);
});

test("what is blank is told under the name that it has in the input", LIMIT, async () => {
  const { tools, read } = await open();
  for (const [name, field] of [
    ["add_comment", "comment"],
    ["request_help", "message"],
  ]) {
    const { details } = await fails(tools, "VALIDATION_FAILED", name, { task_id: read.id, [field]: " " });
    assert.deepEqual(details.errors, [{ path: field, message: "must not be blank" }]);
  }
});
