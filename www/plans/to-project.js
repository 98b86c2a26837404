// A plan becomes a project of tasks, where a learner may already stand as the plan says.

import { announce } from "../lib/announce.js";
import { ask, choiceField } from "../lib/dialog.js";
import { fill, h } from "../lib/element.js";
import { address } from "../lib/route.js";
import { chooseLearner, chosenLearner } from "../learners/chosen.js";
import { titleOf } from "./words.js";

const NOBODY = "";

/** `{element, open(report)}`: the way to the project that was made, and the dialog that makes one. */
export function projectMaker(store, id) {
  const element = h("div", { class: "standing made", hidden: true });

  async function open(report) {
    const [learners, projects] = await Promise.all([store.learners(), store.projects()]);
    const title = titleOf(report);
    const chosen = chosenLearner();
    return ask({
      title: "Make a project of this plan?",
      content: [
        h(
          "p",
          {},
          "Its phases, its tasks, what they wait for and what must hold become a project in the Courses room. The plan " +
            "stays as it is, and the two go their own ways from then on.",
        ),
        projects.some((project) => project.title === title) &&
          h("p", { class: "quiet" }, "A project of this name is here already; this makes another one."),
        choiceField({
          name: "learner",
          label: "Who works on it",
          hint: "For them, tasks that are begun, completed or blocked in the plan are so in the project.",
          options: [
            [NOBODY, learners.length === 0 ? "Nobody yet" : "Nobody: only the tasks"],
            ...learners.map((own) => [own.id, own.name ?? own.id]),
          ],
          value: learners.some((own) => own.id === chosen) ? chosen : NOBODY,
        }),
      ].filter(Boolean),
      label: "Make the project",
      confirm: async ({ learner }) => {
        const project = await store.toProject(id, learner || undefined);
        if (learner) chooseLearner(learner);
        announce("The project is here.");
        element.hidden = false;
        fill(
          element,
          h("p", {}, `“${project.title}” is a project now. `),
          h("a", { href: address(["courses", "p", project.id]) }, "Open it in Courses"),
          project.skipped.length > 0 &&
            h(
              "details",
              {},
              h("summary", {}, `Not taken over (${project.skipped.length})`),
              h(
                "ul",
                { class: "paths" },
                project.skipped.map(({ task_id: task, message }) => h("li", {}, h("code", {}, task), ` ${message}`)),
              ),
            ),
        );
      },
    });
  }

  return { element, open };
}
