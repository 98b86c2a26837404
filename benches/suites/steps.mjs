// Step by step: one learner in a course of 2,000 steps whose chapters and steps open in order.

const STEPS = 2000;
const CONTESTANTS = ["medallion"];

const ROWS = [
  { row: "next at 2,000 steps", job: "next", calls: 30 },
  { row: "status at 2,000 steps", job: "stepStatus", calls: 50 },
  { row: "tree at 2,000 steps", job: "stepTree", calls: 20 },
  { row: "half an answer saved", job: "saveDraft", calls: 30 },
  { row: "one answer handed in", job: "answer", calls: 30 },
];

export async function run(session, { rounds }) {
  const course = { name: "steps", size: STEPS };
  session.say(`filling with ${STEPS} steps`);
  await session.runAll(undefined, CONTESTANTS, "fillSteps", course);
  for (let round = 0; round < rounds; round += 1) {
    session.say(`round ${round + 1}`);
    await session.fresh();
    await session.runAll("opening a course of 2,000 steps", CONTESTANTS, "openSteps", { ...course, calls: 5 });
    await session.fresh();
    await session.runAll("opening and next, new page", CONTESTANTS, "startSteps", course);
    for (const { row, job, calls } of ROWS) {
      await session.runAll(row, CONTESTANTS, job, { ...course, calls, seed: 400 + round });
    }
  }
}
