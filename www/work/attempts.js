// What was handed in before, the newest first, with how it was judged.

import { number, plural, share } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { moment } from "../lib/time-element.js";

/** `judged` is a list of `[submission, verdicts]`. */
export function attemptsSection(judged) {
  if (judged.length === 0) return undefined;
  return h(
    "details",
    { class: "attempts" },
    h("summary", {}, "What was handed in before"),
    h(
      "ol",
      { class: "items", role: "list" },
      judged.map(([submission, verdicts]) =>
        attempt(
          submission,
          verdicts.find((own) => own.decides),
        ),
      ),
    ),
  );
}

function attempt({ attempt_number: place, submitted_at: at, content, answers, score }, verdict) {
  const outcome = verdict === undefined ? "waits for a review" : verdict.passed ? "passed" : "not yet";
  const grade = verdict?.grade;
  return h(
    "li",
    { class: "item" },
    h(
      "p",
      { class: "item-title" },
      `Attempt ${number(place)}: ${outcome}`,
      grade !== null && grade !== undefined && `, ${share(grade)}`,
    ),
    h("p", { class: "quiet" }, moment(at), verdict?.feedback && ` · ${verdict.feedback}`),
    content && h("pre", { class: "handed-in", dir: "auto", tabIndex: 0 }, content),
    !content &&
      answers &&
      h("p", { class: "quiet" }, plural(Object.keys(answers).length, { one: "answer", other: "answers" })),
    score !== undefined && h("p", { class: "quiet" }, `A score of ${share(score)}`),
  );
}
