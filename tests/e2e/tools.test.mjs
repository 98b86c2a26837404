// The tools for agents, in Node: each tool, each code, whatever a model asks for, and that nothing
// closes without its evidence (spec 5, 9.11).

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import { badValues, hostile } from "./lib/bad-values.mjs";
import { course } from "./lib/course.mjs";
import { project as install } from "./lib/package.mjs";

const LIMIT = { timeout: 60_000 };

const NAMES = [
  ...["get_ready", "show_task", "get_context", "start_task", "submit", "add_comment", "get_comments", "go_back"],
  ...["request_help", "load_medallions", "checkpoint"],
];

let main;
let schema;
let failures;
let undo;

before(async () => {
  const folder = install({ after: (work) => (undo = work) });
  const load = (file) => import(pathToFileURL(join(folder, "node_modules/medallion", file)));
  main = await load("node.js");
  [schema, failures] = await Promise.all([load("tools/schema.js"), load("tools/failure.js")]);
});

after(() => undo());

let names = 0;
async function open() {
  const all = await course(main.Workspace, `tools-${names++}`);
  const tools = all.ws.tools({ learnerId: all.ada.id, projectId: all.project.id });
  return { ...all, tools };
}

async function succeeds(tools, name, input) {
  const answer = await tools.call(name, input);
  assert.equal(answer.success, true, `${name}: ${JSON.stringify(answer)}`);
  return answer;
}

async function fails(tools, error_code, name, input) {
  const answer = await tools.call(name, input);
  assert.equal(answer.success, false, `${String(name)}: ${JSON.stringify(answer)}`);
  assert.equal(answer.error_code, error_code, JSON.stringify(answer));
  assert.ok(answer.message.length > 0);
  return answer;
}

test("there are eleven, with schemas that JSON Schema knows and no ids that are bound", LIMIT, async () => {
  const { ws, ada, tools } = await open();
  const ajv = new Ajv({ strict: true });
  assert.deepEqual(
    tools.schemas().map((tool) => tool.name),
    NAMES,
  );
  for (const { name, description, input_schema, ...others } of tools.schemas()) {
    assert.ok(description.length > 20 && Object.keys(others).length === 0, name);
    ajv.compile(input_schema);
    const properties = Object.keys(input_schema.properties);
    assert.ok(!properties.includes("learner_id") && !properties.includes("project_id"), name);
    tools.schemas()[0].input_schema.properties.broken = {};
  }
  assert.ok(!("broken" in tools.schemas()[0].input_schema.properties), "schemas are shared with their callers");
  const free = ws.tools({ learnerId: ada.id }).schemas();
  assert.deepEqual(free[0].input_schema.required, ["project_id"]);
});

test("what the check takes and what the schema takes are the same", LIMIT, async () => {
  const { tools } = await open();
  const ajv = new Ajv();
  const values = [null, "", "x", "é".repeat(200), 0, 1, 21, 50, 51, 1.5, -1, true, [], ["x"], [""], [1], {}, { x: 1 }];
  values.push("x".repeat(201), Array(21).fill("x"), [{ statement: "s", confidence: 2 }], [{ statement: "s" }]);
  let taken = 0;
  for (const { name, input_schema } of tools.schemas()) {
    const isValid = ajv.compile(input_schema);
    const required = Object.fromEntries(input_schema.required.map((key) => [key, "x"]));
    const keys = [...Object.keys(input_schema.properties), "unknown", "constructor"];
    const inputs = keys.flatMap((key) => values.map((value) => ({ ...required, [key]: value })));
    for (const input of [...inputs, ...values, required]) {
      const problems = schema.problemsOf(input_schema, input);
      assert.equal(problems.length === 0, isValid(input), `${name} ${JSON.stringify(input).slice(0, 200)}`);
      taken += problems.length === 0;
    }
  }
  assert.ok(taken > 50);
});

