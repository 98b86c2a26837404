// The room for learning: a desk for the learner, and courses as one reads them, step by step.

import { h } from "../lib/element.js";
import { readIn } from "../lib/language.js";
import { chooseLearner, chosenLearner, onChosenLearner } from "../learners/chosen.js";
import { coursePage } from "./course.js";
import { deskPage } from "./desk.js";
import { pathPage } from "./path.js";
import { profilePage } from "./profile.js";
import { stepPage } from "./step.js";
import { stepsPane } from "./steps-pane.js";
import { welcomePage } from "./welcome.js";

/** `show` follows the address: nothing, `profile`, `c/<id>`, `c/<id>/s/<id>` or `c/<id>/path`. */
export function learningRoom(workspace) {
  const element = h("div", { class: "learning" });
  const reading = h("section", { class: "reading" });
  let page;
  let pane;
  let place = [];
  let first = true;
  let isHere = false;
  let stop = () => {};

  function alone(next) {
    page?.leave?.();
    closePane();
    page = next;
    element.replaceChildren(page.element);
  }

  function closePane() {
    pane?.leave();
    pane = undefined;
  }

  function beside(seat, rootId, taskId, next) {
    page?.leave?.();
    page = next;
    const isSame = pane?.rootId === rootId && pane.learnerId === seat.learnerId;
    if (!isSame) {
      closePane();
      pane = { rootId, learnerId: seat.learnerId, ...stepsPane(workspace, seat, rootId) };
      element.replaceChildren(h("div", { class: "room" }, pane.element, reading));
    }
    pane.mark(taskId);
    reading.replaceChildren(page.element);
    // On a narrow screen only one side has room.
    element.firstChild.classList.toggle("is-reading", taskId !== undefined);
  }

  /** Numbers and dates are as the learner reads them; who was erased, wherever, sits here no longer. */
  async function settle(learnerId) {
    const learner = await workspace.learners.get(learnerId);
    if (!isHere || chosenLearner() !== learnerId) return;
    if (!learner) chooseLearner(undefined);
    else if (readIn(learner.preferred_language)) {
      closePane();
      draw();
    }
  }

  function draw() {
    const [part, rootId, kind, taskId] = place;
    const learnerId = chosenLearner();
    document.title = "Learning · Medallion";
    if (learnerId === undefined) {
      alone(welcomePage(workspace));
      return;
    }
    settle(learnerId);
    const seat = { learnerId, mine: workspace.as({ learnerId, role: "learner" }) };
    if (part === "profile") alone(profilePage(workspace, seat));
    else if (part !== "c" || !rootId) alone(deskPage(workspace, seat));
    else if (kind === "path") beside(seat, rootId, "path", pathPage(workspace, seat, rootId));
    else if (kind === "s" && taskId) beside(seat, rootId, taskId, stepPage(workspace, seat, rootId, taskId));
    else beside(seat, rootId, undefined, coursePage(workspace, seat, rootId));
  }

  function show(parts) {
    place = parts;
    if (!isHere) stop = onChosenLearner(draw);
    isHere = true;
    draw();
    // Who followed a link reads on where it led; who has just come begins at the top.
    if (!first) page.focus();
    first = false;
  }

  function leave() {
    stop();
    isHere = false;
    page?.leave?.();
    closePane();
    page = undefined;
    readIn(undefined);
    document.title = "Medallion";
  }

  return { element, show, leave };
}
