// What waits for what: a column for each batch, with the critical path marked, and what other phases have to do with
// it on both sides. Batches are the levels of the graph already, so places follow from them by counting; a layout
// library would only compute them again.

import { plural } from "../lib/amounts.js";
import { freshId, h } from "../lib/element.js";
import { graphInWords } from "./graph-in-words.js";
import { otherPhases } from "./other-phases.js";
import { planAddress } from "./places.js";
import { SHAPES, statusInWords } from "./status-mark.js";
import { amount, shortEstimate } from "./words.js";

const BOX = { width: 204, height: 62 };
const GAP = { across: 48, down: 16 };
const HEAD = 30;
const MARGIN = 8;

const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

/** `others` are the tasks of the other phases of its PRD. */
export function graph(report, others) {
  const unit = report.schedule.points ? "points" : "minutes";
  const schedule = report.schedule[unit];
  const phases = otherPhases(report, others);
  const words = graphInWords(report, unit, phases);
  if (report.tasks.length === 0) return h("p", { class: "quiet" }, "There are no tasks to draw.");
  return h(
    "div",
    { class: "stack" },
    ["points", "minutes"].map((own) => report.schedule[own] && summary(report.schedule[own], own)),
    h(
      "div",
      { class: "wide graph", role: "region", tabIndex: 0, "aria-label": "The graph of what waits for what" },
      picture(report, schedule, phases),
    ),
    legend(phases),
    h("details", {}, h("summary", {}, "The graph in words"), words),
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
      path.join(" → ") || "none",
      `. If nothing waits without need, all of it takes ${amount(makespan, unit)}.`,
    ),
    unestimated.length > 0 &&
      h("p", { class: "quiet" }, `Without an estimate, and counted as nothing: ${unestimated.join(", ")}.`),
  );
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
    ...batches.map((ids, place) => ({ head: `Batch ${place + 1}`, ids })),
    { head: "In no batch", ids: rest },
    { head: "Other phases, after", ids: keys(after) },
  ].filter(({ ids }) => ids.length > 0);
}

/** `[from, to]` for each thing that waits for another. */
function edgesOf({ tasks }, { before, after }) {
  return [
    ...tasks.flatMap(({ id, dependencies }) => dependencies.map((other) => [other, id])),
    ...before.flatMap(({ key, ids }) => ids.map((id) => [key, id])),
    ...after.flatMap(({ key, ids }) => ids.map((id) => [id, key])),
  ];
}

/** Tasks of a column stand as near as possible to what they wait for, so that fewer lines cross. */
function placesOf(columns, edges) {
  const places = new Map();
  const awaited = Map.groupBy(edges, ([, to]) => to);
  for (const [column, { ids }] of columns.entries()) {
    const wanted = (id, own) => {
      const rows = (awaited.get(id) ?? []).map(([from]) => from).filter((other) => places.has(other));
      return rows.length === 0 ? own : rows.reduce((sum, other) => sum + places.get(other).row, 0) / rows.length;
    };
    const order = ids.map((id, own) => ({ id, by: wanted(id, own) })).sort((a, b) => a.by - b.by);
    for (const [row, { id }] of order.entries()) places.set(id, { column, row });
  }
  return places;
}

const leftOf = ({ column }) => MARGIN + column * (BOX.width + GAP.across);
const topOf = ({ row }) => HEAD + MARGIN + row * (BOX.height + GAP.down);

function picture(report, schedule, phases) {
  const tasks = new Map(report.tasks.map((task) => [task.id, task]));
  const outside = new Map([...phases.before, ...phases.after].map((node) => [node.key, node]));
  const columns = columnsOf(report, phases);
  const wanted = edgesOf(report, phases);
  const places = placesOf(columns, wanted);
  const critical = new Set(schedule?.critical_tasks ?? []);
  const path = schedule?.critical_path ?? [];
  const steps = new Set(path.slice(1).map((id, place) => `${path[place]}\n${id}`));
  const rows = Math.max(...columns.map(({ ids }) => ids.length));
  const width = 2 * MARGIN + columns.length * (BOX.width + GAP.across) - GAP.across;
  const height = HEAD + 2 * MARGIN + rows * (BOX.height + GAP.down) - GAP.down;
  const arrow = freshId("arrow");
  const edges = wanted
    .filter(([from, to]) => places.has(from) && places.has(to))
    .map(([from, to]) => {
      const kind = steps.has(`${from}\n${to}`) ? "critical" : outside.has(from) || outside.has(to) ? "outside" : "";
      return { kind, line: edge(places.get(from), places.get(to), kind, arrow) };
    });
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label":
        `${report.tasks.length} tasks in ${columns.length} columns by batch` +
        `${outside.size > 0 ? `, with ${outside.size} of other phases` : ""}. The graph in words follows.`,
    },
    svg("defs", {}, marker(arrow, ""), marker(`${arrow}-critical`, "is-critical")),
    columns.map(({ head }, column) => text(leftOf({ column }), 20, "graph-head", head)),
    // What is critical lies above what is not.
    edges.filter(({ kind }) => kind !== "critical").map(({ line }) => line),
    edges.filter(({ kind }) => kind === "critical").map(({ line }) => line),
    [...places].map(([id, place]) =>
      tasks.has(id) ? taskBox(tasks.get(id), place, critical.has(id)) : outsideBox(outside.get(id), place),
    ),
  );
}

const marker = (id, kind) =>
  svg(
    "marker",
    {
      id,
      viewBox: "0 0 8 8",
      refX: 7,
      refY: 4,
      markerWidth: 9,
      markerHeight: 9,
      markerUnits: "userSpaceOnUse",
      orient: "auto",
    },
    svg("path", { d: "M0 0l8 4-8 4z", class: `graph-arrow ${kind}` }),
  );

function edge(from, to, kind, arrow) {
  const [x1, y1] = [leftOf(from) + BOX.width, topOf(from) + BOX.height / 2];
  const [x2, y2] = [leftOf(to), topOf(to) + BOX.height / 2];
  const bend = GAP.across / 2;
  return svg("path", {
    d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
    class: `graph-edge ${kind && `is-${kind}`}`,
    "marker-end": `url(#${arrow}${kind === "critical" ? "-critical" : ""})`,
  });
}

const text = (x, y, kind, words) => svg("text", { x, y, class: kind }, words);

function taskBox(task, place, isCritical) {
  const facts = [isCritical && "critical", statusInWords(task.status), shortEstimate(task)];
  return box({ ...task, facts, kind: isCritical ? "is-critical" : "" }, place);
}

const outsideBox = (node, place) =>
  box({ ...node, facts: [`phase ${node.phase}`, statusInWords(node.status)], kind: "is-outside" }, place);

function box({ id, label, status, facts, kind }, place) {
  const [x, y] = [leftOf(place), topOf(place)];
  const shape = svg("g", { class: `shape status-${status}`, transform: `translate(${x + 10} ${y + 8})` });
  shape.innerHTML = SHAPES[status] ?? SHAPES.pending;
  return svg(
    "g",
    { class: `graph-box ${kind}` },
    svg("title", {}, `${id} ${label}`),
    svg("rect", { x, y, width: BOX.width, height: BOX.height, rx: 8 }),
    shape,
    text(x + 32, y + 20, "graph-id", cut(id, 24)),
    text(x + 10, y + 37, "graph-label", cut(label, 26)),
    text(x + 10, y + 53, "graph-facts", cut(facts.filter(Boolean).join(" · "), 32)),
  );
}

const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words);
