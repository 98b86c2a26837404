// A course from above: what is next, how far each chapter is, and what sits already.

import { duration, number, plural } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { beginAt, fill, fillFrom, h } from "../lib/element.js";
import { attempt, unlessMissing } from "../lib/failure.js";
import { markdown } from "../lib/markdown.js";
import { progressBar } from "../lib/progress-bar.js";
import { material } from "../courses/material.js";
import { stateMark } from "../work/state-mark.js";
import { pathAddress, stepAddress } from "./places.js";
import { skillsSection } from "./skills.js";

export function coursePage(workspace, { learnerId, mine }, rootId) {
  const title = h("h1", { tabIndex: -1, dir: "auto" }, "…");
  const problems = h("div");
  const body = h("div", { class: "stack loose" });
  const element = h("article", { class: "page stack" }, title, problems, body);

  const refresh = coalesced(() => attempt(problems, () => unlessMissing(read, drawGone)));

  function drawGone() {
    title.textContent = "There is no such course";
    fill(body);
  }

  async function read() {
    const [context, next, tree, mastery] = await Promise.all([
      mine.progress.context(learnerId, rootId),
      mine.progress.next(learnerId, rootId),
      mine.progress.tree(learnerId, rootId),
      mine.progress.mastery(learnerId, rootId),
    ]);
    const { task, progress, state } = context;
    title.textContent = task.title;
    document.title = `${task.title} · Medallion`;
    fillFrom(body, [context, next, tree, mastery], () => [
      task.description && h("div", { class: "lead" }, markdown(task.description)),
      h("section", { class: "stack" }, goOn(next, state), spent(progress)),
      material({ content: context.content, items: context.content_items }),
      chapters(tree, context.children),
      skillsSection(mastery),
      h("p", {}, h("a", { href: pathAddress(rootId) }, "Your path, and why each step is in it")),
    ]);
  }

  function goOn(next, state) {
    const isFinished = state.status === "closed";
    const finished = isFinished && h("p", { class: "verdict" }, "You have finished this course.");
    if (!next) return finished || h("p", { class: "verdict" }, "Nothing can be begun now.");
    const isBegun = next.status === "in_progress";
    const lead = isBegun ? "You stopped at" : isFinished ? "If you like more" : "Next";
    const more = h(
      "div",
      { class: "next" },
      h("p", {}, h("span", { class: "quiet" }, lead), " ", h("strong", { dir: "auto" }, next.title)),
      stateMark(next),
      h(
        "a",
        { class: `button ${isFinished ? "" : "primary"}`, href: stepAddress(rootId, next.task_id) },
        isBegun ? "Go on there" : "Begin it",
      ),
    );
    return [finished, more];
  }

  const spent = ({ total_time_spent_seconds: seconds, skipped_tasks: skipped }) =>
    h(
      "p",
      { class: "facts" },
      h("span", {}, seconds > 0 ? `${duration(seconds)} of active time` : "no time spent yet"),
      skipped > 0 && h("span", {}, `${number(skipped)} passed over`),
    );

  const chapters = (tree, states) =>
    h(
      "section",
      {},
      h("h2", {}, "Chapters"),
      h(
        "ul",
        { class: "items", role: "list" },
        tree.children.map(({ task, state, completed, total, percentage }) =>
          h(
            "li",
            { class: "item" },
            h("p", { class: "row between" }, h("strong", { dir: "auto" }, task.title), stateMark(state)),
            progressBar({ label: `Progress in ${task.title}`, completed, total, percentage }),
            newIn(states.find((own) => own.task_id === task.id)),
            timeOf(states.find((own) => own.task_id === task.id)),
          ),
        ),
      ),
    );

  refresh();
  const stop = workspace.subscribe(refresh);
  return {
    element,
    focus: () => beginAt(title),
    leave: stop,
  };
}

/** What came after one was done takes nothing away. */
const newIn = (state) =>
  state?.new_items.length > 0 &&
  h(
    "p",
    { class: "quiet" },
    `${plural(state.new_items.length, { one: "step is", other: "steps are" })} new since then.`,
  );

const timeOf = (state) =>
  state?.time_spent_seconds > 0 && h("p", { class: "quiet" }, `${duration(state.time_spent_seconds)} of active time`);
