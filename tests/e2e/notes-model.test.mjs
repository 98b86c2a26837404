// The model without a model of the app: what it makes of a session's notes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { notesModel } from "../../www/medallions/notes-model.js";

const SCOPE = { graph_nodes: [], tags: ["t"] };
const made = (session_summary, transcripts = null) => notesModel.generate(SCOPE, { session_summary, transcripts });
const next = (existing, session_summary) => notesModel.update(existing, { session_summary, transcripts: null });
const ids = (items) => items.map(({ id }) => id);

test("notes are found whatever the lines end with", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const { summary, decisions, open_questions } = made(
      ["Prose.", "decided: A (80 %)", "question: B (high)"].join(end),
    );
    assert.equal(summary.high_level, "Prose.");
    assert.deepEqual([decisions[0].statement, decisions[0].confidence], ["A", 0.8]);
    assert.deepEqual([open_questions[0].question, open_questions[0].priority], ["B", "high"]);
  }
});

test("what stands in the summary and in a transcript is stored once", () => {
  const { decisions, open_questions } = made("decided: A\nquestion: B", ["decided: A\nquestion: B\ndecided: C"]);
  assert.deepEqual([ids(decisions), ids(open_questions)], [["D-001", "D-002"], ["Q-001"]]);
});

test("the id of what was taken out is not given again", () => {
  const first = made("decided: A\ndecided: B\nquestion: C");
  const second = next(first, "dropped: D-002\nanswered: Q-001");
  const third = next(second, "decided: D\nquestion: E");
  assert.deepEqual([ids(third.decisions), ids(third.open_questions)], [["D-001", "D-003"], ["Q-002"]]);
  const fourth = next(third, "dropped: D-001\ndropped: D-003\ndecided: F");
  assert.deepEqual(ids(fourth.decisions), ["D-004"]);
});

test("what is dropped and decided anew in the same notes is there, under a new id", () => {
  const first = made("decided: Keep the log because A (50 %)\nquestion: Image?");
  const { decisions, open_questions, retired } = next(
    first,
    "dropped: D-001\ndecided: Keep the log because B is better (90 %)\nanswered: Q-001\nquestion: Image?",
  );
  assert.deepEqual(decisions, [{ id: "D-002", statement: "Keep the log", rationale: "B is better", confidence: 0.9 }]);
  assert.deepEqual(ids(open_questions), ["Q-002"]);
  assert.deepEqual(ids(retired), ["D-001", "Q-001"]);
});

test("what is said again brings what is there up to date, and what it does not say stays", () => {
  const first = made("decided: Keep the log because A (50 %)\nquestion: Image? (low)");
  const second = next(first, "decided: keep  the log. (95 %)\nquestion: image (high)");
  assert.deepEqual(second.decisions, [{ id: "D-001", statement: "Keep the log", rationale: "A", confidence: 0.95 }]);
  assert.deepEqual(second.open_questions, [{ id: "Q-001", question: "Image?", blocked_on: [], priority: "high" }]);
  assert.deepEqual(next(second, "decided: Keep the log").decisions, second.decisions);
  const twice = { ...first, decisions: [...first.decisions, { ...first.decisions[0], id: "D-002" }] };
  assert.deepEqual(ids(next(twice, "Prose.").decisions), ["D-001", "D-002"]);
});

test("ids are found however they are written, and may say why", () => {
  const first = made("decided: A\ndecided: B\nquestion: C");
  const { decisions, open_questions, retired } = next(first, "dropped: d-001, it is slow\nanswered: q-001");
  assert.deepEqual([ids(decisions), ids(open_questions)], [["D-002"], []]);
  assert.deepEqual(retired, [
    { id: "D-001", reason: "dropped: it is slow" },
    { id: "Q-001", reason: "answered" },
  ]);
});

test("a line that takes out what is not there is prose, and no checkpoint fails on it", () => {
  const first = made("decided: A");
  const long = `dropped: the plan to ${"rewrite everything and ".repeat(12)}`;
  const second = next(first, `answered: Q-009\n${long}`);
  assert.deepEqual([ids(second.decisions), second.retired], [["D-001"], []]);
  assert.ok(second.summary.high_level.startsWith("answered: Q-009 dropped: the plan to"));
  const { retired } = notesModel.update(first, {
    session_summary: "Fine.",
    transcripts: [long, "answered:\tQ-001\tyes"],
  });
  assert.deepEqual(retired, []);
});
