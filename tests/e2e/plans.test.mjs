// Plans in the installed package: what an independent YAML reader finds before and after our edits,
// and the command line.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { parseDocument } from "yaml";
import { at } from "../../scripts/lib/root.mjs";
import { project } from "./lib/package.mjs";

const LIMIT = { timeout: 120_000 };
const SAMPLE = at("tests", "golden", "plans", "phase-0-progress.md");
const REAL = join(process.env.MEDALLION_SHARED ?? at("..", "shared"), "data", "plans");

let folder;
let main;
let undo;

before(async () => {
  folder = project({ after: (work) => (undo = work) });
  main = await import(pathToFileURL(join(folder, "node_modules/medallion/node.js")));
});

after(() => undo());

function samples() {
  const files = new Map([["the sample", readFileSync(SAMPLE, "utf8")]]);
  if (!existsSync(REAL)) {
    console.error(`NOT TESTED ON REAL FILES: there is no ${REAL}`);
    return files;
  }
  for (const name of readdirSync(REAL)) files.set(name, readFileSync(join(REAL, name), "utf8"));
  return files;
}

/** The front matter as somebody else reads it: all scalars as text. Undefined where they cannot. */
function foreign(text) {
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text.replace(/^\uFEFF/, ""))?.[1];
  if (front === undefined) return undefined;
  const document = parseDocument(front, { schema: "failsafe", uniqueKeys: false });
  return document.errors.length > 0 ? undefined : (document.toJS() ?? {});
}

/** The keys of estimates, and how many points or minutes one of a bare number is. */
const EFFORTS = {
  estimated_effort: ["points", 1],
  estimate: ["points", 1],
  story_points: ["points", 1],
  effort: ["points", 1],
  points: ["points", 1],
  estimated_time: ["minutes", 60],
  estimated_hours: ["minutes", 60],
  estimate_hours: ["minutes", 60],
};
const UNITS = [
  [/^(pts?|points?|sp|story points?)$/, "points", 1],
  [/^(m|mins?|minutes?)$/, "minutes", 1],
  [/^(h|hrs?|hours?)$/, "minutes", 60],
  [/^(d|days?)$/, "minutes", 480],
  [/^(w|weeks?)$/, "minutes", 2400],
];

/** `{points, minutes}` of a task; of each unit the first that is said counts. */
function foreignEffort(task) {
  const effort = { points: null, minutes: null };
  for (const [key, bare] of Object.entries(EFFORTS)) {
    for (const [, low, high, word] of (task[key] ?? "").matchAll(/([\d.]+)(?:\s*-\s*([\d.]+))?\s*([a-z ]*)/gi)) {
      const named = UNITS.find(([pattern]) => pattern.test(word.trim().toLowerCase()))?.slice(1);
      const [unit, factor] = word.trim() === "" ? bare : (named ?? []);
      if (unit) effort[unit] ??= ((Number(low) + Number(high ?? low)) / 2) * factor;
    }
  }
  return effort;
}

const LISTED = (value) => {
  if (value === undefined || value === "" || value === "null" || value === "~") return [];
  return Array.isArray(value) ? value : value.split(",").map((text) => text.trim());
};

function foreignTasks(front) {
  const tasks = Array.isArray(front.tasks)
    ? front.tasks
    : Object.entries(front.tasks ?? {}).map(([id, task]) => ({ id, ...task }));
  return tasks.map((task) => ({
    id: task.id,
    status: task.status,
    waits: LISTED(task.dependencies ?? task.depends_on).sort(),
    ...foreignEffort(task),
  }));
}

const ownTasks = (report) =>
  report.tasks.map((task) => ({
    id: task.id,
    status: task.original_status ?? undefined,
    waits: [...task.dependencies, ...task.unresolved].sort(),
    points: task.points,
    minutes: task.minutes,
  }));

test(
  "ids, statuses, dependencies and efforts are what another reader finds, before and after edits",
  LIMIT,
  async () => {
    let unreadable = 0;
    let edited = 0;
    for (const [name, text] of samples()) {
      const front = foreign(text);
      if (front === undefined) {
        unreadable += 1;
        continue;
      }
      const report = await main.parsePlan(text);
      assert.deepEqual(ownTasks(report), foreignTasks(front), name);
      assert.equal(await main.editPlan(text, []), text, name);
      for (const { id } of report.tasks) {
        const changed = await main.editPlan(text, [
          { op: "set_task_status", task_id: id, status: "blocked", note: "a: b" },
        ]);
        const read = foreign(changed);
        assert.ok(read, `${name} ${id} cannot be read any more`);
        assert.deepEqual(ownTasks(await main.parsePlan(changed)), foreignTasks(read), `${name} ${id}`);
        edited += 1;
      }
    }
    console.log(`${edited} edits read by both, ${unreadable} files that the other cannot read`);
    assert.ok(edited > 0);
  },
);

