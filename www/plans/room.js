// The room of plans: all of them on one side, one of them or the way in on the other.

import { h } from "../lib/element.js";
import { planPage } from "./plan.js";
import { plansPane } from "./plans-pane.js";
import { startPage } from "./start.js";
import { planStore } from "./store.js";

/** `show` follows the address: nothing, `p/<id>` or `p/<id>/<view>`. */
export function plansRoom(workspace) {
  const store = planStore({ plans: workspace.plans, subscribe: (listener) => workspace.subscribe(listener) });
  const pane = plansPane(store);
  const reading = h("section", { class: "reading" });
  const element = h("div", { class: "room" }, pane.element, reading);
  let page;
  let pageOf;

  function openPage(id) {
    page?.leave?.();
    pageOf = id;
    page = id === undefined ? startPage(store) : planPage(store, id);
    reading.replaceChildren(page.element);
    // On a narrow screen only one side has room.
    element.classList.toggle("is-reading", id !== undefined);
  }

  let first = true;
  function show([part, id, view]) {
    const arrived = first;
    first = false;
    document.title = "Plans · Medallion";
    const own = part === "p" ? id : undefined;
    const isNew = page === undefined || pageOf !== own;
    if (isNew) openPage(own);
    page.view?.(view);
    pane.mark(own);
    // Who followed a link reads on where it led; who has just come begins at the top.
    if (!arrived && isNew) page.focus();
  }

  function leave() {
    page?.leave?.();
    page = undefined;
    document.title = "Medallion";
  }

  return { element, show, leave };
}
