// How far a plan is, as computed, and where the document says otherwise.

import { number, percent, plural } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { progressBar } from "../lib/progress-bar.js";
import { statusMark } from "./status-mark.js";
import { titleOf } from "./words.js";

export function planHead(report) {
  const { computed, prd, phase, path, drift } = report;
  const byPoints = computed.progress_by_points;
  return [
    h(
      "p",
      { class: "facts" },
      prd && h("span", {}, h("code", {}, prd)),
      phase && h("span", {}, `phase ${phase}`),
      path && h("span", {}, h("code", {}, path)),
      statusMark(computed.status),
    ),
    progressBar({
      label: `Progress of ${titleOf(report)}`,
      completed: computed.completed_tasks,
      total: computed.total_tasks,
      percentage: computed.progress,
      words:
        `of tasks, ${number(computed.completed_tasks)} of ${number(computed.total_tasks)}` +
        `${byPoints === null ? "" : `; ${percent(byPoints)} of points`}`,
    }),
    drift.length > 0 &&
      h(
        "details",
        {},
        h("summary", {}, `The document says otherwise in ${plural(drift.length, { one: "field", other: "fields" })}`),
        h(
          "ul",
          { class: "paths" },
          drift.map(({ field, declared, computed: is }) =>
            h("li", {}, h("code", {}, field), ` says ${said(declared)}, and comes to ${said(is)}`),
          ),
        ),
      ),
  ];
}

const said = (value) => (typeof value === "string" ? value : JSON.stringify(value));
