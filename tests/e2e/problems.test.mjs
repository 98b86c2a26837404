// What an error that has a place says in its details, in Node.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { installedTools } from "./lib/tools.mjs";

const LIMIT = { timeout: 60_000 };

let open;
let undo;
before(async () => {
  ({ open, undo } = await installedTools());
});
after(() => undo());

async function errorsOf(promise) {
  const error = await promise.then(
    () => assert.fail("it was taken"),
    (thrown) => thrown,
  );
  assert.equal(error.code, "INVALID");
  return error.details.errors;
}

test("a course that is refused lists its problems, also a single one", LIMIT, async () => {
  const { ws } = await open();
  for (const [course, paths] of [
    [{}, ["title"]],
    [{ title: "P", epics: [{}, {}] }, ["epics[0].title", "epics[1].title"]],
    ["{", [""]],
    ["[]", [""]],
  ]) {
    const errors = await errorsOf(ws.tasks.import(course));
    assert.deepEqual(
      errors.map(({ path }) => path),
      paths,
      JSON.stringify(course),
    );
    assert.ok(errors.every(({ message }) => message.length > 0));
  }
});

test("so does whatever else is invalid at a place", LIMIT, async () => {
  const { ws, read } = await open();
  const errors = await errorsOf(ws.tasks.update(read.id, { priority: 9 }));
  assert.deepEqual(
    errors.map(({ path }) => path),
    ["priority"],
  );
  await assert.rejects(ws.tasks.create({ title: "T", parent_id: "none" }), (error) => {
    return error.code === "NOT_FOUND" && error.details === undefined;
  });
});
