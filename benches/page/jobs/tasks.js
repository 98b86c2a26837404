// Jobs with a course that many learners follow.

import { timeEach } from "../clock.js";
import { ANSWER, circles, courseOf, doneBy, newPairs } from "../course.js";
import { result } from "../digest.js";
import { randomFrom } from "../documents.js";

const load = (contestant) => import(`../contestants/courses/${contestant}.js`);

const opened = new Map();

async function db(contestant, name) {
  const key = `${contestant}-${name}`;
  if (!opened.has(key)) opened.set(key, await (await load(contestant)).open(key));
  return opened.get(key);
}

/** What was asked for, as far as it can be compared. */
const shown = {
  ready: (list) => list.map(({ task_id, title, status, priority }) => ({ task_id, title, status, priority })),
  state: ({ task_id, status, display, locked_because }) => ({
    ...{ task_id, status, display },
    because: locked_because.map(({ kind, task_id: id }) => `${kind} ${id}`).sort(),
  }),
  node: ({ task, state, completed, total, percentage, children }) => ({
    ...{ id: task.id, title: task.title, status: state.status, display: state.display },
    ...{ completed, total, percentage, children: children.map(shown.node) },
  }),
  list: (list) => list.map(({ task_id, status, display }) => ({ task_id, status, display })),
  handedIn: ({ submission, validation, state, auto_closed }) => ({
    ...{ attempt: submission.attempt_number, passed: validation.passed, status: state.status },
    closed: auto_closed.map(({ task_id }) => task_id),
  }),
};

const compared = ({ times, answers }, show) => result({ times, answers: answers.map(show) });

/** Learners, each once, from another one on for each seed. */
const learners = ({ shape, calls, seed }) =>
  Array.from({ length: Math.min(calls, shape.learners) }, (_, at) => (at + seed * 7) % shape.learners);

/** What each learner would do next, as their own list of what is ready has it. */
async function nextSteps(into, options) {
  const steps = [];
  for (const learner of learners(options)) {
    const [, next] = await into.ready(learner);
    steps.push({ learner, task: next.task_id });
  }
  return steps;
}

/** Asks for what is ready after each of these changes; only the asking is measured. */
async function readyAfter(into, changes) {
  const outcome = { times: [], answers: [] };
  for (const { learner, change } of changes) {
    await change();
    const { times, answers } = await timeEach([learner], (own) => into.ready(own));
    outcome.times.push(...times);
    outcome.answers.push(...answers);
  }
  return compared(outcome, shown.ready);
}

export const jobs = {
  async importCourse({ contestant, name, shape }) {
    const into = await db(contestant, name);
    const { document, leaves } = courseOf(shape);
    const { times, answers } = await timeEach([document], (course) => into.importCourse(course));
    const { title, priority } = await into.task(leaves.at(-1));
    return result({ times, answers: [answers[0].task_count, title, priority] });
  },

  async dropCourse({ contestant, name }) {
    const key = `${contestant}-${name}`;
    await opened.get(key)?.close();
    opened.delete(key);
    await (await load(contestant)).drop(key);
    return { times: [] };
  },

  /** A course that stays, with learners who have done some of it; not measured. */
  async fillCourse({ contestant, name, shape }) {
    const into = await db(contestant, name);
    const { document, leaves } = courseOf(shape);
    await into.importCourse(document);
    for (let learner = 0; learner < shape.learners; learner += 1) {
      await into.addLearner(learner);
      const done = doneBy(learner);
      for (const task of leaves.slice(0, done)) await into.submit(learner, task, ANSWER);
      const [next] = await into.ready(learner);
      await into.start(learner, next.task_id);
    }
    return { times: [] };
  },

  /** In a fresh page: loading the code, opening, and what is ready for one learner. */
  async openCourse({ contestant, name }) {
    const start = performance.now();
    const { open } = await load(contestant);
    const loaded = performance.now();
    const into = await open(`${contestant}-${name}`);
    const ready = performance.now();
    const answer = await into.ready(0);
    const end = performance.now();
    const parts = { load: loaded - start, open: ready - loaded, ready: end - ready };
    return { ...(await result({ times: [end - start], answers: [shown.ready(answer)] })), parts };
  },

  async ready(options) {
    const into = await db(options.contestant, options.name);
    await into.ready(0);
    return compared(await timeEach(learners(options), (learner) => into.ready(learner)), shown.ready);
  },

  async status({ contestant, name, shape, calls, seed }) {
    const into = await db(contestant, name);
    const { leaves } = courseOf(shape);
    const random = randomFrom(seed);
    const asked = Array.from({ length: calls }, () => [random.below(shape.learners), random.one(leaves)]);
    await into.status(0, leaves[0]);
    return compared(await timeEach(asked, ([learner, task]) => into.status(learner, task)), shown.state);
  },

  async tree(options) {
    const into = await db(options.contestant, options.name);
    return compared(await timeEach(learners(options), (learner) => into.tree(learner)), shown.node);
  },

  async list(options) {
    const into = await db(options.contestant, options.name);
    return compared(await timeEach(learners(options), (learner) => into.list(learner)), shown.list);
  },

  async start(options) {
    const into = await db(options.contestant, options.name);
    const steps = await nextSteps(into, options);
    return compared(await timeEach(steps, ({ learner, task }) => into.start(learner, task)), (state) =>
      shown.state({ ...state, locked_because: [] }),
    );
  },

  async submit(options) {
    const into = await db(options.contestant, options.name);
    const steps = await nextSteps(into, options);
    const submit = ({ learner, task }) => into.submit(learner, task, ANSWER);
    return compared(await timeEach(steps, submit), shown.handedIn);
  },

  async readyAfterSubmission(options) {
    const into = await db(options.contestant, options.name);
    const steps = await nextSteps(into, options);
    const change = ({ learner, task }) => into.submit(learner, task, ANSWER);
    return readyAfter(
      into,
      steps.map((step) => ({ learner: step.learner, change: () => change(step) })),
    );
  },

  async addDependency({ contestant, name, shape, calls, seed }) {
    const into = await db(contestant, name);
    const pairs = newPairs(courseOf(shape).leaves, calls, seed);
    const answered = await timeEach(pairs, ([task, on]) => into.addDependency(task, on));
    return compared(answered, ({ task_id, depends_on_id }) => [task_id, depends_on_id]);
  },

  async refuseDependency({ contestant, name, shape, calls, seed }) {
    const into = await db(contestant, name);
    const refused = ([task, on]) => into.addDependency(task, on).catch(({ code }) => code);
    return result(await timeEach(circles(courseOf(shape), calls, seed), refused));
  },

  async readyAfterDependency(options) {
    const into = await db(options.contestant, options.name);
    const turns = learners(options);
    const pairs = newPairs(courseOf(options.shape).leaves, turns.length, options.seed + 50);
    const change = ([task, on]) => into.addDependency(task, on);
    return readyAfter(
      into,
      pairs.map((pair, at) => ({ learner: turns[at], change: () => change(pair) })),
    );
  },
};
