// What a new session is told, as JavaScript asks for it: with a learner and a task, with a count of
// the host's own, on handles of learners.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installed } from "./lib/package.mjs";

const SCOPE = { graph_nodes: ["repo:muse"] };

const main = await installed();
let names = 0;

const open = () => main.Workspace.open(`resume-${names++}`, { storage: "memory" });

const medallion = (scope, summary, more = {}) => ({
  scope,
  summary: { high_level: summary },
  affordances: { invariants: ["Errors carry their path."] },
  ...more,
});

/** Words and breaks of lines. */
const words = (text) => text.split(/\s+/).length;

async function classroom() {
  const ws = await open();
  const course = await ws.tasks.create({ task_type: "project", title: "Soil laboratory" });
  const task = await ws.tasks.create({
    parent_id: course.id,
    title: "Load the samples",
    description: "Read the file with all samples.",
    requires_submission: true,
  });
  const later = await ws.tasks.create({ parent_id: course.id, title: "Plot them" });
  await ws.tasks.addDependency(later.id, task.id, { type: "blocks" });
  await ws.tasks.addObjective(task.id, { description: "Read a table", level: "apply" });
  const ada = await ws.learners.create({ name: "Ada" });
  return { ws, task, later, ada };
}

test("a new session is told what the last one left, within a budget that the host counts", async () => {
  const ws = await open();
  await ws.medallions.create(medallion(SCOPE, "Split the parser."));
  const asked = [];
  const countTokens = (text) => (asked.push(text), words(text));
  const told = await ws.resume({ scope: SCOPE, tokenBudget: 200, countTokens });
  assert.match(told.text, /Split the parser\.[^]*Errors carry their path\./);
  assert.equal(told.tokens, words(told.text));
  assert.equal(asked.at(-1), told.text);
  assert.deepEqual(
    told.parts.map(({ kind, included, reason }) => [kind, included, reason]),
    [
      ["summary", true, "fits"],
      ["invariant", true, "must be said"],
    ],
  );
  const later = await ws.resume({ scope: SCOPE, countTokens: async (text) => words(text) });
  assert.deepEqual(later.text, told.text);
  await ws.close();
});

test("a learner's task is told with what it asks for, and what locks it", async () => {
  const { ws, task, later, ada } = await classroom();
  const begun = await ws.resume({ learnerId: ada.id, taskId: task.id });
  assert.match(begun.text, /^## Load the samples[^]*available, 0 %[^]*Read the file[^]*Read a table \(apply\)/);
  const locked = await ws.resume({ learnerId: ada.id, taskId: later.id, format: "json" });
  const { task: told } = JSON.parse(locked.text);
  assert.equal(told.title, "Plot them");
  assert.equal(told.state.display, "locked");
  assert.equal(told.locks[0].task_id, task.id);
  await assert.rejects(ws.resume({ learnerId: ada.id, taskId: later.id, tokenBudget: 3 }), (error) => {
    assert.deepEqual([error.code, error.path], ["BUDGET_TOO_SMALL", "tokenBudget"]);
    assert.ok(error.details.needed > 3 && error.details.must.includes(later.id));
    return true;
  });
  await ws.close();
});

test("without a task it is told what the learner has begun, and what was left about them", async () => {
  const { ws, task, ada } = await classroom();
  await ws.medallions.create(medallion({ graph_nodes: [ada.id] }, "Ada likes pictures."));
  await ws.medallions.create(medallion(SCOPE, "Nothing of hers."));
  assert.doesNotMatch((await ws.resume({ learnerId: ada.id })).text, /Load the samples/);
  await ws.progress.start(ada.id, task.id);
  const { text } = await ws.resume({ learnerId: ada.id });
  assert.match(text, /Load the samples[^]*Ada likes pictures\./);
  assert.doesNotMatch(text, /Nothing of hers/);
  await ws.close();
});

test("a learner's handle is told only what they may see", async () => {
  const { ws, task, ada } = await classroom();
  await ws.medallions.create(medallion(SCOPE, "For instructors."));
  const criterion = { criterion_type: "text_match", description: "Say it", rule: { any_of: ["the secret"] } };
  await ws.tasks.addCriterion(task.id, criterion);
  const hers = ws.as({ learnerId: ada.id, role: "learner" });
  const { text } = await hers.resume({ scope: SCOPE, learnerId: ada.id, taskId: task.id });
  assert.match(text, /Say it/);
  assert.doesNotMatch(text, /For instructors|the secret/);
  const bob = await ws.learners.create({ name: "Bob" });
  await assert.rejects(hers.resume({ learnerId: bob.id }), { code: "PERMISSION_DENIED" });
  await ws.close();
});

test("what is asked wrongly says where", async () => {
  const { ws, ada, task } = await classroom();
  await ws.medallions.create(medallion(SCOPE, "Something."));
  const wrong = [
    [{}, "scope"],
    [{ scope: 7 }, "scope"],
    [{ taskId: task.id }, "learnerId"],
    [{ scope: SCOPE, tokenBudget: -1 }, "tokenBudget"],
    [{ scope: SCOPE, tokenBudget: 1.5 }, "tokenBudget"],
    [{ scope: SCOPE, format: "xml" }, "format"],
    [{ scope: SCOPE, countTokens: 3 }, "countTokens"],
    [{ scope: SCOPE, countTokens: () => "many" }, "countTokens"],
    [{ scope: SCOPE, countTokens: () => NaN }, "countTokens"],
    [{ scope: SCOPE, countTokens: () => Promise.reject(new Error("no vocabulary")) }, "countTokens"],
    [{ scope: SCOPE, budget: 3 }, "budget"],
  ];
  for (const [options, path] of wrong) {
    await assert.rejects(ws.resume(options), (error) => {
      assert.deepEqual([error.code, error.path], ["INVALID", path], JSON.stringify(options));
      return true;
    });
  }
  await assert.rejects(ws.resume({ learnerId: "nobody" }), { code: "NOT_FOUND" });
  await assert.rejects(ws.resume({ learnerId: ada.id, taskId: "proj-none" }), { code: "NOT_FOUND" });
  await ws.close();
});
