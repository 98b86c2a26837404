// A course that is gone through step by step: 40 chapters in order, each of 50 steps in order, every
// fifth a quiz.

const CHAPTERS = 40;
export const COURSE = "proj-0002";

/** `size` is how many steps. */
export function stepsOf(size) {
  const each = Math.ceil(size / CHAPTERS);
  const chapters = Array.from({ length: CHAPTERS }, (_chapter, chapter) => ({
    ...{ id: `${COURSE}.${chapter + 1}`, title: `Chapter ${chapter + 1}`, task_type: "chapter", ordered: true },
    learning_objectives: [{ level: "apply", description: `Use what chapter ${chapter + 1} shows` }],
    steps: Array.from({ length: each }, (_, at) => stepOf(chapter, at)),
  }));
  return { id: COURSE, title: "The library from end to end", task_type: "project", ordered: true, chapters };
}

function stepOf(chapter, at) {
  const isQuiz = at % 5 === 4;
  const step = {
    ...{
      id: `${COURSE}.${chapter + 1}.${at + 1}`,
      title: `Step ${at + 1} of chapter ${chapter + 1}`,
      task_type: "step",
    },
    ...{ step_type: isQuiz ? "quiz" : "reading", estimated_minutes: 5 },
    content: "Read the page, try what it says in the console, and say in your own words what you have seen there.",
  };
  const questions = [
    { id: "a", kind: "single", prompt: "Which of them?", options: ["one", "two", "three"], answer: "two", points: 1 },
    { id: "b", kind: "number", prompt: "How many?", answer: 7, points: 1 },
  ];
  if (isQuiz) step.criteria = [{ criterion_type: "quiz", description: "Right", rule: { questions, pass_mark: 1 } }];
  return step;
}

/** All steps in their order. */
export const stepIds = (course) => course.chapters.flatMap(({ steps }) => steps.map(({ id }) => id));

/** What passes any step. */
export const PASSING = { content: "done", answers: { a: "two", b: 7 } };
