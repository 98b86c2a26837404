// What waits for what, as a picture and in words.

import { number, plural } from "../lib/amounts.js";
import { freshId, h } from "../lib/element.js";
import { graphInWords } from "./graph-in-words.js";
import { graphPart } from "./graph-part.js";
import { graphPicture } from "./graph-picture.js";
import { otherPhases } from "./other-phases.js";
import { planAddress } from "./places.js";
import { amount } from "./words.js";

/** `others` are the tasks of the other phases of its PRD; `around` is the task that is looked at in a large plan. */
export function graph(report, others, { around, look }) {
  const unit = report.schedule.points ? "points" : "minutes";
  const schedule = report.schedule[unit];
  const phases = otherPhases(report, others);
  if (report.tasks.length === 0) return h("p", { class: "quiet" }, "There are no tasks to draw.");
  const tasks = new Map(report.tasks.map((task) => [task.id, task]));
  const wanted = edgesOf(report, phases);
  const whole = columnsOf(report, phases);
  const part = graphPart(
    report.tasks,
    whole.map(({ ids }) => ids),
    wanted,
    { path: schedule?.critical_path ?? [], around },
  );
  const columns = whole
    .map(({ head, ids }) => ({ head, ids: ids.filter((id) => part.has(id)) }))
    .filter(({ ids }) => ids.length > 0);
  const outside = new Map([...phases.before, ...phases.after].map((node) => [node.key, node]));
  const drawn = columns.flatMap(({ ids }) => ids).filter((id) => tasks.has(id)).length;
  const picture = graphPicture({
    columns,
    edges: wanted.filter(([from, to]) => part.has(from) && part.has(to)),
    tasks,
    outside,
    schedule,
    label:
      `${drawn < tasks.size ? `${number(drawn)} of ` : ""}${number(tasks.size)} tasks in ${columns.length} columns by batch` +
      `${outside.size > 0 ? `, with ${outside.size} of other phases` : ""}. The graph in words follows.`,
  });
  return h(
    "div",
    { class: "stack" },
    ["points", "minutes"].map((own) => report.schedule[own] && summary(report.schedule[own], own)),
    drawn < tasks.size && chooser({ tasks, drawn, around, look }),
    h(
      "div",
      { class: "wide graph", role: "region", tabIndex: 0, "aria-label": "The graph of what waits for what" },
      picture,
    ),
    legend(phases),
    inWords(report, unit, phases),
  );
}

/** Made when it is opened: it names every task. */
function inWords(report, unit, phases) {
  const element = h("details", {}, h("summary", {}, "The graph in words"));
  element.addEventListener("toggle", () => {
    if (element.open && element.childElementCount === 1) element.append(graphInWords(report, unit, phases));
  });
  return element;
}

/** Too many to draw: what is drawn, and the way to another part. */
function chooser({ tasks, drawn, around, look }) {
  const id = freshId("around");
  const wrong = h("p", { class: "quiet", role: "alert" });
  const input = h("input", { id, value: around ?? "", autocomplete: "off", spellcheck: false });
  const shown = tasks.has(around)
    ? `what is nearest to ${around}`
    : "what comes next on the critical path, and what is nearest to that";
  return h(
    "form",
    {
      class: "stack tight",
      onsubmit: (event) => {
        event.preventDefault();
        const wanted = input.value.trim();
        if (wanted === "" || tasks.has(wanted)) look(wanted);
        else wrong.textContent = `No task of this plan is called ${wanted}.`;
      },
    },
    h("p", {}, `${number(tasks.size)} tasks are too many for one picture. Drawn are ${number(drawn)}: ${shown}.`),
    h(
      "div",
      { class: "row bottom" },
      h("div", { class: "field" }, h("label", { for: id }, "Draw what is around a task"), input),
      h("button", { type: "submit", class: "button", "data-key": "draw around" }, "Draw"),
    ),
    wrong,
  );
}

function summary({ critical_path: path, makespan, unestimated }, unit) {
  return h(
    "div",
    { class: "stack tight" },
    h(
      "p",
      {},
      h("strong", {}, `Critical path by ${unit}: `),
      pathInWords(path),
      `. If nothing waits without need, all of it takes ${amount(makespan, unit)}.`,
    ),
    unestimated.length > 0 &&
      h("p", { class: "quiet" }, `Without an estimate, and counted as nothing: ${unestimated.join(", ")}.`),
  );
}

/** Both ends of a long one; all of it stands in the picture and in the table. */
function pathInWords(path) {
  const [first, last] = [8, 3];
  if (path.length <= first + last + 1) return path.join(" → ") || "none";
  const between = plural(path.length - first - last, { one: "task", other: "tasks" });
  return [...path.slice(0, first), `… ${between} …`, ...path.slice(-last)].join(" → ");
}

/** What the dashed boxes are, and the way there. */
function legend({ before, after }) {
  const all = [...before, ...after];
  if (all.length === 0) return undefined;
  const phases = new Map(all.map(({ planId, phase }) => [planId, phase]));
  return h(
    "p",
    { class: "facts" },
    h("span", {}, `Dashed: ${plural(all.length, { one: "task", other: "tasks" })} of other phases.`),
    [...phases].map(([planId, phase]) =>
      h("a", { href: planAddress(planId, "graph"), "data-key": `graph ${planId}` }, `The graph of phase ${phase}`),
    ),
  );
}

/** Columns of ids. What goes round in a circle is in no batch, and comes last. */
function columnsOf({ batches, tasks }, { before, after }) {
  const placed = new Set(batches.flat());
  const rest = tasks.map(({ id }) => id).filter((id) => !placed.has(id));
  const keys = (nodes) => nodes.map(({ key }) => key);
  return [
    { head: "Other phases, before", ids: keys(before) },
    ...batches.map((ids, place) => ({ head: `Batch ${number(place + 1)}`, ids })),
    { head: "In no batch", ids: rest },
    { head: "Other phases, after", ids: keys(after) },
  ].filter(({ ids }) => ids.length > 0);
}

/** `[from, to]` for each thing that waits for another that is somewhere. */
function edgesOf({ tasks }, { before, after }) {
  const here = new Set(tasks.map(({ id }) => id));
  return [
    ...tasks.flatMap(({ id, dependencies }) =>
      dependencies.filter((other) => here.has(other)).map((other) => [other, id]),
    ),
    ...before.flatMap(({ key, ids }) => ids.map((id) => [key, id])),
    ...after.flatMap(({ key, ids }) => ids.map((id) => [id, key])),
  ];
}
