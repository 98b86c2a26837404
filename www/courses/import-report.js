// What an import says of a course.

import { plural } from "../lib/amounts.js";
import { h } from "../lib/element.js";

export const inWords = ({ task_count: tasks, objective_count: objectives }) =>
  `${plural(tasks, { one: "task", other: "tasks" })} and ` +
  `${plural(objectives, { one: "objective", other: "objectives" })}.`;

/** What an update does to the tasks that are here. */
export function changesInWords({ created, updated, retired }) {
  const tasks = (count) => plural(count, { one: "task", other: "tasks" });
  if (created + updated + retired === 0) return "No task comes, changes or goes.";
  return `${tasks(created)} new, ${tasks(updated)} changed, ${tasks(retired)} no longer in use.`;
}

/** Everything that is wrong, each with its place in the file. */
export function problemList(problems) {
  return h(
    "div",
    { class: "failure", role: "alert" },
    h("p", {}, h("strong", {}, `${plural(problems.length, { one: "problem", other: "problems" })}:`)),
    h(
      "ul",
      {},
      problems.map(({ path, message }) => h("li", {}, path ? [h("code", {}, path), " "] : "The file ", message)),
    ),
  );
}

/** What can be taken in and may be meant otherwise. */
export function warningList(warnings) {
  if (warnings.length === 0) return undefined;
  return h(
    "details",
    {},
    h("summary", {}, `${plural(warnings.length, { one: "thing", other: "things" })} to look at again`),
    h(
      "ul",
      {},
      warnings.map(({ path, message }) => h("li", {}, path && [h("code", {}, path), " "], message)),
    ),
  );
}

/** What this version does not know; it is kept all the same. */
export function ignoredKeys(paths) {
  if (paths.length === 0) return undefined;
  return h(
    "details",
    {},
    h(
      "summary",
      {},
      `${plural(paths.length, { one: "key is", other: "keys are" })} not known here: kept, and without effect`,
    ),
    h(
      "ul",
      { class: "paths" },
      paths.map((path) => h("li", {}, h("code", {}, path))),
    ),
  );
}
