// Why something cannot be worked on, and the shortest way to open it.

import { number } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { moment } from "../lib/time-element.js";

/** Who can begin has no use for the thirteenth. */
const MOST = 4;
/** What is worked out of a way at most: there may be more behind it. */
const KNOWN = 20;

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
      unlock.slice(0, MOST).map((id, place) => [place > 0 && ", then ", h("a", { href: href(id) }, title(id) ?? id)]),
      unlock.length > MOST && `, and ${unlock.length < KNOWN ? "" : "at least "}${number(unlock.length - MOST)} more`,
    );
  }
}
