// The agent itself as the model of its checkpoints: what it says is what is written down, added to
// what is there.

export class OwnWords {
  #said;

  constructor(said) {
    this.#said = said;
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
      decisions: [
        ...before.decisions.filter(isOpen),
        ...numbered("D", given, decisions).map((item) => ({ rationale: "", confidence: 0.5, ...item })),
      ],
      open_questions: [
        ...before.open_questions.filter(isOpen),
        ...numbered("Q", given, open_questions).map((item) => ({ priority: "medium", ...item })),
      ],
      affordances: {
        ...affordances,
        recommended_entry_points: entry_points.length > 0 ? entry_points : affordances.recommended_entry_points,
        avoid_repeating: [...new Set([...(affordances.avoid_repeating ?? []), ...avoid_repeating])],
      },
      numbers_given: { D: given.D + decisions.length, Q: given.Q + open_questions.length },
      ...(retired.length > 0 && { retired: retired.map((item) => ({ id: item.id, reason: "resolved" })) }),
    };
  }
}

/** New items behind the highest number that was given. */
function numbered(letter, given, items) {
  return items.map((item, at) => ({ id: `${letter}-${String(given[letter] + 1 + at).padStart(3, "0")}`, ...item }));
}

/** The highest number that was ever given: what is resolved keeps its own, so that it is no other that changed. */
function highest(letter, { numbers_given }, items) {
  const known = numbers_given?.[letter];
  const numbers = items.map((item) => Number(new RegExp(`^${letter}-(\\d+)$`).exec(item.id)?.[1] ?? 0));
  return Math.max(Number.isSafeInteger(known) ? known : 0, ...numbers);
}
