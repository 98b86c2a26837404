// Active time in a page, with a clock and a page of the test's own: what counts, and that the parts
// that are written add up; and once in a real page.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { launch, resultOf } from "./lib/chromium.mjs";
import { course } from "./lib/course.mjs";
import { project as install, scratch } from "./lib/package.mjs";
import { page as html, serve } from "./lib/server.mjs";

const LIMIT = { timeout: 30_000 };

let main;
let track;
let undo;

before(async () => {
  const folder = install({ after: (work) => (undo = work) });
  const load = (file) => import(pathToFileURL(join(folder, "node_modules/medallion", file)));
  main = await load("node.js");
  ({ track } = await load("track.js"));
});

after(() => undo());

/** A page that only the test moves. Times are in seconds. */
class Page {
  window = new EventTarget();
  shown = true;
  time = 1_000;
  timers = new Set();

  isShown = () => this.shown;
  now = () => this.time;
  setInterval = (call, every) => {
    const timer = { call, every };
    this.timers.add(timer);
    return timer;
  };
  clearInterval = (timer) => this.timers.delete(timer);

  say(name) {
    this.window.dispatchEvent(new Event(name));
  }

  /** Time passes and the machine is awake; `use` is called every second. */
  async pass(seconds, use = () => {}) {
    for (let second = 0; second < seconds; second += 1) {
      this.time += 1_000;
      use(second);
      for (const timer of this.timers) timer.call();
      await Promise.resolve();
    }
  }

  async work(seconds) {
    await this.pass(seconds, (second) => second % 10 === 0 && this.say("keydown"));
  }

  show(isShown) {
    this.shown = isShown;
    this.say("visibilitychange");
  }
}

function start(page, record) {
  const written = [];
  const tracking = track(
    record ??
      (async (seconds) => {
        written.push(seconds);
      }),
    page,
  );
  const sum = () => written.reduce((total, seconds) => total + seconds, 0);
  return { tracking, written, sum };
}

test("work is written every 30 seconds and at the end, and the parts add up", LIMIT, async () => {
  const page = new Page();
  const { tracking, written, sum } = start(page);
  await page.work(100);
  assert.deepEqual(written, [30, 30, 30]);
  await tracking.stop();
  await tracking.stop();
  assert.deepEqual(written, [30, 30, 30, 10]);
  await page.work(100);
  assert.equal(sum(), 100);
  assert.equal(page.timers.size, 0);
});

test("parts of seconds are not lost between two writes", LIMIT, async () => {
  const page = new Page();
  const { tracking, sum } = start(page);
  for (let step = 0; step < 1_000; step += 1) {
    page.time += 333;
    page.say("pointermove");
    for (const timer of page.timers) timer.call();
    await Promise.resolve();
  }
  await tracking.stop();
  assert.equal(sum(), 333);
});

test("a hidden tab does not count, and writes when it is hidden", LIMIT, async () => {
  const page = new Page();
  const { tracking, written, sum } = start(page);
  await page.work(10);
  page.show(false);
  await Promise.resolve();
  assert.deepEqual(written, [10]);
  await page.pass(600);
  page.show(true);
  await page.work(5);
  await tracking.stop();
  assert.equal(sum(), 15);
});

test("a tab that was opened in the background counts from when it is shown", LIMIT, async () => {
  const page = new Page();
  page.shown = false;
  const { tracking, sum } = start(page);
  await page.pass(120);
  page.show(true);
  await page.pass(7);
  await tracking.stop();
  assert.equal(sum(), 7);
});

test("after a minute without input nobody is there, until somebody is", LIMIT, async () => {
  const page = new Page();
  const { tracking, sum } = start(page);
  await page.pass(59);
  page.say("scroll");
  await page.pass(600);
  page.say("pointerdown");
  await page.pass(20);
  await tracking.stop();
  assert.equal(sum(), 59 + 60 + 20);
});

test("a machine that sleeps does not work, and a clock that goes back takes nothing", LIMIT, async () => {
  const page = new Page();
  const { tracking, sum } = start(page);
  await page.work(20);
  page.time += 8 * 3_600_000;
  page.say("pointermove");
  await page.work(20);
  page.time -= 10_000;
  await page.work(20);
  await tracking.stop();
  assert.ok(sum() >= 58 && sum() <= 60, `${sum()}`);
});

