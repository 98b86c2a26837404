// What the app calls the places where two versions differ.

import assert from "node:assert/strict";
import { test } from "node:test";
import { named, stepsOf } from "../../www/medallions/path-words.js";

test("a path is called by what it is about", () => {
  for (const [path, words] of Object.entries({
    "summary.high_level": "high level",
    "meta.knowledge_max_ts": "knowledge max ts",
    "decisions[D-001]": "decision D-001",
    "decisions[D-001].confidence": "decision D-001, confidence",
    "open_questions[Q-1].blocked_on": "question Q-1, blocked on",
    "summary.subsystems[cli].notes": "subsystem cli, notes",
    "summary.subsystems[src/main.rs].status": "subsystem src/main.rs, status",
    'decisions["D[1]"].rationale': "decision D[1], rationale",
    'summary.subsystems["a \\"b\\" \\\\ c"]': 'subsystem a "b" \\ c',
    'decisions[""]': "decision ",
    'decisions[D-1]["later.field"]': "decision D-1, later.field",
    "decisions[D-1].refs[r-1].uri": "decision D-1, refs, r-1, uri",
    decisions: "decisions",
    later: "later",
    "": "",
  })) {
    assert.equal(named(path), words, path);
  }
});

test("quotes are undone as they were made", () => {
  assert.deepEqual(stepsOf('a["b.c"].d[e.f]["\\n\\t\\u{301}\\u{1f393}\\\'"]'), [
    "a",
    "b.c",
    "d",
    "e.f",
    "\n\t\u0301🎓'",
  ]);
});
