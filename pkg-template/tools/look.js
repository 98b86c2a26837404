// Looking at one task: in short, or with all that belongs to it.

import { readyItem } from "./ready.js";
import { flag, id, object } from "./schema.js";
import { shorten, withTotals } from "./shorten.js";

const FULL = "Whether to answer with long texts and lists whole. Otherwise `cut` says how long they are.";

const input = object({ task_id: id("The task."), full: flag(FULL) }, ["task_id"]);

export const showTask = {
  name: "show_task",
  description:
    "One task: what it asks for, how to teach it, where the learner stands, what blocks it, what it unlocks, " +
    "how often something was handed in, and what instructors answered.",
  input,
  async run(tools, { task_id, full }) {
    const task = { ...shown(await tools.context(task_id)), help_requests: await helpWith(tools, task_id) };
    return full ? task : shorten(task);
  },
};

export const getContext = {
  name: "get_context",
  description:
    "All that is known about a task for this learner: the task, what it is part of, its parts, material, guidance, " +
    "objectives, criteria, what was handed in and how it was judged, what is ready, and how far the project is.",
  input,
  async run(tools, { task_id, full }) {
    const found = contextOf(await tools.context(task_id));
    const context = { ...found, total_ready: await tools.totalReady(found.task.project_id) };
    const totals = { submissions: found.state.attempts, ready: context.total_ready };
    return full ? withTotals(context, totals) : shorten(inShort(context), { totals });
  },
};

/** What the learner has asked about it, and what was answered. */
async function helpWith({ ws, learnerId }, task_id) {
  const asked = await ws.progress.helpRequests({ learnerId });
  const here = asked.filter((request) => request.task_id === task_id);
  return here.map(({ id: own, message, status, answer }) => ({ id: own, message, status, answer }));
}

function shown(context) {
  const { task, state } = context;
  return {
    id: task.id,
    title: task.title,
    description: task.description,
    acceptance_criteria: task.acceptance_criteria,
    notes: task.notes,
    status: state.status,
    display: state.display,
    task_type: task.task_type,
    priority: task.priority,
    parent_id: task.parent_id,
    children: context.children.map(({ task_id, title, status }) => ({ id: task_id, title, status })),
    learning_objectives: objectivesOf(context),
    criteria: context.criteria.map(({ id: own, criterion_type, description, rule }) => {
      return { id: own, criterion_type, description, rule };
    }),
    needs_submission: state.needs_submission,
    content: context.content,
    content_items: context.content_items.map(({ content_type, body }) => ({ content_type, body })),
    tutor_guidance: context.guidance,
    narrative_context: task.narrative_context,
    blocked_by: context.locks.map(({ task_id, title, message }) => ({ id: task_id, title, message })),
    blocks: context.blocks.map(({ id: own, title }) => ({ id: own, title })),
    submission_count: state.attempts,
    attempts_left: state.attempts_left,
    latest_validation_passed: context.validation?.passed ?? null,
    status_summaries: context.summaries.map(({ version, summary, created_at }) => ({ version, summary, created_at })),
  };
}

/** What stands elsewhere in the context is not repeated in the task. */
function contextOf(context) {
  const task = { ...context.task };
  for (const name of ["content", "tutor_guidance", "narrative_context"]) delete task[name];
  return { ...context, task };
}

/** Of other tasks what they are called and where they stand; of what was handed in the newest, and when the others were. */
function inShort(context) {
  const { state, children, ready, submissions, blocks } = context;
  return {
    ...context,
    state: { ...state, locked_because: state.locked_because.map(({ kind, task_id }) => ({ kind, task_id })) },
    children: children.map(({ task_id, title, status, display }) => ({ id: task_id, title, status, display })),
    ready: ready.map(readyItem),
    submissions: submissions.map(({ id: own, attempt_number, submitted_at, content }, place) => {
      return { id: own, attempt_number, submitted_at, ...(place === 0 && { content }) };
    }),
    blocks: blocks.map(({ id: own, title }) => ({ id: own, title })),
  };
}

export const objectivesOf = (context) =>
  context.objectives.map(({ objective, achieved }) => {
    return { level: objective.level, description: objective.description, achieved };
  });
