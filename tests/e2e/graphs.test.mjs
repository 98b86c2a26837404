// Readiness, cycles, levels and the weighted critical path of the installed package against
// networkx, on random graphs that are the same in every run.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { pythonWithNetworkx } from "../../scripts/lib/python.mjs";
import { at } from "../../scripts/lib/root.mjs";
import { randomFrom } from "./graphs/random.mjs";
import { courseOf, planOf } from "./graphs/generate.mjs";
import { installed } from "./lib/package.mjs";

const LIMIT = { timeout: 300_000 };
const COURSES = 150;
const PLANS = 200;
const LARGE = 3;

const main = await installed();

function networkx(cases) {
  const python = pythonWithNetworkx();
  assert.ok(python, "there is no python3 with networkx; on Debian: apt-get install python3-networkx");
  const { status, stdout, stderr } = spawnSync(python, [at("tests", "e2e", "graphs", "networkx_answers.py")], {
    input: JSON.stringify(cases),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

test("ready, cycles, levels and the critical path of tasks are what networkx finds", LIMIT, async () => {
  const cases = [];
  const found = [];
  for (let seed = 0; seed < COURSES; seed += 1) {
    const course = courseOf(randomFrom(seed));
    const { answers, closed } = await ask(course, randomFrom(seed + 10_000));
    cases.push({ ...course, closed, path: answers.path });
    found.push(answers);
  }
  const expected = networkx({ courses: cases, plans: [] }).courses;
  let [refused, ready, circles] = [0, 0, 0];
  for (const [seed, other] of expected.entries()) {
    const { path, ...own } = found[seed];
    const { path_minutes, path_is_a_chain, ...schedule } = other.schedule;
    assert.deepEqual(own, { ...other, schedule }, `course ${seed}`);
    assert.equal(path_minutes, schedule.makespan, `course ${seed}: ${path}`);
    assert.ok(path_is_a_chain, `course ${seed}: ${path}`);
    refused += other.refused.filter(Boolean).length;
    ready += other.ready.flat().length;
    circles += other.cycles.length;
  }
  console.log(`${COURSES} courses: ${refused} edges refused, ${ready} times ready, ${circles} groups on circles`);
  const isWild = refused > COURSES && ready > COURSES && circles > COURSES / 5;
  assert.ok(isWild, "the graphs are too tame to show anything");
});

/** What we answer about a course, and what was closed at each question. */
async function ask({ tasks, edges, wanted, others }, random) {
  const ws = await main.Workspace.open("graphs", { storage: "memory" });
  const [{ id: root }] = tasks;
  await ws.tasks.import(nested(tasks, edges), { keepIds: true });
  const refused = [];
  for (const [later, earlier] of wanted) refused.push(await isRefused(ws.tasks.addDependency(later, earlier)));
  const plan = await ws.tasks.schedule(root);
  const { id: learner } = await ws.learners.create({ name: "Ada" });
  const ready = [];
  const closed = [];
  const leaves = tasks.filter(({ id }) => !tasks.some(({ parent }) => parent === id)).length;
  for (let question = 0; question < 4; question += 1) {
    const open = await ws.progress.ready(learner, root, { limit: tasks.length });
    ready.push(open.map(({ task_id }) => task_id).sort());
    closed.push((await ws.progress.list(learner, { status: "closed" })).map(({ task_id }) => task_id));
    for (let work = 0; work < leaves / 4; work += 1) {
      const next = random.one(await ws.progress.ready(learner, root, { limit: tasks.length }));
      if (next === undefined) break;
      await ws.progress.start(learner, next.task_id);
      await ws.progress.close(learner, next.task_id);
    }
  }
  const cycles = await cyclesOf(tasks, edges, others);
  await ws.close();
  const schedule = {
    levels: plan.levels.map((level) => level.toSorted()),
    makespan: plan.makespan_minutes,
    slack: plan.slack,
  };
  return { answers: { refused, ready, schedule, cycles, path: plan.critical_path }, closed };
}

async function isRefused(adding) {
  try {
    await adding;
    return false;
  } catch (error) {
    assert.equal(error.code, "CYCLE", error.stack);
    return true;
  }
}

/** A file can hold what no command would make: edges that close circles. */
async function cyclesOf(tasks, edges, others) {
  const files = await Promise.all(
    [edges, others].map(async (own, number) => {
      const ws = await main.Workspace.open(`circles-${number}`, { storage: "memory" });
      await ws.tasks.import(nested(tasks, own), { keepIds: true });
      const text = await (await ws.export()).text();
      await ws.close();
      return text.split("\n").slice(0, -1);
    }),
  );
  const [[first, ...lines], [, ...more]] = files;
  lines.push(...more.filter((line) => JSON.parse(line).kind === "dependency"));
  const body = lines.map((line) => `${line}\n`).join("");
  const head = JSON.stringify({ ...JSON.parse(first), lines: lines.length, crc: crc32(body) });
  const ws = await main.Workspace.open("circles", { storage: "memory" });
  await ws.import(`${head}\n${body}`);
  const groups = await ws.tasks.cycles(tasks[0].id);
  await ws.close();
  return groups.map((group) => group.toSorted()).sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

/** The course as it is imported. */
function nested(tasks, edges) {
  const node = (task) => {
    const parts = tasks.filter(({ parent }) => parent === task.id).map(node);
    const dependencies = edges.filter(([later]) => later === task.id).map(([, earlier]) => earlier);
    const { id, required, ordered, minutes } = task;
    const type = task.parent === null ? "project" : "task";
    return {
      ...{ id, key: id, title: id, task_type: type, required, ordered, estimated_minutes: minutes, dependencies },
      ...(parts.length > 0 && { tasks: parts }),
    };
  };
  return node(tasks[0]);
}

test("batches, circles, what is ready and the critical path of plans are what networkx finds", LIMIT, async () => {
  const cases = [];
  const found = [];
  for (let seed = 0; seed < PLANS + LARGE; seed += 1) {
    const { tasks, text } = planOf(randomFrom(seed + 20_000), seed < PLANS ? {} : { count: 2000, mayBeWild: false });
    cases.push({ tasks });
    const { batches, blocked, ready, schedule } = await main.parsePlan(text);
    const isCircular = ({ task_id: own, because }) => because.some(({ kind, id }) => kind === "cycle" && id === own);
    const onCircles = blocked.filter(isCircular);
    found.push({
      batches: batches.map((batch) => batch.toSorted()),
      on_circles: onCircles.map(({ task_id }) => task_id).sort(),
      ready: ready.toSorted(),
      makespan: schedule.points?.makespan ?? 0,
      slack: schedule.points?.slack ?? {},
      critical: (schedule.points?.critical_tasks ?? []).toSorted(),
    });
  }
  const expected = networkx({ courses: [], plans: cases }).plans;
  for (const [seed, other] of expected.entries()) assert.deepEqual(found[seed], other, `plan ${seed}`);
  const circles = expected.filter(({ on_circles }) => on_circles.length > 0).length;
  console.log(`${PLANS} plans, ${circles} of them with circles, and ${LARGE} of 2,000 tasks`);
  const slacks = expected.slice(PLANS).map(({ slack }) => Object.values(slack).filter((own) => own > 0).length);
  assert.ok(
    slacks.every((count) => count > 500),
    "large plans in which much can wait",
  );
  assert.ok(circles > PLANS / 10 && circles < PLANS - PLANS / 10);
});
