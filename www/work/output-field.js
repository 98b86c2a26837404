// What a program printed, pasted by who ran it: this page runs none.

import { freshId, h } from "../lib/element.js";

export function outputField({ value = "", changed }) {
  const id = freshId("output");
  const hintId = freshId("hint");
  const area = h("textarea", {
    id,
    rows: 4,
    value,
    class: "is-code",
    spellcheck: false,
    "aria-describedby": hintId,
    oninput: () => changed({ typing: true }),
  });
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: id }, "What it printed"),
    h(
      "p",
      { class: "hint", id: hintId },
      "This page cannot run programs. Run yours where you can, and paste here what it printed: that text is compared " +
        "with what the author expects.",
    ),
    area,
  );
  function set(next = "") {
    area.value = next;
  }

  return { element, value: () => (area.value.trim() === "" ? undefined : area.value), set };
}
