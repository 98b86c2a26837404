// Transcripts for a checkpoint: none at first, as many as wanted.

import { freshId, h } from "../lib/element.js";

/** `{element, values(), set(texts)}`; blank ones do not count, and none at all is `null`. */
export function transcriptsField() {
  const list = h("div", { class: "stack" });
  const add = h(
    "button",
    { type: "button", class: "button quiet-button", onclick: () => more().focus() },
    "Add a transcript",
  );
  const element = h("div", { class: "stack" }, list, h("div", {}, add));

  function more() {
    const id = freshId("transcript");
    const area = h("textarea", { id, rows: 4, dir: "auto" });
    const remove = h("button", { type: "button", class: "button quiet-button", onclick: take }, "Remove");
    const field = h(
      "div",
      { class: "field" },
      h("div", { class: "row between" }, h("label", { for: id }, `Transcript ${list.children.length + 1}`), remove),
      area,
    );
    function take() {
      field.remove();
      for (const [place, label] of list.querySelectorAll("label").entries()) {
        label.textContent = `Transcript ${place + 1}`;
      }
      add.focus();
    }
    list.append(field);
    return area;
  }

  function values() {
    const texts = [...list.querySelectorAll("textarea")].map(({ value }) => value).filter((text) => text.trim() !== "");
    return texts.length > 0 ? texts : null;
  }

  function set(texts) {
    for (const text of texts) more().value = text;
  }

  return { element, values, set };
}
