// The tools for agents, in Node: what each of them does and says (spec 5, 9.11).

import assert from "node:assert/strict";
import { test } from "node:test";
import Ajv from "ajv";
import { NAMES, fails, installedTools, succeeds } from "./lib/tools.mjs";

const LIMIT = { timeout: 60_000 };

const { schema, open } = await installedTools();

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

/** What is in a schema that an API with a strict mode refuses, by path. */
function refused(own, path = "input") {
  const known = ["type", "description", "enum", "items", "properties", "required", "additionalProperties", "anyOf"];
  const unknown = Object.keys(own).filter((key) => !known.includes(key));
  const { type, properties = {}, required = [], additionalProperties, items, anyOf = [] } = own;
  const isClosed = type !== "object" || additionalProperties === false;
  const isAll = JSON.stringify(Object.keys(properties)) === JSON.stringify(required);
  return [
    ...unknown.map((key) => `${path}: ${key}`),
    ...(isClosed && isAll && (type === undefined) === anyOf.length > 0 ? [] : [`${path}: ${JSON.stringify(own)}`]),
    ...Object.entries(properties).flatMap(([key, member]) => refused(member, `${path}.${key}`)),
    ...anyOf.flatMap((either) => refused(either, path)),
    ...(items === undefined ? [] : refused(items, `${path}[]`)),
  ];
}

test("a strict API takes the schemas, too, and what its model must then say is taken", LIMIT, async () => {
  const { ws, ada, tools, read, project, make } = await open();
  for (const own of [tools, ws.tools({ learnerId: ada.id })]) {
    const schemas = own.schemas({ strict: true });
    assert.deepEqual(
      schemas.map((tool) => tool.name),
      NAMES,
    );
    for (const { name, input_schema } of schemas) {
      new Ajv({ strict: true }).compile(input_schema);
      assert.deepEqual(refused(input_schema), [], name);
    }
  }
  assert.match(JSON.stringify(tools.schemas({ strict: true })[0]), /From 1 to 20\. Usually 5\./);
  const ready = await succeeds(tools, "get_ready", { task_type: null, limit: 5, after: null });
  assert.equal(ready.total_ready, 1);
  const nothing = { answers: null, score: null, submission_type: "text" };
  await succeeds(tools, "submit", { task_id: read.id, content: "ten rows", ...nothing });
  const quiz = await make(project, "subtask", "Quiz");
  const question = { id: "q1", kind: "single", prompt: "Which?", options: ["a", "b"], answer: "b", points: 1 };
  const rule = { questions: [question], pass_mark: 1 };
  await ws.tasks.addCriterion(quiz.id, { criterion_type: "quiz", description: "Know it", rule });
  const answered = { task_id: quiz.id, content: null, score: null, submission_type: "text", answers: '{"q1":"b"}' };
  assert.equal((await succeeds(tools, "submit", answered)).status, "closed");
  const lists = { graph_nodes: [], tags: [], open_questions: [], resolved: [], entry_points: [], avoid_repeating: [] };
  const decisions = [{ statement: "Use AVG.", rationale: null, confidence: null }];
  const left = await succeeds(tools, "checkpoint", { session_summary: "s", task_id: null, decisions, ...lists });
  assert.equal(left.decisions, 1);
  // What is needed is, and nothing else is guessed.
  assert.match((await fails(tools, "VALIDATION_FAILED", "start_task", { task_id: null })).message, /task_id/);
  await fails(tools, "VALIDATION_FAILED", "submit", { ...answered, answers: "b" });
  await fails(tools, "VALIDATION_FAILED", "get_ready", { unknown: null });
  for (const bad of [null, 5, { strict: 1 }, { stric: true }]) {
    assert.throws(() => tools.schemas(bad), { code: "INVALID" }, JSON.stringify(bad));
  }
});

test("no arguments are none, and words of a list may be in capitals", LIMIT, async () => {
  const { tools, read } = await open();
  for (const input of ["", " ", "{}", undefined, null, {}]) {
    assert.equal((await succeeds(tools, "get_ready", input)).total_ready, 1, JSON.stringify(input));
  }
  assert.equal((await succeeds(tools, "get_ready", { task_type: "Subtask" })).total_ready, 1);
  const handed = { task_id: read.id, content: "ten rows", submission_type: "CODE" };
  assert.equal((await succeeds(tools, "submit", handed)).status, "closed");
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
  assert.deepEqual(Object.keys(context).sort(), [...Object.keys(whole), "total_ready"].sort());
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

test("what is ready is told with its true total wherever its first are shown", LIMIT, async () => {
  const { tools, epic, read, make } = await open();
  for (let number = 0; number < 12; number += 1) await make(epic, "subtask", `Part ${number}`);
  const totals = async () => {
    const context = await succeeds(tools, "get_context", { task_id: epic.id, full: true });
    return [context.ready.length, context.total_ready, (await succeeds(tools, "get_ready", {})).total_ready];
  };
  assert.deepEqual(await totals(), [10, 13, 13]);
  const handed = await succeeds(tools, "submit", { task_id: read.id, content: "ten rows" });
  assert.deepEqual([handed.ready_tasks.length, handed.total_ready], [5, 13], "one closed and one opened");
  assert.deepEqual(await totals(), [10, 13, 13]);
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
