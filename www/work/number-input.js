// A line for a number. What is none is refused at the line, before it can cost a try.

import { either, number, readNumber } from "../lib/amounts.js";
import { freshId, h } from "../lib/element.js";

const EXAMPLE = 2.5;

/**
 * `{input, told, handed(), check()}`: `told` says what is wrong with it after a `check` that answered false, `handed`
 * is what is handed in. `between` are the least and the most that it can be.
 */
export function numberInput(properties, { describedBy, between } = {}) {
  const toldId = freshId("wrong");
  const told = h("p", { class: "wrong", id: toldId });
  const input = h("input", {
    autocomplete: "off",
    inputMode: "decimal",
    ...properties,
    "aria-describedby": [describedBy, toldId].filter(Boolean).join(" "),
    oninput: () => {
      tell("");
      properties.oninput();
    },
  });

  function tell(words) {
    told.textContent = words;
    if (words === "") input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  }

  function wrong() {
    if (input.value.trim() === "") return "";
    const own = readNumber(input.value);
    if (own === undefined) return `That is no number. Write it like ${either([number(EXAMPLE), "-3"])}.`;
    const [least, most] = between ?? [-Infinity, Infinity];
    return least <= own && own <= most ? "" : `It must be from ${number(least)} to ${number(most)}.`;
  }

  function check() {
    tell(wrong());
    return told.textContent === "";
  }

  return { input, told, check, handed: () => readNumber(input.value) };
}
