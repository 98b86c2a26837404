// Where a learner stands with something: a shape, a word and a colour that all say the same.

import { h } from "../lib/element.js";

const WORDS = {
  completed: "done",
  in_progress: "running",
  available: "can begin",
  locked: "locked",
  held: "set aside",
  skipped: "passed over",
};

// Each on a field of 16 by 16.
const SHAPES = {
  completed: '<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.6 8.3l2.3 2.3 4.5-4.9" class="cut"/>',
  in_progress:
    '<circle cx="8" cy="8" r="6.2" class="line"/><path d="M8 3.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor"/>',
  available: '<circle cx="8" cy="8" r="6.2" class="line"/>',
  locked:
    '<rect x="2.8" y="7" width="10.4" height="7.2" rx="1.6" fill="currentColor"/><path d="M5 7V5a3 3 0 0 1 6 0v2" class="line"/>',
  held: '<rect x="3.4" y="2.5" width="3.2" height="11" rx="1" fill="currentColor"/><rect x="9.4" y="2.5" width="3.2" height="11" rx="1" fill="currentColor"/>',
  skipped: '<path d="M2 3.4l5 4.6-5 4.6zM8 3.4l5 4.6-5 4.6z" fill="currentColor"/><path d="M14 3v10" class="line"/>',
};

/** One word for a state: what a learner sees, and what was set aside apart from what is locked. */
export const kindOf = ({ status, display }) => (status === "blocked" ? "held" : display);

export const stateInWords = (state) => WORDS[kindOf(state)] ?? state.display;

/** The shape alone, where the word stands beside it. */
export function stateShape(state) {
  const kind = kindOf(state);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `shape is-${kind}`);
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = SHAPES[kind] ?? SHAPES.available;
  return svg;
}

/** Shape and word. */
export function stateMark(state) {
  return h("span", { class: `state is-${kindOf(state)}` }, stateShape(state), stateInWords(state));
}
