// What was acknowledged is there after the browser was closed, and after it was killed.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { drill } from "../../drills/drill.mjs";
import { launch, resultOf } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 120_000 };
/** The drill has limits of its own; how long it takes is no matter of this test. */
const DRILL = { timeout: 600_000 };
/** When a kill comes is drawn from this; where it hits is up to the machine. */
const SEED = 3;

const CHECKPOINT = page(`
  import { Workspace } from "medallion";
  const ws = await Workspace.open("agent");
  window.result = ws.checkpoint({ scope: { tags: ["kept"] }, evidence: { session_summary: "Found the leak." } });
`);
const RESUME = page(`
  import { Workspace } from "medallion";
  const ws = await Workspace.open("agent");
  window.result = ws.medallions.latestForScope({ tags: ["kept"] });
`);

test("a medallion is there when the browser was closed and started again", LIMIT, async (t) => {
  const folder = project(t, { "checkpoint.html": CHECKPOINT, "resume.html": RESUME });
  const { origin } = await serve(t, folder);
  const profile = scratch(t);
  const first = await launch(t, profile);
  const stored = await resultOf(first, `${origin}/checkpoint.html`);
  await first.close();
  const second = await launch(t, profile);
  assert.deepEqual(await resultOf(second, `${origin}/resume.html`), [stored]);
  assert.equal(stored.summary.high_level, "Found the leak.");
});

test("nothing acknowledged is lost when Chromium is killed while it writes", DRILL, async (t) => {
  const packageFolder = join(project(t), "node_modules", "medallion");
  const outcome = await drill({ engine: "chromium", kills: 3, seed: SEED, packageFolder });
  const { acknowledged, kills, thrownAway } = outcome;
  assert.deepEqual(
    kills.map(({ mode }) => mode),
    ["writes", "image", "history"],
  );
  assert.ok(acknowledged >= kills[0].acknowledged && kills[0].acknowledged > 0);
  for (const { inFlight } of kills) assert.ok(inFlight > 0);
  // See drills/README.md: rare, said by the browser, and out of our reach.
  for (const { message } of thrownAway) t.diagnostic(`Chromium threw its whole database away: ${message}`);
  t.diagnostic(`${acknowledged} acknowledged commits, ${kills.length} kills, seed ${SEED}, 0 lost`);
});
