// Tasks, learners and progress: one course of many tasks that many learners follow.

import { rotated } from "../session.mjs";

const CONTESTANTS = ["medallion", "dexie"];

/** In the page that has opened the course; those that write come last. */
const WARM = [
  { row: "ready", job: "ready", calls: 20 },
  { row: "status", job: "status", calls: 50 },
  { row: "tree", job: "tree", calls: 5 },
  { row: "list", job: "list", calls: 2 },
  { row: "start", job: "start", calls: 20 },
  { row: "submit", job: "submit", calls: 20 },
  { row: "ready after a submission", job: "readyAfterSubmission", calls: 20 },
  { row: "new dependency", job: "addDependency", calls: 20 },
  { row: "dependency that would close a circle", job: "refuseDependency", calls: 20 },
  { row: "ready after a new dependency", job: "readyAfterDependency", calls: 20 },
];

export async function run(session, { rounds, tasks }) {
  const shape = { tasks, dependencies: tasks * 3, learners: Math.ceil(tasks / 100) };
  const course = { name: `course-${tasks}`, shape };
  session.say(`importing ${tasks} tasks`);
  for (let round = 0; round < rounds; round += 1) {
    const own = { name: `import-${round}`, shape };
    await session.runAll("import of a course", rotated(CONTESTANTS, round), "importCourse", own);
    await session.runAll(undefined, CONTESTANTS, "dropCourse", own);
    await session.fresh();
  }
  session.say(`filling with the work of ${shape.learners} learners`);
  await session.runAll(undefined, CONTESTANTS, "fillCourse", course);
  for (let round = 0; round < rounds; round += 1) {
    session.say(`round ${round + 1}`);
    const turns = rotated(CONTESTANTS, round);
    for (const contestant of turns) {
      await session.fresh();
      await session.run("opening and first ready, new page", contestant, "openCourse", course);
    }
    session.compare("opening and first ready, new page");
    await session.fresh();
    for (const { row, job, calls } of WARM) {
      await session.runAll(row, turns, job, { ...course, calls, seed: 300 + round });
    }
  }
}
