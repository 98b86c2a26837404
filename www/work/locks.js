// Why something cannot be worked on, and the shortest way to open it.

import { h } from "../lib/element.js";
import { moment } from "../lib/time-element.js";

/** A list of reasons; `href` gives the address of a task, `title` its name where it is known. */
export function lockList(locks, { href, title }) {
  return h(
    "ul",
    { class: "locks", role: "list" },
    locks.map((lock) =>
      h(
        "li",
        { class: "lock" },
        h("p", {}, lock.until ? ["The next try is possible ", moment(lock.until), "."] : lock.message),
        way(lock),
      ),
    ),
  );

  function way({ unlock }) {
    if (unlock.length === 0) return undefined;
    return h(
      "p",
      { class: "quiet" },
      unlock.length === 1 ? "To open it: " : "To open it, in this order: ",
      unlock.map((id, place) => [place > 0 && ", then ", h("a", { href: href(id) }, title(id) ?? id)]),
    );
  }
}
