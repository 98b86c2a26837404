// Plans without a workspace: the lines of the design.

import { editPlan, parsePlan } from "medallion";
import type { PlanEdit, PlanProblem, PlanReport, PlanSchedule } from "medallion";

const phase = (number: number, tasks: string): string =>
  `---\nprd: soil\nphase: ${number}\nstatus: pending\nprogress: 0\ntasks:\n${tasks}---\n\n# Phase ${number}\n`;

export async function run(): Promise<string[]> {
  const first = phase(1, "- {id: A-1, title: a, status: done, assigned_to: [me], dependencies: [], points: 2}\n");
  const markdown = phase(
    2,
    "- {id: B-1, title: b, status: pending, assigned_to: [me], dependencies: [A-1], points: 1} # kept\n" +
      "- {id: B-2, title: c, status: pending, assigned_to: [me], dependencies: [B-1], points: 3}\n",
  );
  const report: PlanReport = await parsePlan(markdown, {
    path: "phase-2-progress.md",
    siblings: [first],
    hands: 3,
    fileConflicts: true,
  });
  const schedule: PlanSchedule | undefined = report.schedule.points;
  const note = "it: holds";
  const ops: PlanEdit[] = [{ op: "set_task_status", task_id: "B-1", status: "completed", note }];
  const text: string = await editPlan(markdown, ops, { now: new Date("2026-11-21T00:00:00Z") });
  const after = await parsePlan(text, { siblings: [first] });
  const problem: PlanProblem | undefined = (
    await parsePlan(markdown.replace("progress: 0", "progress: 7"))
  ).problems.find(({ kind }) => kind === "drift");
  const mended = await editPlan(markdown.replace("progress: 0", "progress: 7"), problem?.fix ?? []);
  return [
    `${report.prd} ${report.phase}: ready ${report.ready.join()}, ${report.blocked[0]?.because[0]?.id} before B-2`,
    `${schedule?.makespan} points over ${schedule?.critical_path.join()}`,
    `${after.computed.status} ${after.computed.progress} ${after.ready.join()}`,
    text.split("\n").find((line) => line.includes("B-1")) ?? "",
    `${problem?.line}:${problem?.column} mended: ${mended === markdown}`,
  ];
}

export const expected = [
  "soil 2: ready B-1, B-1 before B-2",
  "4 points over B-1,B-2",
  "in_progress 50 B-2",
  "- {id: B-1, title: b, status: completed, note: 'it: holds', assigned_to: [me], dependencies: [A-1], points: 1} # kept",
  "5:11 mended: true",
];
