// Hints of the author, one at a time, on request.

import { fill, h } from "../lib/element.js";
import { inlineMarkdown } from "../lib/markdown.js";

/**
 * `{element, draw({hints, left, warning})}`: those that were given, and `ask` for one more while some are left; where
 * hints take the credit of a try, `warning` says so.
 */
export function hintBox(ask) {
  const shown = h("ol", { class: "hints", "aria-live": "polite" });
  const row = h("div", { class: "row" });
  const element = h("div", { class: "hint-box", hidden: true }, shown, row);

  function draw({ hints, left, warning }) {
    element.hidden = hints.length === 0 && left === 0;
    if (hints.length < shown.childElementCount) fill(shown);
    // What is there already is not read out again.
    shown.append(...hints.slice(shown.childElementCount).map((hint) => h("li", {}, inlineMarkdown(hint))));
    const label = hints.length === 0 ? "Show a hint" : "Show another hint";
    fill(
      row,
      left > 0 &&
        h("button", { type: "button", class: "button quiet-button", "data-key": "hint", onclick: ask }, label),
      left > 0 && warning && h("span", { class: "hint" }, warning),
    );
  }

  return { element, draw };
}
