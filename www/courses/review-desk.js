// What was handed in and waits for somebody to judge it.

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
    const { id, task_id: taskId, content, answers, attempt_number: number, submitted_at: at } = submission;
    return h(
      "li",
      { class: "item" },
      h("p", { class: "item-title" }, `${name}: `, h("a", { href: href(taskId), dir: "auto" }, title)),
      h("p", { class: "quiet" }, `Attempt ${number}, handed in `, moment(at)),
      h("pre", { class: "handed-in", dir: "auto", tabIndex: 0 }, content || JSON.stringify(answers, undefined, 2)),
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
        const number = grade.trim() === "" ? undefined : Number(grade.replace(",", ".")) / 100;
        await teacher.progress.review(id, {
          passed: passed === "yes",
          feedback: feedback.trim(),
          reviewer: REVIEWER,
          ...(number !== undefined && { grade: number }),
        });
        announce(`The verdict is with ${name}.`);
      },
    });
  }

  return { element, refresh };
}

/** The author's own checks, word for word: who reviews must know them. */
function rules(criteria) {
  return criteria
    .filter(({ rule }) => Object.keys(rule).length > 0)
    .map(({ rule }) => h("pre", { class: "handed-in", tabIndex: 0 }, JSON.stringify(rule, undefined, 2)));
}
