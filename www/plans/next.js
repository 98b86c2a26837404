// What can be begun, what cannot and why, and what must hold before the phase is completed.

import { plural } from "../lib/amounts.js";
import { ask, textField } from "../lib/dialog.js";
import { h } from "../lib/element.js";
import { statusControl } from "./status-control.js";
import { statusMark } from "./status-mark.js";
import { estimate, reasonInWords } from "./words.js";

/** `change(task, status)` and `mend({title, edits, done})` do what the buttons say. */
export function next(report, { change, mend, portion }) {
  const tasks = new Map(report.tasks.map((task) => [task.id, task]));
  return h(
    "div",
    { class: "stack loose" },
    section(
      "Ready",
      "Nothing can be begun now.",
      ...portioned(
        "ready",
        report.ready.filter((id) => tasks.has(id)),
        (id) => readyItem(tasks.get(id), change),
      ),
    ),
    section(
      "Blocked",
      "Nothing is blocked.",
      ...portioned("blocked", report.blocked, (blocked) => blockedItem(blocked, tasks.get(blocked.task_id))),
    ),
    section(
      "In the way",
      "Nothing stands in the way.",
      report.blockers.map((blocker) => blockerItem(blocker, mend)),
    ),
    section(
      "What must hold",
      "No criteria are written.",
      report.success_criteria.map((criterion) => criterionItem(criterion, mend)),
    ),
  );

  function portioned(name, items, draw) {
    const { shown, more } = portion(name, items, { most: 50 });
    return [shown.map(draw), more];
  }
}

const section = (title, nothing, items, more) =>
  h(
    "section",
    {},
    h("h2", {}, title),
    items.length === 0
      ? h("p", { class: "quiet" }, nothing)
      : [h("ul", { class: "items", role: "list", "aria-label": title }, items), more],
  );

const named = (id, words) => h("span", { dir: "auto" }, h("code", { class: "item-id" }, id), words);

const readyItem = (task, change) =>
  h(
    "li",
    { class: "item is-line" },
    h(
      "div",
      {},
      named(task.id, task.label),
      h(
        "p",
        { class: "quiet" },
        [task.assigned_to.join(", ") || "nobody yet", estimate(task)].filter(Boolean).join(" · "),
      ),
    ),
    statusControl(task, { waits: false, change }),
  );

const blockedItem = ({ task_id: id, because, more }, task) =>
  h(
    "li",
    { class: "item" },
    named(id, task?.label),
    h(
      "ul",
      { class: "paths" },
      because.map((reason) => h("li", {}, reasonInWords(reason, id))),
      more > 0 && h("li", {}, `and ${plural(more, { one: "more reason", other: "more reasons" })}`),
    ),
  );

function blockerItem({ id, title, active, severity, blocking }, mend) {
  const facts = [active ? "active" : "resolved", severity, blocking.length > 0 && `stops ${blocking.join(", ")}`];
  return h(
    "li",
    { class: "item is-line" },
    h("div", {}, named(id, title), h("p", { class: "quiet" }, facts.filter(Boolean).join(" · "))),
    active &&
      h(
        "button",
        {
          type: "button",
          class: "button small",
          "data-key": `resolve ${id}`,
          "aria-label": `Resolve ${id}…`,
          onclick: () =>
            mend({
              title: `Resolve ${id}?`,
              edits: [{ op: "resolve_blocker", blocker_id: id }],
              done: `${id} stands in the way no more.`,
            }),
        },
        "Resolve…",
      ),
  );
}

function criterionItem({ id, description, status }, mend) {
  return h(
    "li",
    { class: "item is-line" },
    h("div", {}, named(id, description), h("p", {}, statusMark(status))),
    status !== "completed" &&
      h(
        "button",
        {
          type: "button",
          class: "button small",
          "data-key": `met ${id}`,
          "aria-label": `It is met: ${id}…`,
          onclick: () => met(id, mend),
        },
        "It is met…",
      ),
  );
}

/** First what shows it, then the lines. */
async function met(id, mend) {
  let evidence = "";
  const said = await ask({
    title: `${id} is met?`,
    content: textField({
      name: "evidence",
      label: "What shows it",
      hint: "A commit, a file, the result of a command, a person.",
    }),
    label: "Show the lines",
    confirm: async (values) => {
      evidence = values.evidence.trim();
    },
  });
  if (!said) return;
  const edit = { op: "set_criterion", criterion_id: id, status: "met", ...(evidence && { evidence }) };
  await mend({ title: `${id} is met?`, edits: [edit], done: `${id} is met.` });
}
