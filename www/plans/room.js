// The room of plans: all of them on one side, one of them or the way in on the other.

import { h } from "../lib/element.js";
import { findPage } from "./find.js";
import { planPage } from "./plan.js";
import { plansPane } from "./plans-pane.js";
import { startPage } from "./start.js";
import { planStore } from "./store.js";

/** No plan has this id. */
const FIND = Symbol("find");

/** `show` follows the address: nothing, `find`, `p/<id>` or `p/<id>/<view>`. */
export function plansRoom(workspace) {
  const store = planStore(workspace);
  const pane = plansPane(store);
  const reading = h("section", { class: "reading" });
  const element = h("div", { class: "room" }, pane.element, reading);
  let page;
  let pageOf;

  function openPage(place, make, isPlace) {
    page?.leave?.();
    pageOf = place;
    page = make();
    reading.replaceChildren(page.element);
    // On a narrow screen only one side has room.
    element.classList.toggle("is-reading", isPlace);
  }

  let first = true;
  function show([part, id, view], query) {
    const arrived = first;
    first = false;
    document.title = "Plans · Medallion";
    const own = part === "p" ? id : undefined;
    const place = own ?? (part === "find" ? FIND : undefined);
    const isNew = page === undefined || pageOf !== place;
    if (isNew && own !== undefined) openPage(own, () => planPage(store, own), true);
    else if (isNew && place === FIND) openPage(FIND, () => findPage(store), true);
    else if (isNew) openPage(undefined, () => startPage(store), false);
    if (place === FIND) page.view(query);
    else page.view?.(view, query);
    pane.mark(place);
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
