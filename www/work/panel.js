// The work on one task: where the learner stands, why it is locked, the form, the verdict, and going back.

import { announce } from "../lib/announce.js";
import { duration, plural } from "../lib/amounts.js";
import { fill, fillFrom, freshId, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { moment } from "../lib/time-element.js";
import { askForHelp, goBack } from "./actions.js";
import { answerForm } from "./answer-form.js";
import { attemptsSection } from "./attempts.js";
import { draftKeeper } from "./draft-keeper.js";
import { hintBox } from "./hints.js";
import { lockList } from "./locks.js";
import { kindOf, stateMark } from "./state-mark.js";
import { verdict } from "./verdict.js";

const SHORTLY_MS = 50;
/** A timer of more than this goes off at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * `{element, draw(view), leave()}` for a learner's own handle. A view is `{context, judged, help, titles}`. `href` gives
 * addresses of tasks, `pick` which of those that are ready one goes on with; `again` is called when a lock goes by
 * itself, `before` when something is about to be handed in: what it writes counts for that.
 */
export function workPanel(mine, learnerId, taskId, { href, pick = ([first]) => first, again, before = () => {} }) {
  const titleId = freshId("work");
  const status = h("div", { class: "standing-line" });
  const locked = h("div");
  const problems = h("div");
  const form = h("div", { class: "stack" });
  const outcome = h("div");
  const doing = h("div", { class: "row actions", role: "group", "aria-label": "What can be done" });
  const hints = hintBox(() => attempt(problems, () => mine.progress.useHint(learnerId, taskId)));
  const more = h("div", { class: "stack" });
  const element = h(
    "section",
    { class: "work stack", "aria-labelledby": titleId },
    h("h2", { id: titleId }, "Your work"),
    status,
    locked,
    outcome,
    form,
    problems,
    hints.element,
    doing,
    more,
  );
  const keeper = draftKeeper(keep, showError);
  let view;
  let shownForm;
  let seenDraft;
  let result;
  let timer;

  async function keep({ draft, base }) {
    follow(await mine.progress.saveDraft(learnerId, taskId, draft, { base }));
    shownForm?.keep();
  }

  function follow({ progress_data: data }) {
    seenDraft = JSON.stringify(data?.draft);
    shownForm?.follow(data?.draft);
  }

  /** What another window kept shows here. It is read between two savings, so that it is never older than they are. */
  function followOthers({ progress_data: data }) {
    if (JSON.stringify(data?.draft) !== seenDraft)
      keeper.inTurn(async () => follow(await mine.progress.status(learnerId, taskId)));
  }

  function showError(error) {
    return attempt(problems, () => {
      throw error;
    });
  }

  const run = (work) => () => attempt(problems, work);
  const button = (label, onclick, kind = "") =>
    h("button", { type: "button", class: `button ${kind}`, "data-key": `work ${label}`, onclick }, label);

  function draw(next) {
    const isReopened = view?.context.state.status === "closed" && next.context.state.status !== "closed";
    if (isReopened) result = undefined;
    view = next;
    const { context, judged, help, titles } = view;
    const { state } = context;
    fillFrom(status, [state], () => [stateMark(state), facts(state)]);
    const isLocked = state.locked_because.length > 0;
    fillFrom(
      locked,
      [state.locked_because, [...titles]],
      () =>
        isLocked && [
          h("h3", {}, "Why it is locked"),
          lockList(state.locked_because, { href, title: (id) => titles.get(id) }),
        ],
    );
    comeBack(state.locked_because);
    drawForm(state, isLocked);
    drawOutcome(judged);
    drawHints(context);
    drawActions(state, isLocked);
    fillFrom(more, [help, judged], () => [helpList(help), attemptsSection(judged)]);
  }

  /** A cooldown goes by itself: who waits for it should see that. */
  function comeBack(locks) {
    clearTimeout(timer);
    const times = locks.filter(({ until }) => until).map(({ until }) => Date.parse(until));
    if (times.length > 0) timer = setTimeout(again, Math.min(Math.max(...times) - Date.now() + SHORTLY_MS, LONGEST_MS));
  }

  /** The form stays as it is while one writes in it; only another task or try makes a new one. */
  function drawForm(state, isLocked) {
    const { context } = view;
    const isOpen = state.status === "in_progress" && state.needs_submission && !isLocked;
    const key = isOpen ? JSON.stringify(context.criteria) : undefined;
    if (key !== undefined && key === shownForm?.key) followOthers(state);
    if (key === shownForm?.key) return;
    if (key === undefined) {
      shownForm = undefined;
      fill(form);
      return;
    }
    const own = answerForm({
      criteria: context.criteria,
      draft: state.progress_data?.draft ?? {},
      changed: keeper.keep,
      submit: handIn,
    });
    shownForm = { key, ...own };
    seenDraft = JSON.stringify(state.progress_data?.draft);
    fill(form, own.element);
  }

  async function handIn(draft) {
    await attempt(problems, async () => {
      await Promise.all([keeper.flush(), before()]);
      result = await mine.progress.submit(learnerId, taskId, draft);
      const passed = result.validation?.passed;
      announce(passed ? "Passed." : passed === false ? "Not yet; the reasons are shown." : "It waits for a review.");
      shownForm?.mark(result.validation?.details);
      drawOutcome(view.judged);
      outcome.querySelector("h3")?.focus();
    });
  }

  /** The verdict on what was just handed in; after a reload the newest one that is stored. */
  function drawOutcome(judged) {
    const [newest] = judged;
    const stored = newest && {
      submission: newest[0],
      validation: newest[1].find((own) => own.decides),
      validations: newest[1],
    };
    const isNewer = result && (!stored || stored.submission.attempt_number <= result.submission.attempt_number);
    const shown = isNewer && !(stored?.validation && !result.validation) ? result : stored;
    // What was just handed in is newer than the state that was read.
    const isOfThisTry = (shown && shown === result) || isOfTry(view.context.state, shown?.validation);
    const own = shown && isOfThisTry ? shown : undefined;
    const { criteria } = view.context;
    fillFrom(outcome, [own, criteria], () => own && verdict(own, { criteria, href, pick }));
  }

  function drawHints({ guidance, hints_left: left, task, state }) {
    const isOpen = state.status === "in_progress";
    const given = guidance?.hints_to_give ?? [];
    hints.draw({
      hints: isOpen ? given : [],
      left: isOpen ? left : 0,
      warning: task.hint_voids_credit && "A try in which a hint was used does not count.",
    });
  }

  function drawActions(state, isLocked) {
    const { context } = view;
    const { title } = context.task;
    const isContainer = context.children.length > 0;
    const kind = kindOf(state);
    const canBegin = kind === "available" && (!isContainer || state.needs_submission);
    const canFinish = state.status === "in_progress" && !state.needs_submission && !isContainer && !isLocked;
    fillFrom(doing, [canBegin, canFinish, state.status, title], () => [
      canBegin &&
        button(
          "Begin",
          run(() => mine.progress.start(learnerId, taskId)),
          "primary",
        ),
      canFinish && button("I am done", run(finish), "primary"),
      state.status === "closed" && button("Go back to it…", () => goBack(mine, learnerId, taskId, title)),
      state.status !== "closed" && button("Ask for help…", () => askForHelp(mine, learnerId, taskId)),
    ]);
  }

  async function finish() {
    await mine.progress.close(learnerId, taskId, { reason: "done" });
    announce("Done.");
  }

  function leave() {
    clearTimeout(timer);
    return keeper.leave();
  }

  return { element, draw, leave };
}

/** Whether a verdict is about what is worked on now: what was passed and is asked for again is not. */
function isOfTry({ status, task_id: id, cannot_close_because: because }, validation) {
  if (status !== "in_progress") return status === "closed";
  return !validation?.passed || !because.some(({ kind, task_id: own }) => kind === "criteria" && own === id);
}

function facts(state) {
  const left = state.attempts_left;
  return [
    state.completed_at && h("span", {}, "closed ", moment(state.completed_at)),
    !state.completed_at && state.started_at && h("span", {}, "begun ", moment(state.started_at)),
    state.close_reason && h("span", { dir: "auto" }, state.close_reason),
    state.attempts > 0 && h("span", {}, plural(state.attempts, { one: "attempt", other: "attempts" })),
    left !== null && left !== undefined && h("span", {}, `${plural(left, { one: "try", other: "tries" })} left`),
    state.time_spent_seconds > 0 && h("span", {}, `${duration(state.time_spent_seconds)} of active time`),
  ];
}

function helpList(help) {
  if (help.length === 0) return undefined;
  return h(
    "section",
    { class: "help-list" },
    h("h3", {}, "Your questions"),
    h(
      "ul",
      { class: "items", role: "list" },
      help.map(({ message, answer, created_at: at, answered_by: by }) =>
        h(
          "li",
          { class: "item" },
          h("p", { dir: "auto" }, message),
          answer
            ? h("p", { class: "answer", dir: "auto" }, h("strong", {}, `${by ?? "An instructor"}: `), answer)
            : h("p", { class: "quiet" }, "Not answered yet, asked ", moment(at)),
        ),
      ),
    ),
  );
}