test("NV1, NV2: get_ready has what can be worked on, in progress first, with true totals", LIMIT, async () => {
  const { ws, tools, project, read, query, ada, make } = await open();
  const first = await succeeds(tools, "get_ready", {});
  assert.deepEqual(
    first.tasks.map(({ title, status, has_children }) => ({ title, status, has_children })),
    [{ title: read.title, status: "open", has_children: false }],
  );
  assert.equal(first.message, "Found 1 task ready (0 in progress).");

  await tools.call("start_task", { task_id: read.id });
  await tools.call("submit", { task_id: read.id, content: "ten rows" });
  await ws.progress.start(ada.id, query.id);
  for (let number = 1; number <= 7; number += 1) await make(project, "task", `More ${number}`, { priority: 1 });
  const all = [];
  let page = { next: undefined };
  do {
    page = await succeeds(tools, "get_ready", { limit: 3, ...(page.next && { after: page.next }) });
    assert.equal(page.total_ready, 8);
    all.push(...page.tasks.map((task) => task.title));
  } while (page.next);
  assert.deepEqual(all, [query.title, ...Array.from({ length: 7 }, (_, at) => `More ${at + 1}`)]);
  assert.equal((await succeeds(tools, "get_ready", { task_type: "subtask" })).total_ready, 1);
  assert.match((await fails(tools, "VALIDATION_FAILED", "get_ready", { after: read.id })).message, /no longer ready/);
  assert.match((await fails(tools, "VALIDATION_FAILED", "get_ready", { limit: 21 })).message, /at most 20/);
});

test("NV3, NV4, NV7, NV8: show_task", LIMIT, async () => {
  const { tools, read, query, epic } = await open();
  const shown = await succeeds(tools, "show_task", { task_id: read.id });
  assert.deepEqual(shown.learning_objectives, [
    { level: "remember", description: "Recall the columns", achieved: false },
    { level: "apply", description: "Use a reader", achieved: false },
  ]);
  assert.deepEqual(shown.tutor_guidance, { hint: "csv" });
  assert.equal(shown.narrative_context, null);
  assert.deepEqual(shown.blocks, [{ id: query.id, title: query.title }]);
  assert.deepEqual([shown.submission_count, shown.latest_validation_passed], [0, null]);
  const locked = await succeeds(tools, "show_task", { task_id: query.id });
  assert.deepEqual(
    locked.blocked_by.map(({ id }) => id),
    [read.id],
  );
  assert.deepEqual(
    (await succeeds(tools, "show_task", { task_id: epic.id })).children.map(({ title, status }) => [title, status]),
    [
      [read.title, "open"],
      [query.title, "open"],
    ],
  );
  for (let attempt = 1; attempt <= 12; attempt += 1) await tools.call("submit", { task_id: read.id, content: " " });
  const tried = await succeeds(tools, "show_task", { task_id: read.id });
  assert.deepEqual([tried.submission_count, tried.latest_validation_passed], [12, false]);
});

test("tools taken from a learner's own handle do not say how a task is taught", LIMIT, async () => {
  const { ws, ada, read, project } = await open();
  const options = { learnerId: ada.id, projectId: project.id };
  const guidance = async (handle) => {
    const tools = handle.tools(options);
    const [shown, context] = await Promise.all(
      ["show_task", "get_context"].map((name) => succeeds(tools, name, { task_id: read.id })),
    );
    return [shown.tutor_guidance, context.guidance];
  };
  assert.deepEqual(await guidance(ws), [{ hint: "csv" }, { hint: "csv" }]);
  assert.deepEqual(await guidance(ws.as({ learnerId: ada.id, role: "learner" })), [null, null]);
});

test("NV5, NV6: get_context has all of TaskContext", LIMIT, async () => {
  const { ws, tools, project, epic, read, query, ada } = await open();
  await tools.call("submit", { task_id: read.id, content: "ten rows" });
  const { success, ...context } = await succeeds(tools, "get_context", { task_id: query.id });
  assert.equal(success, true);
  const whole = await ws.as({ learnerId: ada.id, role: "learner" }).progress.context(ada.id, query.id);
  assert.deepEqual(Object.keys(context).sort(), Object.keys(whole).sort());
  assert.deepEqual(
    context.ancestors.map((task) => task.id),
    [epic.id, project.id],
  );
  assert.equal(context.narrative_context, "A village needs advice.");
  assert.deepEqual(
    [context.progress.completed_tasks, context.progress.total_tasks, context.progress.completion_percentage],
    [1, 3, 33],
  );
});

