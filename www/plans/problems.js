// What is wrong with a plan: where, what to do about it, and a button that does it where one can.

import { plural } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { placeInWords, SEVERITY } from "./words.js";

const ORDER = Object.keys(SEVERITY);

/** `mend({title, edits, done})` shows the lines and saves; `mendAll` does so for all that have a fix. */
export function problems(report, { mend, mendAll, portion }) {
  const sorted = [...report.problems].sort(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.line - b.line,
  );
  const fixable = sorted.filter(({ fix }) => fix);
  const { shown, more } = portion("problems", sorted, { most: 100 });
  if (sorted.length === 0) return h("p", {}, "Nothing is wrong: what the document says is what it comes to.");
  return h(
    "div",
    { class: "stack" },
    h(
      "div",
      { class: "row between" },
      h("p", {}, `${plural(sorted.length, PROBLEMS)}; ${fixable.length} can be mended here.`),
      fixable.length > 1 &&
        h("button", { type: "button", class: "button", "data-key": "mend all", onclick: mendAll }, "Mend all of them…"),
    ),
    h(
      "ul",
      { class: "items", role: "list", "aria-label": "Problems" },
      shown.map((problem) => item(problem, mend)),
    ),
    more && h("div", { class: "row" }, more),
  );
}

const PROBLEMS = { one: "problem", other: "problems" };

function item(problem, mend) {
  const { severity, path, message, suggestion, fix } = problem;
  return h(
    "li",
    { class: `item is-line problem is-${severity}` },
    h(
      "div",
      {},
      h("p", {}, h("strong", { class: "severity" }, `${SEVERITY[severity]}: `), message),
      h("p", { class: "quiet" }, placeInWords(problem), path && [" · ", h("code", {}, path)]),
      h("p", {}, suggestion),
    ),
    fix &&
      h(
        "button",
        {
          type: "button",
          class: "button small",
          "data-key": `mend ${path} ${problem.line}`,
          "aria-label": `Mend: ${message}`,
          onclick: () => mend({ title: "Mend it?", edits: fix, done: "Mended." }),
        },
        "Mend…",
      ),
  );
}
