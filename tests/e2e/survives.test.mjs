// What was acknowledged is there after the browser was closed, and after it was killed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { at } from "../../scripts/lib/root.mjs";
import { launch, resultOf } from "./lib/chromium.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";
import { appending } from "./lib/model.mjs";

const LIMIT = { timeout: 120_000 };
const KILLS = 4;
const SCOPES = 5;

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

/** Checkpoints without end, four at a time, and reports each one that was acknowledged. */
const WRITER = page(`
  import { Workspace } from "medallion";
  ${appending}
  const round = new URL(location).searchParams.get("round");
  const ws = await Workspace.open("agent");
  let number = 0;
  const write = async () => {
    for (;;) {
      const scope = number % ${SCOPES};
      const id = "D-" + round + "-" + number++;
      await ws.checkpoint({ scope: { tags: ["scope-" + scope] }, evidence: { session_summary: id }, llm: appending });
      fetch("/acknowledged?scope=" + scope + "&id=" + id, { method: "POST", keepalive: true });
    }
  };
  for (let writer = 0; writer < 4; writer += 1) write().catch((error) => fetch("/failed?" + error, { method: "POST" }));
`);
const READER = page(`
  import { Workspace } from "medallion";
  const ws = await Workspace.open("agent");
  const read = async () => {
    const { items } = await ws.medallions.list();
    const all = items.map(async (medallion) => ({
      tag: medallion.scope.tags[0],
      ids: medallion.decisions.map(({ id }) => id),
      versions: (await ws.medallions.history(medallion.meta.medallion_id)).map(({ version }) => version),
    }));
    return { medallions: await Promise.all(all), health: await ws.health() };
  };
  window.result = read();
`);

test("nothing acknowledged is lost when Chromium is killed while it writes", LIMIT, async (t) => {
  const folder = project(t, { "writer.html": WRITER, "reader.html": READER });
  const acknowledged = [];
  const failures = [];
  let heard = () => {};
  const { origin } = await serve(t, folder, {
    "/acknowledged": (_, url) => {
      acknowledged.push(Object.fromEntries(url.searchParams));
      heard();
    },
    "/failed": (_, url) => {
      failures.push(decodeURIComponent(url.search));
      heard();
    },
  });
  const profile = scratch(t);
  for (let round = 0; round < KILLS; round += 1) {
    const enough = acknowledged.length + 20 + Math.floor(Math.random() * 100);
    const browser = start(profile, `${origin}/writer.html?round=${round}`);
    await new Promise((resolve) => {
      heard = () => {
        if (acknowledged.length >= enough || failures.length > 0) resolve();
      };
    });
    process.kill(-browser.pid, "SIGKILL");
    await once(browser, "exit");
    assert.deepEqual(failures, []);

    const reader = await launch(t, profile);
    const { medallions, health } = await resultOf(reader, `${origin}/reader.html`);
    await reader.close();
    assert.deepEqual(health.problems, []);
    const stored = new Map(medallions.map(({ tag, ids }) => [tag, new Set(ids)]));
    const lost = acknowledged.filter(({ scope, id }) => !stored.get(`scope-${scope}`)?.has(id));
    assert.deepEqual(lost, [], `round ${round}: ${lost.length} of ${acknowledged.length} lost`);
    for (const { ids, versions } of medallions) {
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(versions, descending(ids.length), "one version for each decision");
    }
  }
  t.diagnostic(`${acknowledged.length} acknowledged commits, ${KILLS} kills, 0 lost`);
});

const descending = (count) => Array.from({ length: count }, (_, index) => count - index);

/** A browser in a process group of its own, which can be killed as a whole. */
function start(profile, address) {
  const { args } = JSON.parse(readFileSync(at("webdriver.json"), "utf8"))["goog:chromeOptions"];
  const command = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const options = { detached: true, stdio: "ignore" };
  return spawn(command, [...args, "--remote-debugging-port=0", `--user-data-dir=${profile}`, address], options);
}
