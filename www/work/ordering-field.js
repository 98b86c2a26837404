// Options to be put in order, with buttons that say what they move.

import { announce } from "../lib/announce.js";
import { fill, h } from "../lib/element.js";
import { inlineMarkdown } from "../lib/markdown.js";

/** `{element, value(), set(value)}`; `changed` is called after each move. An order that nobody has made is no value. */
export function orderingField({ options, value, describedBy, changed }) {
  let order = [];
  let isMade = false;
  const element = h("ol", { class: "ordering", "aria-describedby": describedBy });

  function draw() {
    fill(
      element,
      order.map((option, place) =>
        h(
          "li",
          {},
          h("span", { class: "ordering-text" }, inlineMarkdown(option)),
          button("up", option, place, -1),
          button("down", option, place, 1),
        ),
      ),
    );
  }

  function button(word, option, place, by) {
    const isOut = place + by < 0 || place + by >= order.length;
    return h(
      "button",
      {
        type: "button",
        class: "move",
        "aria-label": `Move ${word}: ${option}`,
        "aria-disabled": isOut ? "true" : undefined,
        "data-key": `move ${word} ${option}`,
        onclick: () => !isOut && move(option, place, by),
      },
      word === "up" ? "↑" : "↓",
    );
  }

  function move(option, place, by) {
    order = order.toSpliced(place, 1).toSpliced(place + by, 0, option);
    isMade = true;
    draw();
    announce(`${option}: now number ${place + by + 1} of ${order.length}.`, { seen: false });
    changed();
  }

  function set(next) {
    isMade = isOrderOf(options, next);
    order = [...(isMade ? next : options)];
    draw();
  }

  set(value);
  return { element, value: () => (isMade ? [...order] : undefined), set };
}

const isOrderOf = (options, value) =>
  Array.isArray(value) && value.length === options.length && options.every((option) => value.includes(option));
