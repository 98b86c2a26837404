// The graph as a picture: a column for each batch, the critical path marked, and what other phases have to do with it
// on both sides. It says nothing that the graph in words does not.

import { plural } from "../lib/amounts.js";
import { freshId } from "../lib/element.js";
import { BOX, graphLayout } from "./graph-layout.js";
import { SHAPES, statusInWords } from "./status-mark.js";
import { shortEstimate } from "./words.js";

const HEAD = 34;
const PAD = 14;
const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

/** `columns` are `{head, ids}`, `edges` are `[from, to]`, `outside` are the tasks of other phases by their key. */
export function graphPicture({ columns, edges, tasks, outside, schedule, label }) {
  const { width, height, lefts, boxes, lines } = graphLayout(
    columns.map(({ ids }) => ids),
    edges,
  );
  const full = { width: width + 2 * PAD, height: height + HEAD + 2 * PAD };
  const inFrame = ({ x, y }) => ({ x: x + PAD, y: y + HEAD + PAD });

  const critical = new Set(schedule?.critical_tasks ?? []);
  const path = schedule?.critical_path ?? [];
  const steps = new Set(path.slice(1).map((id, place) => `${path[place]}\n${id}`));
  const arrow = freshId("arrow");
  const drawn = edges.map(([from, to], place) => {
    const kind = steps.has(`${from}\n${to}`) ? "critical" : outside.has(from) || outside.has(to) ? "outside" : "";
    return { kind, line: edge(lines[place].map(inFrame), kind, arrow) };
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${full.width} ${full.height}`, ...full, role: "img", "aria-label": label },
    svg("defs", {}, marker(arrow, ""), marker(`${arrow}-critical`, "is-critical")),
    columns.map(({ head, ids }, column) => band(head, ids.length, { x: lefts[column] + PAD, height: full.height })),
    // What is critical lies above what is not.
    drawn.filter(({ kind }) => kind !== "critical").map(({ line }) => line),
    drawn.filter(({ kind }) => kind === "critical").map(({ line }) => line),
    [...boxes].map(([id, own]) =>
      tasks.has(id)
        ? taskBox(tasks.get(id), inFrame(own), critical.has(id))
        : outsideBox(outside.get(id), inFrame(own)),
    ),
  );
}

const band = (head, count, { x, height }) => [
  svg("rect", { x: x - PAD / 2, y: 0, width: BOX.width + PAD, height, rx: 10, class: "graph-band" }),
  text(x, 24, "graph-head", `${head} · ${plural(count, { one: "task", other: "tasks" })}`),
];

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

/** Bent between columns, straight through them. */
function edge(points, kind, arrow) {
  const [start, ...rest] = points;
  let [from, d] = [start, `M${start.x} ${start.y}`];
  for (const [place, to] of rest.entries()) {
    const isPassage = place % 2 === 1;
    const bend = from.x === to.x ? from.x + 34 : (from.x + to.x) / 2;
    d += isPassage ? `H${to.x}` : `C${bend} ${from.y} ${bend} ${to.y} ${to.x} ${to.y}`;
    from = to;
  }
  return svg("path", {
    d,
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

function box({ id, label, status, facts, kind }, { x, y }) {
  const shape = svg("g", { class: `shape status-${status}`, transform: `translate(${x + 10} ${y + 9})` });
  shape.innerHTML = SHAPES[status] ?? SHAPES.pending;
  return svg(
    "g",
    { class: `graph-box ${kind}` },
    svg("title", {}, `${id} ${label}`),
    svg("rect", { x, y, width: BOX.width, height: BOX.height, rx: 8 }),
    shape,
    text(x + 33, y + 21, "graph-id", cut(id, 20)),
    twoLines(label, 26).map((line, place) => text(x + 11, y + 39 + 15 * place, "graph-label", line)),
    text(x + 11, y + 71, "graph-facts", cut(facts.filter(Boolean).join(" · "), 33)),
  );
}

const cut = (words, most) => (words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words);

/** As many whole words as have room in the first line, the rest in the second. */
function twoLines(words, most) {
  if (words.length <= most) return [words];
  const space = words.lastIndexOf(" ", most);
  const end = space > 0 ? space : most;
  return [words.slice(0, end), cut(words.slice(end).trimStart(), most)];
}
