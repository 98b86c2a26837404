// The workspace itself: how it is, what happened in it, and how it moves to another place.

import { beginAt, h } from "../lib/element.js";
import { eventsSection } from "./events.js";
import { healthSection } from "./health.js";
import { transferSection } from "./transfer.js";

export function workspacePage(workspace) {
  const title = h("h1", { tabIndex: -1 }, "Workspace");
  const sections = [healthSection(workspace), transferSection(workspace), eventsSection(workspace)];
  const where =
    workspace.storage === "indexeddb" ? "in this browser’s IndexedDB" : "in memory, until the page is closed";
  const element = h(
    "div",
    { class: "page stack loose alone" },
    h("div", {}, title, h("p", { class: "lead" }, "“", workspace.name, `” is kept ${where}, and nowhere else.`)),
    sections.map((section) => section.element),
  );
  let isHere = false;
  let stop = () => {};
  return {
    element,
    show() {
      if (isHere) return;
      isHere = true;
      const refresh = () => {
        for (const section of sections) section.refresh?.();
      };
      refresh();
      stop = workspace.subscribe(refresh);
      document.title = "Workspace · Medallion";
      beginAt(title);
    },
    leave() {
      isHere = false;
      stop();
      document.title = "Medallion";
    },
  };
}
