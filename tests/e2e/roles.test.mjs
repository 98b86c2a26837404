// Every method of every handle with every role, with arguments that are valid: what is beyond the role is
// PERMISSION_DENIED and leaves nothing behind, everything else works (issue 4, item 6).

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { project as install } from "./lib/package.mjs";

const LIMIT = { timeout: 120_000 };

let Workspace;
let undo;
before(async () => {
  const folder = install({ after: (work) => (undo = work) });
  ({ Workspace } = await import(pathToFileURL(join(folder, "node_modules/medallion/node.js"))));
});
after(() => undo());

const PLAN = `---
prd: soil
phase: 1
tasks:
- {id: A, title: Read, status: todo}
---
`;
const evidence = { session_summary: "Where things stand." };
const draft = (nodes) => ({
  scope: { graph_nodes: nodes, tags: ["t"] },
  summary: { high_level: "s" },
  affordances: {},
});

/** One of everything, and for each of two learners one of everything that is theirs. */
async function world(name) {
  const ws = await Workspace.open(name);
  const project = await ws.tasks.create({ task_type: "project", title: "P", project_slug: "soil-lab" });
  const make = (title, more = {}) => ws.tasks.create({ parent_id: project.id, task_type: "subtask", title, ...more });
  const [task, other, talk] = [await make("T"), await make("O"), await make("C", { subtask_type: "conversational" })];
  const essay = await make("E");
  const epic = await ws.tasks.create({ parent_id: project.id, task_type: "epic", title: "Later" });
  await ws.tasks.addDependency(other.id, task.id);
  const criterion = await ws.tasks.addCriterion(task.id, { criterion_type: "non_empty", description: "d", rule: {} });
  await ws.tasks.addCriterion(essay.id, { criterion_type: "manual", description: "d", rule: {} });
  const objective = await ws.tasks.addObjective(task.id, { description: "d" });
  const content = await ws.tasks.createContent({ content_type: "markdown", body: "b" });
  await ws.tasks.attachContent(content.id, task.id);
  const plan = await ws.plans.import(PLAN, { path: "plan.md" });
  const shared = await ws.medallions.create(draft(["repo:shared"]));
  const learners = {};
  for (const own of ["ada", "bob"]) {
    const { id } = await ws.learners.create({ name: own, auth_id: `sso-${own}` });
    await ws.progress.start(id, talk.id);
    const { submission } = await ws.progress.submit(id, essay.id, { content: "words" });
    const done = await ws.progress.submit(id, task.id, { content: "words" });
    const help = await ws.progress.requestHelp(id, task.id, "how?");
    const path = { learner_id: id, root_id: project.id, name: "n", path_type: "personalized", steps_sequence: [] };
    const { id: path_id } = await ws.paths.create(path);
    const medallion = await ws.checkpoint({ scope: { graph_nodes: [id] }, evidence });
    const [validation] = await ws.progress.validations(done.submission.id);
    learners[own] = {
      id,
      submission: submission.id,
      done: done.submission.id,
      validation: validation.id,
      help: help.id,
      path: path_id,
      medallion: medallion.meta.medallion_id,
    };
  }
  const ids = { project, task, other, talk, essay, epic, criterion, objective, content, plan };
  const f = Object.fromEntries(Object.entries(ids).map(([key, { id }]) => [key, id]));
  return { ws, learners, f: { ...f, shared: shared.meta.medallion_id } };
}

