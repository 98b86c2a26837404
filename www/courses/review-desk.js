// What was handed in and waits for somebody to judge it.

import { readNumber, share } from "../lib/amounts.js";
import { announce } from "../lib/announce.js";
import { ask, choiceField, textField } from "../lib/dialog.js";
import { fillFrom, h } from "../lib/element.js";
import { moment } from "../lib/time-element.js";
import { criteriaList } from "../work/criteria-words.js";
import { areaField } from "../work/actions.js";

const REVIEWER = "instructor";

export function reviewDesk(teacher, projectId, href) {
  const list = h("div");
  const element = h("section", {}, h("h2", {}, "Reviews that wait"), list);

  async function refresh(names) {
    const waiting = await teacher.progress.reviews({ projectId });
    const submissions = await Promise.all(waiting.map(({ submission_id: id }) => teacher.progress.submission(id)));
    const criteria = await Promise.all(waiting.map(({ task_id: id }) => teacher.tasks.criteria(id)));
    const nameOf = ({ learner_id: id }) => names.get(id) ?? id;
    fillFrom(list, [waiting, submissions, criteria, waiting.map(nameOf)], () =>
      waiting.length === 0
        ? h("p", { class: "quiet" }, "Nothing waits.")
        : h(
            "ul",
            { class: "items", role: "list" },
            waiting.map((own, place) => item(submissions[place], nameOf(own), own.task_title, criteria[place])),
          ),
    );
  }

  function item(submission, name, title, criteria) {
    const { id, task_id: taskId, content, answers, score, attempt_number: number, submitted_at: at } = submission;
    const handedIn = [content, answers && JSON.stringify(answers, undefined, 2)].filter(Boolean);
    return h(
      "li",
      { class: "item" },
      h("p", { class: "item-title" }, `${name}: `, h("a", { href: href(taskId), dir: "auto" }, title)),
      h("p", { class: "quiet" }, `Attempt ${number}, handed in `, moment(at)),
      handedIn.map((text) => h("pre", { class: "handed-in", dir: "auto", tabIndex: 0 }, text)),
      score !== undefined && h("p", {}, `The score that was handed in: ${share(score)}.`),
      criteria.length > 0 &&
        h(
          "details",
          { "data-key": `asked ${id}` },
          h("summary", {}, "What is asked"),
          criteriaList(criteria),
          rules(criteria),
        ),
      h(
        "div",
        { class: "row" },
        h(
          "button",
          {
            type: "button",
            class: "button",
            "data-key": `review ${id}`,
            "aria-label": `Review ${name}, ${title}`,
            onclick: () => judge(id, name, title),
          },
          "Review…",
        ),
      ),
    );
  }

  function judge(id, name, title) {
    return ask({
      title: `Review ${name}, “${title}”`,
      content: [
        choiceField({
          name: "passed",
          label: "Verdict",
          options: [
            ["yes", "It passes"],
            ["no", "Not yet"],
          ],
        }),
        textField({ name: "grade", label: "Grade", hint: "From 0 to 100." }),
        areaField({ name: "feedback", label: "What to tell them" }),
      ],
      label: "Give the verdict",
      confirm: async ({ passed, grade, feedback }) => {
        const reached = grade.trim() === "" ? undefined : gradeOf(grade);
        await teacher.progress.review(id, {
          passed: passed === "yes",
          feedback: feedback.trim(),
          reviewer: REVIEWER,
          ...(reached !== undefined && { grade: reached }),
        });
        announce(`The verdict is with ${name}.`);
      },
    });
  }

  return { element, refresh };
}

/** A comma may be the point of who judges, whichever language the page is in. */
function gradeOf(text) {
  const own = readNumber(text.replace(",", "."));
  if (own === undefined || own < 0 || own > 100)
    throw Object.assign(new Error("A grade is a number from 0 to 100, or nothing."), { field: "grade" });
  return own / 100;
}

/** The author's own checks, word for word: who reviews must know them. */
function rules(criteria) {
  return criteria
    .filter(({ rule }) => Object.keys(rule).length > 0)
    .map(({ rule }) => h("pre", { class: "handed-in", tabIndex: 0 }, JSON.stringify(rule, undefined, 2)));
}
