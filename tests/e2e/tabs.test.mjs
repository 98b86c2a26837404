// Several tabs writing one workspace at once, in three engines.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { callPage, engines, startBrowser } from "../../scripts/lib/webdriver.mjs";
import { project, scratch } from "./lib/package.mjs";
import { page, serve } from "./lib/server.mjs";
import { later } from "./lib/later.mjs";

const LIMIT = { timeout: 240_000 };
const TABS = 4;
const EACH = 250;
const SCOPES = 4;

const PAGE = page(`
  import { Workspace } from "medallion";

  const answer = (decisions) => ({
    summary: { high_level: "What was decided.", subsystems: [] },
    decisions,
    open_questions: [],
    affordances: { recommended_entry_points: [], avoid_repeating: [], invariants: null },
  });
  const decision = ({ session_summary }) => ({ id: session_summary, statement: "So.", rationale: "", confidence: 1 });
  const model = {
    generate: (_, evidence) => answer([decision(evidence)]),
    update: (existing, evidence) => answer([...existing.decisions, decision(evidence)]),
  };
  let calls = 0;
  const slow = (name) => async (...given) => {
    calls += 1;
    await fetch("/slow");
    return model[name](...given);
  };
  const slowModel = { generate: slow("generate"), update: slow("update") };

  let ws;
  window.openWorkspace = async (name) => { ws = await Workspace.open(name); };
  const scopeOf = (number) => ({ graph_nodes: ["repo:shared"], tags: ["scope-" + number] });

  let writing;
  window.startWriting = (tab, each, scopes) => {
    writing = (async () => {
      for (let number = 0; number < each; number += 1) {
        const evidence = { session_summary: tab + "-" + number };
        await ws.checkpoint({ scope: scopeOf((tab + number) % scopes), evidence, llm: model });
      }
    })();
    writing.catch(() => {});
  };
  window.finishWriting = () => writing;

  window.startSlow = (evidence) => {
    writing = ws.checkpoint({ scope: scopeOf(0), evidence: { session_summary: evidence }, llm: slowModel });
    writing.catch(() => {});
  };
  window.finishSlow = async () => { await writing; return calls; };

  window.makeClass = async () => {
    const project = await ws.tasks.create({ task_type: "project", title: "P" });
    const { id: task } = await ws.tasks.create({ parent_id: project.id, task_type: "subtask", title: "T" });
    await ws.tasks.addCriterion(task, { criterion_type: "number", description: "d", rule: { value: 42 } });
    const { id: learner } = await ws.learners.create({ name: "Ada" });
    return { learner, task };
  };
  // All tabs wait for one word, so that they hand in at the same time.
  const hearing = new BroadcastChannel("hand in");
  window.standReady = ({ learner, task }, tab, count) => {
    const handIn = async (number) => {
      const { submission, validation } = await ws.progress.submit(learner, task, { content: tab + "." + number });
      return [submission.attempt_number, submission.content, validation.passed];
    };
    writing = new Promise((resolve) => {
      hearing.onmessage = () => resolve(Promise.all(Array.from({ length: count }, (_, number) => handIn(number))));
    });
    writing.catch(() => {});
  };
  window.sayGo = () => new BroadcastChannel("hand in").postMessage("go");
  window.attempts = async ({ learner, task }) => {
    await ws.sync();
    const all = await ws.progress.submissions(learner, task);
    const { attempts, status } = await ws.progress.status(learner, task);
    return { attempts, status, all: all.map(({ attempt_number, content }) => [attempt_number, content]) };
  };

  window.read = async () => {
    await ws.sync();
    const { items } = await ws.medallions.list();
    const { items: events } = await ws.events.list({ limit: 5000 });
    return {
      medallions: await Promise.all(items.map(async ({ meta, decisions }) => ({
        id: meta.medallion_id,
        decisions: decisions.map(({ id }) => id),
        history: (await ws.medallions.history(meta.medallion_id)).map(({ version, medallion }) =>
          ({ version, decisions: medallion.decisions.map(({ id }) => id) })),
      }))),
      events: events.map(({ seq, entity_id }) => ({ seq, entity_id })),
      problems: (await ws.health()).problems,
    };
  };
`);

