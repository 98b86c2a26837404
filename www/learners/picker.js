// Shows who learns, and lets somebody else take the seat.

import { coalesced } from "../lib/coalesced.js";
import { fill, freshId, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { chooseLearner, chosenLearner, onChosenLearner } from "./chosen.js";
import { newLearner } from "./new-learner.js";

export function learnerPicker(workspace) {
  const id = freshId("learner");
  const problems = h("div");
  const select = h("select", { id, onchange: () => chooseLearner(select.value || undefined) });
  const fresh = h(
    "button",
    { type: "button", class: "button quiet-button", onclick: () => newLearner(workspace) },
    "New learner…",
  );
  const element = h(
    "div",
    { class: "picker" },
    h("label", { for: id }, "Learner"),
    h("div", { class: "row" }, select, fresh),
    problems,
  );

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const all = await workspace.learners.list();
      const chosen = chosenLearner();
      if (chosen !== undefined && !all.some((own) => own.id === chosen)) chooseLearner(undefined);
      fill(
        select,
        h("option", { value: "" }, all.length === 0 ? "Nobody yet" : "Nobody: only look around"),
        all.map((own) => h("option", { value: own.id, selected: own.id === chosen }, own.name ?? own.id)),
      );
    }),
  );

  refresh();
  const stops = [
    workspace.subscribe((change) => change.entity_type === "learner" && refresh()),
    onChosenLearner(refresh),
  ];
  return { element, leave: () => stops.forEach((stop) => stop()) };
}
