// How much of something is done, as a bar and in words.

import { h } from "./element.js";
import { number, percent } from "./amounts.js";

/** `label` says what it is about; the words beside the bar say the rest. */
export function progressBar({
  label,
  completed,
  total,
  percentage,
  words = `${number(completed)} of ${number(total)}`,
}) {
  const bar = h("progress", { class: "bar", max: 100, value: percentage, "aria-label": label });
  return h(
    "div",
    { class: "progress" },
    bar,
    h("span", { class: "progress-words" }, h("strong", {}, percent(percentage)), words && ` ${words}`),
  );
}
