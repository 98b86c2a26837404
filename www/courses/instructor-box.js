// What an instructor can decide about one learner's work on one task.

import { h } from "../lib/element.js";
import { passOver, setAside, takeUp } from "../work/actions.js";

/** Nothing where the task is closed already. */
export function instructorBox(workspace, learner, { task, state }) {
  if (state.status === "closed") return undefined;
  const teacher = workspace.as({ role: "instructor" });
  const name = learner?.name ?? "this learner";
  const button = (key, label, work) =>
    h(
      "button",
      {
        type: "button",
        class: "button",
        "data-key": key,
        onclick: () => work(teacher, learner.id, task.id, task.title),
      },
      label,
    );
  return h(
    "details",
    { class: "instructor-box" },
    h("summary", {}, "For instructors"),
    h(
      "div",
      { class: "row" },
      state.status === "blocked"
        ? button("instructor hold", `Take up again for ${name}`, takeUp)
        : button("instructor hold", `Set aside for ${name}…`, setAside),
      button("instructor skip", `Pass over for ${name}…`, passOver),
    ),
  );
}
