// Where boxes and lines of the graph stand. dagre (MIT, 17 KB, released every few months) orders them so that few lines
// cross: it is the one well-kept library that is small and takes the column of each box, which is its batch, from a
// ranker of ours; elkjs is thirty times as large, d3-dag twice, and ten times as slow.

import { Graph, layout } from "@dagrejs/dagre";
import { tighten } from "./graph-tighten.js";

export const BOX = { width: 198, height: 80 };
const ACROSS = 50;

/** A status that changes moves nothing. */
let latest;

/**
 * `columns` are lists of ids, `edges` are `[from, to]`. Answers `{width, height, lefts, boxes, lines}`: the left side of
 * each column, the upper left corner of each box by its id, and for each edge the points that its line goes through,
 * of which the inner ones are pairs, a straight piece through a column each.
 */
export function graphLayout(columns, edges) {
  const key = JSON.stringify([columns, edges]);
  if (latest?.key !== key) latest = { key, places: place(columns, edges) };
  return latest.places;
}

function place(columns, edges) {
  const columnOf = new Map(columns.flatMap((ids, column) => ids.map((id) => [id, column])));
  // What goes round in a circle shares a column; such lines are drawn beside it.
  const forward = edges.filter(([from, to]) => columnOf.get(from) < columnOf.get(to));
  const { boxes: items, passages } = ordered(columnOf, forward);

  const inColumns = columns.map(() => []);
  for (const item of [...items.values(), ...passages.flat()]) inColumns[item.column].push(item);
  for (const own of inColumns) own.sort((a, b) => a.y - b.y);
  const chains = forward.map(([from, to], line) => [items.get(from), ...passages[line], items.get(to)]);
  const height = tighten(inColumns, chains);

  const lefts = columns.map((_, column) => column * (BOX.width + ACROSS));
  const sides = ({ column, y }) => [
    { x: lefts[column], y },
    { x: lefts[column] + BOX.width, y },
  ];
  const boxes = new Map([...items].map(([id, { column, y }]) => [id, { x: lefts[column], y: y - BOX.height / 2 }]));
  const lines = edges.map((edge) => {
    const [from, to] = edge.map((id) => sides(items.get(id)));
    const line = forward.indexOf(edge);
    return line < 0 ? [from[1], to[1]] : [from[1], ...passages[line].flatMap(sides), to[0]];
  });
  return { width: lefts.at(-1) + BOX.width, height, lefts, boxes, lines };
}

/** `{column, y, height}` for each box by its id, and for each line the columns that it passes on its way. */
function ordered(columnOf, edges) {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", ranker });
  for (const id of columnOf.keys()) graph.setNode(id, { ...BOX });
  for (const [from, to] of edges) graph.setEdge(from, to, {});
  layout(graph);
  const boxes = [...columnOf].map(([id, column]) => [id, { column, y: graph.node(id).y, height: BOX.height }]);
  const passages = edges.map(([from, to]) =>
    graph
      .edge(from, to)
      .points.slice(1, -1)
      // Every second point lies in a column, the others between two.
      .filter((_, index) => index % 2 === 1)
      .map(({ y }, index) => ({ column: columnOf.get(from) + 1 + index, y, height: 0 })),
  );
  return { boxes: new Map(boxes), passages };

  /** dagre puts a rank between two columns, for what is written on lines. */
  function ranker(ranked) {
    for (const id of ranked.nodes()) ranked.node(id).rank = 2 * (columnOf.get(id) ?? 0);
  }
}
