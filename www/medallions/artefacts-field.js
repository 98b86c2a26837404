// What a session made, for a checkpoint: an object of whatever form, as JSON.

import { freshId, h } from "../lib/element.js";

const PATH = "evidence.artefacts";

/** `{element, input, value()}`; nothing is `null`, and what is no object is thrown with its path. */
export function artefactsField() {
  const id = freshId("artefacts");
  const input = h("textarea", {
    id,
    rows: 3,
    spellcheck: false,
    "aria-describedby": `${id}-hint`,
    placeholder: '{"files": ["src/parser/mod.rs"], "tests_passed": 42}',
  });
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: id }, "Artefacts", h("span", { class: "quiet" }, " (optional)")),
    h(
      "p",
      { class: "hint", id: `${id}-hint` },
      "What was made: files, results, links, as a JSON object. For a model of your own; the two below pass it over.",
    ),
    input,
  );

  function value() {
    const text = input.value.trim();
    if (text === "") return null;
    let read;
    try {
      read = JSON.parse(text);
    } catch (error) {
      throw refused(`is no JSON: ${error.message}`);
    }
    if (typeof read !== "object" || read === null || Array.isArray(read)) throw refused("must be an object, in braces");
    return read;
  }

  return { element, input, value };
}

const refused = (message) => Object.assign(new Error(message), { path: PATH });
