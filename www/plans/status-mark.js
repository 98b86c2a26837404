// The status of a task or of a plan: a shape, a word and a colour that all say the same.

import { h } from "../lib/element.js";

const WORDS = {
  pending: "pending",
  in_progress: "in progress",
  review: "in review",
  completed: "completed",
  blocked: "blocked",
  at_risk: "at risk",
  deferred: "deferred",
  cancelled: "cancelled",
};

// Each on a field of 16 by 16.
export const SHAPES = {
  pending: '<circle cx="8" cy="8" r="6.2" class="line"/>',
  in_progress:
    '<circle cx="8" cy="8" r="6.2" class="line"/><path d="M8 3.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor"/>',
  review: '<circle cx="8" cy="8" r="6.2" class="line"/><circle cx="8" cy="8" r="3" fill="currentColor"/>',
  completed: '<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.6 8.3l2.3 2.3 4.5-4.9" class="cut"/>',
  blocked: '<rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="currentColor"/><path d="M4.5 8h7" class="cut"/>',
  at_risk: '<path d="M8 1.5l7 13H1z" fill="currentColor"/><path d="M8 6v4M8 12v.4" class="cut"/>',
  deferred:
    '<rect x="3.4" y="2.5" width="3.2" height="11" rx="1" fill="currentColor"/><rect x="9.4" y="2.5" width="3.2" height="11" rx="1" fill="currentColor"/>',
  cancelled: '<path d="M3 3l10 10M13 3L3 13" class="line"/>',
};

export const STATUSES = Object.keys(WORDS);

export const statusInWords = (status) => WORDS[status] ?? status;

/** The shape alone, where the word stands beside it. */
function statusShape(status) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `shape status-${status}`);
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = SHAPES[status] ?? SHAPES.pending;
  return svg;
}

/** Shape and word. */
export const statusMark = (status) => h("span", { class: "state" }, statusShape(status), statusInWords(status));
