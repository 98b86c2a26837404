// Long lists a portion at a time: a browser takes seconds over thousands of rows that nobody reads.

import { number } from "./amounts.js";
import { h } from "./element.js";

/**
 * Answers a function that gives the portion of a list that is shown, and the button that shows more of it, by a name
 * that the list keeps. `redraw` draws anew; `keyOf` is the `data-key` of what can be acted on in an item.
 */
export function portions(redraw) {
  const limits = new Map();
  return (name, items, { most, keyOf = () => undefined }) => {
    const limit = limits.get(name) ?? most;
    const shown = items.slice(0, limit);
    const left = items.length - shown.length;
    const show = () => {
      limits.set(name, limit + most);
      redraw();
      // Who asked for more goes on with the first that came.
      const key = keyOf(items[limit]);
      const next = key && [...document.querySelectorAll("[data-key]")].find((own) => own.dataset.key === key);
      next?.focus();
    };
    const more =
      left > 0 &&
      h(
        "button",
        { type: "button", class: "button small", "data-key": `more ${name}`, onclick: show },
        `Show ${number(Math.min(most, left))} more of ${number(left)}`,
      );
    return { shown, more };
  };
}
