// Jobs with a course that one learner goes through step by step.

import { Workspace } from "/pkg/index.js";
import { timeEach } from "../clock.js";
import { result } from "../digest.js";
import { COURSE, PASSING, stepIds, stepsOf } from "../steps.js";

/** How many steps are done when the measuring begins. */
const DONE = 600;

const opened = new Map();

async function course(name) {
  if (!opened.has(name)) {
    const ws = await Workspace.open(name);
    const [{ id: learner }] = await ws.learners.list();
    opened.set(name, { ws, learner });
  }
  return opened.get(name);
}

const calls = (count) => Array.from({ length: count });

/** Does what comes next; the quizzes among it are handed in. */
async function goOn(ws, learner) {
  const { task_id, needs_submission } = await ws.progress.next(learner, COURSE);
  if (needs_submission) return ws.progress.submit(learner, task_id, PASSING);
  await ws.progress.start(learner, task_id);
  return ws.progress.close(learner, task_id);
}

/** The next quiz, with all before it done. */
async function nextQuiz(ws, learner) {
  for (;;) {
    const next = await ws.progress.next(learner, COURSE);
    if (next.needs_submission) return next.task_id;
    await goOn(ws, learner);
  }
}

export const jobs = {
  /** A course that stays, with a learner who has done some of it; not measured. */
  async fillSteps({ name, size }) {
    const ws = await Workspace.open(name);
    await ws.tasks.import(stepsOf(size), { keepIds: true });
    const { id } = await ws.learners.create({ name: "Ada" });
    for (let step = 0; step < DONE; step += 1) await goOn(ws, id);
    opened.set(name, { ws, learner: id });
    return { times: [] };
  },

  /** In a page that has loaded the module: opening the workspace and drawing the whole course. */
  async openSteps({ name, calls: count }) {
    const { ws, learner } = await course(name);
    await ws.close();
    opened.delete(name);
    const times = [];
    const answers = [];
    for (let call = 0; call < count; call += 1) {
      let fresh;
      const one = await timeEach([name], async () => {
        fresh = await Workspace.open(name);
        return fresh.progress.tree(learner, COURSE);
      });
      times.push(...one.times);
      answers.push(...one.answers.map(({ completed, total }) => [completed, total]));
      await fresh.close();
    }
    return result({ times, answers });
  },

  /** In a fresh page: opening, and where to go on. */
  async startSteps({ name }) {
    const start = performance.now();
    const { ws, learner } = await course(name);
    const next = await ws.progress.next(learner, COURSE);
    return result({ times: [performance.now() - start], answers: [next.task_id] });
  },

  async next({ name, calls: count }) {
    const { ws, learner } = await course(name);
    const { times, answers } = await timeEach(calls(count), () => ws.progress.next(learner, COURSE));
    return result({ times, answers: answers.map(({ task_id }) => task_id) });
  },

  async stepStatus({ name, size, calls: count, seed }) {
    const { ws, learner } = await course(name);
    const ids = stepIds(stepsOf(size));
    const asked = calls(count).map((_, at) => ids[(at * 397 + seed * 31) % ids.length]);
    const { times, answers } = await timeEach(asked, (id) => ws.progress.status(learner, id));
    return result({ times, answers: answers.map(({ task_id, display }) => [task_id, display]) });
  },

  async stepTree({ name, calls: count }) {
    const { ws, learner } = await course(name);
    const { times, answers } = await timeEach(calls(count), () => ws.progress.tree(learner, COURSE));
    return result({ times, answers: answers.map(({ completed, total }) => [completed, total]) });
  },

  /** A half-given answer of the quiz that comes next. */
  async saveDraft({ name, calls: count }) {
    const { ws, learner } = await course(name);
    const quiz = await nextQuiz(ws, learner);
    await ws.progress.start(learner, quiz);
    const drafts = calls(count).map((_, at) => ({ answers: { a: "two", b: at } }));
    const { times, answers } = await timeEach(drafts, (draft) => ws.progress.saveDraft(learner, quiz, draft));
    return result({ times, answers: answers.map(({ task_id }) => task_id) });
  },

  /** Quizzes handed in; what comes between them is done without being measured. */
  async answer({ name, calls: count }) {
    const { ws, learner } = await course(name);
    const times = [];
    const answers = [];
    for (let call = 0; call < count; call += 1) {
      const quiz = await nextQuiz(ws, learner);
      const one = await timeEach([quiz], (id) => ws.progress.submit(learner, id, PASSING));
      times.push(...one.times);
      answers.push(...one.answers.map(({ state }) => [state.task_id, state.status]));
    }
    return result({ times, answers });
  },
};
