// The command line as an admin meets it: what is said where, and with which exit code (spec 6.1).

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { installed, shell } from "./lib/command-line.mjs";

const LIMIT = { timeout: 120_000 };

const COURSE = {
  project_id: "soil-lab",
  title: "Soil laboratory",
  learning_objectives: [{ level: "analyze", description: "Compare samples" }],
  epics: [
    { title: "Load data", tasks: [{ title: "Read table", subtasks: [{ title: "Query pH" }] }] },
    { title: "Report", dependencies: ["Load data"], tasks: [{ title: "Write memo" }] },
  ],
};

let bin;
let undo;

before(() => {
  bin = installed({ after: (work) => (undo = work) });
});

after(() => undo());

test("help says what there is, for all of it, for each group and for each command", LIMIT, async (t) => {
  const { run, does } = shell(t, bin);
  const all = await does("--help");
  for (const group of ["project", "ingest", "task", "content", "learner"]) {
    assert.match(all, new RegExp(`^ {2}${group} `, "m"));
    assert.match(await does(group, "--help"), new RegExp(`^Usage: medallion ${group}`));
  }
  assert.match(await does("project", "export", "--help"), /--format FORMAT.*json, jsonl/);
  assert.match(await does("task", "create", "-h"), /--parent ID/);
  const { code, out, err } = await run([]);
  assert.deepEqual([code, out], [2, ""]);
  assert.equal(err, all);
  assert.deepEqual((await run(["project"])).code, 2);
});

test("it says which version it is", LIMIT, async (t) => {
  const { version } = JSON.parse(readFileSync(join(bin, "../../medallion/package.json"), "utf8"));
  assert.equal(await shell(t, bin).does("--version"), `${version}\n`);
});

test("a line that is wrong ends with 2, and says how it is called", LIMIT, async (t) => {
  const { fails, folder } = shell(t, bin);
  const wrong = {
    '"nope" is no command\n': ["nope"],
    '"constructor" is no command\n': ["constructor"],
    '"nope" is no command of project': ["project", "nope"],
    '"toString" is no command of task': ["task", "toString"],
    "ID is missing": ["project", "show"],
    '"b" is too much': ["project", "show", "a", "b"],
    "Unknown option '--nope'": ["project", "list", "--nope"],
    "--limit is a whole number from 1": ["learner", "list", "-n", "0"],
    "--parent is missing": ["task", "create", "x"],
    "--type is one of": ["task", "create", "x", "-p", "y", "-t", "project"],
    "--level is one of": ["task", "add-objective", "x", "y", "-l", "memorize"],
    "--priority is a whole number": ["task", "create", "x", "-p", "y", "-P", "high"],
    "--metadata is an object in JSON": ["learner", "create", "-m", "{"],
    "either --body or --file": ["content", "create"],
    "--format is one of": ["project", "export", "x", "-f", "xml"],
    "FILE is missing": ["ingest"],
  };
  for (const [message, line] of Object.entries(wrong)) {
    const said = await fails(2, ...line);
    assert.ok(said.includes(message.trim()), `${line.join(" ")}: ${said}`);
    assert.match(said, /--help says/);
  }
  assert.deepEqual(readdirSync(folder), [], "something was written");
});

test("an admin's day: a course comes in, is looked at, gets more, and goes out", LIMIT, async (t) => {
  const admin = shell(t, bin);
  admin.file("course.json", JSON.stringify({ ...COURSE, surprise: 1 }));
  const dry = await admin.does("ingest", "course.json", "--dry-run");
  assert.match(dry, /^Dry run: nothing was stored.\nTasks: 6\nObjectives: 1\nIgnored: surprise\n$/);
  assert.ok(!existsSync(join(admin.folder, "w.jsonl")), "a dry run makes a workspace");

  const said = await admin.does("ingest", "course.json");
  assert.match(said, /^Ingested project: proj-/);
  const [project] = await admin.data("project", "list");
  assert.equal(project.title, "Soil laboratory");
  assert.match(await admin.does("project", "list"), /^proj-\S+ {2}Soil laboratory \(soil-lab, version 1\)\n$/);
  assert.match(await admin.does("project", "show", project.id), /Soil laboratory\nChildren: 2\nTasks.*: 6\n/);

  const task = await admin.data(
    "task",
    "create",
    "Label jars",
    "-p",
    project.id,
    "-t",
    "epic",
    "-P",
    "0",
    "--ac",
    "all",
  );
  assert.deepEqual([task.task_type, task.priority, task.acceptance_criteria], ["epic", 0, "all"]);
  assert.match(await admin.does("task", "add-objective", task.id, "Label well"), /^Added objective: obj-/);
  admin.file("page.md", "# Labels\n");
  const content = await admin.data("content", "create", "-f", "page.md");
  assert.equal(content.body, "# Labels\n");
  assert.match(await admin.does("content", "attach", content.id, task.id), /^Attached/);

  const ada = await admin.data("learner", "create", "--name", "Ada", "-m", '{"team": 1}');
  assert.deepEqual(ada.metadata, { team: 1 });
  assert.match(await admin.does("learner", "list"), /Ada/);
  assert.match(await admin.does("learner", "progress", ada.id, project.id), /Completed: 0\/\d+\nPercentage: 0%/);

  await admin.does("project", "export", project.id, "-o", "out.json");
  const out = JSON.parse(readFileSync(join(admin.folder, "out.json"), "utf8"));
  assert.deepEqual([out.title, out.epics.length], ["Soil laboratory", 3]);
  assert.equal((await admin.does("project", "export", project.id, "-f", "jsonl")).trim().split("\n").length, 4);
  await admin.does("ingest", "out.json", "--update", project.id);

  const elsewhere = shell(t, bin);
  elsewhere.file("out.json", JSON.stringify(out));
  await elsewhere.does("ingest", "out.json", "--keep-ids", "--workspace", "other.jsonl");
  assert.equal((await elsewhere.data("project", "list", "-w", "other.jsonl"))[0].id, project.id);
});

