// What can be done to plans in files. Each command says what it takes, and answers with text for
// people, JSON for programs, and the exit code.

import { dirname, join, resolve } from "node:path";
import { readdir } from "node:fs/promises";
import { editPlan, parsePlan, Workspace } from "../../node.js";
import { markdownIn, read, update } from "./files.mjs";
import { batches, difference, mermaid, overview, problem, table } from "./print.mjs";
import { DONE, REFUSED, Refusal } from "../run.mjs";
import { UsageError as Usage } from "../usage.mjs";

/**
 * The plans of these files, taken into a workspace of their own, so that what they wait for is found wherever it is:
 * `{ws, ids, unread}`, where ids are by path and `unread` says why a file could not be read.
 */
async function desk(paths) {
  const ws = await Workspace.open("plans", { storage: "memory" });
  const [ids, unread] = [new Map(), new Map()];
  for (const path of new Set(paths)) {
    try {
      const { id } = await ws.plans.import(await read(path), { path });
      ids.set(path, id);
    } catch (error) {
      unread.set(path, error);
    }
  }
  return { ws, ids, unread };
}

/** The same for files that were named one by one, all of which must be there. */
async function deskOf(paths) {
  const own = await deskWithNeighbours(paths);
  for (const error of own.unread.values()) throw error;
  return own;
}

/** Files, together with the other plans of their folders. */
async function deskWithNeighbours(paths) {
  const { ws, ids, unread } = await desk(paths);
  const known = new Set(paths.map((path) => resolve(path)));
  for (const folder of new Set(paths.map(dirname))) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    // Of what is no file, such as a pipe, reading might never end.
    const files = entries.filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && entry.name.endsWith(".md"));
    for (const path of files.map(({ name }) => join(folder, name)).filter((own) => !known.has(resolve(own)))) {
      const text = await read(path).catch(() => "");
      // Only those that say to which PRD they belong.
      if (/^prd:/m.test(text)) await ws.plans.import(text, { path });
    }
  }
  return { ws, ids, unread };
}

/** What a workspace says of a plan, without what only counts there. */
const reportOf = async (ws, id) => ({ ...(await ws.plans.get(id)), id: undefined, version: undefined });

/** `words` are what the operations were called on the command line. */
async function write(path, ops, values, words) {
  let result;
  const edit = (text) => editPlan(text, ops).catch((error) => Promise.reject(inWords(error, words)));
  if (values["dry-run"]) {
    const before = await read(path);
    result = { before, after: await edit(before) };
  } else {
    result = await update(path, edit);
  }
  const changes = difference(result.before, result.after);
  const { computed } = await parsePlan(result.after, { path });
  const text = changes === "" ? "nothing to change\n" : changes;
  return {
    text: `${text}${computed.status}, ${computed.progress} %\n`,
    json: { changed: result.after !== result.before, changes, computed },
  };
}

/** An error that names the word of the command line, and not a place in what was made of it. */
function inWords(error, words) {
  const [place, number] = /^ops\[(\d+)\]/.exec(error.path ?? "") ?? [];
  if (place === undefined) return error;
  const said = error.message.startsWith(place) ? error.message.slice(error.path.length + 2) : error.message;
  const isUnnamed = error.code === "INVALID" || error.code === "UNSAFE_EDIT";
  return new Refusal(isUnnamed ? `${words[number]}: ${said}` : said);
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
  const { ws, ids } = await deskOf([file]);
  const json = await reportOf(ws, ids.get(file));
  return { text: overview(json), json };
}

async function set(args, values) {
  const [file, task_id, word] = args;
  return write(file, [given({ op: "set_task_status", task_id, status: word, note: values.note })], values, [word]);
}

async function batch(args, values) {
  const [file, ...lists] = args;
  const items = lists.flatMap((list) => list.split(","));
  const ops = items.map((item) => {
    const at = item.lastIndexOf(":");
    if (at < 1) throw new Usage(`${item} must be TASK:STATUS`);
    return { op: "set_task_status", task_id: item.slice(0, at).trim(), status: item.slice(at + 1).trim() };
  });
  return write(file, ops, values, items);
}

async function field(args, values) {
  const [file] = args;
  const ops = [
    ...(values.set ?? []).map((text) => ({ op: "set_field", ...assignment(text, true) })),
    ...(values.append ?? []).map((text) => ({ op: "append_field", ...assignment(text, false) })),
  ];
  if (ops.length === 0) throw new Usage("give --set key=value or --append key=value");
  return write(file, ops, values, [...(values.set ?? []), ...(values.append ?? [])]);
}

