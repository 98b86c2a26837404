// The one field in which work is written, by the kind of work.

import { freshId, h } from "../lib/element.js";

const KINDS = {
  text: { label: "Your answer", rows: 6 },
  set: { label: "Your answer", hint: "Values with commas between them, or one on each line.", rows: 3 },
  code: { label: "Your program", rows: 10, isCode: true },
  sql: { label: "Your query", rows: 8, isCode: true },
  number: { label: "Your answer", hint: "A number." },
};

/** `{element, value(), set(value)}`. */
export function contentField({ kind, value = "", changed }) {
  const { label, hint, rows, isCode } = KINDS[kind];
  const id = freshId("content");
  const hintId = hint && freshId("hint");
  const properties = {
    id,
    value,
    "aria-describedby": hintId,
    autocomplete: "off",
    spellcheck: !isCode,
    oninput: () => changed({ typing: true }),
  };
  const input = rows
    ? h("textarea", { ...properties, rows, class: isCode ? "is-code" : "is-text" })
    : h("input", { ...properties, inputMode: "decimal" });
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    hint && h("p", { class: "hint", id: hintId }, hint),
    input,
  );
  function set(next = "") {
    input.value = next;
  }

  return { element, value: () => input.value, set };
}