// For each method who may call it: `all`; `own`: learners for themselves, all others for everybody; `teach`: instructors
// and admins; `author`: admins. `w` is whom it is about.
const TABLE = {
  all: {
    flush: (h) => h.flush(),
    sync: (h) => h.sync(),
    "medallions.count": (h) => h.medallions.count(),
    "medallions.list": (h) => h.medallions.list(),
    "medallions.scopeLabels": (h) => h.medallions.scopeLabels(),
    "medallions.latestForScope": (h, f, w) => h.medallions.latestForScope({ graph_nodes: [w.id] }),
    resume: (h, f, w) => h.resume({ scope: { graph_nodes: [w.id] } }),
    "medallions.watchScope": async (h, f, w) =>
      (await h.medallions.watchScope({ graph_nodes: [w.id] }, {}, () => {}))(),
    "tasks.get": (h, f) => h.tasks.get(f.task),
    "tasks.children": (h, f) => h.tasks.children(f.project, { recursive: true }),
    "tasks.ancestors": (h, f) => h.tasks.ancestors(f.task),
    "tasks.list": (h, f) => h.tasks.list({ projectId: f.project }),
    "tasks.count": (h) => h.tasks.count(),
    "tasks.projects": (h) => h.tasks.projects(),
    "tasks.projectBySlug": (h) => h.tasks.projectBySlug("soil-lab"),
    "tasks.dependencies": (h, f) => h.tasks.dependencies(f.other),
    "tasks.dependents": (h, f) => h.tasks.dependents(f.task),
    "tasks.cycles": (h, f) => h.tasks.cycles(f.project),
    "tasks.schedule": (h, f) => h.tasks.schedule(f.project),
    "tasks.objectives": (h, f) => h.tasks.objectives(f.task),
    "tasks.criteria": (h, f) => h.tasks.criteria(f.task),
    "tasks.getContent": (h, f) => h.tasks.getContent(f.content),
    "tasks.content": (h, f) => h.tasks.content(f.task),
    "plans.get": (h, f) => h.plans.get(f.plan),
    "plans.text": (h, f) => h.plans.text(f.plan),
    "plans.list": (h) => h.plans.list(),
    "plans.query": (h) => h.plans.query({}),
    "plans.history": (h, f) => h.plans.history(f.plan),
  },
  own: {
    checkpoint: (h, f, w) => h.checkpoint({ scope: { graph_nodes: [w.id], tags: ["new"] }, evidence }),
    "medallions.getMany": (h, f, w) => h.medallions.getMany([w.medallion]),
    "medallions.get": (h, f, w) => h.medallions.get(w.medallion),
    "medallions.version": (h, f, w) => h.medallions.version(w.medallion),
    "medallions.history": (h, f, w) => h.medallions.history(w.medallion),
    "medallions.diff": (h, f, w) => h.medallions.diff(w.medallion, 1, 1),
    "tasks.addComment": (h, f, w) => h.tasks.addComment(f.task, { text: "x", learner_id: w.id }),
    "tasks.comments": (h, f, w) => h.tasks.comments(f.task, { learnerId: w.id }),
    "learners.get": (h, f, w) => h.learners.get(w.id),
    "learners.update": (h, f, w) => h.learners.update(w.id, { name: "New" }),
    "progress.status": (h, f, w) => h.progress.status(w.id, f.task),
    "progress.start": (h, f, w) => h.progress.start(w.id, f.epic),
    "progress.close": (h, f, w) => h.progress.close(w.id, f.talk),
    "progress.reopen": (h, f, w) => h.progress.reopen(w.id, f.task),
    "progress.ready": (h, f, w) => h.progress.ready(w.id, f.project),
    "progress.readyPage": (h, f, w) => h.progress.readyPage(w.id, f.project),
    "progress.blocked": (h, f, w) => h.progress.blocked(w.id, f.project),
    "progress.list": (h, f, w) => h.progress.list(w.id),
    "progress.next": (h, f, w) => h.progress.next(w.id, f.project),
    "progress.tree": (h, f, w) => h.progress.tree(w.id, f.project),
    "progress.overview": (h, f, w) => h.progress.overview(w.id, f.project),
    "progress.context": (h, f, w) => h.progress.context(w.id, f.task),
    "progress.submit": (h, f, w) => h.progress.submit(w.id, f.other, { content: "x" }),
    "progress.submissions": (h, f, w) => h.progress.submissions(w.id, f.task),
    "progress.submission": (h, f, w) => h.progress.submission(w.submission),
    "progress.validations": (h, f, w) => h.progress.validations(w.done),
    "progress.validation": (h, f, w) => h.progress.validation(w.validation),
    "progress.summarize": (h, f, w) => h.progress.summarize(w.id, f.task),
    "progress.summaries": (h, f, w) => h.progress.summaries(w.id, f.task),
    "progress.requestHelp": (h, f, w) => h.progress.requestHelp(w.id, f.task, "how?"),
    "progress.helpRequests": (h, f, w) => h.progress.helpRequests({ learnerId: w.id }),
    "progress.recordTime": (h, f, w) => h.progress.recordTime(w.id, f.talk, 5),
    "progress.bookmark": (h, f, w) => h.progress.bookmark(w.id, f.talk, 3),
    "progress.saveDraft": (h, f, w) => h.progress.saveDraft(w.id, f.talk, { a: 1 }),
    "progress.useHint": (h, f, w) => h.progress.useHint(w.id, f.talk),
    "progress.mastery": (h, f, w) => h.progress.mastery(w.id, f.project),
    "progress.exportCsv": (h, f, w) => h.progress.exportCsv({ projectId: f.project, learnerId: w.id }),
    "paths.plan": (h, f, w) => h.paths.plan(w.id, f.project),
    "paths.create": (h, f, w) =>
      h.paths.create({ learner_id: w.id, root_id: f.project, name: "n", path_type: "remedial", steps_sequence: [] }),
    "paths.get": (h, f, w) => h.paths.get(w.path),
    "paths.list": (h, f, w) => h.paths.list(w.id),
    "paths.update": (h, f, w) => h.paths.update(w.path, { name: "New" }),
    "paths.delete": (h, f, w) => h.paths.delete(w.path),
    "paths.choose": (h, f, w) => h.paths.choose(w.id, w.path),
    tools: async (h, f, w) => void h.tools({ learnerId: w.id, projectId: f.project }),
    as: async (h, f, w) => void h.as({ role: "learner", learnerId: w.id }),
  },
  teach: {
    health: (h) => h.health(),
    inspect: (h, f) => h.inspect(f.shared),
    subscribe: async (h) => h.subscribe(() => {})(),
    "events.list": (h) => h.events.list(),
    "medallions.create": (h) => h.medallions.create(draft(["repo:new"])),
    "medallions.createMany": (h) => h.medallions.createMany([draft(["repo:new"])]),
    "medallions.update": async (h, f, w, ws) => h.medallions.update(await ws.medallions.get(f.shared)),
    "medallions.apply": (h, f) => h.medallions.apply(f.shared, []),
    "medallions.setStatus": (h, f) => h.medallions.setStatus(f.shared, "stale"),
    "medallions.supersede": (h, f, w) => h.medallions.supersede(f.shared, w.medallion),
    "medallions.delete": (h, f) => h.medallions.delete(f.shared),
    "tasks.export": (h, f) => h.tasks.export(f.project),
    "learners.byAuthId": (h) => h.learners.byAuthId("sso-ada"),
    "learners.list": (h) => h.learners.list(),
    "progress.hold": (h, f, w) => h.progress.hold(w.id, f.other),
    "progress.skip": (h, f, w) => h.progress.skip(w.id, f.other, { reason: "r" }),
    "progress.review": (h, f, w) => h.progress.review(w.submission, { passed: true }),
    "progress.reviews": (h) => h.progress.reviews(),
    "progress.answerHelp": (h, f, w) => h.progress.answerHelp(w.help, "so"),
    "plans.import": (h) => h.plans.import(PLAN, { path: "other.md" }),
    "plans.edit": (h, f) => h.plans.edit(f.plan, []),
    "plans.setTaskStatus": (h, f) => h.plans.setTaskStatus(f.plan, "A", "completed"),
    "plans.delete": (h, f) => h.plans.delete(f.plan),
    "plans.fromProject": (h, f, w) => h.plans.fromProject(f.plan, f.project, w.id),
  },
  author: {
    export: (h) => h.export(),
    import: async (h, f, w, ws) => h.import(await ws.export()),
    keep: (h) => h.keep({ versions: 20 }),
    persist: (h) => h.persist(),
    "medallions.erase": (h, f) => h.medallions.erase(f.shared),
    "tasks.create": (h) => h.tasks.create({ task_type: "project", title: "N" }),
    "tasks.update": (h, f) => h.tasks.update(f.task, { title: "N" }),
    "tasks.delete": (h, f) => h.tasks.delete(f.task),
    "tasks.move": (h, f) => h.tasks.move(f.talk, f.epic),
    "tasks.addDependency": (h, f) => h.tasks.addDependency(f.talk, f.task),
    "tasks.removeDependency": (h, f) => h.tasks.removeDependency(f.other, f.task),
    "tasks.addObjective": (h, f) => h.tasks.addObjective(f.task, { description: "n" }),
    "tasks.removeObjective": (h, f) => h.tasks.removeObjective(f.objective),
    "tasks.addCriterion": (h, f) =>
      h.tasks.addCriterion(f.talk, { criterion_type: "non_empty", description: "n", rule: {} }),
    "tasks.removeCriterion": (h, f) => h.tasks.removeCriterion(f.criterion),
    "tasks.createContent": (h) => h.tasks.createContent({ content_type: "markdown", body: "n" }),
    "tasks.updateContent": (h, f) => h.tasks.updateContent(f.content, { body: "n" }),
    "tasks.attachContent": (h, f) => h.tasks.attachContent(f.content, f.talk),
    "tasks.detachContent": (h, f) => h.tasks.detachContent(f.content, f.task),
    "tasks.import": (h) => h.tasks.import({ title: "Another", epics: [{ title: "One" }] }),
    "learners.create": (h) => h.learners.create({ name: "Cleo" }),
    "learners.delete": (h, f, w) => h.learners.delete(w.id),
    "progress.setValidator": async (h) => void h.progress.setValidator("code_test", () => ({ passed: true })),
    "plans.toProject": (h, f) => h.plans.toProject(f.plan),
  },
};

