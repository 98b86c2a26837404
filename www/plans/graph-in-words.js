// The graph as a list: for each batch its tasks, what each waits for and what waits for it.

import { list } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { statusInWords } from "./status-mark.js";
import { amount, estimate } from "./words.js";

export function graphInWords(report, unit) {
  const schedule = report.schedule[unit];
  const tasks = new Map(report.tasks.map((task) => [task.id, task]));
  const critical = new Set(schedule?.critical_tasks ?? []);
  const dependents = new Map(report.tasks.map(({ id }) => [id, []]));
  for (const { id, dependencies } of report.tasks) for (const other of dependencies) dependents.get(other)?.push(id);

  const slack = (id) => {
    const value = schedule?.slack[id];
    return value > 0 && `can wait ${amount(value, unit)}`;
  };
  const line = (task) => {
    const facts = [
      statusInWords(task.status),
      estimate(task),
      critical.has(task.id) ? "critical" : slack(task.id),
      task.dependencies.length > 0 ? `waits for ${list(task.dependencies)}` : "waits for nothing here",
      task.unresolved.length > 0 && `waits for ${list(task.unresolved)}, which is nowhere`,
      dependents.get(task.id).length > 0 && `before ${list(dependents.get(task.id))}`,
    ];
    return h("li", {}, h("strong", {}, task.id), ` ${task.label}: ${facts.filter(Boolean).join("; ")}.`);
  };
  const placed = new Set(report.batches.flat());
  const rest = report.tasks.filter(({ id }) => !placed.has(id));
  return h(
    "div",
    { class: "stack" },
    report.batches.map((ids, place) => [
      h("h2", { class: "small" }, `Batch ${place + 1}`),
      h(
        "ul",
        { class: "paths" },
        ids.filter((id) => tasks.has(id)).map((id) => line(tasks.get(id))),
      ),
    ]),
    rest.length > 0 && [h("h2", { class: "small" }, "In no batch"), h("ul", { class: "paths" }, rest.map(line))],
  );
}
