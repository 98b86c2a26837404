// Plan documents that are always the same: one of so many tasks for each number.

import { randomFrom } from "./documents.js";

const WORDS = ["Prepare", "Split", "Measure", "Store", "Show", "Check", "Describe", "Release"];

/** `lines`, if given, is how many the front matter has at least: comments fill it. */
export function planOf(number, { tasks, lines = 0 }) {
  const random = randomFrom(number * 7919 + tasks);
  const ids = Array.from({ length: tasks }, (_, at) => `P${number}-${at + 1}`);
  const front = [
    "type: progress",
    `prd: "bench-${number}"`,
    "phase: 1",
    `title: "Plan ${number}"`,
    'status: "in_progress"',
    'started: "2026-02-05"',
    "completed: null",
    "overall_progress: 0",
    `total_tasks: ${tasks}`,
    "completed_tasks: 0",
    "tasks:",
    ...ids.flatMap((id, at) => [
      `  - id: "${id}"`,
      `    description: "${random.one(WORDS)} part ${at + 1} # of the work"`,
      `    status: "${random.next() < 0.3 ? "completed" : "pending"}"`,
      `    assigned_to: ["agent-${random.below(4)}"]`,
      `    dependencies: [${waitsFor(ids, at, random)
        .map((other) => `"${other}"`)
        .join(", ")}]`,
      `    estimated_effort: "${1 + random.below(5)} pt"`,
      "",
    ]),
  ];
  while (front.length < lines) front.push(`# note ${front.length}`);
  return `---\n${front.join("\n")}\n---\n\n# Plan ${number}\n\nWhat the plan is about, in words.\n`;
}

function waitsFor(ids, at, random) {
  const count = Math.min(at, random.below(3));
  const near = Array.from({ length: count }, () => ids[at - 1 - random.below(Math.min(at, 30))]);
  return [...new Set(near)];
}
