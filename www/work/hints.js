// Hints of the author, one at a time, on request.

import { h } from "../lib/element.js";
import { inlineMarkdown } from "../lib/markdown.js";

/** `used` is told of each hint before it is shown; where hints take the credit of a try, `warning` says so. */
export function hintsSection(hints, { warning, used }) {
  if (hints.length === 0) return undefined;
  const shown = h("ol", { class: "hints", "aria-live": "polite" });
  const more = h("button", { type: "button", class: "button quiet-button", onclick: next }, "Show a hint");
  let place = 0;
  async function next() {
    const hint = hints[place];
    place += 1;
    more.textContent = "Show another hint";
    more.hidden = place >= hints.length;
    await used();
    shown.append(h("li", {}, inlineMarkdown(hint)));
  }
  return h(
    "div",
    { class: "hint-box" },
    shown,
    h("div", { class: "row" }, more, warning && h("span", { class: "hint" }, warning)),
  );
}
