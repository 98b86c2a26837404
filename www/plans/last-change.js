// What the last click changed in the text, and the way back.

import { announce } from "../lib/announce.js";
import { fill, h } from "../lib/element.js";
import { changedLinesOf } from "./changed-lines.js";

export function lastChange(store, id, run) {
  const element = h("div", { class: "last-change", hidden: true });

  function show({ before, after, words, path }) {
    element.hidden = before === after;
    fill(
      element,
      h(
        "div",
        { class: "row between" },
        h("p", {}, h("strong", {}, words), " This plan is saved here."),
        // Without a path nothing says that the text is another version of this plan.
        path && h("button", { type: "button", class: "button small", onclick: takeBack }, "Take it back"),
      ),
      h("details", {}, h("summary", {}, "The changed lines"), changedLinesOf(before, after)),
    );

    function takeBack() {
      return run(async () => {
        if ((await store.text(id)) !== after) throw new Error("The plan was changed since; it cannot be taken back.");
        await store.take(before, path);
        element.hidden = true;
        announce("It is as it was before.");
      });
    }
  }

  return { element, show };
}