test("long texts and lists are cut, what was cut is said, and `full` gives all", LIMIT, async () => {
  const { ws, tools, epic, read, make } = await open();
  await ws.tasks.update(read.id, { content: "ä".repeat(5_000) });
  for (let number = 0; number < 20; number += 1) await make(epic, "subtask", `Part ${number}`);
  const short = await succeeds(tools, "show_task", { task_id: read.id });
  assert.deepEqual(short.cut, { content: 5_000 });
  assert.equal(short.content, `${"ä".repeat(2_000)}…`);
  assert.equal((await succeeds(tools, "show_task", { task_id: read.id, full: true })).content.length, 5_000);
  const container = await succeeds(tools, "get_context", { task_id: epic.id });
  assert.deepEqual([container.children.length, container.cut.children], [10, 22]);
  assert.equal((await succeeds(tools, "get_context", { task_id: epic.id, full: true })).children.length, 22);
});

test("an answer is small whatever there is, but for `full`", LIMIT, async () => {
  const { ws, tools, ada, epic, read, query, make } = await open();
  const long = "Wörter ".repeat(3_000);
  const guidance = Object.fromEntries(Array.from({ length: 300 }, (_, number) => [`hint ${number}`, long]));
  const fields = { description: long, content: long, notes: long, acceptance_criteria: long, tutor_guidance: guidance };
  for (const { id } of [read, query, epic]) await ws.tasks.update(id, fields);
  for (let number = 0; number < 40; number += 1) {
    const { id } = await make(epic, "subtask", `${number} ${"long title ".repeat(40)}`);
    await ws.tasks.addDependency(id, read.id);
    await ws.tasks.addObjective(read.id, { description: long });
    await ws.tasks.addCriterion(read.id, { criterion_type: "manual", description: long, rule: {} });
  }
  for (let number = 0; number < 12; number += 1) {
    await ws.progress.submit(ada.id, read.id, { content: long });
    await tools.call("checkpoint", { session_summary: long.slice(0, 9_000), tags: [`t${number}`] });
  }
  for (const [name, input] of [
    ["get_context", { task_id: read.id }],
    ["get_context", { task_id: epic.id }],
    ["show_task", { task_id: read.id }],
    ["show_task", { task_id: epic.id }],
    ["start_task", { task_id: read.id }],
    ["load_medallions", { limit: 10 }],
  ]) {
    const answer = await succeeds(tools, name, input);
    const size = JSON.stringify(answer).length;
    assert.ok(size <= 20_000, `${name}: ${size} characters`);
    assert.ok(Object.keys((answer.context ?? answer).cut).length > 0, name);
  }
  const whole = await succeeds(tools, "get_context", { task_id: read.id, full: true });
  assert.equal(whole.submissions[0].content, long);
});

test("get_context is short of everything but its own task", LIMIT, async () => {
  const { tools, read, query, epic } = await open();
  await tools.call("submit", { task_id: read.id, content: " " });
  await tools.call("submit", { task_id: read.id, content: "  " });
  const own = await succeeds(tools, "get_context", { task_id: read.id });
  assert.deepEqual(
    own.submissions.map(({ attempt_number: attempt, content }) => [attempt, content]),
    [
      [2, "  "],
      [1, undefined],
    ],
  );
  assert.deepEqual(Object.keys(own.ready[0]), ["id", "title", "status", "task_type", "priority", "parent_id"]);
  assert.deepEqual(own.blocks, [{ id: query.id, title: query.title }]);
  const container = await succeeds(tools, "get_context", { task_id: epic.id });
  assert.deepEqual(container.children[1], { id: query.id, title: query.title, status: "open", display: "locked" });
  const locked = await succeeds(tools, "get_context", { task_id: query.id });
  assert.deepEqual(locked.state.locked_because, [{ kind: "dependency", task_id: read.id }]);
  assert.equal(locked.locks[0].unlock[0], read.id);
});

test("a score is handed in where the author trusts who says so", LIMIT, async () => {
  const { ws, tools, read } = await open();
  const rule = { min: 0.8, trust_caller: true };
  await ws.tasks.addCriterion(read.id, { criterion_type: "score", description: "80 %", rule });
  assert.equal((await succeeds(tools, "submit", { task_id: read.id, score: 0.5 })).validation_passed, false);
  await fails(tools, "VALIDATION_FAILED", "submit", { task_id: read.id, score: 80 });
  assert.equal((await succeeds(tools, "submit", { task_id: read.id, score: 0.9 })).status, "closed");
});

