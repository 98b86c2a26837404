// The tools for agents, in Node: no answer is larger than a conversation bears.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fails, installedTools, succeeds } from "./lib/tools.mjs";

const LIMIT = { timeout: 120_000 };
const LONG = "Wörter ".repeat(2_800);

const { open } = await installedTools();

function isSmall(answer, most = 20_000) {
  const size = JSON.stringify(answer).length;
  assert.ok(size <= most, `${size} characters`);
  return answer;
}

test("a page of long comments is cut comment by comment, and none of them is missing", LIMIT, async () => {
  const { tools, read } = await open();
  for (let number = 0; number < 50; number += 1) {
    const input = { task_id: read.id, comment: `${number} ${LONG}` };
    const { text, cut } = isSmall(await succeeds(tools, "add_comment", input));
    assert.ok(text.length < 2_100 && cut.text > 19_000);
  }
  const { comments, total, cut } = isSmall(await succeeds(tools, "get_comments", { task_id: read.id, limit: 50 }));
  assert.deepEqual([comments.length, total], [50, 50]);
  assert.deepEqual(
    comments.map(({ text }) => Number(text.split(" ")[0])),
    comments.map((_, number) => number),
  );
  assert.ok(cut["comments[0].text"] > 19_000);
});

test("what a validator says at length is cut, whether it passes or not", LIMIT, async () => {
  const { ws, tools, project, make } = await open();
  for (const passed of [false, true]) {
    ws.progress.setValidator("code_test", () => ({ passed, message: LONG.repeat(40) }));
    const task = await make(project, "task", "Program");
    await ws.tasks.addCriterion(task.id, { criterion_type: "code_test", description: "It runs", rule: {} });
    const answer = isSmall(await succeeds(tools, "submit", { task_id: task.id, content: "x" }));
    assert.equal(answer.validation_passed, passed);
    assert.ok(Object.keys(answer.cut).length > 0);
  }
});

test("a task that waits for many names the first three, and how many more there are", LIMIT, async () => {
  const { ws, tools, project, make } = await open();
  const task = await make(project, "task", "Last");
  for (let number = 0; number < 30; number += 1) {
    const other = await make(project, "task", `${number} ${"long ".repeat(90)}`);
    await ws.tasks.addDependency(task.id, other.id);
  }
  const answer = isSmall(await fails(tools, "BLOCKED", "start_task", { task_id: task.id }), 8_000);
  assert.match(answer.message, /^"Last" is blocked\. "0 long .*There are 27 more reasons\.$/);
  assert.equal(answer.details.locked_because.length, 3);
});

test("what is nested is cut, and so is the list of what was cut", LIMIT, async () => {
  const { ws, tools, read } = await open();
  const nested = (depth) =>
    depth === 0
      ? "Mind the units."
      : Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`k${at}`, nested(depth - 1)]));
  await ws.tasks.update(read.id, { tutor_guidance: nested(3), content: LONG });
  for (const name of ["show_task", "get_context"]) {
    const { cut } = isSmall(await succeeds(tools, name, { task_id: read.id }));
    assert.ok(cut["…"] > 0, name);
  }
  isSmall(await succeeds(tools, "start_task", { task_id: read.id }));
});

test("what is not told of a task's tries and of what is ready is counted, in full answers too", LIMIT, async () => {
  const { ws, tools, project, make, ada } = await open();
  const task = await make(project, "task", "Tried often");
  await ws.tasks.addCriterion(task.id, { criterion_type: "number", description: "42", rule: { value: 42 } });
  for (let number = 0; number < 15; number += 1) await ws.progress.submit(ada.id, task.id, { content: "41" });
  for (let number = 0; number < 30; number += 1) await make(project, "task", `Other ${number}`);
  for (const full of [false, true]) {
    const context = await succeeds(tools, "get_context", { task_id: task.id, full });
    assert.equal(context.submissions.length, 10);
    assert.equal(context.cut.submissions, 15);
    assert.equal(context.cut.ready, context.total_ready);
    assert.ok(context.total_ready > 30);
  }
});