const PARTS = ["medallions", "events", "tasks", "learners", "progress", "paths", "plans"];
const isMethod = ([key, { value }]) => typeof value === "function" && !/^(constructor|free|__.*)$/.test(key);

function methodsOf(object) {
  const all = new Set();
  for (let at = object; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const own of Object.entries(Object.getOwnPropertyDescriptors(at))) if (isMethod(own)) all.add(own[0]);
  return [...all];
}

test("the table names every method", LIMIT, async () => {
  const ws = await Workspace.open("roles-names");
  const names = [...methodsOf(ws), ...PARTS.flatMap((part) => methodsOf(ws[part]).map((name) => `${part}.${name}`))];
  const told = Object.values(TABLE).flatMap((rows) => Object.keys(rows));
  // Active time is counted in a page; a closed handle is closed for all.
  const others = ["close", "progress.track"];
  assert.deepEqual(told.sort(), names.filter((name) => !others.includes(name)).sort());
  await ws.close();
});

/** Who asks, about whom, and which of the four kinds of rows are open to them. */
const CASES = {
  "a learner about themselves": ["learner", "ada", "ada", ["all", "own"]],
  "a learner about another": ["learner", "ada", "bob", ["all"]],
  "an instructor": ["instructor", undefined, "bob", ["all", "own", "teach"]],
  "an admin": ["admin", undefined, "bob", ["all", "own", "teach", "author"]],
};

for (const [who, [role, own, about, open]] of Object.entries(CASES)) {
  test(`${who}: every method`, LIMIT, async () => {
    for (const [kind, rows] of Object.entries(TABLE)) {
      for (const [name, call] of Object.entries(rows)) {
        const { ws, f, learners } = await world(`roles-${who}-${name}`);
        const handle = ws.as({ role, ...(own && { learnerId: learners[own].id }) });
        const { total } = await ws.events.list({ limit: 1 });
        const run = async () => call(handle, f, learners[about], ws);
        if (open.includes(kind)) {
          const answer = await run().catch((error) => assert.fail(`${who}: ${name}: ${error}`));
          const isShown = own !== about && JSON.stringify(answer ?? null).includes(learners[about].medallion);
          assert.ok(role !== "learner" || !isShown, `${who}: ${name} shows what is another's`);
        } else {
          await assert.rejects(run, { code: "PERMISSION_DENIED" }, `${who}: ${name}`);
          assert.equal((await ws.events.list({ limit: 1 })).total, total, `${who}: ${name} left something behind`);
        }
        await ws.close();
      }
    }
  });
}
