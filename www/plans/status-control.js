// Changes the status of a task: one click for what usually comes next, a choice for the rest.

import { fill, freshId, h } from "../lib/element.js";
import { onSettled } from "../lib/settled.js";
import { STATUSES, statusInWords } from "./status-mark.js";

const NEXT = {
  pending: ["in_progress", "Begin"],
  in_progress: ["completed", "Complete"],
  review: ["completed", "Complete"],
  at_risk: ["completed", "Complete"],
  blocked: ["in_progress", "Go on"],
  deferred: ["pending", "Take up"],
};

/** By what the choice of a task is found again. */
export const statusKey = ({ id }, scope = "") => `status ${scope}${id}`;

/**
 * `change(task, status)` does it. Who waits for others has no button, but the choice. Where tasks of several plans stand
 * together, `scope` says of which one this is.
 */
export function statusControl(task, { waits, change, scope = "" }) {
  const may = (status) => task.settable?.includes(status) ?? true;
  const usual = NEXT[task.status];
  // What can only be open or done is done with one click.
  const next = usual && !may(usual[0]) ? ["completed", "Complete"] : usual;
  const id = freshId("status");
  const select = h("select", {
    id,
    class: "small",
    "data-key": statusKey(task, scope),
  });
  fill(
    select,
    STATUSES.filter((status) => may(status) || status === task.status).map((status) =>
      h("option", { value: status, selected: status === task.status }, statusInWords(status)),
    ),
  );
  onSettled(select, (status) => change(task, status));
  return h(
    "div",
    { class: "status-control" },
    next &&
      !waits &&
      h(
        "button",
        {
          type: "button",
          class: "button small",
          "data-key": `next ${scope}${task.id}`,
          // What is completed has nothing that usually comes next, but its choice.
          "data-near": statusKey(task, scope),
          "aria-label": `${next[1]} ${task.id}`,
          onclick: () => change(task, next[0]),
        },
        next[1],
      ),
    h("label", { class: "unseen", for: id }, `Status of ${task.id}`),
    select,
  );
}
