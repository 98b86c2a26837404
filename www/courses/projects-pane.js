// All courses, with how far the learner is in each.

import { plural } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { fill, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { progressBar } from "../lib/progress-bar.js";
import { chosenLearner, onChosenLearner } from "../learners/chosen.js";
import { learnerPicker } from "../learners/picker.js";
import { coursesAddress, taskAddress } from "./places.js";

export function projectsPane(workspace) {
  const picker = learnerPicker(workspace);
  const problems = h("div");
  const told = h("p", { class: "told" });
  const cards = h("ol", { class: "cards", role: "list", "aria-label": "Courses" });
  const element = h(
    "section",
    { class: "list-pane", "aria-label": "All courses" },
    h(
      "div",
      { class: "row between" },
      h("h2", {}, "Courses"),
      h("a", { class: "button primary", href: coursesAddress() }, "Bring in a course"),
    ),
    picker.element,
    told,
    problems,
    cards,
  );

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const projects = await workspace.tasks.projects();
      const learner = chosenLearner();
      const overviews = await Promise.all(
        projects.map(({ id }) => (learner ? workspace.progress.overview(learner, id) : undefined)),
      );
      told.textContent =
        projects.length === 0
          ? "Nothing here yet."
          : `${plural(projects.length, { one: "course", other: "courses" })}.`;
      fill(
        cards,
        projects.map((project, place) => h("li", {}, card(project, overviews[place]))),
      );
    }),
  );

  refresh();
  const stops = [workspace.subscribe(refresh), onChosenLearner(refresh)];
  function leave() {
    picker.leave();
    for (const stop of stops) stop();
  }
  return { element, leave };
}

function card(project, overview) {
  return h(
    "article",
    { class: "card" },
    h(
      "a",
      { class: "card-title", href: taskAddress(project.id, project.id), dir: "auto", "data-key": `card ${project.id}` },
      project.title,
    ),
    h(
      "p",
      { class: "card-facts" },
      project.project_slug && h("span", {}, h("code", {}, project.project_slug)),
      h("span", {}, `version ${project.version}`),
    ),
    overview &&
      progressBar({
        label: `Progress in ${project.title}`,
        completed: overview.completed_tasks,
        total: overview.total_tasks,
        percentage: overview.completion_percentage,
      }),
  );
}