test("a page that goes writes, and counts again when it comes back from the cache", LIMIT, async () => {
  const page = new Page();
  const { tracking, written, sum } = start(page);
  await page.work(12);
  page.say("pagehide");
  await Promise.resolve();
  assert.deepEqual(written, [12]);
  page.time += 3_600_000;
  page.say("pageshow");
  page.say("pointermove");
  await page.work(8);
  await tracking.stop();
  assert.equal(sum(), 20);
});

test("what could not be written is written with what follows; stop says what kept it", LIMIT, async () => {
  const page = new Page();
  const written = [];
  let isBroken = true;
  const record = async (seconds) => {
    if (isBroken) throw new main.MedallionError("DEGRADED", "the disk fails");
    written.push(seconds);
  };
  const { tracking } = start(page, record);
  await page.work(45);
  assert.deepEqual(written, []);
  isBroken = false;
  await page.work(30);
  await tracking.stop();
  assert.equal(
    written.reduce((sum, seconds) => sum + seconds, 0),
    75,
  );
  isBroken = true;
  const other = start(page, record).tracking;
  await page.work(5);
  await assert.rejects(other.stop(), { code: "DEGRADED" });
});

test("after an error that nothing can mend it rests", LIMIT, async () => {
  const page = new Page();
  let calls = 0;
  const { tracking } = start(page, async () => {
    calls += 1;
    throw new main.MedallionError("CLOSED", "the workspace is closed");
  });
  await page.work(300);
  assert.equal(calls, 1);
  assert.equal(page.timers.size, 0);
  await assert.rejects(tracking.stop(), { code: "CLOSED" });
});

test("slow writes do not overlap, and no second is written twice", LIMIT, async () => {
  const page = new Page();
  const waiting = [];
  let running = 0;
  const record = (seconds) => {
    running += 1;
    assert.equal(running, 1);
    return new Promise((resolve) => {
      waiting.push(() => {
        running -= 1;
        resolve(seconds);
      });
    });
  };
  const sums = [];
  const { tracking } = start(page, async (seconds) => sums.push(await record(seconds)));
  await page.work(95);
  assert.equal(waiting.length, 1);
  const end = tracking.stop();
  while (waiting.length > 0) {
    waiting.shift()();
    await setImmediate();
  }
  await end;
  assert.equal(
    sums.reduce((sum, seconds) => sum + seconds, 0),
    95,
  );
});

test("it adds up in the learner's own record", LIMIT, async () => {
  const page = new Page();
  const { ws, ada, read } = await course(main.Workspace, "track", { now: () => page.time });
  await ws.progress.start(ada.id, read.id);
  const { tracking } = start(page, (seconds) => ws.progress.recordTime(ada.id, read.id, seconds));
  await page.work(40);
  await tracking.stop();
  assert.equal((await ws.progress.status(ada.id, read.id)).time_spent_seconds, 40);
});

test("where there is no page it says so, and bad arguments are INVALID", LIMIT, async () => {
  const { ws, ada, read } = await course(main.Workspace, "no-page");
  assert.throws(() => ws.progress.track(ada.id, read.id), { code: "UNAVAILABLE" });
  for (const bad of [undefined, null, 5, "", {}]) {
    assert.throws(() => ws.progress.track(bad, read.id), { code: "INVALID", path: "learnerId" });
    assert.throws(() => ws.progress.track(ada.id, bad), { code: "INVALID", path: "taskId" });
  }
});

test("in a real page it writes what the learner was there for", { timeout: 120_000 }, async (t) => {
  const folder = install(t, {
    "index.html": html(`
      import { Workspace } from "medallion";
      const ws = await Workspace.open("track");
      const { id } = await ws.tasks.create({ task_type: "project", title: "Read" });
      const ada = await ws.learners.create({});
      const tracking = ws.progress.track(ada.id, id);
      setTimeout(() => dispatchEvent(new Event("scroll")), 1_000);
      window.result = new Promise((resolve) => setTimeout(resolve, 2_500))
        .then(() => tracking.stop())
        .then(() => ws.progress.status(ada.id, id))
        .then((state) => state.time_spent_seconds);`),
  });
  const { origin } = await serve(t, folder);
  const seconds = await resultOf(await launch(t, scratch(t)), `${origin}/`);
  assert.ok(seconds >= 1 && seconds <= 4, `${seconds} seconds`);
});
