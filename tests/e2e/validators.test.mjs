// Validators of the host that fail: what they throw is a verdict in words, closes nothing and breaks nothing.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { project as install } from "./lib/package.mjs";

const LIMIT = { timeout: 30_000 };

let main;
let undo;

before(async () => {
  const folder = install({ after: (work) => (undo = work) });
  main = await import(pathToFileURL(join(folder, "node_modules/medallion", "node.js")));
});

after(() => undo());

let names = 0;
async function open() {
  const ws = await main.Workspace.open(`validators-${names++}`);
  const project = await ws.tasks.create({ task_type: "project", title: "P" });
  const step = await ws.tasks.create({ parent_id: project.id, task_type: "step", title: "S" });
  await ws.tasks.addCriterion(step.id, { criterion_type: "code_test", description: "It runs", rule: { tests: 3 } });
  const ada = await ws.learners.create({ name: "Ada" });
  const submit = () => ws.progress.submit(ada.id, step.id, { content: "print(1)" });
  return { ws, step, ada, submit };
}

const FAILURES = {
  "an error": () => {
    throw new Error("the worker died");
  },
  "a promise that is rejected": async () => Promise.reject(new Error("the worker died")),
  "what is no error": () => {
    throw "the worker died";
  },
};

for (const [name, validator] of Object.entries(FAILURES)) {
  test(`a validator that throws ${name} fails the try in words and closes nothing`, LIMIT, async () => {
    const { ws, step, ada, submit } = await open();
    ws.progress.setValidator("code_test", validator);
    const sent = await submit();
    assert.equal(sent.validation.passed, false);
    assert.match(sent.validation.error_message, /the worker died/);
    assert.equal(sent.state.status, "in_progress");
    assert.deepEqual(sent.auto_closed, []);
    // One that works takes its place, and the next try passes.
    ws.progress.setValidator("code_test", async () => ({ passed: true }));
    assert.equal((await submit()).state.status, "closed");
    const attempts = (await ws.progress.submissions(ada.id, step.id)).map((own) => own.attempt_number);
    assert.deepEqual(attempts, [2, 1], "each try is kept");
  });
}

test("a validator that says nothing of use fails the try, too", LIMIT, async () => {
  for (const answer of [undefined, null, 1, {}, { passed: "yes" }]) {
    const { ws, submit } = await open();
    ws.progress.setValidator("code_test", () => answer);
    const sent = await submit();
    assert.equal(sent.validation.passed, false, JSON.stringify(answer));
    assert.ok(sent.validation.error_message.length > 0);
    assert.equal(sent.state.status, "in_progress");
  }
});

test("a validator that never answers fails the try in words, after the time that it was given", LIMIT, async () => {
  const { ws, step, submit } = await open();
  const asked = [];
  const never = (submission) => {
    asked.push(submission.attempt_number);
    return new Promise(() => {});
  };
  ws.progress.setValidator("code_test", never, { timeout: 50 });
  const sent = await submit();
  assert.equal(sent.validation.passed, false);
  assert.match(sent.validation.error_message, /the validator did not answer within 0\.05 s/);
  assert.equal(sent.state.status, "in_progress");
  // What others do meanwhile waits for nobody, and one that answers in time is not hurried.
  ws.progress.setValidator("code_test", never, { timeout: 2_000 });
  const late = assert.rejects(submit(), { code: "INVALID_TRANSITION" });
  await ws.tasks.update(step.id, { title: "Renamed" });
  ws.progress.setValidator("code_test", async () => ({ passed: true }), { timeout: Infinity });
  assert.equal((await submit()).state.status, "closed");
  assert.deepEqual(asked, [1, 2]);
  assert.throws(() => ws.progress.setValidator("code_test", never, { limit: 1 }), { code: "INVALID", path: "limit" });
  await late;
});

test("a validator has a name that a criterion can have, and some time", LIMIT, async () => {
  const { ws } = await open();
  for (const name of ["", "x y", "Code", "x".repeat(65)]) {
    const refused = { code: "INVALID", path: "criterionType" };
    assert.throws(() => ws.progress.setValidator(name, () => ({ passed: true })), refused, name);
  }
  for (const timeout of [0, -1, -Infinity]) {
    const refused = { code: "INVALID", path: "timeout" };
    assert.throws(() => ws.progress.setValidator("code_test", () => ({ passed: true }), { timeout }), refused);
  }
});
