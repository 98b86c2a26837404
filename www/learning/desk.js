// The learner's desk: what is next, how far each course is, the time it took, and what sits already.

import { announce } from "../lib/announce.js";
import { duration } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { beginAt, fillFrom, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { progressBar } from "../lib/progress-bar.js";
import { address } from "../lib/route.js";
import { loadSampleCourse } from "../courses/sample.js";
import { learnerPicker } from "../learners/picker.js";
import { stateMark } from "../work/state-mark.js";
import { courseAddress, pathAddress, profileAddress, stepAddress } from "./places.js";
import { skillsSection } from "./skills.js";

export function deskPage(workspace, { learnerId, mine }) {
  const picker = learnerPicker(workspace);
  const title = h("h1", { tabIndex: -1, dir: "auto" }, "…");
  const facts = h("p", { class: "facts" });
  const problems = h("div");
  const body = h("div", { class: "stack loose" });
  const element = h(
    "div",
    { class: "page stack loose alone" },
    picker.element,
    h("div", { class: "stack" }, title, facts),
    problems,
    body,
  );

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const [learner, projects] = await Promise.all([mine.learners.get(learnerId), mine.tasks.projects()]);
      if (!learner) return;
      title.textContent = learner.name ?? "Your desk";
      const courses = await Promise.all(
        projects.map(async (project) => {
          const [state, overview, next, mastery] = await Promise.all([
            mine.progress.status(learnerId, project.id),
            mine.progress.overview(learnerId, project.id),
            mine.progress.next(learnerId, project.id),
            mine.progress.mastery(learnerId, project.id),
          ]);
          return { project, state, overview, next, mastery };
        }),
      );
      const seconds = courses.reduce((sum, { overview }) => sum + overview.total_time_spent_seconds, 0);
      fillFrom(facts, [learner, seconds], () => [
        h("span", {}, learner.background_level),
        h("span", {}, seconds > 0 ? `${duration(seconds)} of active time` : "no time spent yet"),
        h("span", {}, h("a", { href: profileAddress() }, "Profile")),
      ]);
      fillFrom(body, courses, () =>
        courses.length === 0 ? empty() : [list(courses), skillsSection(courses.flatMap((own) => own.mastery))],
      );
    }),
  );

  const empty = () => [
    h("p", { class: "lead" }, "There is no course here yet."),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "button primary", onclick: load }, "Load the sample course"),
      h("a", { href: address(["courses"]) }, "Bring in one of your own"),
    ),
  ];

  const load = () => attempt(problems, async () => announce((await loadSampleCourse(workspace)).words));

  const list = (courses) =>
    h(
      "ul",
      { class: "desk", role: "list", "aria-label": "Your courses" },
      // What is being worked on comes first.
      courses.toSorted((one, other) => rank(one) - rank(other)).map((own) => h("li", {}, course(own))),
    );

  refresh();
  const stop = workspace.subscribe(refresh);
  return {
    element,
    focus: () => beginAt(title),
    leave: () => {
      picker.leave();
      stop();
    },
  };
}

function rank({ state, overview, next }) {
  if (state.status === "closed" || next === undefined) return 2;
  return overview.in_progress_tasks + overview.completed_tasks > 0 ? 0 : 1;
}

function course({ project, state, overview, next }) {
  const { id, title } = project;
  const isNew = overview.completed_tasks + overview.in_progress_tasks === 0;
  // What is not required can be left, and be done later all the same.
  const isFinished = state.status === "closed";
  const lead = isFinished ? "If you like more" : isNew ? "It begins with" : "Next";
  return h(
    "article",
    { class: "desk-card" },
    h("h2", {}, h("a", { href: courseAddress(id), dir: "auto" }, title)),
    progressBar({
      label: `Progress in ${title}`,
      completed: overview.completed_tasks,
      total: overview.total_tasks,
      percentage: overview.completion_percentage,
    }),
    isFinished && h("p", {}, "You have finished this course."),
    next
      ? h(
          "div",
          { class: "next" },
          h("p", {}, h("span", { class: "quiet" }, lead), " ", h("strong", { dir: "auto" }, next.title)),
          stateMark(next),
          h(
            "a",
            {
              class: `button ${isFinished ? "" : "primary"}`,
              href: stepAddress(id, next.task_id),
              "data-key": `go on ${id}`,
            },
            isNew ? "Begin" : "Go on",
            h("span", { class: "unseen" }, ` with ${next.title}`),
          ),
        )
      : !isFinished && h("p", {}, "Nothing can be begun now."),
    h(
      "p",
      { class: "facts" },
      overview.total_time_spent_seconds > 0 && h("span", {}, `${duration(overview.total_time_spent_seconds)} spent`),
      h("a", { href: pathAddress(id) }, "Your path"),
    ),
  );
}
