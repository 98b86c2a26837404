// One question of a quiz, as a field of its kind.

import { freshId, h } from "../lib/element.js";
import { inlineMarkdown } from "../lib/markdown.js";
import { numberInput } from "./number-input.js";
import { orderingField } from "./ordering-field.js";

const HOW = {
  single: "One answer.",
  multiple: "All that are right, and no other.",
  number: "A number.",
  text: "A word or a few.",
  ordering: "Put them in order with the arrows. As they stand, nothing is answered.",
};

/**
 * `{element, value(), set(value), mark(result)}`. `value` is undefined while there is no answer; `mark` shows what came
 * out for it in the last try.
 */
export function questionField({ question, number: place, value, changed }) {
  const { kind, options = [], prompt } = question;
  const hintId = freshId("hint");
  const outcomeId = freshId("outcome");
  const legendId = freshId("legend");
  const outcome = h("p", { class: "outcome", id: outcomeId });
  const described = `${hintId} ${outcomeId}`;
  const kinds = { single: choices, multiple: choices, number, text: line, ordering };
  const field = (kinds[kind] ?? line)();
  const element = h(
    "fieldset",
    { class: "question", "aria-describedby": described },
    h(
      "legend",
      { id: legendId },
      h("span", { class: "question-number" }, `${place}. `),
      inlineMarkdown(prompt || "Question"),
    ),
    h("p", { class: "hint", id: hintId }, HOW[kind] ?? ""),
    field.element,
    outcome,
  );

  function choices() {
    const name = freshId("question");
    const type = kind === "single" ? "radio" : "checkbox";
    const given = [value].flat();
    const inputs = options.map((option) =>
      h("input", {
        type,
        name,
        id: freshId("option"),
        value: option,
        checked: given.includes(option),
        onchange: change,
      }),
    );
    const list = inputs.map((input) =>
      h("div", { class: "option" }, input, h("label", { for: input.id }, inlineMarkdown(input.value))),
    );
    const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
    return {
      element: h("div", { class: "options" }, list),
      set: (next) => {
        const wanted = [next].flat();
        for (const input of inputs) input.checked = wanted.includes(input.value);
      },
      value: () => (kind === "single" ? chosen()[0] : chosen().length > 0 ? chosen() : undefined),
    };
  }

  function lineOf() {
    return {
      "aria-labelledby": legendId,
      value: value ?? "",
      oninput: () => {
        clear();
        changed({ typing: true });
      },
    };
  }

  function number() {
    const own = numberInput(lineOf(), { describedBy: described });
    return { ...own, ...written(own.input, own.told) };
  }

  function line() {
    return written(h("input", { ...lineOf(), "aria-describedby": described, autocomplete: "off" }));
  }

  function written(input, told) {
    return {
      element: h("div", {}, input, told),
      value: () => (input.value.trim() === "" ? undefined : input.value),
      set: (next = "") => {
        input.value = next;
      },
    };
  }

  function ordering() {
    return orderingField({ options, value, describedBy: described, changed: change });
  }

  function change() {
    clear();
    changed({ typing: false });
  }

  /** What came out is about the answer before. */
  function clear() {
    outcome.replaceChildren();
    element.classList.remove("is-right", "is-wrong");
  }

  function mark(result) {
    clear();
    if (!result) return;
    element.classList.add(result.is_right ? "is-right" : "is-wrong");
    outcome.append(result.is_right ? "✓ That was right." : `✗ That was ${result.message}.`);
  }

  /** What another window made of it. */
  function set(next) {
    clear();
    field.set(next);
  }

  return { ...field, element, set, mark };
}
