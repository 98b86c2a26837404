// How far the learner is in a whole course, and what can be worked on now.

import { duration, plural, share } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { progressBar } from "../lib/progress-bar.js";
import { stateMark } from "../work/state-mark.js";
import { teachAddress } from "./places.js";

export function overviewSection(_workspace, { task, work }, { href }) {
  if (!work) return undefined;
  const { progress, ready, state } = work.context;
  return h(
    "section",
    { class: "stack" },
    h("h2", {}, "Your progress"),
    progressBar({
      label: `Progress in ${task.title}`,
      completed: progress.completed_tasks,
      total: progress.total_tasks,
      percentage: progress.completion_percentage,
    }),
    h("p", { class: "facts" }, facts(progress)),
    state.new_items.length > 0 &&
      h(
        "p",
        { class: "standing" },
        `${plural(state.new_items.length, { one: "thing is", other: "things are" })} new here since you finished.`,
      ),
    ready.length > 0 && [
      h("h3", {}, "What you can work on"),
      h(
        "ul",
        { class: "items", role: "list" },
        ready.map((own) =>
          h(
            "li",
            { class: "item is-line" },
            h("a", { href: href(own.task_id), dir: "auto", "data-key": `ready ${own.task_id}` }, own.title),
            stateMark(own),
          ),
        ),
      ),
    ],
    ready.length === 0 &&
      state.status !== "closed" &&
      h("p", {}, "Nothing can be begun now: what is left waits for a review, or was set aside."),
    h("p", {}, h("a", { href: teachAddress(task.id) }, "All learners, reviews and questions")),
  );
}

const facts = ({
  in_progress_tasks: running,
  blocked_tasks: locked,
  skipped_tasks: skipped,
  objectives_achieved: achieved,
  total_objectives: objectives,
  total_time_spent_seconds: seconds,
  grade,
}) =>
  [
    `${running} running`,
    `${locked} locked`,
    skipped > 0 && `${skipped} passed over`,
    objectives > 0 && `${achieved} of ${plural(objectives, { one: "objective", other: "objectives" })} achieved`,
    grade !== null && `grade ${share(grade)}`,
    seconds > 0 && `${duration(seconds)} of active time`,
  ]
    .filter(Boolean)
    .map((text) => h("span", {}, text));
