// What is written.

const FILLER = "Read before it is written, and written before it is told. ";

/** A medallion of about 1 KB; `parts` makes it longer. */
export const medallion = (id, { text = "What was decided.", parts = 1 } = {}) => ({
  meta: { medallion_id: id },
  scope: { graph_nodes: [`node:${id}`], tags: ["drill"] },
  summary: { high_level: text },
  decisions: Array.from({ length: parts }, (_, number) => ({
    id: `D-${number}`,
    statement: FILLER.repeat(8),
    rationale: "",
    confidence: 1,
  })),
  affordances: {},
});

/** A course whose title tells how many tasks it has; every task takes any text. */
export const course = (title, leaves) => ({
  title: `${title} of ${leaves}`,
  epics: [
    {
      title: "All of it",
      tasks: Array.from({ length: leaves }, (_, number) => ({
        title: `Task ${number}`,
        task_type: "subtask",
        criteria: [{ criterion_type: "non_empty", description: "Says something.", rule: {} }],
      })),
    },
  ],
});