/** Who waits for all of the own phase waits for each task that does not wait for such a one. */
function withoutGate(tasks, gate) {
  const behind = new Set(tasks.filter(({ waits }) => waits.includes(gate)).map(({ id }) => id));
  for (let known = -1; known < behind.size;) {
    known = behind.size;
    for (const { id, waits } of tasks) if (waits.some((own) => behind.has(own))) behind.add(id);
  }
  const others = tasks.filter(({ id, status }) => !behind.has(id) && status !== "deferred").map(({ id }) => id);
  return tasks.map((task) => ({ ...task, waits: task.waits.flatMap((own) => (own === gate ? others : own)) }));
}

/** What can be done at the same time, one after the other, and how long the longest chain is by points. */
function foreignOrder(all, phase) {
  const tasks = withoutGate(all, `All Phase ${phase} tasks`);
  const known = new Map(tasks.map((task) => [task.id, task]));
  const levels = new Map();
  const ends = new Map();
  const visit = (task, above) => {
    if (levels.has(task.id)) return;
    assert.ok(!above.includes(task.id), `${task.id} goes round in a circle`);
    const awaited = task.waits.map((id) => known.get(id)).filter(Boolean);
    for (const other of awaited) visit(other, [...above, task.id]);
    const counts = !/^(deferred|cancelled)$/.test(task.status ?? "");
    levels.set(task.id, Math.max(-1, ...awaited.map(({ id }) => levels.get(id))) + 1);
    ends.set(task.id, Math.max(0, ...awaited.map(({ id }) => ends.get(id))) + (counts ? (task.points ?? 0) : 0));
  };
  for (const task of tasks) visit(task, []);
  const batches = [];
  for (const { id } of tasks) (batches[levels.get(id)] ??= []).push(id);
  return { batches, makespan: Math.max(...ends.values()) };
}

test("batches and the critical path are what an independent calculation finds", LIMIT, async () => {
  let calculated = 0;
  for (const [name, text] of samples()) {
    const front = foreign(text);
    const tasks = front === undefined ? [] : foreignTasks(front);
    if (tasks.length === 0) continue;
    const { batches, makespan } = foreignOrder(tasks, front.phase);
    const report = await main.parsePlan(text);
    assert.deepEqual(report.batches, batches, name);
    const { points } = report.schedule;
    assert.equal(points?.makespan ?? 0, makespan, name);
    if (points) {
      const sum = points.critical_path.map((id) => {
        const task = tasks.find((own) => own.id === id);
        return /^(deferred|cancelled)$/.test(task.status) ? 0 : (task.points ?? 0);
      });
      assert.equal(
        sum.reduce((all, own) => all + own, 0),
        makespan,
        name,
      );
    }
    calculated += 1;
  }
  assert.ok(calculated > 0);
});

