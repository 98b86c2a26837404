// What waits for what: a column for each batch, with the critical path marked. Batches are the levels of the
// graph already, so places follow from them by counting; a layout library would only compute them again.

import { freshId, h } from "../lib/element.js";
import { graphInWords } from "./graph-in-words.js";
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

export function graph(report) {
  const unit = report.schedule.points ? "points" : "minutes";
  const schedule = report.schedule[unit];
  const words = graphInWords(report, unit);
  if (report.tasks.length === 0) return h("p", { class: "quiet" }, "There are no tasks to draw.");
  return h(
    "div",
    { class: "stack" },
    ["points", "minutes"].map((own) => report.schedule[own] && summary(report.schedule[own], own)),
    h(
      "div",
      { class: "wide graph", role: "region", tabIndex: 0, "aria-label": "The graph of what waits for what" },
      picture(report, schedule),
    ),
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

/** Columns of ids. What goes round in a circle is in no batch, and comes last. */
function columnsOf({ batches, tasks }) {
  const placed = new Set(batches.flat());
  const rest = tasks.map(({ id }) => id).filter((id) => !placed.has(id));
  const columns = batches.map((ids, place) => ({ head: `Batch ${place + 1}`, ids }));
  return rest.length > 0 ? [...columns, { head: "In no batch", ids: rest }] : columns;
}

/** Tasks of a column stand as near as possible to what they wait for, so that fewer lines cross. */
function placesOf(columns, tasks) {
  const places = new Map();
  for (const [column, { ids }] of columns.entries()) {
    const wanted = (id, own) => {
      const rows = (tasks.get(id)?.dependencies ?? []).filter((other) => places.has(other));
      return rows.length === 0 ? own : rows.reduce((sum, other) => sum + places.get(other).row, 0) / rows.length;
    };
    const order = ids.map((id, own) => ({ id, by: wanted(id, own) })).sort((a, b) => a.by - b.by);
    for (const [row, { id }] of order.entries()) places.set(id, { column, row });
  }
  return places;
}

const leftOf = ({ column }) => MARGIN + column * (BOX.width + GAP.across);
const topOf = ({ row }) => HEAD + MARGIN + row * (BOX.height + GAP.down);

function picture(report, schedule) {
  const tasks = new Map(report.tasks.map((task) => [task.id, task]));
  const columns = columnsOf(report);
  const places = placesOf(columns, tasks);
  const critical = new Set(schedule?.critical_tasks ?? []);
  const path = schedule?.critical_path ?? [];
  const steps = new Set(path.slice(1).map((id, place) => `${path[place]}\n${id}`));
  const rows = Math.max(...columns.map(({ ids }) => ids.length));
  const width = 2 * MARGIN + columns.length * (BOX.width + GAP.across) - GAP.across;
  const height = HEAD + 2 * MARGIN + rows * (BOX.height + GAP.down) - GAP.down;
  const arrow = freshId("arrow");
  const edges = report.tasks.flatMap(({ id, dependencies }) =>
    dependencies
      .filter((other) => places.has(other) && places.has(id))
      .map((other) => edge(places.get(other), places.get(id), steps.has(`${other}\n${id}`), arrow)),
  );
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": `${report.tasks.length} tasks in ${columns.length} columns by batch. The graph in words follows.`,
    },
    svg("defs", {}, marker(arrow, ""), marker(`${arrow}-critical`, "is-critical")),
    columns.map(({ head }, column) => text(leftOf({ column }), 20, "graph-head", head)),
    // What is critical lies above what is not.
    edges.filter(({ isCritical }) => !isCritical).map(({ line }) => line),
    edges.filter(({ isCritical }) => isCritical).map(({ line }) => line),
    [...places].map(([id, place]) => box(tasks.get(id), place, critical.has(id))),
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

function edge(from, to, isCritical, arrow) {
  const [x1, y1] = [leftOf(from) + BOX.width, topOf(from) + BOX.height / 2];
  const [x2, y2] = [leftOf(to), topOf(to) + BOX.height / 2];
  const bend = GAP.across / 2;
  const line = svg("path", {
    d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
    class: `graph-edge ${isCritical ? "is-critical" : ""}`,
    "marker-end": `url(#${arrow}${isCritical ? "-critical" : ""})`,
  });
  return { line, isCritical };
}

const text = (x, y, kind, words) => svg("text", { x, y, class: kind }, words);

function box(task, place, isCritical) {
  const [x, y] = [leftOf(place), topOf(place)];
  const shape = svg("g", { class: `shape status-${task.status}`, transform: `translate(${x + 10} ${y + 8})` });
  shape.innerHTML = SHAPES[task.status] ?? SHAPES.pending;
  const facts = [isCritical && "critical", statusInWords(task.status), shortEstimate(task)].filter(Boolean).join(" · ");
  return svg(
    "g",
    { class: `graph-box ${isCritical ? "is-critical" : ""}` },
    svg("title", {}, `${task.id} ${task.label}`),
    svg("rect", { x, y, width: BOX.width, height: BOX.height, rx: 8 }),
    shape,
    text(x + 32, y + 20, "graph-id", cut(task.id, 24)),
    text(x + 10, y + 37, "graph-label", cut(task.label, 26)),
    text(x + 10, y + 53, "graph-facts", cut(facts, 32)),
  );
}

const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words);
