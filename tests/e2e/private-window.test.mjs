// A private window: everything works until it is closed, nothing is left then, and what health()
// says of it. No browser says of itself that a window is private, and we do not guess.

import assert from "node:assert/strict";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { launchOptions } from "./lib/chromium.mjs";
import { later } from "./lib/later.mjs";
import { project } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 120_000 };

const PAGE = page(`
  import { Workspace } from "medallion";
  const scope = { tags: ["private"] };
  window.write = async () => {
    const ws = await Workspace.open("private", { durability: "strict" });
    await ws.checkpoint({ scope, evidence: { session_summary: "Nobody must know." } });
    await ws.flush();
    const promised = await ws.persist();
    const lines = (await (await ws.export()).text()).trim().split("\\n").length;
    const health = await ws.health();
    await ws.close();
    return { promised, lines, health };
  };
  window.read = async () => {
    const listed = await Workspace.list();
    const ws = await Workspace.open("private");
    const count = await ws.medallions.count();
    const { problems } = await ws.health();
    await ws.close();
    return { listed, count, problems };
  };
  window.result = true;
`);

test(
  "a private window keeps its data while it is open, and health() does not guess that it is one",
  LIMIT,
  async (t) => {
    const { origin } = await serve(t, project(t, { "index.html": PAGE }));
    const browser = await chromium.launch(launchOptions());
    later(t, () => browser.close());
    const open = async (context) => {
      const tab = await context.newPage();
      await tab.goto(`${origin}/`);
      await tab.waitForFunction(() => window.result);
      return tab;
    };

    // A context of its own is what a private window is: off the record, with no profile.
    const first = await browser.newContext();
    const { promised, lines, health } = await (await open(first)).evaluate(() => window.write());
    assert.equal(promised, false, "a browser that promises to keep what it will throw away");
    assert.equal(lines, 2);
    const { bytes, quota, ...said } = health;
    assert.deepEqual(said, {
      records: { medallion: 1 },
      entries: 1,
      low_space: false,
      persisted: false,
      ephemeral: false,
      degraded: false,
      keep: {},
      problems: [],
    });
    assert.ok(bytes >= 0 && quota > bytes, `${bytes} of ${quota}`);
    // Another tab of it sees it, another window does not.
    assert.equal((await (await open(first)).evaluate(() => window.read())).count, 1);
    const second = await browser.newContext();
    const fresh = { listed: [], count: 0, problems: [] };
    assert.deepEqual(await (await open(second)).evaluate(() => window.read()), fresh);
    await first.close();
    const third = await browser.newContext();
    // Nor is it said that something was lost: nobody knows.
    assert.deepEqual(await (await open(third)).evaluate(() => window.read()), fresh);
  },
);
