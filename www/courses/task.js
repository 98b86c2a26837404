// One task: its material, what it asks, the learner's work on it, how all others stand, and its history.

import { plural } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { download } from "../lib/download.js";
import { beginAt, fill, fillFrom, h } from "../lib/element.js";
import { attempt, showFailure } from "../lib/failure.js";
import { markdown } from "../lib/markdown.js";
import { chosenLearner, onChosenLearner } from "../learners/chosen.js";
import { newLearner } from "../learners/new-learner.js";
import { workPanel } from "../work/panel.js";
import { criteriaSection, objectivesSection, waitingSection } from "./facts.js";
import { instructorBox } from "./instructor-box.js";
import { material } from "./material.js";
import { overviewSection } from "./overview.js";
import { taskAddress, trailAddress } from "./places.js";
import { typeInWords } from "./task-types.js";
import { taskView } from "./view.js";

/** The page of a task, or of the project itself; it follows changes from any tab until `leave`. */
export function taskPage(workspace, projectId, taskId) {
  const href = (id) => taskAddress(projectId, id);
  const title = h("h1", { tabIndex: -1, dir: "auto" }, "…");
  const crumbs = h("nav", { class: "crumbs", "aria-label": "Where this is" });
  const facts = h("div", { class: "facts" });
  const lead = h("div", { class: "stack" });
  const over = h("div");
  const work = h("div");
  const body = h("div", { class: "stack loose" });
  const problems = h("div");
  const element = h(
    "article",
    { class: "page stack" },
    taskId !== projectId && h("a", { class: "back", href: href(projectId) }, "The course"),
    crumbs,
    facts,
    title,
    problems,
    lead,
    over,
    work,
    body,
  );
  let seat;

  /** The work belongs to who sits there. */
  function seatOf(learnerId) {
    if (seat && seat.learnerId === learnerId) return seat;
    seat?.panel?.leave();
    const mine = learnerId && workspace.as({ learnerId, role: "learner" });
    const panel = mine && workPanel(mine, learnerId, taskId, { href, again: () => refresh() });
    seat = { learnerId, mine, panel };
    fill(work, panel ? panel.element : invitation());
    return seat;
  }

  const invitation = () =>
    h(
      "div",
      { class: "invitation" },
      h("p", {}, "Nobody learns here now. Choose a learner to work on this, or "),
      h("button", { type: "button", class: "button", onclick: () => newLearner(workspace) }, "Add a learner…"),
    );

  const refresh = coalesced(async () => {
    try {
      const { learnerId, mine, panel } = seatOf(chosenLearner());
      const view = await taskView(workspace, mine, learnerId, taskId);
      showFailure(problems);
      if (!view) {
        drawGone();
        return;
      }
      drawTask(view);
      panel?.draw(view.work);
    } catch (error) {
      showFailure(problems, error);
    }
  });

  function drawGone() {
    title.textContent = "There is no such task";
    for (const part of [crumbs, facts, lead, over, work, body]) fill(part);
  }

  function drawTask(view) {
    const { task, ancestors } = view;
    title.textContent = task.title;
    document.title = `${task.title} · Medallion`;
    fillFrom(crumbs, ancestors, () =>
      ancestors
        .toReversed()
        .map((own) => h("span", { class: "crumb" }, h("a", { href: href(own.id), dir: "auto" }, own.title))),
    );
    fillFrom(facts, [task, view.learner], () => [
      h("span", {}, typeInWords(task)),
      task.estimated_minutes && h("span", {}, plural(task.estimated_minutes, { one: "minute", other: "minutes" })),
      task.priority < 2 && h("span", {}, task.priority === 0 ? "most urgent" : "urgent"),
      !task.required && h("span", {}, "not required"),
      !task.is_active && h("span", {}, "no longer in use"),
      view.learner?.name && h("span", { dir: "auto" }, view.learner.name),
    ]);
    fillFrom(
      lead,
      task.description,
      () => task.description && h("div", { class: "lead" }, markdown(task.description, { level: 2 })),
    );
    fillFrom(over, view.work?.context, () => taskId === projectId && overviewSection(workspace, view, { href }));
    const { work: now, ...shared } = view;
    fillFrom(body, [shared, now?.context.state.status, seat.learnerId], () => [
      material(view),
      criteriaSection(task, view.criteria),
      objectivesSection(view.objectives),
      waitingSection(view, href),
      now && instructorBox(workspace, view.learner, now.context),
      end(),
    ]);
  }

  const end = () =>
    h(
      "p",
      { class: "row" },
      h("a", { href: trailAddress({ task: taskId }) }, "History of this task"),
      seat.learnerId &&
        h("a", { href: trailAddress({ learner: seat.learnerId, task: taskId }) }, "History of your work"),
      taskId === projectId &&
        h(
          "button",
          { type: "button", class: "button", "data-key": "export", onclick: exportCourse },
          "Export the course",
        ),
    );

  function exportCourse() {
    return attempt(problems, async () => {
      const text = await workspace.tasks.export(projectId, { format: "json" });
      download(new Blob([text], { type: "application/json" }), `${projectId}.json`);
    });
  }

  refresh();
  const stops = [workspace.subscribe(refresh), onChosenLearner(refresh)];
  return {
    element,
    focus: () => beginAt(title),
    leave: () => {
      for (const stop of stops) stop();
      seat?.panel?.leave();
      document.title = "Medallion";
    },
  };
}
