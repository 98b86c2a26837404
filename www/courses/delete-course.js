// Deletes a course, after telling what goes with it.

import { announce } from "../lib/announce.js";
import { list, plural } from "../lib/amounts.js";
import { ask } from "../lib/dialog.js";
import { h } from "../lib/element.js";
import { go } from "../lib/route.js";

const KINDS = [
  ["progress", { one: "status", other: "statuses" }],
  ["submissions", { one: "submission", other: "submissions" }],
  ["help_requests", { one: "question", other: "questions" }],
  ["comments", { one: "comment", other: "comments" }],
  ["paths", { one: "path", other: "paths" }],
];

/** Asks first; answers whether it was done. */
export async function deleteCourse({ tasks }, { id, title }) {
  const { removed, evidence } = await tasks.delete(id, { dryRun: true });
  const counts = KINDS.filter(([name]) => evidence[name] > 0).map(([name, words]) => plural(evidence[name], words));
  return ask({
    title: `Delete “${title}”?`,
    content: [
      h("p", {}, `${plural(removed.length, { one: "task goes", other: "tasks go" })}, with their material.`),
      evidence.learners > 0 &&
        h(
          "p",
          {},
          h("strong", {}, "What learners did goes, too: "),
          `${list(counts)} of ${plural(evidence.learners, { one: "learner", other: "learners" })}.`,
        ),
      h("p", {}, "There is no way back. An export of the workspace keeps all of it."),
    ],
    label: "Delete the course",
    danger: true,
    confirm: async () => {
      await tasks.delete(id);
      announce("The course is deleted.");
      go(["courses"]);
    },
  });
}
