// What can be done to plans in files. Each command says what it takes, and answers with text for
// people, JSON for programs, and the exit code.

import { basename, dirname, join } from "node:path";
import { readdir } from "node:fs/promises";
import { editPlan, parsePlan } from "../../node.js";
import { markdownIn, read, update } from "./files.mjs";
import { batches, difference, mermaid, overview, problem, table } from "./print.mjs";
import { UsageError as Usage } from "../usage.mjs";

/** The report of a file; the other plans of its folder are looked up for dependencies. */
async function report(path, options = {}) {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  const others = names.filter((name) => name.endsWith(".md") && name !== basename(path));
  const texts = await Promise.all(others.map((name) => read(join(folder, name)).catch(() => "")));
  // Only those that say to which PRD they belong.
  const siblings = texts.filter((text) => /^prd:/m.test(text));
  return parsePlan(await read(path), { path, siblings, ...options });
}

async function write(path, ops, values) {
  let result;
  if (values["dry-run"]) {
    const before = await read(path);
    result = { before, after: await editPlan(before, ops) };
  } else {
    result = await update(path, (before) => editPlan(before, ops));
  }
  const changes = difference(result.before, result.after);
  const { computed } = await parsePlan(result.after, { path });
  const text = changes === "" ? "nothing to change\n" : changes;
  return {
    text: `${text}${computed.status}, ${computed.progress} %\n`,
    json: { changed: result.after !== result.before, changes, computed },
  };
}

