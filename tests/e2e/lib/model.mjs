// A model, as the source that a page runs, that adds one decision for each evidence. The decision's
// statement is long, so that a medallion soon outgrows one entry of the log.

export const appending = `
  const decision = (evidence) => ({
    id: evidence.session_summary,
    statement: "Decided so. ".repeat(40),
    rationale: "",
    confidence: 1,
  });
  const appending = {
    generate: async (scope, evidence) => ({
      summary: { high_level: "What was decided.", subsystems: [] },
      decisions: [decision(evidence)],
      open_questions: [],
      affordances: { recommended_entry_points: [], avoid_repeating: [], invariants: null },
    }),
    update: async (existing, evidence) => ({
      ...existing,
      decisions: [...existing.decisions, decision(evidence)],
    }),
  };
`;
