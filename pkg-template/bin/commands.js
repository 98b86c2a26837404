// What can be done to plans in files. Each command says what it takes, and answers with text for
// people, JSON for programs, and the exit code.

import { basename, dirname, join } from "node:path";
import { readdir } from "node:fs/promises";
import { editPlan, parsePlan } from "../node.js";
import { markdownIn, read, update } from "./files.js";
import { batches, difference, mermaid, overview, problem, table } from "./print.js";
import { take, Usage } from "./usage.js";

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
  const [file] = take(args, "FILE");
  const json = await report(file);
  return { text: overview(json), json };
}

async function set(args, values) {
  const [file, task_id, word] = take(args, "FILE", "TASK", "STATUS");
  return write(file, [given({ op: "set_task_status", task_id, status: word, note: values.note })], values);
}

async function batch(args, values) {
  const [file, list] = take(args, "FILE", "TASK:STATUS,...");
  const ops = list.split(",").map((item) => {
    const at = item.lastIndexOf(":");
    if (at < 1) throw new Usage(`${item} must be TASK:STATUS`);
    return { op: "set_task_status", task_id: item.slice(0, at).trim(), status: item.slice(at + 1).trim() };
  });
  return write(file, ops, values);
}

async function field(args, values) {
  const [file] = take(args, "FILE");
  const ops = [
    ...(values.set ?? []).map((text) => ({ op: "set_field", ...assignment(text, true) })),
    ...(values.append ?? []).map((text) => ({ op: "append_field", ...assignment(text, false) })),
  ];
  if (ops.length === 0) throw new Usage("give --set key=value or --append key=value");
  return write(file, ops, values);
}

async function criterion(args, values) {
  const [file, criterion_id, word] = take(args, "FILE", "ID", "STATUS");
  return write(file, [given({ op: "set_criterion", criterion_id, status: word, evidence: values.evidence })], values);
}

async function blocker(args, values) {
  const [file, what, words] = take(args, "FILE", "add|resolve", "TITLE|ID");
  if (what === "resolve") {
    return write(file, [given({ op: "resolve_blocker", blocker_id: words, resolution: values.resolution })], values);
  }
  if (what !== "add") throw new Usage(`${what} must be add or resolve`);
  const blocking = values.blocking?.split(",").map((id) => id.trim());
  const fields = given({ id: values.id, title: words, severity: values.severity, blocking });
  return write(file, [{ op: "add_blocker", blocker: fields }], values);
}

async function ready(args) {
  if (args.length === 0) throw new Usage("FILE is missing");
  const json = [];
  for (const path of args) {
    const { ready: ids, tasks } = await report(path);
    for (const task of tasks.filter(({ id }) => ids.includes(id))) json.push({ path, ...task });
  }
  const rows = json.map((task) => [task.path, task.id, task.assigned_to.join(","), task.label]);
  return { text: rows.length > 0 ? `${table(rows)}\n` : "nothing is ready\n", json };
}

async function query(args, values) {
  if (args.length === 0) throw new Usage("DIR is missing");
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
  if (args.length === 0) throw new Usage("FILE is missing");
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
  const [file] = take(args, "FILE");
  const hands = values.hands === undefined ? {} : { hands: Number(values.hands) };
  if (Number.isNaN(hands.hands)) throw new Usage("--hands must be a number");
  const own = await report(file, hands);
  const json = { batches: own.batches, schedule: own.schedule };
  return { text: values.mermaid ? mermaid(own) : batches(own), json };
}

export const COMMANDS = {
  status: { takes: "FILE", says: "what there is to say about a plan", options: [], run: status },
  set: { takes: "FILE TASK STATUS [--note TEXT]", says: "how far a task is", options: ["note", "dry-run"], run: set },
  batch: { takes: "FILE TASK:STATUS,...", says: "several of them, all or none", options: ["dry-run"], run: batch },
  field: {
    takes: "FILE --set KEY=VALUE --append KEY=VALUE",
    says: "fields of the front matter, also inside others (a.b)",
    options: ["set", "append", "dry-run"],
    run: field,
  },
  criterion: {
    takes: "FILE ID STATUS [--evidence TEXT]",
    says: "whether a criterion is met",
    options: ["evidence", "dry-run"],
    run: criterion,
  },
  blocker: {
    takes: "FILE add TITLE [--id ID --severity WORD --blocking ID,...] | FILE resolve ID [--resolution TEXT]",
    says: "what stands in the way",
    options: ["id", "severity", "blocking", "resolution", "dry-run"],
    run: blocker,
  },
  ready: { takes: "FILE...", says: "what can be begun now", options: [], run: ready },
  query: {
    takes: "DIR... [--status --assignee --prd --phase --text WORD] [--critical --ready]",
    says: "tasks of all plans below folders",
    options: ["status", "assignee", "prd", "phase", "text", "critical", "ready"],
    run: query,
  },
  check: {
    takes: "FILE|DIR... [--strict]",
    says: "what is wrong; fails if there are errors",
    options: ["strict"],
    run: check,
  },
  graph: {
    takes: "FILE [--mermaid] [--hands N]",
    says: "batches, or the graph",
    options: ["mermaid", "hands"],
    run: graph,
  },
};