test("another reader finds after each kind of edit just what was meant", LIMIT, async () => {
  for (const [name, text] of samples()) {
    const old = foreign(text);
    if (old === undefined || foreignTasks(old).length < 2) continue;
    const [first, second] = foreignTasks(old);
    const list = (front) => (Array.isArray(front.tasks) ? front.tasks : Object.values(front.tasks));
    const ids = (front) => foreignTasks(front).map(({ id }) => id);
    const edits = {
      set_task_status: [
        { task_id: first.id, status: "blocked" },
        (front) => assert.equal(foreignTasks(front)[0].status, "blocked"),
      ],
      set_field: [{ field: "milestone", value: "M: 1" }, (front) => assert.equal(front.milestone, "M: 1")],
      append_field: [
        { field: "commit_refs", value: "31224e8" },
        (front) => assert.equal(front.commit_refs.at(-1), "31224e8"),
      ],
      add_task: [
        { task: { id: "NEW-1", label: "# new", assigned_to: ["me"] }, before: second.id },
        (front) => assert.deepEqual(ids(front), ids(old).toSpliced(1, 0, "NEW-1")),
      ],
      move_task: [{ task_id: first.id }, (front) => assert.deepEqual(ids(front), [...ids(old).slice(1), first.id])],
      set_task_field: [
        { task_id: second.id, field: "reviewed_by", value: ["a", "b: c"] },
        (front) => assert.deepEqual(list(front)[1].reviewed_by, ["a", "b: c"]),
      ],
      add_blocker: [
        { blocker: { id: "BLK-9", title: "No: way" } },
        (front) => assert.deepEqual(front.blockers.at(-1), { id: "BLK-9", title: "No: way", status: "active" }),
      ],
      rewrite_batches: [
        {},
        (front) => {
          const own = Object.entries(front.parallelization).filter(([key]) => /^(batch|phase)_\d/.test(key));
          const tasks = own.map(([, batch]) => (Array.isArray(batch) ? batch : batch.tasks));
          assert.deepEqual(tasks, foreignOrder(foreignTasks(old), old.phase).batches);
        },
      ],
    };
    const criterion = old.success_criteria?.find?.((own) => own.id !== undefined);
    if (criterion) {
      edits.set_criterion = [
        { criterion_id: criterion.id, status: "verified", evidence: "seen: yes" },
        ({ success_criteria: all }) => {
          const own = all.find(({ id }) => id === criterion.id);
          assert.deepEqual([own.status, own.evidence], ["verified", "seen: yes"]);
        },
      ];
    }
    for (const [op, [fields, meant]] of Object.entries(edits)) {
      const now = foreign(await main.editPlan(text, [{ op, ...fields }]));
      assert.ok(now, `${name}: ${op} leaves what cannot be read`);
      meant(now);
      // Every other task says what it said.
      const mine = new Set([first.id, second.id, "NEW-1"]);
      const rest = (front) => foreignTasks(front).filter(({ id }) => !mine.has(id));
      assert.deepEqual(rest(now), rest(old), `${name}: ${op}`);
    }
    const added = await main.editPlan(text, [
      { op: "add_task", task: { id: "NEW-1", title: "new" } },
      { op: "add_blocker", blocker: { id: "BLK-9", title: "none" } },
    ]);
    const back = foreign(
      await main.editPlan(added, [
        { op: "remove_task", task_id: "NEW-1" },
        { op: "resolve_blocker", blocker_id: "BLK-9", resolution: "way" },
      ]),
    );
    assert.deepEqual(foreignTasks(back), foreignTasks(old), name);
    assert.equal(back.blockers.at(-1).resolution, "way");
  }
});

test("each drift of counts is what an independent calculation finds", LIMIT, async () => {
  for (const [name, text] of samples()) {
    const front = foreign(text);
    if (front?.tasks === undefined) continue;
    const done = /^(complete|completed|done|met|verified)$/;
    const statuses = foreignTasks(front).map(({ status }) => status ?? "pending");
    const count = (pattern) => statuses.filter((status) => pattern.test(status)).length;
    const counted = statuses.length - count(/^(deferred|cancelled)$/);
    const percent = counted === 0 ? 0 : Math.floor((100 * count(done)) / counted);
    const expected = {
      total_tasks: statuses.length,
      completed_tasks: count(done),
      progress: percent,
      overall_progress: percent,
    };
    const { drift } = await main.parsePlan(text);
    for (const [field, right] of Object.entries(expected)) {
      const wrong = front[field] !== undefined && /^\d+$/.test(front[field]) && Number(front[field]) !== right;
      assert.equal(
        drift.some((own) => own.field === field),
        wrong,
        `${name} ${field}`,
      );
    }
  }
});

