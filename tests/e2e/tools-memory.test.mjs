// The tools for agents, in Node: what they leave behind for the next session (spec 5, 9.11).

import assert from "node:assert/strict";
import { test } from "node:test";
import { fails, installedTools, succeeds } from "./lib/tools.mjs";

const LIMIT = { timeout: 60_000 };

const { open } = await installedTools();

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

test("the long words of one session are not left as those of the next", LIMIT, async () => {
  const { tools } = await open();
  const [long, longer] = ["x", "y"].map((letter) => letter.repeat(900));
  const full = async (session_summary) => {
    await succeeds(tools, "checkpoint", { session_summary });
    const { medallions } = await succeeds(tools, "load_medallions", {});
    return medallions[0].summary.high_level_full;
  };
  assert.deepEqual([await full(long), await full(longer), await full("Short.")], [long, longer, undefined]);
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

test("the id of what was resolved is given to nothing else", LIMIT, async () => {
  const { tools } = await open();
  const left = async (input) => {
    await succeeds(tools, "checkpoint", { session_summary: "s", ...input });
    const { medallions } = await succeeds(tools, "load_medallions", {});
    return [medallions[0].decisions, medallions[0].open_questions].map((own) => own.map(({ id }) => id));
  };
  const [decisions, open_questions] = [[{ statement: "a" }], [{ question: "b" }]];
  assert.deepEqual(await left({ decisions, open_questions }), [["D-001"], ["Q-001"]]);
  assert.deepEqual(await left({ resolved: ["D-001", "Q-001"] }), [[], []]);
  assert.deepEqual(await left({ decisions, open_questions }), [["D-002"], ["Q-002"]]);
  assert.deepEqual(await left({ resolved: ["D-002"], decisions }), [["D-003"], ["Q-002"]]);
});

test("what is said again in the same words is no second one, and is up to date", LIMIT, async () => {
  const { tools } = await open();
  const left = async (decisions, open_questions) => {
    await succeeds(tools, "checkpoint", { session_summary: "s", decisions, open_questions });
    const { medallions } = await succeeds(tools, "load_medallions", {});
    const [decision] = medallions[0].decisions;
    return [decision, medallions[0].open_questions.map(({ id, priority }) => [id, priority])];
  };
  await left([{ statement: "Use examples.", rationale: "She asked.", confidence: 0.6 }], [{ question: "Knows SQL?" }]);
  assert.deepEqual(
    await left(
      [{ statement: "use  examples", confidence: 0.9 }, { statement: "Use examples." }],
      [{ question: "Knows SQL", priority: "high" }],
    ),
    [{ id: "D-001", statement: "Use examples.", rationale: "She asked.", confidence: 0.9 }, [["Q-001", "high"]]],
  );
});

test("a session that says nothing is told where", LIMIT, async () => {
  const { tools } = await open();
  for (const more of [{}, { decisions: [{ statement: "a" }] }]) {
    const { details } = await fails(tools, "VALIDATION_FAILED", "checkpoint", { session_summary: " \n", ...more });
    assert.deepEqual(
      details.errors.map(({ path }) => path),
      ["session_summary"],
    );
  }
});