test("TP1, TP2, TP3, TP4: start_task", LIMIT, async () => {
  const { tools, read, query, report } = await open();
  const started = await succeeds(tools, "start_task", { task_id: read.id });
  assert.equal(started.status, "in_progress");
  const { task_id, title, description } = started.context;
  assert.deepEqual({ task_id, title, description }, { task_id: read.id, title: read.title, description: "Open it." });
  assert.match((await succeeds(tools, "start_task", { task_id: read.id })).message, /in progress already/);

  const blocked = await fails(tools, "BLOCKED", "start_task", { task_id: query.id });
  assert.match(blocked.message, /blocked/);
  assert.equal(blocked.details.code, "LOCKED");
  assert.deepEqual(
    blocked.details.locked_because.map(({ kind, unlock }) => ({ kind, unlock })),
    [{ kind: "dependency", unlock: [read.id] }],
  );
  // What is above counts, too: the epic that the report waits for is not closed.
  assert.match((await fails(tools, "BLOCKED", "start_task", { task_id: report.id })).message, /"Load data"/);

  await tools.call("submit", { task_id: read.id, content: "ten rows" });
  const closed = await fails(tools, "INVALID_STATE", "start_task", { task_id: read.id });
  assert.match(closed.message, /closed.*go_back/);
  assert.equal(closed.context, undefined);
});

test("what is in a locked container is locked", LIMIT, async () => {
  const { ws, tools, epic, report, make } = await open();
  const inside = await make(report, "subtask", "Write");
  const { details } = await fails(tools, "BLOCKED", "start_task", { task_id: inside.id });
  assert.equal(details.locked_because[0].kind, "ancestor");
  await fails(tools, "BLOCKED", "submit", { task_id: inside.id, content: "early" });
  assert.equal((await ws.tasks.get(epic.id)).title, "Load data");
});

test("TP5 to TP9: submit judges, closes, and opens what waited", LIMIT, async () => {
  const { tools, epic, read, query, report } = await open();
  const first = await succeeds(tools, "submit", { task_id: read.id, content: "ten rows", submission_type: "code" });
  assert.deepEqual([first.attempt_number, first.validation_passed, first.status], [1, true, "closed"]);
  assert.match(first.message, /complete/);
  assert.deepEqual(
    first.ready_tasks.map(({ id }) => id),
    [query.id],
  );
  const wrong = await succeeds(tools, "submit", { task_id: query.id, content: "sour" });
  assert.deepEqual([wrong.validation_passed, wrong.status], [false, "in_progress"]);
  assert.match(wrong.message, /^Validation failed: /);
  assert.equal(wrong.validations.length, 1);
  const right = await succeeds(tools, "submit", { task_id: query.id, content: "pH 7" });
  assert.deepEqual([right.attempt_number, right.status], [2, "closed"]);
  assert.deepEqual(
    right.auto_closed.map(({ id, task_type }) => [id, task_type]),
    [[epic.id, "epic"]],
  );
  assert.deepEqual(
    right.ready_tasks.map(({ id }) => id),
    [report.id],
  );
  await fails(tools, "INVALID_STATE", "submit", { task_id: query.id, content: "again" });
  await succeeds(tools, "go_back", { task_id: query.id, reason: "check" });
  assert.equal((await succeeds(tools, "submit", { task_id: query.id, content: "pH 7" })).attempt_number, 3);
});

test("TP10: other types of submission are invalid", LIMIT, async () => {
  const { tools, read } = await open();
  const answer = await fails(tools, "VALIDATION_FAILED", "submit", {
    task_id: read.id,
    content: "x",
    submission_type: "invalid_type",
  });
  assert.match(answer.message, /invalid/);
  assert.match((await fails(tools, "VALIDATION_FAILED", "submit", { task_id: read.id })).message, /content/);
});

