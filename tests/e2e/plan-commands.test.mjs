// `medallion plan`: plans in files, on the command line.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { at } from "../../scripts/lib/root.mjs";
import { installed, shell } from "./lib/command-line.mjs";

const LIMIT = { timeout: 120_000 };
const SAMPLE = at("tests", "golden", "plans", "phase-0-progress.md");

let bin;
let undo;

before(() => {
  bin = installed({ after: (work) => (undo = work) });
});

after(() => undo());

/** A folder with the sample as `plan.md`. */
function desk(t) {
  const own = shell(t, bin);
  const path = join(own.folder, "plan.md");
  copyFileSync(SAMPLE, path);
  return { ...own, path, text: () => readFileSync(path, "utf8") };
}

/** The lines of one text that are not in the other, by number. */
const changed = (from, to) => {
  const [old, lines] = [from.split("\n"), to.split("\n")];
  assert.equal(lines.length, old.length);
  return lines.filter((line, number) => line !== old[number]);
};

test("status, ready and graph read, and leave the file as it is", LIMIT, async (t) => {
  const { data, does, text } = desk(t);
  const old = text();
  const report = await data("plan", "status", "plan.md");
  assert.equal(report.computed.total_tasks, 4);
  assert.match(await does("plan", "status", "plan.md"), /PREP-0\.4/);
  assert.equal((await data("plan", "ready", "plan.md")).length, 4);
  assert.match(await does("plan", "graph", "plan.md", "--mermaid"), /^graph LR/);
  assert.match(await does("plan", "graph", "plan.md", "--hands", "2"), /^1\. \S+, \S+\n2\. /);
  assert.equal((await data("plan", "query", ".", "--assignee", "lead-pm"))[0].id, "PREP-0.2");
  assert.equal(text(), old);
});

test("what takes one point or one minute says so", LIMIT, async (t) => {
  const { does, folder } = desk(t);
  const tasks = (field, amount) => `---\ntasks:\n- id: A\n  ${field}: ${amount}\n---\n`;
  for (const [field, amount, words] of [
    ["points", 1, "makespan 1 point, critical: A"],
    ["points", 2, "makespan 2 points, critical: A"],
    ["points", 1.5, "makespan 1.5 points, critical: A"],
    ["estimated_minutes", 1, "makespan 1 minute, critical: A"],
  ]) {
    writeFileSync(join(folder, "small.md"), tasks(field, amount));
    assert.ok((await does("plan", "status", "small.md")).includes(words), `${field} ${amount}`);
  }
});

test("set, batch, field, criterion and blocker change the lines that they must", LIMIT, async (t) => {
  const { does, run, text, folder } = desk(t);
  const old = text();
  assert.match(await does("plan", "set", "plan.md", "PREP-0.1", "completed", "--dry-run"), /\+ {4}status: "completed"/);
  assert.equal(text(), old);
  await does("plan", "set", "plan.md", "PREP-0.1", "completed");
  const lines = changed(old, text());
  assert.ok(lines.includes('    status: "completed"') && lines.length <= 6, lines.join("\n"));
  await does("plan", "batch", "plan.md", "PREP-0.2:completed,PREP-0.3:in_progress");
  await does("plan", "field", "plan.md", "--set", "completion_estimate=at-risk", "--append", "owners=tester");
  assert.match(text(), /completion_estimate: "at-risk"/);
  assert.match(text(), /"tester"\]/);
  await does("plan", "blocker", "plan.md", "add", "No database", "--id", "BLK-1");
  assert.match(text(), /No database/);
  await does("plan", "blocker", "plan.md", "resolve", "BLK-1", "--resolution", "Bought one");
  const { code } = await run(["plan", "check", "plan.md"]);
  assert.ok([0, 1].includes(code));
  assert.deepEqual(readdirSync(folder), ["plan.md"]);
});

test("batch takes its tasks with commas or blanks between them, and leaves none out", LIMIT, async (t) => {
  const { does, fails, data, text } = desk(t);
  const words = ["PREP-0.1:completed", "PREP-0.2:completed,PREP-0.3:blocked", "PREP-0.4:in_progress"];
  await does("plan", "batch", "plan.md", ...words);
  const { tasks } = await data("plan", "status", "plan.md");
  assert.deepEqual(
    tasks.map(({ status }) => status),
    ["completed", "completed", "blocked", "in_progress"],
  );
  const old = text();
  await fails(2, "plan", "batch", "plan.md", "PREP-0.1:pending", "PREP-0.2");
  await fails(1, "plan", "batch", "plan.md", "PREP-0.1:pending", "NOPE:pending");
  assert.equal(text(), old);
});