/** Runs the command line; resolves with its exit code and what it printed. */
function cli(...args) {
  const program = join(folder, "node_modules", "medallion", "bin", "medallion.mjs");
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

function file(name) {
  const path = join(folder, name, "phase-0-progress.md");
  mkdirSync(join(folder, name), { recursive: true });
  cpSync(SAMPLE, path);
  return path;
}

test("the command line does what it says, and its exit codes are honest", LIMIT, async () => {
  const path = file("cli");
  const text = () => readFileSync(path, "utf8");
  assert.match((await cli("plan", "status", path)).stdout, /ready: PREP-0.1, PREP-0.2, PREP-0.3, PREP-0.4/);

  const dry = await cli("plan", "set", path, "PREP-0.1", "completed", "--dry-run");
  assert.match(dry.stdout, /\+ {4}status: "completed"/);
  assert.equal(text(), readFileSync(SAMPLE, "utf8"), "a dry run writes nothing");

  assert.equal((await cli("plan", "set", path, "PREP-0.1", "completed", "--note", "it: works")).code, 0);
  assert.match(text(), /note: "it: works"/);
  assert.equal((await cli("plan", "batch", path, "PREP-0.2:completed,PREP-0.3:in_progress")).code, 0);
  assert.equal((await cli("plan", "field", path, "--set", "milestone=M1", "--append", "commit_refs=1234567")).code, 0);
  assert.match(text(), /milestone: "M1"\ncommit_refs: \["1234567"\]\n/);
  assert.equal((await cli("plan", "criterion", path, "SC-0.1", "met", "--evidence", "commit 31224e8")).code, 0);
  assert.equal((await cli("plan", "blocker", path, "add", "No key", "--blocking", "PREP-0.4")).code, 0);
  assert.match((await cli("plan", "ready", path)).stdout, /nothing is ready/);
  assert.equal((await cli("plan", "blocker", path, "resolve", "BLOCKER-1", "--resolution", "found")).code, 0);
  assert.match((await cli("plan", "ready", path)).stdout, /PREP-0.4/);
  const { stdout } = await cli("plan", "query", folder, "--status", "in_progress", "--json");
  assert.deepEqual(
    JSON.parse(stdout).map(({ id }) => id),
    ["PREP-0.3"],
  );
  assert.match((await cli("plan", "graph", path, "--mermaid")).stdout, /^graph LR\n {2}t0\["PREP-0.1/);
  assert.match((await cli("plan", "graph", path, "--hands", "2")).stdout, /^1\. .*\n2\. .*\n$/);

  assert.equal((await cli("plan", "check", path)).code, 0);
  assert.equal((await cli("plan", "check", path, "--strict")).code, 1);
  const written = text();
  for (const [code, ...args] of [
    [1, "plan", "set", path, "PREP-9", "done"],
    [1, "plan", "set", path, "PREP-0.1", "soon"],
    [1, "plan", "batch", path, "PREP-0.4:done,PREP-9:done"],
    [1, "plan", "status", join(folder, "nowhere.md")],
    [1, "plan", "field", path, "--set", "progress=99"],
    [2, "plan", "set", path],
    [2, "plan", "set", path, "a", "b", "c"],
    [2, "plan", "set", path, "PREP-0.1", "done", "--evidence", "x"],
    [2, "plan", "field", path],
    [2, "plan", "field", path, "--set", "novalue"],
    [2, "plan", "nonsense"],
    [2, "plan", "status", path, "--nonsense"],
    [2, "medallions"],
    [2],
  ]) {
    const result = await cli(...args);
    assert.equal(result.code, code, `${args.join(" ")}: ${result.stdout}${result.stderr}`);
  }
  assert.equal(text(), written, "what failed wrote nothing");
  assert.equal((await cli("--help")).code, 0);
  assert.deepEqual(readdirSync(join(folder, "cli")), ["phase-0-progress.md"], "nothing is left behind");
});

test("somebody has to work: no hands are INVALID, not one", LIMIT, async () => {
  const text = readFileSync(SAMPLE, "utf8");
  const isWrong = { code: "INVALID", path: "hands" };
  for (const hands of [0, -1]) await assert.rejects(main.parsePlan(text, { hands }), isWrong);
  assert.ok((await main.parsePlan(text, { hands: 1 })).batches.every((batch) => batch.length === 1));
  const isWrongEdit = { code: "INVALID", path: "ops[0].hands" };
  await assert.rejects(main.editPlan(text, [{ op: "rewrite_batches", hands: 0 }]), isWrongEdit);
});

test("many at once lose no update", LIMIT, async () => {
  const path = file("many");
  const ids = ["PREP-0.1", "PREP-0.2", "PREP-0.3", "PREP-0.4"];
  const runs = ids.flatMap((id, number) => [
    cli("plan", "set", path, id, "completed"),
    cli("plan", "field", path, "--append", `commit_refs=c${number}`),
  ]);
  for (const { code, stderr } of await Promise.all(runs)) assert.equal(code, 0, stderr);
  const report = await main.parsePlan(readFileSync(path, "utf8"));
  assert.equal(report.computed.completed_tasks, 4);
  assert.deepEqual([...report.declared.commit_refs].sort(), ["c0", "c1", "c2", "c3"]);
});

test("the mode of a file stays, and a file that is not UTF-8 is left alone", LIMIT, async () => {
  const path = file("mode");
  const { mode } = statSync(path);
  await cli("plan", "set", path, "PREP-0.1", "completed");
  assert.equal(statSync(path).mode, mode);
  const bytes = Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe]);
  writeFileSync(path, bytes);
  assert.equal((await cli("plan", "set", path, "PREP-0.1", "completed")).code, 1);
  assert.deepEqual(readFileSync(path), bytes);
});
