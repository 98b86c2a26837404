// Where the boxes and lines of a plan's graph stand, and what of a large plan is drawn.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BOX, graphLayout } from "../../www/plans/graph-layout.js";
import { graphPart } from "../../www/plans/graph-part.js";
import { randomFrom } from "./graphs/random.mjs";

/** Columns of a few boxes each, of which every one but those of the first column waits for some of the columns before. */
function randomGraph(random) {
  const columns = Array.from({ length: 2 + random.below(5) }, (_, column) =>
    Array.from({ length: 1 + random.below(6) }, (__, row) => `T-${column}.${row}`),
  );
  const edges = columns.flatMap((ids, column) =>
    ids.flatMap((id) => {
      const before = columns.slice(0, column).flat();
      const awaited = before.filter(() => random.below(4) === 0);
      return awaited.map((other) => [other, id]);
    }),
  );
  return { columns, edges };
}

test("a column is a batch: its boxes stand below each other, and no line goes through a box", () => {
  for (let seed = 0; seed < 30; seed += 1) {
    const { columns, edges } = randomGraph(randomFrom(seed));
    const { boxes, lefts, lines, width, height } = graphLayout(columns, edges);
    for (const [column, ids] of columns.entries()) {
      const tops = ids.map((id) => boxes.get(id).y).toSorted((a, b) => a - b);
      for (const id of ids) assert.equal(boxes.get(id).x, lefts[column], `seed ${seed}: ${id}`);
      for (const [place, top] of tops.slice(1).entries())
        assert.ok(top >= tops[place] + BOX.height, `seed ${seed}: boxes of column ${column} lie upon each other`);
      if (column > 0) assert.ok(lefts[column] > lefts[column - 1] + BOX.width, `seed ${seed}: column ${column}`);
    }
    for (const [place, points] of lines.entries()) {
      const [from, to] = edges[place];
      assert.deepEqual(points.at(0), { x: boxes.get(from).x + BOX.width, y: boxes.get(from).y + BOX.height / 2 });
      assert.deepEqual(points.at(-1), { x: boxes.get(to).x, y: boxes.get(to).y + BOX.height / 2 });
      for (const { x, y } of points.slice(1, -1)) {
        const column = lefts.findIndex((left) => x >= left && x <= left + BOX.width);
        for (const id of columns[column]) {
          const { y: top } = boxes.get(id);
          assert.ok(y < top || y > top + BOX.height, `seed ${seed}: ${from} to ${to} goes through ${id}`);
        }
        assert.ok(x >= 0 && x <= width && y >= 0 && y <= height, `seed ${seed}: ${from} to ${to} leaves the picture`);
      }
    }
  }
});

test("what waits round in a circle shares a column, and its lines come back to it from the same side", () => {
  const { boxes, lines } = graphLayout(
    [["A"], ["B", "C"]],
    [
      ["A", "B"],
      ["B", "C"],
      ["C", "B"],
      ["B", "B"],
    ],
  );
  assert.equal(boxes.get("B").x, boxes.get("C").x);
  const side = boxes.get("B").x + BOX.width;
  for (const points of lines.slice(1))
    assert.deepEqual(
      points.map(({ x }) => x),
      [side, side],
    );
});

const chain = (length) => Array.from({ length }, (_, place) => ({ id: `T${place}`, status: "pending" }));
const links = (tasks) => tasks.slice(1).map(({ id }, place) => [tasks[place].id, id]);
/** A column for each. */
const columnsOf = (tasks) => tasks.map(({ id }) => [id]);
const most = (boxes, passages = 10) => ({ boxes, passages });

test("a plan that has room is drawn as a whole, with what other phases have to do with it", () => {
  const tasks = chain(5);
  const columns = [["other"], ...columnsOf(tasks)];
  const edges = [...links(tasks), ["other", "T0"]];
  const part = graphPart(tasks, columns, edges, { path: [], around: "T3" }, most(6));
  assert.deepEqual([...part].toSorted(), ["T0", "T1", "T2", "T3", "T4", "other"]);
});

test("of a large plan that is drawn which is nearest to the task that is looked at", () => {
  const tasks = chain(100);
  const asked = { path: ["T0", "T1"], around: "T50" };
  const part = graphPart(tasks, columnsOf(tasks), links(tasks), asked, most(5));
  assert.deepEqual([...part].toSorted(), ["T48", "T49", "T50", "T51", "T52"]);
  // No more columns than can be looked at, however much has room.
  const wide = graphPart(tasks, columnsOf(tasks), links(tasks), asked, most(50));
  assert.deepEqual([...wide].toSorted(), ["T46", "T47", "T48", "T49", "T50", "T51", "T52", "T53", "T54"]);
});

test("without such a task it is what comes next on the critical path", () => {
  const tasks = chain(100).map((task, place) => ({ ...task, status: place < 90 ? "completed" : "pending" }));
  const path = tasks.map(({ id }) => id);
  const columns = columnsOf(tasks);
  assert.deepEqual(
    [...graphPart(tasks, columns, links(tasks), { path, around: undefined }, most(3))],
    ["T90", "T91", "T92"],
  );
  const done = tasks.map((task) => ({ ...task, status: "completed" }));
  assert.deepEqual([...graphPart(done, columns, links(tasks), { path, around: "nowhere" }, most(2))], ["T0", "T1"]);
  assert.deepEqual([...graphPart(done, columns, [], { path: [], around: undefined }, most(2))], ["T0"]);
});

test("a plan of few tasks with lines through many columns is large, too", () => {
  const tasks = chain(12);
  const edges = [...links(tasks), ["T0", "T11"]];
  assert.equal(graphPart(tasks, columnsOf(tasks), edges, { path: [] }, most(20, 10)).size, 12);
  assert.equal(graphPart(tasks, columnsOf(tasks), edges, { path: [] }, most(20, 9)).size, 9);
});
