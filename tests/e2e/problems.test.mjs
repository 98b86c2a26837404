// What an error that has a place says in its details, in Node.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installedTools } from "./lib/tools.mjs";

const LIMIT = { timeout: 60_000 };

const { main, open } = await installedTools();

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

test("and an answer of a model, whether one thing is wrong with it or two", LIMIT, async () => {
  const { ws } = await open();
  const request = { scope: { tags: ["t"] }, evidence: { session_summary: "A session." } };
  const stub = new main.StubMedallionLLM();
  const whole = await stub.generate(request.scope, request.evidence);
  const nothing = { scope: { tags: ["t"] }, evidence: { session_summary: "" } };
  for (const [asked, paths] of [
    [() => ws.checkpoint({ ...request, llm: answering({ ...whole, summary: {} }) }), ["summary.high_level"]],
    [
      () => ws.checkpoint({ ...request, llm: answering({ ...whole, summary: {}, decisions: 1 }) }),
      ["summary.high_level", "decisions"],
    ],
    [() => ws.checkpoint(nothing), ["evidence"]],
    [() => stub.generate(nothing.scope, nothing.evidence), ["evidence.session_summary"]],
  ]) {
    await assert.rejects(asked(), (error) => {
      assert.equal(error.code, "LLM_INVALID", error.message);
      assert.deepEqual(
        error.details.errors.map(({ path }) => path),
        paths,
      );
      return true;
    });
  }
});

function answering(answer) {
  return { generate: () => answer, update: () => answer };
}

test("a problem stands where it is, and says what would be right", LIMIT, async () => {
  const { ws } = await open();
  const status = ["active", "Stale"];
  const scope = { tags: ["t"] };
  const place = { code: "INVALID", path: "status[1]", message: /must be one of "active", .*, is "Stale"$/ };
  await assert.rejects(ws.medallions.list({ status }), place);
  await assert.rejects(ws.medallions.latestForScope(scope, { status }), place);
  await assert.rejects(ws.medallions.scopeLabels({ status }), place);
  const watched = ws.medallions.watchScope(scope, { status }, () => {});
  await assert.rejects(watched, place);
  await assert.rejects(ws.medallions.list({ status: "stale" }), {
    path: "status",
    message: /must be a list of .*, is "stale"$/,
  });
  await assert.rejects(ws.keep({ versions: -1 }), { path: "versions", message: /must be 1 or more, is -1$/ });
  const stored = await ws.checkpoint({ scope, evidence: { session_summary: "A session." } });
  const text = JSON.stringify(stored).replace('"tags":', '"tags":[],"tags":');
  await assert.rejects(main.parseMedallion(text), {
    path: "scope.tags",
    message: "scope.tags: must be there once, is there twice",
  });
});
