// Plans: reading, reporting and editing phase documents.

const CONTESTANTS = ["medallion"];

const ROWS = [
  { row: "report of a front matter of 100 lines", job: "parsePlan", calls: 50, tasks: 10, lines: 100 },
  { row: "edit of a front matter of 100 lines", job: "editPlan", calls: 50, tasks: 10, lines: 100 },
  { row: "report of a plan of 1,000 tasks", job: "parsePlan", calls: 5, tasks: 1000 },
  { row: "report of a plan of 10,000 tasks", job: "parsePlan", calls: 2, tasks: 10_000 },
  { row: "stored plan: status of a task set", job: "setTaskStatus", calls: 20, tasks: 10 },
  { row: "stored plan of 10,000 tasks: status of a task set", job: "setTaskStatus", calls: 3, tasks: 10_000 },
  { row: "stored plan of 10,000 tasks: what is ready", job: "queryPlan", calls: 20, tasks: 10_000 },
];

export async function run(session, { rounds }) {
  for (let round = 0; round < rounds; round += 1) {
    session.say(`round ${round + 1}`);
    await session.fresh();
    await session.runAll("report of 500 files, cold", CONTESTANTS, "parseFiles", { files: 500 });
    await session.fresh();
    for (const { row, job, ...options } of ROWS) {
      await session.runAll(row, CONTESTANTS, job, { ...options, seed: 500 + round });
    }
  }
}
