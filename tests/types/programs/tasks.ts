// Shared trees of tasks: design section 6.2.

import { MedallionError, Workspace } from "medallion";
import type {
  AcceptanceCriterion,
  CriterionRules,
  Dependency,
  LearningContent,
  LearningObjective,
  Page,
  ProjectSchedule,
  Task,
  TaskComment,
  TaskRemoval,
} from "medallion";

export async function run(): Promise<string[]> {
  const ws = await Workspace.open("programs-tasks", { storage: "memory" });
  const p: Task = await ws.tasks.create({ task_type: "project", title: "Soil laboratory" });
  const e: Task = await ws.tasks.create({
    parent_id: p.id,
    task_type: "epic",
    title: "Load data",
    ordered: true,
  });
  const read = await ws.tasks.create({ parent_id: e.id, title: "Read table", estimated_minutes: 30 });
  const query = await ws.tasks.create({ parent_id: e.id, title: "Query pH", estimated_minutes: 20 });
  const report = await ws.tasks.create({ parent_id: p.id, title: "Report", estimated_minutes: 5 });

  const got: Task | undefined = await ws.tasks.get(read.id);
  const nothing: Task | undefined = await ws.tasks.get("proj-none");
  const updated = await ws.tasks.update(read.id, { title: "Read the table", priority: 0 }, { reason: "clearer" });
  await ws.tasks.update(query.id, { max_attempts: 3, cooldown_seconds: 60, skills: ["ph"], grading: "last" });
  await ws.tasks.update(query.id, { max_attempts: null, cooldown_seconds: null, skills: null, grading: null });
  const children: Task[] = await ws.tasks.children(p.id, { recursive: true });
  const ancestors: Task[] = await ws.tasks.ancestors(read.id);
  const listed: Page<Task> = await ws.tasks.list({
    projectId: p.id,
    taskType: "task",
    text: "table",
    limit: 10,
  });
  const count: number = await ws.tasks.count({ projectId: p.id });

  const dependency: Dependency = await ws.tasks.addDependency(report.id, e.id, {
    type: "blocks",
    metadata: { why: "needs data" },
  });
  const waits: Dependency[] = await ws.tasks.dependencies(report.id, { type: "blocks" });
  const awaited: Dependency[] = await ws.tasks.dependents(e.id);
  let refused = "";
  try {
    await ws.tasks.addDependency(e.id, report.id);
  } catch (error) {
    if (error instanceof MedallionError) refused = error.code;
  }
  const cycles: string[][] = await ws.tasks.cycles(p.id);
  const schedule: ProjectSchedule = await ws.tasks.schedule(p.id);

  const objective: LearningObjective = await ws.tasks.addObjective(query.id, {
    description: "Compare samples",
    level: "apply",
  });
  const objectives = await ws.tasks.objectives(p.id, { descendants: true });
  await ws.tasks.removeObjective(objective.id);
  const criterion: AcceptanceCriterion = await ws.tasks.addCriterion(query.id, {
    criterion_type: "regex",
    description: "uses an average",
    rule: { pattern: "avg\\(", flags: "i" },
  });
  let pattern = "";
  try {
    const rule = { pattern: "(" };
    await ws.tasks.addCriterion(query.id, { criterion_type: "regex", description: "broken", rule });
  } catch (error) {
    if (error instanceof MedallionError) pattern = `${error.code} at ${error.path}`;
  }
  const quiz: CriterionRules["quiz"] = {
    pass_mark: 1,
    questions: [{ id: "q1", kind: "single", prompt: "Which?", options: ["river", "well"], answer: "well" }],
  };
  const asked = await ws.tasks.addCriterion(query.id, { criterion_type: "quiz", description: "knows it", rule: quiz });
  await ws.tasks.removeCriterion(asked.id);
  const criteria: AcceptanceCriterion[] = await ws.tasks.criteria(query.id);
  await ws.tasks.removeCriterion(criterion.id);

  const material: LearningContent = await ws.tasks.createContent({
    content_type: "markdown",
    body: "# pH",
    metadata: {},
  });
  await ws.tasks.attachContent(material.id, query.id);
  await ws.tasks.updateContent(material.id, { body: "# pH and more" });
  const [shown] = await ws.tasks.content(query.id);
  await ws.tasks.detachContent(material.id, query.id);

  await ws.tasks.addComment(query.id, { author: "tutor", text: "Mind the units." });
  const comments: Page<TaskComment> = await ws.tasks.comments(query.id, { limit: 5 });

  const moved = await ws.tasks.move(query.id, p.id, { before: report.id });
  const removal: TaskRemoval = await ws.tasks.delete(e.id, { dryRun: true });
  await ws.tasks.removeDependency(report.id, e.id);
  const projects = await ws.tasks.projects();
  const bySlug = await ws.tasks.projectBySlug("soil-lab", 2);
  await ws.close();

  return [
    `${got?.title}, then ${updated.title}, ${nothing}`,
    `${children.length} below, ${ancestors.map((task) => task.task_type).join()} above`,
    `${listed.items.length} of ${listed.total} found, ${count} in all`,
    `${dependency.dependency_type} ${waits.length} ${awaited.length} ${refused} ${cycles.length}`,
    `${schedule.makespan_minutes} minutes, ${schedule.critical_path.length} critical`,
    `${objectives[0]?.level} ${criteria[0]?.criterion_type} ${pattern}`,
    `${shown?.body}, ${comments.items[0]?.author}`,
    `${moved.id === query.id} ${removal.removed.length} ${projects.length} ${bySlug}`,
  ];
}

export const expected = [
  "Read table, then Read the table, undefined",
  "4 below, epic,project above",
  "1 of 1 found, 5 in all",
  "blocks 1 1 CYCLE 0",
  "55 minutes, 3 critical",
  "apply regex INVALID at criterion.rule.pattern",
  "# pH and more, tutor",
  "true 2 1 undefined",
];