async function criterion(args, values) {
  const [file, criterion_id, word] = args;
  const op = given({ op: "set_criterion", criterion_id, status: word, evidence: values.evidence });
  return write(file, [op], values, [word]);
}

async function blocker(args, values) {
  const [file, what, words] = args;
  if (what === "resolve") {
    const op = given({ op: "resolve_blocker", blocker_id: words, resolution: values.resolution });
    return write(file, [op], values, [words]);
  }
  if (what !== "add") throw new Usage(`${what} must be add or resolve`);
  if (words.trim() === "") throw new Usage("TITLE must say what stands in the way");
  const blocking = values.blocking?.split(",").map((id) => id.trim());
  const fields = given({ id: values.id, title: words, severity: values.severity, blocking });
  return write(file, [{ op: "add_blocker", blocker: fields }], values, [words]);
}

async function ready(args) {
  const { ws, ids } = await deskOf(args);
  const json = [];
  for (const path of args) {
    const { ready: own, tasks } = await ws.plans.get(ids.get(path));
    const isReady = new Set(own);
    for (const task of tasks.filter(({ id }) => isReady.has(id))) json.push({ path, ...task });
  }
  const rows = json.map((task) => [task.path, task.id, task.assigned_to.join(","), task.label]);
  return { text: rows.length > 0 ? `${table(rows)}\n` : "nothing is ready\n", json };
}

async function query(args, values) {
  const { ws, unread } = await desk((await Promise.all(args.map(markdownIn))).flat());
  const wanted = Object.fromEntries(Object.entries(values).filter(([name]) => name in QUERY));
  const json = (await ws.plans.query(wanted)).map(({ path, prd, phase, task }) => ({ path, prd, phase, ...task }));
  const rows = json.map((task) => [task.path, task.id, task.status, task.assigned_to.join(","), task.label]);
  return {
    text: rows.length > 0 ? `${table(rows)}\n` : "no task fits\n",
    json,
    warnings: [...unread.values()].map(({ message }) => message),
    code: unread.size > 0 ? REFUSED : DONE,
  };
}

/** A file that cannot be read, as a problem of it. */
const unreadable = ({ message }) => ({
  ...{ kind: "unreadable", severity: "error", line: 1, column: 1, path: "", message },
  suggestion: "Nothing of it was looked at.",
});

async function check(args, values) {
  const counting = values.strict ? ["error", "warning"] : ["error"];
  const [lines, json] = [[], []];
  let bad = 0;
  const paths = (await Promise.all(args.map(markdownIn))).flat();
  if (paths.length === 0) throw new Refusal(`there is no markdown in ${args.join(", ")}`);
  const { ws, ids, unread } = await deskWithNeighbours(paths);
  for (const path of new Set(paths)) {
    const problems = unread.has(path) ? [unreadable(unread.get(path))] : (await ws.plans.get(ids.get(path))).problems;
    bad += problems.filter(({ severity }) => counting.includes(severity)).length;
    lines.push(...problems.map((own) => problem(path, own)));
    json.push({ path, problems });
  }
  const fine =
    lines.length === 0 ? "nothing is wrong" : `none of these counts as ${values.strict ? "wrong" : "an error"}`;
  lines.push(bad === 0 ? fine : `${bad} of these count`);
  return { text: `${lines.join("\n")}\n`, json, code: bad === 0 ? 0 : 1 };
}

async function graph(args, values) {
  const [file] = args;
  const own = await parsePlan(await read(file), given({ path: file, hands: values.hands }));
  const json = { batches: own.batches, schedule: own.schedule };
  return { text: values.mermaid ? mermaid(own) : batches(own), json };
}

const text = (value, help) => ({ type: "string", value, help });
const flag = (help) => ({ type: "boolean", help });
const QUERY = {
  status: text("WORD", "only with this status"),
  assignee: text("NAME", "only of this assignee"),
  prd: text("NAME", "only in this PRD"),
  phase: text("NAME", "only in this phase"),
  text: text("WORDS", "only with these words"),
  critical: flag("only what is on a critical path"),
  ready: flag("only what can be begun now"),
};
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
    query: command("Finds tasks in all plans below folders.", ["DIR..."], QUERY, query),
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
