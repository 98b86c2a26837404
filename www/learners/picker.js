// Shows who learns, and lets somebody else take the seat.

import { coalesced } from "../lib/coalesced.js";
import { fill, freshId, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { chooseLearner, chosenLearner, onChosenLearner } from "./chosen.js";
import { onSettled } from "../lib/settled.js";
import { newLearner } from "./new-learner.js";

/** With `onlyIfAny` it is not shown as long as there is nobody to choose. */
export function learnerPicker(workspace, { onlyIfAny = false } = {}) {
  const id = freshId("learner");
  const problems = h("div");
  const select = h("select", { id, "data-key": "learner" });
  const { set } = onSettled(select, (value) => chooseLearner(value || undefined));
  const fresh = h(
    "button",
    { type: "button", class: "button quiet-button", "data-key": "new learner", onclick: () => newLearner(workspace) },
    "New learner…",
  );
  const element = h(
    "div",
    { class: "picker", hidden: onlyIfAny },
    h("label", { for: id }, "Learner"),
    h("div", { class: "row" }, select, fresh),
    problems,
  );

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const all = await workspace.learners.list();
      const chosen = chosenLearner();
      element.hidden = onlyIfAny && all.length === 0;
      if (chosen !== undefined && !all.some((own) => own.id === chosen)) chooseLearner(undefined);
      fill(
        select,
        h("option", { value: "" }, all.length === 0 ? "Nobody yet" : "Nobody: only look around"),
        all.map((own) => h("option", { value: own.id }, own.name ?? own.id)),
      );
      set(chosenLearner() ?? "");
    }),
  );

  refresh();
  const stops = [
    workspace.subscribe((change) => change.entity_type === "learner" && refresh()),
    onChosenLearner(refresh),
  ];
  return { element, leave: () => stops.forEach((stop) => stop()) };
}
