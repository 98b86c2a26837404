// The tasks of a plan as a table.

import { number } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { criticalTasks } from "./board.js";
import { statusControl, statusKey } from "./status-control.js";
import { noteLinks } from "./task-notes.js";
import { amount, estimate } from "./words.js";

const HEADS = ["Task", "Status", "Assigned to", "Waits for", "Estimate", "Slack"];

/** `notes` are the medallions of its tasks. */
export function table(report, notes, { change, portion }) {
  const waiting = new Set(report.blocked.map((blocked) => blocked.task_id));
  const critical = criticalTasks(report);
  const { shown, more } = portion("table", report.tasks, { most: 100, keyOf: statusKey });
  return h(
    "div",
    { class: "wide is-table", role: "region", tabIndex: 0, "aria-label": "Tasks as a table" },
    h(
      "table",
      { class: "grid plan-table" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          HEADS.map((head) => h("th", { scope: "col" }, head)),
        ),
      ),
      h(
        "tbody",
        {},
        shown.map((task) =>
          h(
            "tr",
            {},
            h(
              "th",
              { scope: "row", dir: "auto" },
              h("code", { class: "item-id" }, task.id),
              task.label,
              noteLinks(notes.get(task.id)),
            ),
            h("td", {}, statusControl(task, { waits: waiting.has(task.id), change })),
            h("td", {}, task.assigned_to.join(", ") || "nobody"),
            h("td", {}, waitsFor(task)),
            h("td", {}, estimate(task) || "none"),
            h(
              "td",
              {},
              h("span", { class: "whole" }, slackOf(report, task.id)),
              critical.has(task.id) && [" ", h("strong", { class: "critical-word" }, "critical")],
            ),
          ),
        ),
      ),
    ),
    more && h("div", { class: "row more" }, more),
    report.tasks.length === 0 && h("p", { class: "quiet" }, `${number(0)} tasks.`),
  );
}

/** Lines break between ids, not within them. */
function waitsFor({ dependencies, unresolved }) {
  const ids = [...dependencies, ...unresolved.map((id) => `${id} (nowhere)`)];
  return ids.length === 0
    ? "—"
    : ids.map((id, place) => [place > 0 && " ", h("span", { class: "whole" }, place < ids.length - 1 ? `${id},` : id)]);
}

function slackOf({ schedule }, id) {
  const parts = ["points", "minutes"]
    .filter((unit) => schedule[unit]?.slack[id] !== undefined)
    .map((unit) => amount(schedule[unit].slack[id], unit));
  return parts.join(", ") || "—";
}
