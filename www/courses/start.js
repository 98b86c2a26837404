// What is shown while no course is open: how one comes in.

import { announce } from "../lib/announce.js";
import { beginAt, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { address, go } from "../lib/route.js";
import { importSection } from "./import.js";
import { loadSampleCourse } from "./sample.js";

export function startPage(workspace) {
  const title = h("h1", { tabIndex: -1 }, "Bring in a course");
  const problems = h("div");
  const bring = importSection(workspace);
  const sample = h(
    "button",
    {
      type: "button",
      class: "button",
      onclick: () =>
        attempt(problems, async () => {
          const { id, words } = await loadSampleCourse(workspace);
          announce(words);
          go(["courses", "p", id]);
        }),
    },
    "Load the sample course",
  );
  const element = h(
    "div",
    { class: "page stack loose" },
    h(
      "div",
      { class: "stack" },
      title,
      h(
        "p",
        { class: "lead" },
        "A course is a tree of tasks that everybody shares. Where each learner stands in it is their own, and both " +
          "stay in this browser.",
      ),
    ),
    bring.element,
    h(
      "section",
      { class: "stack" },
      h("h2", {}, "Or begin with the sample"),
      h(
        "p",
        {},
        "A course about this very library, in three chapters, with quizzes and exercises that are checked here.",
      ),
      h("div", { class: "row" }, sample, h("a", { href: address(["learning"]) }, "Learn with it")),
      problems,
    ),
  );
  return { element, focus: () => beginAt(title), leave: bring.leave };
}
