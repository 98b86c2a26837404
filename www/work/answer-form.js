// The form in which a task is answered, made from its criteria. What is half given is told on, so that it can be kept.

import { unlessRunning } from "../lib/coalesced.js";
import { freshId, h } from "../lib/element.js";
import { plural } from "../lib/amounts.js";
import { inlineMarkdown } from "../lib/markdown.js";
import { contentField } from "./content-field.js";
import { criteriaList } from "./criteria-words.js";
import { numberInput } from "./number-input.js";
import { neededFields } from "./needed-fields.js";
import { outputField } from "./output-field.js";
import { questionField } from "./question-field.js";

const TYPES = { code: "code", sql: "sql" };

/**
 * `{element, mark(details), keep(), follow(draft)}`: `mark` shows what came out for each question, `keep` says that the
 * draft is kept, `follow` takes over what another window kept. `changed` gets `{draft, base}` after each change, where
 * `base` is the draft that this one was made from, and whether it was typed; `submit` gets what is handed in.
 */
export function answerForm({ criteria, draft = {}, changed, submit }) {
  const needed = neededFields(criteria);
  const given = draft.answers ?? {};
  const tell = (how = { typing: false }) => {
    kept.textContent = "";
    count();
    changed({ draft: current(), base: known }, how);
  };
  const questions = needed.questions.map((question, place) => ({
    id: question.id,
    field: questionField({ question, number: place + 1, value: given[question.id], changed: tell }),
  }));
  const choices = needed.choices.map(({ options = [], place, description }, number) => ({
    id: place,
    field: questionField({
      question: { kind: "single", options, prompt: description },
      number: questions.length + number + 1,
      value: given[place],
      changed: tell,
    }),
  }));
  const fields = [...questions, ...choices];
  const content = needed.content && contentField({ kind: needed.content, value: draft.content, changed: tell });
  const output = needed.content === "code" && outputField({ value: given.output, changed: tell });
  const confirm = needed.confirm && checkbox(needed.confirm, given.confirmed === true);
  const score = needed.score && scoreField(draft.score);
  const parts = [
    ...fields.map(({ id, field }) => [id, field]),
    ...(confirm ? [["confirmed", confirm]] : []),
    ...(output ? [["output", output]] : []),
  ];
  const others = [...(content ? [["content", content]] : []), ...(score ? [["score", score]] : [])];
  // Where time alone is asked for, there is nothing to write, and handing in says that one is done.
  const isAsked = parts.length + others.length > 0;
  let known = current();
  const told = h("p", { class: "hint", role: "status" });
  const kept = h("p", { class: "hint" });
  const go = h(
    "button",
    { type: "submit", class: "button primary", "data-key": "hand in" },
    !isAsked || isOnlyConfirmed() ? "Done" : "Hand in",
  );
  const element = h(
    "form",
    {
      class: "stack answer-form",
      noValidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        send();
      },
    },
    !isAsked && criteriaList(criteria),
    fields.map(({ field }) => field.element),
    content?.element,
    output?.element,
    score?.element,
    confirm?.element,
    h("div", { class: "row" }, go, told, kept),
  );

  function checkbox(text, checked) {
    const id = freshId("confirm");
    const input = h("input", { type: "checkbox", id, checked, onchange: () => tell() });
    return {
      element: h("div", { class: "option" }, input, h("label", { for: id }, inlineMarkdown(text))),
      value: () => (input.checked ? true : undefined),
      set: (next) => {
        input.checked = next === true;
      },
    };
  }

  function scoreField(value) {
    const id = freshId("score");
    const own = numberInput({ id, value: value ?? "", oninput: () => tell({ typing: true }) }, { between: [0, 100] });
    const { input, told: wrong } = own;
    return {
      ...own,
      element: h("div", { class: "field" }, h("label", { for: id }, "Score, from 0 to 100"), input, wrong),
      value: () => input.value,
      set: (next = "") => {
        input.value = next;
      },
    };
  }

  function isOnlyConfirmed() {
    return confirm && fields.length === 0 && !content && !score;
  }

  const handed = (field) => (field.handed ?? field.value)();

  /** Numbers as they are judged; a draft keeps them as they were typed. */
  function numbers() {
    return valuesOf(fields.map(({ id, field }) => [id, { value: () => handed(field) }]));
  }

  function answers() {
    return valuesOf(parts);
  }

  /** What is written now: what a draft keeps. */
  function current() {
    return { answers: answers(), ...valuesOf(others) };
  }

  /** An answer that was not changed here since it was last kept becomes what another window made of it. */
  function follow(next = {}) {
    const own = { answers: followed(parts, known.answers, next.answers ?? {}), ...followed(others, known, next) };
    if (Object.keys(own.answers).some((id) => !isSame(own.answers[id], known.answers[id]))) count();
    known = own;
  }

  function count() {
    const open = fields.filter(({ field }) => field.value() === undefined).length;
    told.textContent =
      open === 0 ? "" : `${plural(open, { one: "question is", other: "questions are" })} not answered yet.`;
  }

  const isBlank = (own) =>
    isAsked && Object.keys(own).length === 0 && !content?.value().trim() && !(score && score.value().trim());

  const send = unlessRunning(async () => {
    const own = answers();
    if (isBlank(own)) {
      told.textContent = "Nothing is answered yet.";
      element.querySelector("input, textarea, .move")?.focus();
      return;
    }
    const wrong = [...fields.map(({ field }) => field), content, score].filter((field) => field?.check?.() === false);
    if (wrong.length > 0) {
      wrong[0].input.focus();
      return;
    }
    const reached = score ? score.handed() : undefined;
    await submit({
      content: content ? (handed(content) ?? "") : "",
      submission_type: TYPES[needed.content] ?? "text",
      ...((Object.keys(own).length > 0 || !isAsked) && { answers: { ...own, ...numbers() } }),
      ...(reached !== undefined && { score: reached / 100 }),
    });
  });

  function mark(details = []) {
    for (const { id, field } of questions) field.mark(details.find((own) => own.question_id === id));
  }

  function keep() {
    kept.textContent = "Your answers are kept.";
  }

  count();
  return { element, mark, keep, follow };
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What `[id, field]` pairs say; those without an answer are left out. */
function valuesOf(pairs) {
  const all = pairs.map(([id, field]) => [id, field.value()]);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** Sets fields that still say what was `known` to what is kept now; what the fields are to be compared with from then on. */
function followed(pairs, known, kept) {
  const all = pairs.map(([id, field]) => {
    if (!isSame(field.value(), known[id])) return [id, kept[id]];
    if (!isSame(field.value(), kept[id])) field.set(kept[id]);
    return [id, field.value()];
  });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}
