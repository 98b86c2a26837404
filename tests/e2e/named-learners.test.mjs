// Learners who are named and are not there, in Node.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installedTools } from "./lib/tools.mjs";

const LIMIT = { timeout: 60_000 };

const { open } = await installedTools();

test("nothing is said to a learner who is not there, or no longer: nobody could erase it", LIMIT, async () => {
  const { ws, read, ada } = await open();
  const limited = ws.as({ learnerId: ada.id, role: "learner" });
  await limited.tasks.addComment(read.id, { text: "a heron", learner_id: ada.id });
  await ws.learners.delete(ada.id);
  const refused = { code: "NOT_FOUND", path: "learner_id" };
  for (const learner_id of [ada.id, "zzz"]) {
    await assert.rejects(ws.tasks.addComment(read.id, { text: "a pelican", learner_id }), refused);
  }
  await assert.rejects(limited.tasks.addComment(read.id, { text: "a heron", learner_id: ada.id }), refused);
  assert.doesNotMatch(await (await ws.export()).text(), /heron|pelican/);
});

test("lists about a learner who is not there are no empty lists", LIMIT, async () => {
  const { ws, read, ada } = await open();
  for (const ask of [
    (learnerId) => ws.tasks.comments(read.id, { learnerId }),
    (learnerId) => ws.progress.helpRequests({ learnerId }),
  ]) {
    await ask(ada.id);
    await assert.rejects(ask("zzz"), { code: "NOT_FOUND" });
  }
});
