// What became of what was handed in, by criterion and by question, and what closed and opened with it.

import { list, share } from "../lib/amounts.js";
import { h } from "../lib/element.js";

/** `validation` is the deciding verdict, absent while a review waits. */
export function verdict(
  { validation, validations = [], auto_closed: closed = [], ready = [] },
  { criteria, href, pick },
) {
  const kind = validation === undefined ? "waits" : validation.passed ? "passed" : "failed";
  const next = kind === "passed" ? pick(ready) : undefined;
  const parts = validations.filter((own) => !own.decides);
  return h(
    "div",
    { class: `verdict-box is-${kind}` },
    h(
      "h3",
      { tabIndex: -1, "data-key": "verdict" },
      h("span", { class: "sign", "aria-hidden": "true" }, { passed: "✓", failed: "✗", waits: "…" }[kind]),
      { passed: "Passed", failed: "Not yet", waits: "It waits for a review" }[kind],
      validation?.grade !== null && validation?.grade !== undefined && ` · ${share(validation.grade)}`,
    ),
    h("p", { dir: "auto" }, words(validation)),
    parts.length > 0 && h("ul", { class: "parts", role: "list" }, parts.map(part)),
    closed.length > 0 && h("p", {}, "Closed with it: ", strong(closed.map(({ title }) => title)), "."),
    next && h("p", {}, "Go on with ", h("a", { href: href(next.task_id), dir: "auto" }, next.title), "."),
  );

  function part({ criterion_id: id, passed, feedback, error_message: error }) {
    const own = criteria.find((criterion) => criterion.id === id);
    return h(
      "li",
      { class: passed ? "is-right" : "is-wrong" },
      h("strong", {}, passed ? "✓ met: " : "✗ not met: "),
      own?.description ?? "a criterion",
      (error ?? feedback) && [" — ", error ?? feedback],
    );
  }
}

function words(validation) {
  if (validation === undefined) {
    return "Nobody here can judge this by a rule. An instructor sees it among the reviews of this course.";
  }
  const by = validation.validator_type === "manual" && validation.reviewer ? ` (${validation.reviewer})` : "";
  return `${validation.error_message ?? validation.feedback ?? ""}${by}`;
}

const strong = (titles) => h("strong", {}, list(titles));
