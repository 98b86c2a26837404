// The tasks of a plan in columns by status.

import { number, plural } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { statusControl, statusKey } from "./status-control.js";
import { STATUSES, statusMark } from "./status-mark.js";
import { noteLinks } from "./task-notes.js";
import { estimate } from "./words.js";

/** These columns stand even when nothing is in them. */
const ALWAYS = ["pending", "in_progress", "completed"];

/** `notes` are the medallions of its tasks. */
export function board(report, notes, { change, portion }) {
  const waiting = new Map(report.blocked.map((blocked) => [blocked.task_id, blocked.because]));
  const critical = criticalTasks(report);
  const columns = STATUSES.map((status) => ({
    status,
    tasks: report.tasks.filter((task) => task.status === status),
  })).filter(({ status, tasks }) => tasks.length > 0 || ALWAYS.includes(status));
  return h(
    "div",
    { class: "wide", role: "region", tabIndex: 0, "aria-label": "Tasks by status" },
    h(
      "div",
      { class: "board" },
      columns.map(({ status, tasks }) => {
        const { shown, more } = portion(`board ${status}`, tasks, { most: 40, keyOf: statusKey });
        return h(
          "section",
          { class: "board-column" },
          h(
            "h2",
            { class: "board-head" },
            statusMark(status),
            h("span", { class: "quiet" }, ` ${number(tasks.length)}`),
            h("span", { class: "unseen" }, ` ${plural(tasks.length, { one: "task", other: "tasks" })}`),
          ),
          h(
            "ol",
            { role: "list", class: "stack" },
            shown.map((task) =>
              h(
                "li",
                {},
                boardCard(task, {
                  isCritical: critical.has(task.id),
                  because: waiting.get(task.id),
                  notes: notes.get(task.id),
                  change,
                }),
              ),
            ),
          ),
          more,
        );
      }),
    ),
  );
}

/** Without slack in points or in minutes, whichever is known. */
export const criticalTasks = ({ schedule }) =>
  new Set([...(schedule.points?.critical_tasks ?? []), ...(schedule.minutes?.critical_tasks ?? [])]);

function boardCard(task, { isCritical, because = [], notes, change }) {
  const waits = because.filter(({ kind, id }) => kind !== "status" || id !== task.id).map(({ id }) => id);
  return h(
    "article",
    { class: `board-card${isCritical ? " is-critical" : ""}` },
    h("p", { class: "board-title", dir: "auto" }, h("code", { class: "item-id" }, task.id), task.label),
    h(
      "p",
      { class: "card-facts" },
      isCritical && h("strong", { class: "critical-word" }, "critical"),
      task.assigned_to.length > 0 && h("span", {}, task.assigned_to.join(", ")),
      estimate(task) && h("span", {}, estimate(task)),
    ),
    waits.length > 0 && h("p", { class: "quiet" }, `waits for ${waits.slice(0, 3).join(", ")}`),
    noteLinks(notes),
    statusControl(task, { waits: waits.length > 0, change }),
  );
}
