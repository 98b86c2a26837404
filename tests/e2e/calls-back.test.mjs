// Functions of the host that call back into the workspace that is asking them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { installed } from "./lib/package.mjs";
import { within } from "./lib/within.mjs";

const LIMIT = { timeout: 60_000 };

const main = await installed();

const draft = (id) => ({
  meta: id === undefined ? {} : { medallion_id: id },
  scope: { graph_nodes: ["repo:muse"] },
  summary: { high_level: "Split the parser." },
  affordances: {},
});

/** Everything of a workspace that can be called, called; the promises that it gave. */
function everything(ws) {
  const stop = ws.subscribe(() => {});
  stop();
  const limited = ws.as({ learnerId: "ada", role: "learner" });
  const { medallions, tasks, learners, progress, plans, events } = ws;
  ws.tools({ learnerId: "ada" }).schemas();
  return [
    medallions.createMany([draft(), draft(), draft()]),
    medallions.createMany(Array.from({ length: 200 }, () => draft())),
    medallions.create(draft()),
    medallions.createMany([{ ...draft(), summary: 7 }]).catch(({ path }) => path),
    medallions.list(),
    medallions.count(),
    medallions.latestForScope({ graph_nodes: ["repo:muse"] }),
    medallions.scopeLabels(),
    medallions.watchScope({ tags: [] }, {}, () => {}).then((end) => end()),
    ws.checkpoint({ scope: { tags: ["inner"] }, evidence: { session_summary: "Inner." } }),
    tasks.count(),
    learners.list(),
    progress.reviews(),
    plans.list(),
    events.list(),
    events.counts?.(),
    limited.medallions.list(),
    ws.sync(),
    ws.flush(),
    ws.health(),
    ws.export(),
    ws.keep({}),
    ws.inspect("nothing").catch(() => {}),
    main.Workspace.open(ws.name).then((own) => own.close()),
  ];
}

/** A workspace whose functions call back once for each of these calls. */
async function calledBack(name, option, answer) {
  const state = { isAsked: false, inner: [] };
  const ws = await main.Workspace.open(name, {
    storage: "memory",
    [option]: (...args) => {
      if (state.isAsked) {
        state.isAsked = false;
        state.inner.push(...everything(ws));
      }
      return answer(...args);
    },
    logLevel: "debug",
  });
  return { ws, state };
}

let made = 0;
const OPTIONS = {
  newId: (kind) => `${kind}-${(made += 1)}`,
  now: () => Date.now(),
  logger: () => {},
};

for (const [option, answer] of Object.entries(OPTIONS)) {
  test(`${option} may call back whatever it is asked for`, LIMIT, async () => {
    const { ws, state } = await calledBack(`calls-${option}`, option, answer);
    const scope = { tags: [option] };
    const calls = {
      "tasks.create": () => ws.tasks.create({ task_type: "project", title: "Soil" }),
      "learners.create": () => ws.learners.create({ name: "Ada" }),
      "medallions.create": () => ws.medallions.create(draft()),
      "medallions.createMany, few": () => ws.medallions.createMany([draft(), draft()]),
      "medallions.createMany, many": () => ws.medallions.createMany(Array.from({ length: 200 }, () => draft())),
      checkpoint: () => ws.checkpoint({ scope, evidence: { session_summary: "Outer." } }),
      "tasks.import": () => ws.tasks.import({ title: "Soil", epics: [{ title: "Load", tasks: [{ title: "One" }] }] }),
      keep: () => ws.keep({ versions: 1 }),
    };
    for (const [name, call] of Object.entries(calls)) {
      state.isAsked = true;
      await within(20_000, call(), name);
      await within(20_000, Promise.all(state.inner), `what was called back in ${name}`);
      if (option !== "newId" || name !== "keep") assert.ok(state.inner.length > 0, `nothing called back in ${name}`);
      state.inner.length = 0;
    }
    assert.deepEqual((await ws.health()).problems, []);
    await ws.close();
  });
}

test("an id that is taken is asked for again, and that may call back, too", LIMIT, async () => {
  const ids = ["medallion-taken", "medallion-taken", "medallion-taken", "medallion-free"];
  const inner = [];
  const ws = await main.Workspace.open("calls-taken", {
    storage: "memory",
    newId: (kind) => {
      if (ids.length === 1) inner.push(ws.medallions.createMany([draft("inner-0"), draft("inner-1")]));
      return ids.shift() ?? `${kind}-more`;
    },
  });
  await ws.medallions.create(draft());
  assert.deepEqual(await within(20_000, ws.medallions.createMany([draft()]), "createMany"), ["medallion-free"]);
  assert.deepEqual(await within(20_000, Promise.all(inner), "inner"), [["inner-0", "inner-1"]]);
  await ws.close();
});

test("a validator may call back", LIMIT, async () => {
  const ws = await main.Workspace.open("calls-validator", { storage: "memory" });
  const inner = [];
  ws.progress.setValidator("mine", () => {
    inner.push(...everything(ws));
    return { passed: true };
  });
  const criteria = [{ criterion_type: "mine", description: "Mine." }];
  const { project_id } = await ws.tasks.import({
    title: "Soil",
    epics: [{ title: "Load", tasks: [{ title: "One", criteria }] }],
  });
  const ada = await ws.learners.create({ name: "Ada" });
  const [first] = await ws.progress.ready(ada.id, project_id);
  await within(20_000, ws.progress.submit(ada.id, first.task_id, { content: "Humic acid." }), "submit");
  assert.ok(inner.length > 0);
  await within(20_000, Promise.all(inner), "what the validator called back");
  await ws.close();
});
