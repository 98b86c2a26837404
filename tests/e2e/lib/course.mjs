// A small course and a learner, for what works on tasks.

/** `{ws, project, epic, read, query, report, ada}`: query waits for read, report for the epic. */
export async function course(Workspace, name, options) {
  const ws = await Workspace.open(name, options);
  const make = (parent, task_type, title, more = {}) =>
    ws.tasks.create({ ...(parent && { parent_id: parent.id }), task_type, title, ...more });
  const project = await make(undefined, "project", "Soil laboratory", { narrative_context: "A village needs advice." });
  const epic = await make(project, "epic", "Load data");
  const read = await make(epic, "subtask", "Read the table", {
    description: "Open it.",
    tutor_guidance: { hint: "csv" },
  });
  const query = await make(epic, "subtask", "Query pH");
  const report = await make(project, "task", "Report");
  await ws.tasks.addDependency(query.id, read.id);
  await ws.tasks.addDependency(report.id, epic.id);
  await ws.tasks.addObjective(read.id, { description: "Recall the columns", level: "remember" });
  await ws.tasks.addObjective(read.id, { description: "Use a reader", level: "apply" });
  const rule = { all_of: ["pH 7"] };
  await ws.tasks.addCriterion(query.id, { criterion_type: "text_match", description: "The pH", rule });
  const ada = await ws.learners.create({ name: "Ada" });
  return { ws, project, epic, read, query, report, ada, make };
}