test("a quiz is answered by question, and a review is waited for", LIMIT, async () => {
  const { ws, tools, project, make } = await open();
  const quiz = await make(project, "subtask", "Quiz");
  const question = { id: "q1", kind: "single", prompt: "Which?", options: ["a", "b"], answer: "b", points: 1 };
  const rule = { questions: [question], pass_mark: 1 };
  await ws.tasks.addCriterion(quiz.id, { criterion_type: "quiz", description: "Know it", rule });
  const shown = JSON.stringify(await succeeds(tools, "show_task", { task_id: quiz.id, full: true }));
  assert.ok(shown.includes("Which?") && !shown.includes('"answer"'), "the answer is given away");
  const wrong = await succeeds(tools, "submit", { task_id: quiz.id, answers: { q1: "a" } });
  assert.equal(wrong.validation_passed, false);
  assert.equal((await succeeds(tools, "submit", { task_id: quiz.id, answers: { q1: "b" } })).status, "closed");

  const essay = await make(project, "subtask", "Essay");
  await ws.tasks.addCriterion(essay.id, { criterion_type: "manual", description: "Somebody reads it" });
  const handed = await succeeds(tools, "submit", { task_id: essay.id, content: "words" });
  assert.deepEqual([handed.validation_passed, handed.status], [null, "in_progress"]);
  assert.match(handed.message, /review/);
});

test("FB1 to FB5: comments are the learner's own; the newest page, oldest first, true totals", LIMIT, async () => {
  const { ws, tools, project, read, ada } = await open();
  assert.deepEqual(await succeeds(tools, "get_comments", { task_id: read.id }), {
    success: true,
    comments: [],
    total: 0,
  });
  for (const comment of ["1", "2", "3", "4", "5"]) {
    const { author } = await succeeds(tools, "add_comment", { task_id: read.id, comment });
    assert.equal(author, `learner:${ada.id}`);
  }
  const newest = await succeeds(tools, "get_comments", { task_id: read.id, limit: 2 });
  assert.deepEqual([newest.comments.map(({ text }) => text), newest.total], [["4", "5"], 5]);
  const older = await succeeds(tools, "get_comments", { task_id: read.id, limit: 4, before: newest.next });
  assert.deepEqual([older.comments.map(({ text }) => text), older.next], [["1", "2", "3"], undefined]);

  const bob = await ws.learners.create({ name: "Bob" });
  const others = ws.tools({ learnerId: bob.id, projectId: project.id });
  await ws.tasks.addComment(read.id, { author: "tutor", text: "For all" });
  const { comments } = await succeeds(others, "get_comments", { task_id: read.id });
  assert.deepEqual(
    comments.map(({ text, is_private }) => [text, is_private]),
    [["For all", false]],
  );
});

test("CT1, CT2, CT3, CT6: go_back opens what is closed, for this learner, and its reason is kept", LIMIT, async () => {
  const { ws, tools, project, read, ada } = await open();
  await fails(tools, "INVALID_STATE", "go_back", { task_id: read.id, reason: "not yet" });
  assert.match((await fails(tools, "VALIDATION_FAILED", "go_back", { task_id: read.id })).message, /reason is missing/);
  const bob = await ws.learners.create({ name: "Bob" });
  const others = ws.tools({ learnerId: bob.id, projectId: project.id });
  for (const own of [tools, others]) await succeeds(own, "submit", { task_id: read.id, content: "rows" });
  const back = await succeeds(tools, "go_back", { task_id: read.id, reason: "again" });
  assert.deepEqual([back.new_status, back.message], ["open", "Task reopened: again"]);
  assert.equal((await ws.progress.status(bob.id, read.id)).status, "closed");
  const { items } = await ws.events.list({ entityType: "progress" });
  const event = items.find((own) => own.event_type === "reopened");
  assert.deepEqual([event.reason, event.actor], ["again", `learner:${ada.id}`]);
  await ws.progress.hold(ada.id, read.id, { reason: "wait for me" });
  await fails(tools, "INVALID_STATE", "go_back", { task_id: read.id, reason: "no" });
});

