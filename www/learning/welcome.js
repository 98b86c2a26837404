// What is shown while nobody is chosen.

import { beginAt, h } from "../lib/element.js";
import { learnerPicker } from "../learners/picker.js";
import { newLearner } from "../learners/new-learner.js";

export function welcomePage(workspace) {
  const title = h("h1", { tabIndex: -1 }, "Who learns here?");
  const picker = learnerPicker(workspace, { onlyIfAny: true });
  const element = h(
    "div",
    { class: "page stack loose alone" },
    h(
      "div",
      { class: "stack" },
      title,
      h(
        "p",
        { class: "lead" },
        "A course step by step: the next step opens when understanding was shown. Where you stopped, what you have half " +
          "written and what you can do is kept in this browser, for each learner apart.",
      ),
    ),
    picker.element,
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "button primary", onclick: () => newLearner(workspace) }, "I am new here"),
    ),
  );
  return { element, focus: () => beginAt(title), leave: picker.leave };
}