/** `key=value`; JSON where it looks like JSON, otherwise text. */
function assignment(text, asNumber) {
  const at = text.indexOf("=");
  if (at < 1) throw new Usage(`${text} must be key=value`);
  const [key, value] = [text.slice(0, at), text.slice(at + 1)];
  const isJson = /^(\[|\{|"|true$|false$|null$)/.test(value);
  const isNumber = asNumber && String(Number(value)) === value && Number.isFinite(Number(value));
  if (!isJson && !isNumber) return { field: key, value };
  try {
    return { field: key, value: JSON.parse(value) };
  } catch (error) {
    throw new Usage(`${value} begins like JSON and is none`, { cause: error });
  }
}

const given = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

async function status(args) {
  const [file] = args;
  const json = await report(file);
  return { text: overview(json), json };
}

async function set(args, values) {
  const [file, task_id, word] = args;
  return write(file, [given({ op: "set_task_status", task_id, status: word, note: values.note })], values);
}

async function batch(args, values) {
  const [file, ...lists] = args;
  const items = lists.flatMap((list) => list.split(","));
  const ops = items.map((item) => {
    const at = item.lastIndexOf(":");
    if (at < 1) throw new Usage(`${item} must be TASK:STATUS`);
    return { op: "set_task_status", task_id: item.slice(0, at).trim(), status: item.slice(at + 1).trim() };
  });
  return write(file, ops, values);
}

async function field(args, values) {
  const [file] = args;
  const ops = [
    ...(values.set ?? []).map((text) => ({ op: "set_field", ...assignment(text, true) })),
    ...(values.append ?? []).map((text) => ({ op: "append_field", ...assignment(text, false) })),
  ];
  if (ops.length === 0) throw new Usage("give --set key=value or --append key=value");
  return write(file, ops, values);
}

async function criterion(args, values) {
  const [file, criterion_id, word] = args;
  return write(file, [given({ op: "set_criterion", criterion_id, status: word, evidence: values.evidence })], values);
}

async function blocker(args, values) {
  const [file, what, words] = args;
  if (what === "resolve") {
    return write(file, [given({ op: "resolve_blocker", blocker_id: words, resolution: values.resolution })], values);
  }
  if (what !== "add") throw new Usage(`${what} must be add or resolve`);
  const blocking = values.blocking?.split(",").map((id) => id.trim());
  const fields = given({ id: values.id, title: words, severity: values.severity, blocking });
  return write(file, [{ op: "add_blocker", blocker: fields }], values);
}

async function ready(args) {
  const json = [];
  for (const path of args) {
    const { ready: ids, tasks } = await report(path);
    for (const task of tasks.filter(({ id }) => ids.includes(id))) json.push({ path, ...task });
  }
  const rows = json.map((task) => [task.path, task.id, task.assigned_to.join(","), task.label]);
  return { text: rows.length > 0 ? `${table(rows)}\n` : "nothing is ready\n", json };
}

async function query(args, values) {
  const texts = new Map();
  for (const path of (await Promise.all(args.map(markdownIn))).flat()) texts.set(path, await read(path));
  const reports = [];
  for (const [path, text] of texts) reports.push(await parsePlan(text, { path }));
  const json = [];
  for (const alone of reports) {
    if (values.prd !== undefined && alone.prd !== values.prd) continue;
    if (values.phase !== undefined && alone.phase !== values.phase) continue;
    const own = await together(alone, reports, texts);
    const critical = Object.values(own.schedule).flatMap((schedule) => schedule.critical_tasks);
    for (const task of own.tasks) {
      const words = `${task.id} ${task.label}`.toLowerCase();
      const fits =
        (values.status === undefined || [task.status, task.original_status].includes(values.status)) &&
        (values.assignee === undefined || task.assigned_to.includes(values.assignee)) &&
        (values.text === undefined || words.includes(values.text.toLowerCase())) &&
        (!values.critical || critical.includes(task.id)) &&
        (!values.ready || own.ready.includes(task.id));
      if (fits) json.push({ path: own.path, prd: own.prd, phase: own.phase, ...task });
    }
  }
  const rows = json.map((task) => [task.path, task.id, task.status, task.assigned_to.join(","), task.label]);
  return { text: rows.length > 0 ? `${table(rows)}\n` : "no task fits\n", json };
}

/** A report again, with the other phases of its PRD, if it waits for any of them. */
function together(alone, reports, texts) {
  const others = reports.filter((other) => other !== alone && other.prd !== null && other.prd === alone.prd);
  if (others.length === 0 || !alone.tasks.some((task) => task.unresolved.length > 0)) return alone;
  return parsePlan(texts.get(alone.path), { path: alone.path, siblings: others.map(({ path }) => texts.get(path)) });
}

async function check(args, values) {
  const counting = values.strict ? ["error", "warning"] : ["error"];
  const [lines, json] = [[], []];
  let bad = 0;
  for (const path of (await Promise.all(args.map(markdownIn))).flat()) {
    const { problems } = await report(path);
    bad += problems.filter(({ severity }) => counting.includes(severity)).length;
    lines.push(...problems.map((own) => problem(path, own)));
    json.push({ path, problems });
  }
  lines.push(bad === 0 ? "nothing is wrong" : `${bad} of these count`);
  return { text: `${lines.join("\n")}\n`, json, code: bad === 0 ? 0 : 1 };
}

async function graph(args, values) {
  const [file] = args;
  const own = await report(file, given({ hands: values.hands }));
  const json = { batches: own.batches, schedule: own.schedule };
  return { text: values.mermaid ? mermaid(own) : batches(own), json };
}

const text = (value, help) => ({ type: "string", value, help });
const flag = (help) => ({ type: "boolean", help });
const dryRun = { "dry-run": flag("only show the lines that would change") };

/** A command of the table of all commands. */
const command = (summary, names, options, run) => ({
  summary,
  arguments: names,
  options,
  run: async ({ args, values }) => {
    const { json, ...said } = await run(args, values);
    return { data: json, ...said };
  },
});

export const plan = {
  summary: "Plans in markdown, whose front matter is the truth.",
  commands: {
    status: command("Says what there is to say about a plan.", ["FILE"], {}, status),
    set: command(
      "Says how far a task is.",
      ["FILE", "TASK", "STATUS"],
      { note: text("TEXT", "what to note with it"), ...dryRun },
      set,
    ),
    batch: command("Says how far several tasks are: all or none.", ["FILE", "TASK:STATUS..."], dryRun, batch),
    field: command(
      "Changes fields of the front matter, also inside others (a.b).",
      ["FILE"],
      {
        set: { ...text("KEY=VALUE", "the new value of a field"), multiple: true },
        append: { ...text("KEY=VALUE", "one more item of a list"), multiple: true },
        ...dryRun,
      },
      field,
    ),
    criterion: command(
      "Says whether a criterion is met.",
      ["FILE", "ID", "STATUS"],
      { evidence: text("TEXT", "what shows it"), ...dryRun },
      criterion,
    ),
    blocker: command(
      "Says what stands in the way (add TITLE), or no longer does (resolve ID).",
      ["FILE", "add|resolve", "TITLE|ID"],
      {
        id: text("ID", "the id of a new one"),
        severity: text("WORD", "how bad a new one is"),
        blocking: text("ID,...", "the tasks that a new one blocks"),
        resolution: text("TEXT", "how it was resolved"),
        ...dryRun,
      },
      blocker,
    ),
    ready: command("Says what can be begun now.", ["FILE..."], {}, ready),
    query: command(
      "Finds tasks in all plans below folders.",
      ["DIR..."],
      {
        status: text("WORD", "only with this status"),
        assignee: text("NAME", "only of this assignee"),
        prd: text("NAME", "only in this PRD"),
        phase: text("NAME", "only in this phase"),
        text: text("WORDS", "only with these words"),
        critical: flag("only what is on a critical path"),
        ready: flag("only what can be begun now"),
      },
      query,
    ),
    check: command(
      "Says what is wrong, and fails if there are errors.",
      ["FILE|DIR..."],
      { strict: flag("warnings count as well") },
      check,
    ),
    graph: command(
      "Shows the batches, or the graph.",
      ["FILE"],
      { mermaid: flag("as a Mermaid graph"), hands: { ...text("N", "how many work side by side"), from: 1 } },
      graph,
    ),
  },
};
