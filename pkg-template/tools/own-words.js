// The agent itself as the model of its checkpoints: what it says is what is written down, added to
// what is there.

import { answersAtOnce } from "../values.js";

export class OwnWords {
  #said;

  constructor(said) {
    this.#said = said;
    answersAtOnce(this);
  }

  generate(scope, { session_summary }) {
    const nothing = { decisions: [], open_questions: [], affordances: {}, summary: {} };
    return this.#added(nothing, session_summary);
  }

  update(existing, { session_summary }) {
    return this.#added(existing, session_summary);
  }

  #added(before, high_level) {
    const { decisions = [], open_questions = [], resolved = [], entry_points = [], avoid_repeating = [] } = this.#said;
    const isOpen = (item) => !resolved.includes(item.id);
    const retired = [...before.decisions, ...before.open_questions].filter((item) => !isOpen(item));
    const { affordances } = before;
    const given = { D: highest("D", before, before.decisions), Q: highest("Q", before, before.open_questions) };
    return {
      summary: { ...before.summary, high_level },
      decisions: brought(before.decisions.filter(isOpen), decisions, "statement", (said) => ({
        id: next("D", given),
        rationale: "",
        confidence: 0.5,
        ...said,
      })),
      open_questions: brought(before.open_questions.filter(isOpen), open_questions, "question", (said) => ({
        id: next("Q", given),
        priority: "medium",
        ...said,
      })),
      affordances: {
        ...affordances,
        recommended_entry_points: entry_points.length > 0 ? entry_points : affordances.recommended_entry_points,
        avoid_repeating: [...new Set([...(affordances.avoid_repeating ?? []), ...avoid_repeating])],
      },
      numbers_given: given,
      ...(retired.length > 0 && { retired: retired.map((item) => ({ id: item.id, reason: "resolved" })) }),
    };
  }
}

/** What is there, up to date with what is said of it in the same words, and behind it what is new. */
function brought(existing, all, field, made) {
  const items = [...existing];
  for (const said of all) {
    const at = items.findIndex((item) => sameWords(item[field]) === sameWords(said[field]));
    if (at < 0) items.push(made(said));
    else items[at] = { ...items[at], ...said, [field]: items[at][field] };
  }
  return items;
}

/** What differs in blanks, capitals or the marks at its end was not said twice. */
const sameWords = (text) =>
  text
    .normalize()
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[.!?\s]+$/, "");

function next(letter, given) {
  given[letter] += 1;
  return `${letter}-${String(given[letter]).padStart(3, "0")}`;
}

/** The highest number that was ever given: what is resolved keeps its own, so that it is no other that changed. */
function highest(letter, { numbers_given }, items) {
  const known = numbers_given?.[letter];
  const numbers = items.map((item) => Number(new RegExp(`^${letter}-(\\d+)$`).exec(item.id)?.[1] ?? 0));
  return Math.max(Number.isSafeInteger(known) ? known : 0, ...numbers);
}
