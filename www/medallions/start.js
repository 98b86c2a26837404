// What is shown while no medallion is open: the first five minutes, then what happened lately.

import { announce } from "../lib/announce.js";
import { coalesced } from "../lib/coalesced.js";
import { beginAt, fill, freshId, h } from "../lib/element.js";
import { attempt, showFailure } from "../lib/failure.js";
import { address, go } from "../lib/route.js";
import { eventLines } from "../workspace/event-line.js";
import { loadSample } from "./sample.js";

/** Lines, and events that may share them. */
const SHOWN = 8;
const READ = 200;

export function startPage(workspace) {
  const title = h("h1", { tabIndex: -1 }, "");
  const body = h("div", { class: "stack" });
  const problems = h("div");
  const element = h("div", { class: "page stack" }, title, problems, body);
  let shown;

  const refresh = coalesced(async () => {
    try {
      const [number, { items }] = await Promise.all([
        workspace.medallions.count(),
        workspace.events.list({ limit: READ }),
      ]);
      const next = number === 0 ? "empty" : "recent";
      if (next === "empty" && shown === "empty") return;
      shown = next;
      title.textContent = next === "empty" ? "A memory that survives the tab" : "Lately";
      fill(body, next === "empty" ? firstFiveMinutes() : recent(await eventLines(workspace, items, { most: SHOWN })));
    } catch (error) {
      showFailure(problems, error);
    }
  });

  function firstFiveMinutes() {
    const elsewhereId = freshId("elsewhere");
    const sample = h(
      "button",
      {
        type: "button",
        class: "button",
        onclick: () => attempt(problems, async () => announce(await loadSample(workspace))),
      },
      "Load the sample",
    );
    return [
      h(
        "p",
        { class: "lead" },
        "A medallion is a save point: what a session understood, what it decided and how sure it was, what is still " +
          "open, and how to go on. It is kept in this browser, and nowhere else.",
      ),
      h(
        "ol",
        { class: "steps" },
        step(
          "Say what you worked on",
          "Give a checkpoint a scope, such as the node repo:soil-lab and the tag parser, and a few sentences. " +
            "Lines that begin with “decided:” or “question:” become decisions and questions.",
          h(
            "button",
            { type: "button", class: "button primary", onclick: () => go(["medallions", "new"]) },
            "Write the first checkpoint",
          ),
        ),
        step(
          "Do it again tomorrow",
          "A checkpoint with the same scope makes the next version of the same medallion. Every version is kept, and " +
            "any two can be compared.",
        ),
        step(
          "Close the tab, open two",
          "Everything is there after a reload, and a second window sees each change as it happens.",
        ),
        step(
          "Or look around first",
          "The sample holds the decisions of this very project, kept as medallions.",
          sample,
        ),
      ),
      h(
        "section",
        { class: "elsewhere", "aria-labelledby": elsewhereId },
        h("h2", { id: elsewhereId }, "What else lives here"),
        h(
          "ul",
          { role: "list" },
          elsewhere("courses", "Courses", "Trees of tasks that everybody shares. Bring one in, teach, review."),
          elsewhere("learning", "Learning", "A course step by step; what is next opens when understanding was shown."),
          elsewhere(
            "plans",
            "Plans",
            "Markdown plans: what is ready, what is critical, what is wrong, two lines changed.",
          ),
        ),
      ),
    ];
  }

  function recent(lines) {
    return [
      h(
        "p",
        {},
        "Choose a medallion from the list, or ",
        h("a", { href: address(["medallions", "new"]) }, "write a checkpoint"),
        ", or see ",
        h("a", { href: address(["medallions", "prompt"]) }, "what the next session is told"),
        ".",
      ),
      h("ol", { class: "events", role: "list", "aria-label": "Recent events" }, lines),
      h("p", {}, h("a", { href: address(["workspace"]) }, "All events, export, import and health")),
    ];
  }

  refresh();
  const stop = workspace.subscribe(refresh);
  return { element, focus: () => beginAt(title), leave: stop };
}

function step(title, text, action) {
  return h("li", {}, h("h2", {}, title), h("p", {}, text), action);
}

const elsewhere = (room, title, text) =>
  h("li", {}, h("a", { href: address([room]) }, title), h("p", { class: "quiet" }, text));
