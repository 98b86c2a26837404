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