test("what cannot be done ends with 1 and changes nothing; what is called wrongly ends with 2", LIMIT, async (t) => {
  const { fails, text, path } = desk(t);
  const old = text();
  assert.match(await fails(1, "plan", "set", "plan.md", "NOPE", "completed"), /NOPE/);
  assert.match(await fails(1, "plan", "set", "plan.md", "PREP-0.1", "nonsense"), /nonsense: must be one of pending/);
  assert.match(await fails(1, "plan", "set", "plan.md", "NOPE", "done"), /^medallion: task NOPE not found$/m);
  const batch = await fails(1, "plan", "batch", "plan.md", "PREP-0.1:completed,PREP-0.2:soon");
  assert.match(batch, /^medallion: PREP-0\.2:soon: must be one of pending/m);
  await fails(1, "plan", "batch", "plan.md", "PREP-0.1:completed,NOPE:completed");
  assert.match(await fails(1, "plan", "status", "gone.md"), /there is no file gone.md/);
  for (const line of [
    ["status"],
    ["status", "plan.md", "more"],
    ["set", "plan.md", "PREP-0.1"],
    ["batch", "plan.md", "PREP-0.1"],
    ["field", "plan.md"],
    ["field", "plan.md", "--set", "nothing"],
    ["blocker", "plan.md", "move", "x"],
    ["blocker", "plan.md", "add", " "],
    ["graph", "plan.md", "--hands", "many"],
    ["status", "plan.md", "--note", "x"],
    ["nope"],
  ]) {
    await fails(2, "plan", ...line);
  }
  assert.equal(text(), old);
  writeFileSync(path, Buffer.from([0x2d, 0xff, 0xfe]));
  assert.match(await fails(1, "plan", "status", "plan.md"), /UTF-8/);
});

test(
  "what a plan waits for is found in all the files that are given and beside them, whatever version of the PRD they name",
  LIMIT,
  async (t) => {
    const { data, fails, file, folder } = desk(t);
    mkdirSync(join(folder, "a"));
    mkdirSync(join(folder, "b"));
    const task = (own) => `assigned_to: [x], dependencies: [${own}]`;
    file(
      "a/phase-1.md",
      `---\ntype: progress\nprd: soil-v1\ntasks:\n- {id: A, title: t, status: done, ${task("")}}\n---\n`,
    );
    file(
      "b/phase-2.md",
      `---\ntype: progress\nprd: soil\nphase: 2\ntasks:\n- {id: B, title: t, status: todo, ${task("A, Phase 1")}}\n---\n`,
    );
    const ids = (found) => found.map(({ id }) => id);
    assert.deepEqual(ids(await data("plan", "ready", "b/phase-2.md")), []);
    assert.deepEqual(ids(await data("plan", "ready", "a/phase-1.md", "b/phase-2.md")), ["B"]);
    assert.deepEqual(ids(await data("plan", "query", ".", "--prd", "Soil-v3", "--ready")), ["B"]);
    assert.deepEqual(ids(await data("plan", "query", "a", "b", "--status", "Complete", "--phase", "01")), ["A"]);
    const [, second] = await data("plan", "check", "a", "b");
    assert.deepEqual(second, { path: "b/phase-2.md", problems: [] });
    assert.match(await fails(1, "plan", "query", ".", "--status", "soon"), /status/);
    const report = await data("plan", "status", "a/phase-1.md");
    assert.ok(!("id" in report) && !("version" in report));
  },
);

test("a file of a folder that cannot be read is named, and the others are looked at", LIMIT, async (t) => {
  const { run, fails, folder } = desk(t);
  mkdirSync(join(folder, "empty"));
  writeFileSync(join(folder, "latin.md"), Buffer.from("---\ntitle: caf\xe9\n---\n", "latin1"));
  const checked = await run(["plan", "check", "."]);
  assert.equal(checked.code, 1);
  assert.match(checked.out, /^latin\.md:1:1: error \[unreadable\] latin\.md is not UTF-8 text\. /m);
  assert.match(checked.out, /^plan\.md:/m);
  const { code, out, err } = await run(["plan", "query", ".", "--assignee", "lead-pm"]);
  assert.deepEqual({ code, err }, { code: 1, err: "medallion: latin.md is not UTF-8 text\n" });
  assert.match(out, /PREP-0\.2/);
  assert.match(await fails(1, "plan", "ready", "plan.md", "latin.md"), /UTF-8/);
  // Who names the wrong folder is not told that all is well.
  assert.match(await fails(1, "plan", "check", "empty"), /there is no markdown in empty/);
});

