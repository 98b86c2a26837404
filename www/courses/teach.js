// The instructor's view of a course: reviews that wait, questions, and all learners side by side.

import { coalesced } from "../lib/coalesced.js";
import { download } from "../lib/download.js";
import { beginAt, h } from "../lib/element.js";
import { attempt, unlessMissing } from "../lib/failure.js";
import { deleteCourse } from "./delete-course.js";
import { helpDesk } from "./help-desk.js";
import { taskAddress, trailAddress } from "./places.js";
import { reviewDesk } from "./review-desk.js";
import { sideBySide } from "./side-by-side.js";

export function teachPage(workspace, projectId) {
  const teacher = workspace.as({ role: "instructor" });
  const href = (id) => taskAddress(projectId, id);
  const title = h("h1", { tabIndex: -1 }, "Teach");
  const problems = h("div");
  const desks = [
    reviewDesk(teacher, projectId, href),
    helpDesk(teacher, projectId, href),
    sideBySide(teacher, projectId, href),
  ];
  const body = h(
    "div",
    { class: "stack loose" },
    desks.map((desk) => desk.element),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "button", onclick: exportCsv }, "Download progress as CSV"),
      h("a", { href: trailAddress({ type: "progress" }) }, "Audit trail of all that learners do"),
    ),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "button danger-quiet", onclick: remove }, "Delete the course…"),
    ),
  );
  const element = h(
    "div",
    { class: "page stack loose" },
    h("a", { class: "back", href: taskAddress(projectId, projectId) }, "The course"),
    title,
    problems,
    body,
  );

  function exportCsv() {
    return attempt(problems, async () => {
      const text = await teacher.progress.exportCsv({ projectId });
      download(new Blob([text], { type: "text/csv" }), `${projectId}-progress.csv`);
    });
  }

  function remove() {
    return attempt(problems, async () => {
      const task = await workspace.tasks.get(projectId);
      if (task) await deleteCourse(workspace, task);
    });
  }

  const refresh = coalesced(() => attempt(problems, () => unlessMissing(read, () => draw(undefined))));

  async function read() {
    const [learners, task] = await Promise.all([teacher.learners.list(), workspace.tasks.get(projectId)]);
    const names = new Map(learners.map((own) => [own.id, own.name ?? own.id]));
    if (task) await Promise.all(desks.map((desk) => desk.refresh(names)));
    draw(task);
  }

  function draw(task) {
    title.textContent = task ? `Teach: ${task.title}` : "There is no such course";
    document.title = `${title.textContent} · Medallion`;
    body.hidden = !task;
  }

  refresh();
  const stop = workspace.subscribe(refresh);
  return {
    element,
    focus: () => beginAt(title),
    leave: () => {
      stop();
      document.title = "Medallion";
    },
  };
}