test("what is refused ends with 1, in words, and the file stays as it was", LIMIT, async (t) => {
  const admin = shell(t, bin);
  assert.match(await admin.fails(1, "project", "list"), /there is no workspace w.jsonl/);
  const project = await admin.data("project", "create", "One", "-d", "First");
  const file = join(admin.folder, "w.jsonl");
  const [stored, { mtimeMs }] = [readFileSync(file, "utf8"), statSync(file)];
  admin.file("bad.json", JSON.stringify({ title: "", epics: [{ title: "A", dependencies: ["B"] }, {}] }));
  admin.file("broken.json", "{");
  const refused = {
    "task nope does not exist": ["project", "show", "nope"],
    "learner nope does not exist": ["learner", "progress", "nope", project.id],
    "parent_id: task nope does not exist": ["task", "create", "x", "-p", "nope"],
    "content nope does not exist": ["content", "attach", "nope", project.id],
    'epics[0].dependencies[0]: "B" is no title': ["ingest", "bad.json"],
    "epics[1].title: is missing": ["ingest", "bad.json"],
    "is not JSON": ["ingest", "broken.json"],
    "gone.json cannot be read": ["ingest", "gone.json"],
    "gone.md cannot be read": ["content", "create", "-f", "gone.md"],
    "must have 1 to 500 characters": ["project", "create", " "],
  };
  for (const [message, line] of Object.entries(refused)) {
    const said = await admin.fails(1, ...line);
    assert.ok(said.includes(message), `${line.join(" ")}: ${said}`);
  }
  const { code, out } = await admin.run(["ingest", "bad.json", "--dry-run"]);
  assert.equal(code, 1);
  assert.match(out, /Problem: epics\[1\].title/);
  assert.equal(readFileSync(file, "utf8"), stored);
  assert.equal(statSync(file).mtimeMs, mtimeMs);
  assert.match(await admin.does("learner", "list"), /No learners found/);

  writeFileSync(file, stored.slice(0, -9));
  assert.match(await admin.fails(1, "project", "list"), /lines|checksum|damaged/);
  mkdirSync(join(admin.folder, "folder"));
  assert.match(await admin.fails(1, "project", "list", "-w", "folder"), /cannot be read/);
});

test("a course may come through a pipe, and the first lines may be enough for who reads", LIMIT, async (t) => {
  const admin = shell(t, bin);
  assert.equal((await admin.run(["ingest", "-"], { input: JSON.stringify(COURSE) })).code, 0);
  const [project] = await admin.data("project", "list");
  // More than a pipe holds.
  admin.file("long.md", "long ".repeat(100_000));
  const content = await admin.data("content", "create", "-f", "long.md");
  await admin.does("content", "attach", content.id, project.id);
  const child = spawn("sh", ["-c", `"${bin}" project export ${project.id} | head -c 1`], {
    cwd: admin.folder,
    env: { PATH: process.env.PATH, MEDALLION_WORKSPACE: "w.jsonl" },
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (text) => (said.out += text));
  child.stderr.on("data", (text) => (said.err += text));
  await once(child, "close");
  assert.deepEqual(said, { out: "{", err: "" });
});

test("twelve commands at once are all done, one on what the other wrote", LIMIT, async (t) => {
  const admin = shell(t, bin);
  await admin.does("project", "create", "First");
  const course = (number) => JSON.stringify({ title: `C${number}`, epics: [{ title: "Load" }] });
  const ends = await Promise.all(
    Array.from({ length: 12 }, (_, number) =>
      number < 8
        ? admin.run(["project", "create", `P${number}`])
        : admin.run(["ingest", "-"], { input: course(number) }),
    ),
  );
  for (const { code, err } of ends) assert.deepEqual([code, err], [0, ""]);
  assert.equal((await admin.data("project", "list")).length, 13);
});
