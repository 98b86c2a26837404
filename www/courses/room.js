// The room of courses: courses or the tree of one on one side, what is read, done or taught on the other.

import { h } from "../lib/element.js";
import { projectsPane } from "./projects-pane.js";
import { startPage } from "./start.js";
import { taskPage } from "./task.js";
import { teachPage } from "./teach.js";
import { trailPage } from "./trail.js";
import { treePane } from "./tree-pane.js";

/** `show` follows the address: nothing, `p/<id>`, `p/<id>/t/<id>`, `p/<id>/teach` or `trail`. */
export function coursesRoom(workspace) {
  const side = h("div", { class: "side" });
  const reading = h("section", { class: "reading" });
  const element = h("div", { class: "room" }, side, reading);
  let page;
  let pane;
  let paneOf;

  function openPage(next, isPlace) {
    page?.leave?.();
    page = next;
    reading.replaceChildren(page.element);
    // On a narrow screen only one side has room.
    element.classList.toggle("is-reading", isPlace);
  }

  function openPane(projectId, taskId) {
    if (pane === undefined || paneOf !== projectId) {
      pane?.leave();
      paneOf = projectId;
      pane = projectId === undefined ? projectsPane(workspace) : treePane(workspace, projectId);
      side.replaceChildren(pane.element);
    }
    pane.mark?.(taskId);
  }

  let first = true;
  function show([part, id, kind, taskId], query) {
    const arrived = first;
    first = false;
    document.title = "Courses · Medallion";
    if (part === "trail") {
      openPane(undefined);
      // Who asks for something else of it is there already, in the midst of its fields.
      const isHere = page?.view !== undefined;
      if (!isHere) openPage(trailPage(workspace), true);
      page.view(query);
      if (isHere) return;
    } else if (part === "p" && id) {
      const own = kind === "t" && taskId ? taskId : id;
      openPane(id, kind === "teach" ? undefined : own);
      openPage(kind === "teach" ? teachPage(workspace, id) : taskPage(workspace, id, own), kind !== undefined);
    } else {
      openPane(undefined);
      openPage(startPage(workspace), false);
    }
    // Who followed a link reads on where it led; who has just come begins at the top.
    if (!arrived) page.focus();
  }

  function leave() {
    page?.leave?.();
    pane?.leave();
    page = undefined;
    pane = undefined;
    document.title = "Medallion";
  }

  return { element, show, leave };
}
