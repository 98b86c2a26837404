// The audit trail of anything: every change has a line with who did it and why.

import { coalesced } from "../lib/coalesced.js";
import { beginAt, fill, fillFrom, freshId, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { address, go } from "../lib/route.js";
import { onSettled } from "../lib/settled.js";
import { countInWords, eventLines } from "../workspace/event-line.js";

const PAGE = 50;
const KINDS = [
  ["", "Everything"],
  ["task", "Tasks"],
  ["dependency", "Dependencies"],
  ["objective", "Objectives"],
  ["criterion", "Criteria"],
  ["content", "Material"],
  ["comment", "Comments"],
  ["learner", "Learners"],
  ["progress", "Progress"],
  ["submission", "What was handed in"],
  ["validation", "Verdicts"],
  ["summary", "Summaries"],
  ["help_request", "Questions"],
  ["path", "Paths"],
  ["medallion", "Medallions"],
  ["plan", "Plans"],
];

/** Of one kind of record, of a learner with all that is theirs, of a task with all that hangs on it, or of all three. */
export function trailPage(workspace) {
  let asked = { type: "", learner: "", task: "" };
  let limit = PAGE;
  const title = h("h1", { tabIndex: -1 }, "Audit trail");
  const told = h("p", { class: "told" });
  const problems = h("div");
  const list = h("ol", { class: "events", role: "list", "aria-label": "Events, newest first" });
  const kinds = choice("type", KINDS);
  const learners = choice("learner", [["", "Everybody"]]);
  const only = h("p", { class: "row" });
  const more = h("button", { type: "button", class: "button", hidden: true, onclick: grow }, "Show more events");
  const element = h(
    "div",
    { class: "page stack" },
    title,
    h("p", { class: "lead" }, "Every change is here, with who made it and why, written with the change itself."),
    h(
      "div",
      { class: "row" },
      h("div", { class: "field" }, h("label", { for: kinds.select.id }, "Of what"), kinds.select),
      h("div", { class: "field" }, h("label", { for: learners.select.id }, "Of whom"), learners.select),
    ),
    only,
    told,
    problems,
    list,
    more,
  );

  function choice(key, options) {
    const select = h(
      "select",
      { id: freshId(key) },
      options.map(([value, text]) => h("option", { value }, text)),
    );
    const { set } = onSettled(select, (value) => show({ ...asked, [key]: value }));
    return { select, set };
  }

  const show = (wanted) => go(["courses", "trail"], given(wanted));

  function grow() {
    limit += PAGE;
    refresh();
  }

  /** Who there is, and who is asked for although they are gone. */
  async function drawLearners() {
    const all = await workspace.learners.list();
    const names = all.map(({ id, name }) => [id, name ?? id]);
    const isGone = asked.learner && !all.some(({ id }) => id === asked.learner);
    const offered = [["", "Everybody"], ...names, ...(isGone ? [[asked.learner, asked.learner]] : [])];
    fillFrom(learners.select, [offered, asked.learner], () =>
      offered.map(([value, text]) => h("option", { value }, text)),
    );
    learners.set(asked.learner);
  }

  async function drawTask() {
    if (!asked.task) {
      fill(only);
      return;
    }
    const task = await workspace.tasks.get(asked.task);
    fill(only, "Only ", h("span", { dir: "auto" }, task ? `“${task.title}”` : asked.task), [
      h("a", { href: address(["courses", "trail"], given({ ...asked, task: "" })) }, "Show all"),
    ]);
  }

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const { type, learner, task } = asked;
      const { items, next, total } = await workspace.events.list({
        limit,
        ...(type && { entityType: type }),
        ...(learner && { learnerId: learner }),
        ...(task && { taskId: task }),
      });
      fill(list, await eventLines(workspace, items));
      await Promise.all([drawLearners(), drawTask()]);
      told.textContent = countInWords(items.length, total);
      more.hidden = next === undefined;
    }),
  );

  /** The address says what is asked. */
  function view(query) {
    asked = Object.fromEntries(["type", "learner", "task"].map((key) => [key, query.get(key) ?? ""]));
    limit = PAGE;
    kinds.set(asked.type);
    refresh();
  }

  const stop = workspace.subscribe(refresh);
  return { element, view, focus: () => beginAt(title), leave: stop };
}

const given = (query) => Object.fromEntries(Object.entries(query).filter(([, value]) => value));
