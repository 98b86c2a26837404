// What a session leaves behind for the next one. Every scope holds the learner, and the project
// where there is one: an agent remembers what it did with this learner, and sees no other's.

import { invalidInput } from "./failure.js";
import { withResolved } from "./host-model.js";
import { OwnWords } from "./own-words.js";
import { count, id, list, object, oneOf, share, text, words } from "./schema.js";
import { shorten } from "./shorten.js";

const LABEL = text("A name.", 200);

const SCOPE = {
  project_id: id("The project."),
  task_id: id("The task that it is about."),
  graph_nodes: list("What else it is about, such as `module:parser`.", LABEL, 20),
  tags: list("Free words.", LABEL, 20),
};

function scopeOf({ learnerId }, { project_id, task_id, graph_nodes = [], tags = [] }) {
  const bound = [learnerId, project_id, task_id].filter((node) => node !== undefined);
  return { graph_nodes: [...new Set([...bound, ...graph_nodes])], tags: [...new Set(tags)] };
}

export const loadMedallions = {
  name: "load_medallions",
  description:
    "What earlier sessions with this learner left behind, the newest first: summaries, decisions, open questions. " +
    "With a task, graph nodes or tags only what is about them.",
  input: object({
    ...SCOPE,
    limit: count("How many at most.", 1, 10, 3),
    after: id("The `next` of the answer before, for older ones."),
  }),
  async run(tools, { limit, after, ...asked }) {
    if (asked.task_id !== undefined) await tools.task(asked.task_id);
    const all = await tools.ws.medallions.latestForScope(scopeOf(tools, asked), { limit: Number.MAX_SAFE_INTEGER });
    const from = after === undefined ? 0 : all.findIndex(({ meta }) => meta.medallion_id === after) + 1;
    if (after !== undefined && from === 0) {
      throw invalidInput("load_medallions", [{ path: "after", message: "is not among them; ask again without it" }]);
    }
    const page = all.slice(from, from + limit);
    return shorten({
      medallions: page.map(shown),
      total: all.length,
      ...(from + limit < all.length && { next: page.at(-1).meta.medallion_id }),
    });
  },
};

function shown({ meta, scope, summary, decisions, open_questions, affordances }) {
  return {
    medallion_id: meta.medallion_id,
    updated_at: meta.updated_at,
    scope,
    summary,
    decisions,
    open_questions,
    affordances,
  };
}

export const checkpoint = {
  name: "checkpoint",
  description:
    "Leaves behind what the next session should know. What was left about the same scope is brought up to date: " +
    "decisions and questions that are not resolved stay.",
  input: object(
    {
      session_summary: words("What happened and where things stand, in at most three sentences.", 10_000),
      ...SCOPE,
      decisions: list(
        "What was decided.",
        object(
          {
            statement: text("What was decided.", 2_000),
            rationale: text("Why.", 2_000),
            confidence: share("How sure."),
          },
          ["statement"],
        ),
        20,
      ),
      open_questions: list(
        "What is still open.",
        object(
          {
            question: text("What is asked.", 2_000),
            priority: oneOf("How much hangs on it.", ["low", "medium", "high"]),
          },
          ["question"],
        ),
        20,
      ),
      resolved: list("The ids of decisions and questions that no longer hold.", id("Such as D-001."), 50),
      entry_points: list("Where to begin next time.", text("A place.", 500), 20),
      avoid_repeating: list("What was tried and need not be tried again.", text("In a sentence.", 500), 20),
    },
    ["session_summary"],
  ),
  async run(tools, { session_summary, project_id, task_id, graph_nodes, tags, ...said }, signal) {
    if (task_id !== undefined) await tools.task(task_id);
    const { meta, decisions, open_questions } = await tools.ws.checkpoint({
      scope: scopeOf(tools, { project_id, task_id, graph_nodes, tags }),
      evidence: { session_summary, ...(Object.keys(said).length > 0 && { artefacts: said }) },
      ...(tools.llm === undefined
        ? { llm: new OwnWords(said) }
        : { llm: withResolved(tools.llm, said.resolved ?? []), guard: true }),
      signal,
    });
    return {
      medallion_id: meta.medallion_id,
      updated_at: meta.updated_at,
      decisions: decisions.length,
      open_questions: open_questions.length,
      message: "What the next session should know is stored.",
    };
  },
};
