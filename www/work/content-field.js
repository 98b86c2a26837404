// The one field in which work is written, by the kind of work.

import { freshId, h } from "../lib/element.js";
import { numberInput } from "./number-input.js";

const KINDS = {
  text: { label: "Your answer", rows: 6 },
  set: { label: "Your answer", hint: "Values with commas between them, or one on each line.", rows: 3 },
  code: { label: "Your program", rows: 10, isCode: true },
  sql: { label: "Your query", rows: 8, isCode: true },
  number: { label: "Your answer", hint: "A number." },
};

/** `{element, value(), set(value)}`; of a number also `check()` and `handed()`, and the `input`. */
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
  const line = rows ? undefined : numberInput(properties, { describedBy: hintId });
  const input = line?.input ?? h("textarea", { ...properties, rows, class: isCode ? "is-code" : "is-text" });
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    hint && h("p", { class: "hint", id: hintId }, hint),
    input,
    line?.told,
  );
  function set(next = "") {
    input.value = next;
  }

  return { ...line, element, value: () => input.value, set };
}
