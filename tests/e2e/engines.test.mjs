// The module as it is shipped, in every engine with all tiers of its compiler, loaded again and
// again: what was stored is read letter for letter.

import assert from "node:assert/strict";
import { test } from "node:test";
import { callPage, engines, startBrowser } from "../../scripts/lib/webdriver.mjs";
import { later } from "./lib/later.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 300_000 };
const LOADS = 10;
const COUNT = 400;

const PAGE = page(`
  const documents = (count) => Array.from({ length: count }, (_, number) => ({
    meta: { medallion_id: "med-" + number },
    scope: { graph_nodes: ["node:" + (number % 7)], tags: ["tag"] },
    summary: {
      high_level: "About " + number,
      // Every fortieth is longer than an entry of the log.
      subsystems: [{ name: "s", status: "stable", notes: ("語 🎓 é number " + number + " ").repeat(number % 40 ? 20 : 4000) }],
    },
    affordances: {},
  }));

  window.roundTrip = async (count) => {
    const { Workspace } = await import("medallion");
    const name = "engines-" + Math.random();
    const notes = (medallion) => medallion.summary.subsystems[0].notes;
    const all = documents(count);
    const first = await Workspace.open(name);
    await first.medallions.createMany(all);
    const project = await first.tasks.create({ task_type: "project", title: "Project" });
    for (let number = 0; number < 30; number += 1) {
      await first.tasks.create({ parent_id: project.id, task_type: "task", title: "Task " + number });
    }
    await first.close();

    const again = await Workspace.open(name);
    const { records, problems } = await again.health();
    const different = [];
    for (const one of all) {
      const stored = await again.medallions.get(one.meta.medallion_id);
      if (notes(stored) !== notes(one)) different.push(one.meta.medallion_id);
    }
    const found = await again.medallions.latestForScope({ graph_nodes: ["node:3"] }, { limit: count });
    const children = await again.tasks.children(project.id);
    await again.close();
    await Workspace.delete(name);
    return { records, problems, different, found: found.length, children: children.length };
  };
  window.result = true;
`);

for (const engine of engines) {
  test(`in ${engine} what was stored is read again, at every load`, LIMIT, async (t) => {
    const { origin } = await serve(t, project(t, { "index.html": PAGE }));
    const { driver, close } = await startBrowser(engine, scratch(t));
    later(t, close);
    for (let load = 0; load < LOADS; load += 1) {
      await driver.get(`${origin}/`);
      await driver.wait(() => driver.executeScript("return window.result"));
      assert.deepEqual(await callPage(driver, "roundTrip", COUNT), {
        records: { medallion: COUNT, task: 31 },
        problems: [],
        different: [],
        found: Math.ceil((COUNT - 3) / 7),
        children: 30,
      });
    }
  });
}
