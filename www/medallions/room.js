// The room of medallions: the list on one side, what is being read or written on the other.

import { h } from "../lib/element.js";
import { listPane } from "./list.js";
import { startPage } from "./start.js";
import { checkpointPage } from "./checkpoint-form.js";
import { medallionPage } from "./medallion.js";
import { knownScopes } from "./known-scopes.js";
import { promptPage } from "./prompt.js";

/** `show` follows the address: nothing, `new`, `prompt` or `m/<id>`. */
export function medallionRoom(workspace) {
  const scopes = knownScopes(workspace);
  const list = listPane(workspace, scopes);
  const reading = h("section", { class: "reading" });
  const element = h("div", { class: "room" }, list.element, reading);

  let page;
  function open(next, isPlace) {
    page?.leave?.();
    page = next;
    reading.replaceChildren(page.element);
    // On a narrow screen only one side has room.
    element.classList.toggle("is-reading", isPlace);
  }

  let first = true;
  function show([part, id], query) {
    const arrived = first;
    first = false;
    list.follow(query);
    list.mark(part === "m" ? id : undefined);
    if (part === "new") open(checkpointPage(workspace, scopes, query.get("from") ?? undefined), true);
    else if (part === "prompt") open(promptPage(workspace, scopes, query.get("from") ?? undefined), true);
    else if (part === "m" && id) open(medallionPage(workspace, id), true);
    else open(startPage(workspace), false);
    // Who followed a link reads on where it led; who has just come begins at the top.
    if (!arrived) page.focus();
  }

  function leave() {
    page?.leave?.();
    page = undefined;
  }

  return { element, show, leave };
}
