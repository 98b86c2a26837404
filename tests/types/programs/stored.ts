// What is stored has an id, and what is only said of has none: the types know which is which.

import { Workspace } from "medallion";
import type {
  BlockedPlanTask,
  BlockedTask,
  CourseImport,
  LearningPath,
  PlanReport,
  StoredCourseImport,
} from "medallion";

const markdown =
  "---\nprd: soil\nphase: 1\nstatus: pending\nprogress: 0\ntasks:\n- {id: A, title: a, status: pending}\n---\n";

export async function run(): Promise<string[]> {
  const ws = await Workspace.open("programs-stored", { storage: "memory" });
  const course = { title: "Soil", epics: [{ title: "Load" }, { title: "Report", dependencies: ["Load"] }] };
  const would: null = (await ws.tasks.import(course, { dryRun: true })).project_id;
  const taken: StoredCourseImport = await ws.tasks.import(course);
  const again: string = (await ws.tasks.import(JSON.stringify(course), { update: taken.project_id })).project_id;
  const dryRun: boolean = taken.task_count > 100;
  const either: CourseImport = await ws.tasks.import(course, { dryRun });

  const plan = await ws.plans.import(markdown, { path: "phase-1-progress.md" });
  const planId: string = (await ws.plans.setTaskStatus(plan.id, "A", "completed")).id;
  const edited: string = (await ws.plans.edit(planId, [])).id;
  const read: PlanReport | undefined = await ws.plans.get(edited);
  const stuck: BlockedPlanTask[] = read?.blocked ?? [];

  const ada = await ws.learners.create({ name: "Ada" });
  const blocked: BlockedTask[] = await ws.progress.blocked(ada.id, taken.project_id);
  const planned: LearningPath = await ws.paths.plan(ada.id, taken.project_id);
  const path = await ws.paths.create({ learner_id: ada.id, root_id: taken.project_id, name: "Mine" });
  const pathId: string = (await ws.paths.update(path.id, { name: "My own" })).id;
  const chosen: string = (await ws.paths.choose(ada.id, pathId)).id;
  const listed: string[] = (await ws.paths.list(ada.id)).map(({ id }) => id);
  const found: string | undefined = (await ws.paths.get(chosen))?.id;
  await ws.close();

  return [
    `${would}, ${again === taken.project_id}, ${either.task_count} tasks`,
    `${planId === plan.id} ${read?.computed.status} ${stuck.length}`,
    `${blocked.length} blocked: ${blocked[0]?.locked_because[0]?.kind}`,
    `${planned.id} ${listed.length} ${found === path.id}`,
  ];
}

export const expected = ["null, true, 3 tasks", "true completed 0", "1 blocked: dependency", "null 1 true"];
