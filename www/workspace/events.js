// The audit trail, newest first, page by page.

import { coalesced } from "../lib/coalesced.js";
import { fill, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { countInWords, eventLines } from "./event-line.js";

const PAGE = 50;

export function eventsSection(workspace) {
  let limit = PAGE;
  const list = h("ol", { class: "events", role: "list", "aria-label": "Events, newest first" });
  const told = h("p", { class: "quiet" });
  const problems = h("div");
  const more = h(
    "button",
    {
      type: "button",
      class: "button",
      hidden: true,
      onclick: () => {
        limit += PAGE;
        refresh();
      },
    },
    "Show more events",
  );
  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const { items, next, total } = await workspace.events.list({ limit });
      fill(list, await eventLines(workspace, items));
      told.textContent = countInWords(items.length, total);
      more.hidden = next === undefined;
    }),
  );
  return { element: h("section", {}, h("h2", {}, "Events"), told, problems, list, more), refresh };
}
