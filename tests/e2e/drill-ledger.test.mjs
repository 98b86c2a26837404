// The drill can fail: what it looks for after a kill is found when it is there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Ledger } from "../../drills/ledger.mjs";

const SOUND = { lost: [], torn: [], other: [] };

/** A page that wrote one of everything, and what is found after it. */
function day() {
  const ledger = new Ledger();
  const told = [
    { type: "seeded", count: 2, print: "s" },
    ...commit(1, { kind: "note", record: "note-0-0" }, { print: "n" }),
    ...commit(2, { kind: "chain", record: "chain-0-0", version: 1 }, { print: "c1" }),
    ...commit(3, { kind: "chain", record: "chain-0-0", version: 2 }, { print: "c2" }),
    ...commit(4, { kind: "batch", records: ["batch-0-0-0of2", "batch-0-0-1of2"] }),
    ...commit(5, { kind: "course" }, { project: "p" }),
    ...commit(6, { kind: "submission", project: "p", task: "t" }, { submission: "sub" }),
    { type: "begun", number: 7, kind: "note", record: "note-0-1" },
  ];
  for (const message of told) ledger.hear(0, message);
  const found = {
    raw: { parts: 1, secrets: [] },
    seeds: { count: 2, print: "s" },
    count: 6,
    records: [
      ["note-0-0", "n"],
      ["chain-0-0", "c2"],
      ["batch-0-0-0of2", "b"],
      ["batch-0-0-1of2", "b"],
    ],
    chains: {
      "chain-0-0": [
        [2, "c2"],
        [1, "c1"],
      ],
    },
    projects: [
      {
        ...{ id: "p", title: "Course 0-0 of 1" },
        tasks: [
          { id: "p", type: "project", status: "closed", submissions: [] },
          { id: "e", type: "epic", status: "closed", submissions: [] },
          { id: "t", type: "subtask", status: "closed", submissions: [{ id: "sub", passed: 2 }] },
        ],
      },
    ],
    health: { problems: [], degraded: false },
  };
  return { ledger, found };
}

const commit = (number, facts, answer = {}) => [
  { type: "begun", number, ...facts },
  { type: "stored", number, ...facts, ...answer },
];

const cases = {
  "a note that is gone": [({ records }) => records.shift(), { lost: 1, other: 1 }],
  "a note that is another one": [({ records }) => (records[0][1] = "x"), { other: 1 }],
  "a batch of which one is there": [({ records }) => records.pop(), { lost: 1, torn: 1, other: 1 }],
  "a version that is gone": [({ chains }) => chains["chain-0-0"].pop(), { lost: 1 }],
  "a version that has changed": [({ chains }) => (chains["chain-0-0"][1][1] = "x"), { other: 1 }],
  "a newest version that is not the listed one": [({ records }) => (records[1][1] = "c1"), { other: 1 }],
  "a hole in a history": [({ chains }) => (chains["chain-0-0"][1][0] = 0), { lost: 1, other: 1 }],
  "a course that is gone": [({ projects }) => projects.pop(), { lost: 2 }],
  "a course without a task": [({ projects }) => projects[0].tasks.splice(1, 1), { torn: 1 }],
  "a submission that is gone": [({ projects }) => projects[0].tasks[2].submissions.pop(), { lost: 1, torn: 1 }],
  "a submission that is not judged": [({ projects }) => (projects[0].tasks[2].submissions[0].passed = 0), { torn: 1 }],
  "a task that did not close with its submission": [
    ({ projects }) => (projects[0].tasks[2].status = "in_progress"),
    { torn: 3 },
  ],
  "a container that did not close": [({ projects }) => (projects[0].tasks[1].status = "in_progress"), { torn: 1 }],
  "first medallions that are gone": [({ seeds }) => (seeds.count = 1), { lost: 1, other: 1 }],
  "a database that is gone": [({ raw }) => (raw.loss = ""), { lost: 1 }],
  "a problem that health finds": [({ health }) => health.problems.push({ entry: 3 }), { other: 1 }],
  "a medallion twice": [({ records }) => records.push(["note-0-0", "n"]), { other: 1 }],
};

test("a drill finds nothing where nothing is wrong", () => {
  const { ledger, found } = day();
  assert.deepEqual(ledger.faults(found), SOUND);
  assert.deepEqual([ledger.acknowledged, ledger.inFlight(0), ledger.inFlight(1)], [6, 1, 0]);
});

test("what was in flight may be there", () => {
  const { ledger, found } = day();
  found.records.push(["note-0-1", "n"]);
  found.count += 1;
  assert.deepEqual(ledger.faults(found), SOUND);
});

for (const [name, [harm, wanted]] of Object.entries(cases)) {
  test(`a drill finds ${name}`, () => {
    const { ledger, found } = day();
    harm(found);
    const faults = ledger.faults(found);
    const counts = Object.fromEntries(Object.entries(faults).map(([kind, lines]) => [kind, lines.length]));
    assert.deepEqual(counts, { lost: 0, torn: 0, other: 0, ...wanted }, JSON.stringify(faults));
  });
}

test("versions that were to go may be gone, and the newest may not", () => {
  const { ledger, found } = day();
  ledger.hear(1, { type: "begun", number: 1, kind: "keep", versions: 1 });
  found.chains["chain-0-0"].pop();
  assert.deepEqual(ledger.faults(found), SOUND);
  found.chains["chain-0-0"].pop();
  assert.equal(ledger.faults(found).lost.length, 2);
});

test("what was erased may not come back, nor stand anywhere", () => {
  const { ledger, found } = day();
  const facts = { record: "gone-1-0", secret: "secret-1-0" };
  for (const message of commit(1, { kind: "secret", ...facts })) ledger.hear(1, message);
  assert.equal(ledger.faults(found).lost.length, 1);
  const [begun, stored] = commit(2, { kind: "erase", ...facts });
  ledger.hear(1, begun);
  assert.deepEqual(ledger.faults(found), SOUND);
  ledger.hear(1, stored);
  assert.deepEqual(ledger.faults(found), SOUND);
  found.raw.secrets.push("secret-1-0");
  assert.equal(ledger.faults(found).other.length, 1);
  found.records.push(["gone-1-0", "g"]);
  found.count += 1;
  assert.equal(ledger.faults(found).lost.length, 1);
});
