// Working: beginning a task, handing in work, and going back to what was closed.

import { invalidState } from "./failure.js";
import { objectivesOf } from "./look.js";
import { readyItem } from "./ready.js";
import { anything, id, object, oneOf, share, text } from "./schema.js";
import { shorten } from "./shorten.js";

const SUBMISSION_TYPES = ["code", "sql", "jupyter_cell", "text", "result_set"];
const NEXT = 5;

export const startTask = {
  name: "start_task",
  description:
    "Begins a task and answers with what is needed to work on it. What is locked says why and what to do first. " +
    "Beginning what is in progress changes nothing.",
  input: object({ task_id: id("The task.") }, ["task_id"]),
  async run(tools, { task_id }) {
    const { ws, learnerId } = tools;
    const { title } = await tools.task(task_id);
    const before = await ws.progress.status(learnerId, task_id);
    if (before.status === "closed") {
      throw invalidState(`"${title}" is closed. Use go_back to open it again.`);
    }
    const wasBegun = before.status === "in_progress";
    const state = wasBegun ? before : await ws.progress.start(learnerId, task_id);
    return {
      task_id,
      status: state.status,
      message: wasBegun ? `"${title}" is in progress already.` : `"${title}" has begun.`,
      context: shorten(startContext(await tools.context(task_id))),
    };
  },
};

function startContext(context) {
  const { task, state } = context;
  return {
    task_id: task.id,
    title: task.title,
    task_type: task.task_type,
    status: state.status,
    description: task.description,
    acceptance_criteria: task.acceptance_criteria,
    criteria: context.criteria.map(({ id: own, criterion_type, description, rule }) => {
      return { id: own, criterion_type, description, rule };
    }),
    needs_submission: state.needs_submission,
    content: context.content,
    narrative_context: context.narrative_context,
    learning_objectives: objectivesOf(context),
    tutor_guidance: context.guidance,
  };
}

export const submit = {
  name: "submit",
  description:
    "Hands in work for a task: `content`, or `answers` by question where it is a quiz. It is judged by the task's " +
    "criteria; if all pass the task closes, and so do the containers that are complete with it.",
  input: object(
    {
      task_id: id("The task."),
      content: text("The work.", 1_000_000),
      answers: anything(
        "Each answer of a quiz by the id of its question; that to a choice by the id of its criterion, or as `answer`; " +
          "`confirmed: true` where the learner is to say so.",
      ),
      score: share("The score that was reached, where the author trusts who says so."),
      submission_type: { ...oneOf("What the content is.", SUBMISSION_TYPES), default: "text" },
    },
    ["task_id"],
  ),
  async run(tools, { task_id, ...submission }) {
    const { ws, learnerId } = tools;
    const { project_id } = await tools.task(task_id);
    const {
      submission: own,
      validation,
      validations,
      state,
      auto_closed,
      ready,
    } = await ws.progress.submit(learnerId, task_id, submission);
    return shorten({
      submission_id: own.id,
      attempt_number: own.attempt_number,
      validation_passed: validation?.passed ?? null,
      validation_message: validation === undefined ? null : wordsOf(validation),
      validations: validations
        .filter((one) => one.criterion_id !== undefined)
        .map((one) => ({ criterion_id: one.criterion_id, passed: one.passed, message: wordsOf(one) })),
      status: state.status,
      message: verdict(validation, state),
      auto_closed: auto_closed.map((one) => ({ id: one.task_id, title: one.title, task_type: one.task_type })),
      ready_tasks: ready.slice(0, NEXT).map(readyItem),
      total_ready: await tools.totalReady(project_id),
    });
  },
};

const wordsOf = ({ error_message, feedback }) => error_message ?? feedback;

function verdict(validation, state) {
  if (validation === undefined) return "It waits for a review.";
  if (!validation.passed) return `Validation failed: ${wordsOf(validation) ?? "it does not meet the criteria"}`;
  if (state.status === "closed") return "Validation passed: the task is complete.";
  const missing = state.cannot_close_because.map((lock) => lock.message);
  return `Validation passed, but the task is not complete: ${missing.join(" ")}`;
}

export const goBack = {
  name: "go_back",
  description: "Opens a closed task for another try, with the containers above it. What was handed in is kept.",
  input: object({ task_id: id("The task."), reason: text("Why.", 2_000) }, ["task_id", "reason"]),
  async run(tools, { task_id, reason }) {
    const { ws, learnerId } = tools;
    const { title } = await tools.task(task_id);
    const before = await ws.progress.status(learnerId, task_id);
    // Reopening would also release what an instructor has set aside.
    if (before.status !== "closed") throw invalidState(`"${title}" is not closed, it is ${before.status}.`);
    const state = await ws.progress.reopen(learnerId, task_id, { reason });
    return { task_id, new_status: state.status, message: `Task reopened: ${reason}`, reason };
  },
};