for (const engine of engines) {
  test(`${engine}: four tabs writing at once lose nothing`, LIMIT, async (t) => {
    const tabs = await open(t, engine, TABS, "busy");
    for (const [number, tab] of tabs.entries()) await tab("startWriting", number, EACH, SCOPES);
    for (const tab of tabs) await tab("finishWriting");

    const [seen, ...others] = await sequence(tabs, (tab) => tab("read"));
    for (const other of others) assert.deepEqual(other, seen, "every tab sees the same");
    const wanted = Array.from({ length: TABS * EACH }, (_, at) => `${at % TABS}-${Math.floor(at / TABS)}`);
    assert.deepEqual(seen.medallions.flatMap(({ decisions }) => decisions).sort(), wanted.sort());
    assert.equal(seen.medallions.length, SCOPES);
    assert.deepEqual(seen.problems, []);
    for (const { decisions, history } of seen.medallions) {
      history.forEach((entry, at) => {
        const version = decisions.length - at;
        assert.deepEqual(entry, { version, decisions: decisions.slice(0, version) });
      });
      assert.equal(history.length, decisions.length);
    }
    assert.equal(seen.events.length, TABS * EACH);
    assert.ok(seen.events.every(({ seq }, at) => at === 0 || seq < seen.events[at - 1].seq));
  });

  test(
    `${engine}: four tabs of one learner hand in failing work at once: each has an attempt of its own`,
    LIMIT,
    async (t) => {
      const tabs = await open(t, engine, TABS, "class");
      const of = await tabs[0]("makeClass");
      let before = 0;
      for (const count of [1, 3]) {
        for (const [number, tab] of tabs.entries()) await tab("standReady", of, `${count}.${number}`, count);
        await tabs[0]("sayGo");
        const told = (await sequence(tabs, (tab) => tab("finishWriting"))).flat();
        const numbers = Array.from({ length: TABS * count }, (_, at) => before + at + 1);
        assert.deepEqual(
          told.map(([attempt]) => attempt).sort((one, other) => one - other),
          numbers,
        );
        assert.ok(told.every(([, , passed]) => !passed));
        before += numbers.length;
        const [seen, ...others] = await sequence(tabs, (tab) => tab("attempts", of));
        for (const other of others) assert.deepEqual(other, seen, "every tab sees the same");
        assert.deepEqual([seen.attempts, seen.status], [before, "in_progress"]);
        for (const [attempt, content] of told)
          assert.ok(
            seen.all.some(([own, text]) => own === attempt && text === content),
            `${attempt} is stored as told`,
          );
      }
    },
  );

  test(`${engine}: two tabs with a slow model both get their evidence in`, LIMIT, async (t) => {
    const [one, other] = await open(t, engine, 2, "slow");
    await one("startSlow", "from one");
    await other("startSlow", "from the other");
    const calls = [await one("finishSlow"), await other("finishSlow")];
    const seen = await one("read");
    assert.equal(seen.medallions.length, 1);
    assert.deepEqual(seen.medallions[0].decisions.toSorted(), ["from one", "from the other"]);
    assert.deepEqual(
      seen.medallions[0].history.map(({ version }) => version),
      [2, 1],
    );
    for (const count of calls) assert.ok(count <= 2, `${calls} calls: at most one wasted each`);
  });
}

/** Tabs with the workspace open; each is a function that calls into its page. */
async function open(t, engine, count, name) {
  const { origin } = await serve(t, project(t, { "index.html": PAGE }), { "/slow": slowly });
  const { driver, close } = await startBrowser(engine, scratch(t));
  later(t, close);
  const tabs = [];
  for (let number = 0; number < count; number += 1) {
    if (number > 0) await driver.switchTo().newWindow("tab");
    await driver.get(`${origin}/`);
    await driver.wait(() => driver.executeScript("return 'read' in window"), 30_000);
    const handle = await driver.getWindowHandle();
    tabs.push(async (...call) => {
      await driver.switchTo().window(handle);
      return callPage(driver, ...call);
    });
  }
  for (const tab of tabs) await tab("openWorkspace", name);
  return tabs;
}

/** A model takes its time. */
const slowly = () => pause(300, "");

async function sequence(items, action) {
  const results = [];
  for (const item of items) results.push(await action(item));
  return results;
}
