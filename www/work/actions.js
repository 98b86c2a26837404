// What a learner can say about a task besides handing in work; each asks first, with a reason where one is kept.

import { announce } from "../lib/announce.js";
import { ask, sayingSomething, textField } from "../lib/dialog.js";
import { freshId, h } from "../lib/element.js";

export function askForHelp(mine, learnerId, taskId) {
  return ask({
    title: "Ask for help",
    content: [
      h("p", {}, "An instructor sees it in this course, and answers there. You see the answer here."),
      areaField({ name: "message", label: "What is unclear?" }),
    ],
    label: "Ask",
    confirm: async ({ message }) => {
      await mine.progress.requestHelp(learnerId, taskId, message.trim());
      announce("Your question was sent to the instructors of this device.");
    },
  });
}

export function goBack(mine, learnerId, taskId, title) {
  return ask({
    title: `Go back to “${title}”?`,
    content: [
      h("p", {}, "It opens again, and so does what it is a part of. What you handed in stays."),
      textField({ name: "reason", label: "Why", required: true }),
    ],
    label: "Go back to it",
    confirm: async ({ reason }) => {
      await mine.progress.reopen(learnerId, taskId, { reason: reason.trim() });
      announce(`“${title}” is open again.`);
    },
  });
}

export function setAside(mine, learnerId, taskId, title) {
  return ask({
    title: `Set “${title}” aside?`,
    content: [
      h("p", {}, "It leaves what is ready, and so does everything below it, until it is taken up again."),
      textField({ name: "reason", label: "Why" }),
    ],
    label: "Set it aside",
    confirm: async ({ reason }) => {
      await mine.progress.hold(learnerId, taskId, why(reason));
      announce(`“${title}” is set aside.`);
    },
  });
}

/** For instructors: a learner does not take up what others have set aside. */
export async function takeUp(teacher, learnerId, taskId, title) {
  await teacher.progress.reopen(learnerId, taskId, { reason: "taken up again" });
  announce(`“${title}” is taken up again.`);
}

/** For instructors: it counts as closed, and who allowed it is kept. */
export function passOver(workspace, learnerId, taskId, title) {
  return ask({
    title: `Pass over “${title}”?`,
    content: [
      h("p", {}, "It counts as closed for this learner and is shown apart. The reason is kept."),
      textField({ name: "reason", label: "Why", required: true }),
    ],
    label: "Pass over it",
    confirm: async ({ reason }) => {
      await workspace.progress.skip(learnerId, taskId, { reason: reason.trim() });
      announce(`“${title}” is passed over.`);
    },
  });
}

export const why = (reason) => (reason.trim() === "" ? {} : { reason: reason.trim() });

export function areaField({ name, label, value = "", rows = 4 }) {
  const id = freshId(name);
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label),
    sayingSomething(h("textarea", { id, name, rows, value, required: true, class: "is-text" })),
  );
}
