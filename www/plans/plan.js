// The page of one plan: how far it is, its views, and what was changed last.

import { announce } from "../lib/announce.js";
import { coalesced } from "../lib/coalesced.js";
import { beginAt, fill, fillFrom, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { portions } from "../lib/portions.js";
import { go } from "../lib/route.js";
import { board } from "./board.js";
import { fileView } from "./file-view.js";
import { graph } from "./graph.js";
import { fileOf } from "./handles.js";
import { lastChange } from "./last-change.js";
import { allFixes, editWithPreview } from "./mend.js";
import { next } from "./next.js";
import { planAddress, plansAddress } from "./places.js";
import { planHead } from "./plan-head.js";
import { problems } from "./problems.js";
import { saveButtons } from "./save.js";
import { statusInWords } from "./status-mark.js";
import { table } from "./table.js";
import { projectMaker } from "./to-project.js";
import { titleOf } from "./words.js";

const VIEWS = { board: "Board", table: "Table", graph: "Graph", next: "Next", problems: "Problems", file: "File" };

export function planPage(store, id) {
  const title = h("h1", { tabIndex: -1, dir: "auto" }, "A plan");
  const head = h("div", { class: "stack" });
  const failed = h("div");
  const change = lastChange(store, id, run);
  const maker = projectMaker(store, id);
  const views = h("nav", { class: "views", "aria-label": "Views of the plan" });
  const body = h("div", { class: "plan-body" });
  const element = h(
    "div",
    { class: "page is-wide stack" },
    h("a", { class: "back", href: plansAddress() }, "All plans"),
    title,
    head,
    failed,
    maker.element,
    change.element,
    views,
    body,
  );
  let report;
  let others = [];
  let notes = new Map();
  let file;
  let versions = [];
  let shown = "board";
  let around;

  const refresh = coalesced(async () => {
    const now = await store.get(id);
    const beside =
      now && (await Promise.all([store.history(id), store.otherPhases(now), fileOf(id), store.notes(now)]));
    // Only together: another view may be drawn while they are read.
    report = now;
    if (beside) [versions, others, file, notes] = beside;
    draw();
  });
  const read = () => attempt(failed, refresh);

  /** Runs something; what it throws is shown. What stands in the page is made true again either way. */
  async function run(work) {
    const worked = await attempt(failed, work);
    if (worked) await read();
    else {
      // What was chosen and refused must not stay as if it were so.
      fill(body);
      await refresh().catch(draw);
    }
    return worked;
  }

  const acts = {
    portion: portions(drawMore),
    change: (task, status) =>
      run(async () => {
        const before = await store.text(id);
        await store.setTaskStatus(id, task.id, status);
        const words = `${task.id} is ${statusInWords(status)}.`;
        change.show({ before, after: await store.text(id), words, path: report.path });
        announce(words, { seen: false });
      }),
    mend: (edit) => run(() => editWithPreview(store, id, edit)),
    mendAll: () =>
      run(async () => {
        const edits = await allFixes(store, id, report.problems);
        await editWithPreview(store, id, { title: "Mend all of them?", edits, done: "Mended." });
      }),
  };

  const draws = {
    board: () => board(report, notes, acts),
    table: () => table(report, notes, acts),
    graph: () => graph(report, others, { around, look }),
    next: () => next(report, acts),
    problems: () => problems(report, acts),
    file: () => fileView(store, id, versions, run),
  };

  function draw() {
    for (const part of [head, views, body]) part.hidden = !report;
    if (!report) {
      title.textContent = "This plan is not here";
      return;
    }
    title.textContent = titleOf(report);
    document.title = `${titleOf(report)} · Medallion`;
    fillFrom(head, [report, file?.handle.name, file?.text], () => [
      planHead(report),
      h("div", { class: "row" }, saveButtons(store, id, { report, file }, run), toProject()),
    ]);
    fill(views, Object.entries(VIEWS).map(link));
    const saved = versions.map(({ version }) => version);
    fillFrom(body, [report, others, [...notes], saved, shown, around], () => draws[shown]());
  }

  function drawMore() {
    fill(body, draws[shown]());
  }

  const toProject = () =>
    report.tasks.length > 0 &&
    h(
      "button",
      {
        type: "button",
        class: "button",
        "data-key": "make a project",
        onclick: () => attempt(failed, () => maker.open(report)),
      },
      "Make a project…",
    );

  function link([name, words]) {
    const count = name === "problems" ? report.problems.length : 0;
    return h(
      "a",
      { href: planAddress(id, name), "data-key": `view ${name}`, "aria-current": name === shown ? "page" : undefined },
      count > 0 ? `${words} (${count})` : words,
    );
  }

  /** The address says which task of a large graph is looked at. */
  const look = (taskId) => go(["plans", "p", id, "graph"], taskId && { around: taskId });

  function view(name, query) {
    shown = Object.hasOwn(VIEWS, name) ? name : "board";
    around = query.get("around") ?? undefined;
    if (report) draw();
  }

  read();
  const leave = store.subscribe(read);
  return { element, view, focus: () => beginAt(title), leave };
}
