// The audit trail of anything: every change has a line with who did it and why.

import { coalesced } from "../lib/coalesced.js";
import { fill, freshId, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { go } from "../lib/route.js";
import { eventLines } from "../workspace/event-line.js";

const PAGE = 30;
const KINDS = [
  ["", "Everything"],
  ["task", "Tasks"],
  ["dependency", "Dependencies"],
  ["learner", "Learners"],
  ["progress", "Progress"],
  ["submission", "What was handed in"],
  ["validation", "Verdicts"],
  ["help_request", "Questions"],
  ["path", "Paths"],
  ["medallion", "Medallions"],
  ["plan", "Plans"],
];

export function trailPage(workspace, query) {
  const type = query.get("type") ?? "";
  const id = query.get("id") ?? undefined;
  let limit = PAGE;
  const title = h("h1", { tabIndex: -1 }, "Audit trail");
  const told = h("p", { class: "told" });
  const problems = h("div");
  const list = h("ol", { class: "events", role: "list", "aria-label": "Events, newest first" });
  const select = h(
    "select",
    { id: freshId("kind"), onchange: () => go(["courses", "trail"], select.value ? { type: select.value } : {}) },
    KINDS.map(([value, text]) => h("option", { value, selected: value === type }, text)),
  );
  const more = h("button", { type: "button", class: "button", hidden: true, onclick: grow }, "Show more events");
  const element = h(
    "div",
    { class: "page stack" },
    title,
    h("p", { class: "lead" }, "Every change is here, with who made it and why, written with the change itself."),
    h("div", { class: "field" }, h("label", { for: select.id }, "Of what"), select),
    id &&
      h(
        "p",
        { class: "row" },
        "Only ",
        h("code", {}, id),
        h("a", { href: `#/courses/trail?type=${type}` }, "Show all"),
      ),
    told,
    problems,
    list,
    more,
  );

  function grow() {
    limit += PAGE;
    refresh();
  }

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const { items, next, total } = await workspace.events.list({
        limit,
        ...(type && { entityType: type }),
        ...(id && { entityId: id }),
      });
      fill(list, await eventLines(workspace, items));
      told.textContent = total === 0 ? "Nothing happened yet." : `The newest ${items.length} of ${total}.`;
      more.hidden = next === undefined;
    }),
  );

  refresh();
  const stop = workspace.subscribe(refresh);
  return { element, focus: () => title.focus(), leave: stop };
}
