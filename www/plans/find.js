// The tasks of all plans, as far as one asks for them. What is asked stands in the address, and can be kept as a link.

import { announce } from "../lib/announce.js";
import { number, plural } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { beginAt, fill, freshId, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { portions } from "../lib/portions.js";
import { ofWords } from "../lib/language.js";
import { findAddress, planAddress, plansAddress } from "./places.js";
import { statusControl, statusKey } from "./status-control.js";
import { STATUSES, statusInWords } from "./status-mark.js";
import { estimate } from "./words.js";

/** What can be asked: the name in the query, the label, and what there is to choose from, of the tasks that there are. */
const CHOICES = [
  ["status", "Status", () => STATUSES.map((own) => [own, statusInWords(own)])],
  ["assignee", "Assigned to", (all) => named(all.flatMap(({ task }) => task.assigned_to))],
  ["prd", "PRD", (all) => named(all.map(({ prd }) => prd))],
  ["phase", "Phase", (all) => named(all.map(({ phase }) => phase))],
];
const FLAGS = [
  ["ready", "Ready now"],
  ["critical", "On a critical path"],
];

function named(texts) {
  const unique = [...new Set(texts)].filter((own) => own !== null && own !== undefined);
  return unique.toSorted(ofWords(Intl.Collator, { numeric: true }).compare).map((own) => [own, own]);
}

export function findPage(store) {
  const title = h("h1", { tabIndex: -1 }, "Tasks of all plans");
  const problems = h("div");
  const told = h("p", { class: "told", role: "status" });
  const results = h("div");
  const text = h("input", { type: "search", id: freshId("text"), autocomplete: "off", oninput: ask });
  const selects = CHOICES.map(([name, label, options]) => {
    const id = freshId(name);
    const select = h("select", { id, onchange: ask });
    return { name, options, select, element: field(label, id, select) };
  });
  const boxes = FLAGS.map(([name, label]) => {
    const id = freshId(name);
    const box = h("input", { type: "checkbox", id, onchange: ask });
    return { name, box, element: h("div", { class: "option" }, box, h("label", { for: id }, label)) };
  });
  const element = h(
    "div",
    { class: "page is-wide stack" },
    h("a", { class: "back", href: plansAddress() }, "All plans"),
    title,
    h(
      "form",
      {
        class: "find",
        role: "search",
        "aria-label": "Tasks of all plans",
        onsubmit: (event) => event.preventDefault(),
      },
      field("Words", text.id, text),
      selects.map((own) => own.element),
      h(
        "div",
        { class: "flags" },
        boxes.map((own) => own.element),
      ),
    ),
    problems,
    told,
    results,
  );
  let asked = {};
  let answer = [[], []];
  const portion = portions(() => draw(...answer));

  function field(label, id, input) {
    return h("div", { class: "field" }, h("label", { for: id }, label), input);
  }

  /** What the form says, without what is left open. */
  function ask() {
    const said = [
      ["text", text.value.trim()],
      ...selects.map(({ name, select }) => [name, select.value]),
      ...boxes.map(({ name, box }) => [name, box.checked ? "true" : ""]),
    ];
    asked = Object.fromEntries(said.filter(([, value]) => value !== ""));
    history.replaceState(history.state, "", findAddress(asked));
    refresh();
  }

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const filter = { ...asked };
      for (const [name] of FLAGS) if (name in filter) filter[name] = true;
      const everything = store.query({});
      const isNarrow = Object.keys(filter).length > 0;
      const [all, found] = await Promise.all([everything, isNarrow ? store.query(filter) : everything]);
      for (const { name, select, options } of selects) offer(select, options(all), asked[name] ?? "");
      answer = [all, found];
      draw(all, found);
    }),
  );

  /** Only what has changed is drawn anew, so that nobody loses the list they are in. */
  function offer(select, options, value) {
    // What a link asks for may be nowhere any more; it is asked all the same.
    const all = [["", "any"], ...options];
    if (!all.some(([own]) => own === value)) all.push([value, value]);
    const key = JSON.stringify(all);
    if (select.dataset.options !== key) {
      fill(
        select,
        all.map(([own, words]) => h("option", { value: own }, words)),
      );
      select.dataset.options = key;
    }
    select.value = value;
  }

  function draw(all, found) {
    const plans = new Set(found.map(({ plan_id: id }) => id)).size;
    told.textContent =
      all.length === 0
        ? "There are no plans here yet."
        : `${plural(found.length, { one: "task", other: "tasks" })} in ${plural(plans, { one: "plan", other: "plans" })}, of ${number(all.length)} in all.`;
    const { shown, more } = portion("found", found, {
      most: 100,
      keyOf: ({ plan_id: planId, task }) => statusKey(task, planId),
    });
    fill(results, shown.length > 0 && table(shown), more && h("div", { class: "row more" }, more));
  }

  const table = (found) =>
    h(
      "div",
      { class: "wide is-table", role: "region", tabIndex: 0, "aria-label": "The tasks that were found" },
      h(
        "table",
        { class: "grid plan-table" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Task", "Status", "Plan", "Assigned to", "Estimate"].map((head) => h("th", { scope: "col" }, head)),
          ),
        ),
        h("tbody", {}, found.map(row)),
      ),
    );

  function row({ plan_id: planId, path, prd, phase, task, ready, critical }) {
    const place = [prd ?? path, phase && `phase ${phase}`].filter(Boolean).join(", ");
    return h(
      "tr",
      {},
      h("th", { scope: "row", dir: "auto" }, h("code", { class: "item-id" }, task.id), task.label),
      h(
        "td",
        {},
        statusControl(task, {
          waits: task.status === "pending" && !ready,
          change: (own, status) => change(planId, own, status),
          scope: planId,
        }),
      ),
      h(
        "td",
        { class: "in-plan" },
        h("a", { href: planAddress(planId), dir: "auto", "data-key": `plan ${planId} ${task.id}` }, place || "A plan"),
      ),
      h("td", {}, task.assigned_to.join(", ") || "nobody"),
      h("td", {}, estimate(task) || "none", critical && [" ", h("strong", { class: "critical-word" }, "critical")]),
    );
  }

  async function change(planId, task, status) {
    const worked = await attempt(problems, async () => {
      await store.setTaskStatus(planId, task.id, status);
      announce(`${task.id} is ${statusInWords(status)}.`);
    });
    // What was chosen and refused must not stay as if it were so.
    if (!worked) draw(...answer);
  }

  /** The address says what is asked. */
  function view(query) {
    asked = Object.fromEntries(
      [...query].filter(([name]) => name === "text" || [...CHOICES, ...FLAGS].some(([own]) => own === name)),
    );
    text.value = asked.text ?? "";
    for (const { name, box } of boxes) box.checked = asked[name] === "true";
    document.title = "Tasks of all plans · Medallion";
    refresh();
  }

  const leave = store.subscribe(refresh);
  return { element, view, focus: () => beginAt(title), leave };
}
