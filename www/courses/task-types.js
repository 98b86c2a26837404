// What tasks are in their tree, in words.

export const TYPES = {
  project: "course",
  epic: "part",
  chapter: "chapter",
  task: "task",
  subtask: "exercise",
  step: "step",
};

const STEPS = {
  reading: "reading",
  quiz: "quiz",
  exercise: "exercise",
  video: "video",
  interactive: "interactive",
};

/** "chapter", "quiz": what it is, as one would call it. */
export const typeInWords = ({ task_type: type, step_type: step, subtask_type: subtask }) =>
  STEPS[step] ?? (type === "subtask" && subtask === "conversational" ? "talk" : (TYPES[type] ?? type));
