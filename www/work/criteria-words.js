// What a criterion asks for, in words, without what would give the answer away.

import { h } from "../lib/element.js";
import { duration, number, plural, share } from "../lib/amounts.js";

const WORDS = {
  text_match: () => "The text is searched for certain words.",
  regex: () => "The text must have a certain form.",
  number: () => "The answer is a number.",
  set: () => "The answer is a list of values.",
  choice: ({ options }) =>
    options ? `One choice is to be made among ${number(options.length)}.` : "One choice is to be made.",
  score: ({ min }) => `A score of ${share(min ?? 0)} is needed.`,
  non_empty: () => "Something must be handed in.",
  // What is locked does not show its questions.
  quiz: ({ questions, pass_mark: mark = 1 }) =>
    `${questions ? plural(questions.length, { one: "question", other: "questions" }) : "A quiz"}; ${share(mark)} of the points are needed.`,
  m_of_n: ({ m, n }) => `${number(m)} of the latest ${number(n)} tries must be right.`,
  in_a_row: ({ k }) => `${plural(k, { one: "try", other: "tries" })} in a row must be right.`,
  time: ({ seconds }) => `${duration(seconds ?? 0)} of active time are needed.`,
  self_confirm: () => "You confirm it yourself.",
  manual: () => "Somebody reviews it.",
  code_test: () => "What the program prints is compared with what its author expects.",
  sql_result: () => "Somebody checks what the queries give.",
};

const GROUPS = {
  all_of: () => "All of these:",
  any_of: () => "One of these:",
  n_of: ({ n }) => `${number(n)} of these:`,
};

export function criterionInWords({ criterion_type: type, rule }) {
  if (GROUPS[type]) return GROUPS[type](rule);
  return (WORDS[type] ?? (() => `It is judged by “${type}”; where nobody does that, somebody reviews it.`))(rule);
}

/** The criteria as a list; groups have lists within. */
export function criteriaList(criteria) {
  return h(
    "ul",
    { class: "criteria", role: "list" },
    criteria.map((own) =>
      h(
        "li",
        { class: "criterion" },
        own.description && h("p", { dir: "auto" }, own.description),
        h("p", { class: "quiet" }, criterionInWords(own)),
        Array.isArray(own.rule?.criteria) && criteriaList(own.rule.criteria),
      ),
    ),
  );
}
