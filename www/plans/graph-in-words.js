// The graph as a list: for each batch its tasks, what each waits for and what waits for it.

import { list } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { statusInWords } from "./status-mark.js";
import { amount, estimate } from "./words.js";

/** `phases` are the tasks of other phases that come before and after. */
export function graphInWords(report, unit, phases) {
  const schedule = report.schedule[unit];
  const tasks = new Map(report.tasks.map((task) => [task.id, task]));
  const critical = new Set(schedule?.critical_tasks ?? []);
  const dependents = new Map(report.tasks.map(({ id }) => [id, []]));
  for (const { id, dependencies } of report.tasks) for (const other of dependencies) dependents.get(other)?.push(id);

  const elsewhere = new Map(phases.before.map((node) => [node.id, node]));
  const named = (id) => {
    const node = elsewhere.get(id);
    return node && !tasks.has(id) ? `${id} (phase ${node.phase}, ${statusInWords(node.status)})` : id;
  };
  const behind = (id) => [
    ...dependents.get(id),
    ...phases.after.filter(({ ids }) => ids.includes(id)).map((node) => `${node.id} (phase ${node.phase})`),
  ];
  const slack = (id) => {
    const value = schedule?.slack[id];
    return value > 0 && `can wait ${amount(value, unit)}`;
  };
  const line = (task) => {
    const facts = [
      statusInWords(task.status),
      estimate(task),
      critical.has(task.id) ? "critical" : slack(task.id),
      task.dependencies.length > 0 ? `waits for ${list(task.dependencies.map(named))}` : "waits for nothing here",
      task.unresolved.length > 0 && `waits for ${list(task.unresolved)}, which is nowhere`,
      behind(task.id).length > 0 && `before ${list(behind(task.id))}`,
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