test("what is called like a plan and is no file is passed over", LIMIT, async (t) => {
  const { does, folder } = desk(t);
  execFileSync("mkfifo", [join(folder, "pipe.md")]);
  mkdirSync(join(folder, "folder.md"));
  symlinkSync("nowhere.md", join(folder, "dead.md"));
  assert.match(await does("plan", "status", "plan.md"), /PREP-0\.4/);
  assert.match(await does("plan", "query", ".", "--assignee", "lead-pm"), /PREP-0\.2/);
});

test("a file that is read-only is not replaced", LIMIT, async (t) => {
  const { fails, text, path, folder } = desk(t);
  const old = text();
  chmodSync(path, 0o444);
  assert.match(await fails(1, "plan", "set", "plan.md", "PREP-0.1", "completed"), /plan\.md cannot be written: /);
  assert.equal(text(), old);
  assert.deepEqual(readdirSync(folder), ["plan.md"]);
});

test("words of several lines stand on one line of a table", LIMIT, async (t) => {
  const { does, file } = desk(t);
  file(
    "long.md",
    "---\ntitle: |\n  Two\n  lines\ntasks:\n- id: A\n  description: |\n    First.\n\n    status: done\n---\n",
  );
  const said = await does("plan", "status", "long.md");
  assert.match(said, /^Two lines\n/);
  assert.match(said, /^A +pending +First\. status: done$/m);
  assert.equal((await does("plan", "ready", "long.md")).split("\n").length, 2);
});

test("eight hands on one file: every change is there in the end", LIMIT, async (t) => {
  const { run, data, folder } = desk(t);
  const line = (number) => ["plan", "blocker", "plan.md", "add", `Blocker ${number}`, "--id", `BLK-${number}`];
  const ends = await Promise.all(Array.from({ length: 8 }, (_, number) => run(line(number))));
  for (const { code, err } of ends) assert.equal(code, 0, err);
  assert.equal((await data("plan", "status", "plan.md")).blockers.length, 8);
  assert.deepEqual(readdirSync(folder), ["plan.md"]);
});

test("a file keeps its owner and its mode when it is replaced", LIMIT, async (t) => {
  const { does, path } = desk(t);
  chmodSync(path, 0o640);
  // Only root can give it away first.
  if (process.getuid() === 0) chownSync(path, 12345, 12346);
  const owner = () => {
    const { uid, gid, mode } = statSync(path);
    return { uid, gid, mode };
  };
  const old = owner();
  await does("plan", "set", "plan.md", "PREP-0.1", "completed");
  assert.deepEqual(owner(), old);
});

test("a check that lists warnings does not say that nothing is wrong", LIMIT, async (t) => {
  const { does, run, file } = desk(t);
  const task = "{id: A, title: t, status: done, assigned_to: [x], dependencies: []}";
  file("fine.md", `---\ntype: progress\nprd: p\nphase: 1\ntasks:\n- ${task}\n---\n`);
  assert.equal(await does("plan", "check", "fine.md"), "nothing is wrong\n");
  file("warned.md", `---\nprd: p\nphase: 1\ntasks:\n- ${task}\n---\n`);
  const said = await does("plan", "check", "warned.md");
  assert.match(said, /^warned\.md:.* warning .*\nnone of these counts as an error\n$/);
  const { code, out } = await run(["plan", "check", "warned.md", "--strict"]);
  assert.equal(code, 1);
  assert.match(out, /\n1 of these count\n$/);
});

test("what means something in Mermaid is only text in a label", LIMIT, async (t) => {
  const { does, file } = desk(t);
  file(
    "signs.md",
    "---\ntasks:\n- id: '`A`'\n  title: 'a #12; b %%{init: {}}%% 50% \"c\"'\n- {id: B, dependencies: ['`A`']}\n---\n",
  );
  const [, first] = (await does("plan", "graph", "signs.md", "--mermaid")).split("\n");
  const label = "#96;A#96;: a #35;12; b #37;#37;{init: {}}#37;#37; 50% &quot;c&quot;";
  assert.equal(first, `  t0["${label}"]:::pending`);
});

test("an item of a batch that cannot be done is named, also where there is no front matter", LIMIT, async (t) => {
  const { fails, file } = desk(t);
  file("boxes.md", "- [ ] **A-1**: one\n- [ ] **A-2**: two\n");
  const said = await fails(1, "plan", "batch", "boxes.md", "A-1:completed,A-2:review");
  assert.match(said, /^medallion: A-2:review: a check box is open or done/m);
});