test("CT4, CT5: instructors see what help was asked for, and the learner what they answer", LIMIT, async () => {
  const { ws, tools, project, query } = await open();
  const { request_id, message } = await succeeds(tools, "request_help", { task_id: query.id, message: "What is pH?" });
  assert.match(message, /submitted/);
  const teacher = ws.as({ role: "instructor" });
  const [request] = await teacher.progress.helpRequests({ projectId: project.id, open: true });
  assert.deepEqual([request.id, request.message], [request_id, "What is pH?"]);
  await teacher.progress.answerHelp(request_id, "How sour it is.");
  const { help_requests } = await succeeds(tools, "show_task", { task_id: query.id });
  assert.deepEqual(help_requests, [
    { id: request_id, message: "What is pH?", status: "answered", answer: "How sour it is." },
  ]);
  const bob = await ws.learners.create({ name: "Bob" });
  const others = ws.tools({ learnerId: bob.id, projectId: project.id });
  assert.deepEqual((await succeeds(others, "show_task", { task_id: query.id })).help_requests, []);
  const denied = { code: "PERMISSION_DENIED" };
  await assert.rejects(ws.as({ learnerId: bob.id, role: "learner" }).progress.helpRequests(), denied);
});

test("what one session leaves behind, the next one finds, for this learner only", LIMIT, async () => {
  const { ws, tools, project, read } = await open();
  const first = await succeeds(tools, "checkpoint", {
    session_summary: "Ada reads tables.",
    task_id: read.id,
    decisions: [{ statement: "Use examples first.", rationale: "She asked." }, { statement: "Skip theory." }],
    open_questions: [{ question: "Does she know SQL?", priority: "high" }],
    avoid_repeating: ["Long texts"],
  });
  const second = await succeeds(tools, "checkpoint", {
    session_summary: "Ada queries.",
    task_id: read.id,
    decisions: [{ statement: "Go faster." }],
    resolved: ["D-002", "Q-001"],
  });
  assert.equal(second.medallion_id, first.medallion_id);
  const loaded = await succeeds(tools, "load_medallions", { task_id: read.id });
  assert.equal(loaded.total, 1);
  const [medallion] = loaded.medallions;
  assert.equal(medallion.summary.high_level, "Ada queries.");
  assert.deepEqual(
    medallion.decisions.map(({ id, statement }) => [id, statement]),
    [
      ["D-001", "Use examples first."],
      ["D-003", "Go faster."],
    ],
  );
  assert.deepEqual(medallion.open_questions, []);
  assert.deepEqual(medallion.affordances.avoid_repeating, ["Long texts"]);

  const bob = await ws.learners.create({ name: "Bob" });
  const others = ws.tools({ learnerId: bob.id, projectId: project.id });
  assert.equal((await succeeds(others, "load_medallions", {})).total, 0);
  for (const tag of ["a", "b", "c", "d"]) await tools.call("checkpoint", { session_summary: tag, tags: [tag] });
  const page = await succeeds(tools, "load_medallions", {});
  assert.deepEqual([page.medallions.length, page.total], [3, 5]);
  const rest = await succeeds(tools, "load_medallions", { after: page.next });
  assert.deepEqual([rest.medallions.length, rest.next], [2, undefined]);
  assert.equal((await succeeds(tools, "load_medallions", { tags: ["b"] })).total, 1);
  await fails(tools, "VALIDATION_FAILED", "load_medallions", { after: "med-none" });
});

test("what a session left behind goes with its learner", LIMIT, async () => {
  const { ws, tools, ada, project } = await open();
  const bob = await ws.learners.create({ name: "Bob" });
  const others = ws.tools({ learnerId: bob.id, projectId: project.id });
  await succeeds(tools, "checkpoint", { session_summary: "She met a pelican." });
  await succeeds(tools, "checkpoint", { session_summary: "The pelican again.", tags: ["birds"] });
  await succeeds(others, "checkpoint", { session_summary: "He met a heron." });
  assert.equal(await ws.learners.delete(ada.id), true);
  const file = await (await ws.export()).text();
  assert.doesNotMatch(file, /pelican/);
  assert.equal((await succeeds(others, "load_medallions", {})).total, 1);
});

test("a model of the host's writes checkpoints, and its failure is an answer", LIMIT, async () => {
  const { ws, project, ada } = await open();
  const llm = { generate: () => ({ summary: { high_level: "by model" }, affordances: {} }), update: () => "nonsense" };
  const tools = ws.tools({ learnerId: ada.id, projectId: project.id, llm });
  await succeeds(tools, "checkpoint", { session_summary: "s" });
  const { details } = await fails(tools, "INTERNAL_ERROR", "checkpoint", { session_summary: "s" });
  assert.equal(details.code, "LLM_INVALID");
});

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
