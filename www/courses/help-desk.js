// Questions of learners, and their answers.

import { announce } from "../lib/announce.js";
import { ask } from "../lib/dialog.js";
import { fillFrom, h } from "../lib/element.js";
import { moment } from "../lib/time-element.js";
import { areaField } from "../work/actions.js";
import { titlesOf } from "../work/view.js";

export function helpDesk(teacher, projectId, href) {
  const list = h("div");
  const element = h("section", {}, h("h2", {}, "Questions"), list);

  async function refresh(names) {
    const requests = await teacher.progress.helpRequests({ projectId });
    const titles = await titlesOf(
      teacher,
      requests.map(({ task_id: id }) => id),
    );
    const open = requests.filter(({ status }) => status === "open");
    const answered = requests.filter(({ status }) => status !== "open");
    const line = (own) => item(own, names.get(own.learner_id) ?? own.learner_id, titles.get(own.task_id));
    fillFrom(list, [requests, [...titles], [...names]], () => [
      open.length === 0
        ? h("p", { class: "quiet" }, "No question is open.")
        : h("ul", { class: "items", role: "list" }, open.map(line)),
      answered.length > 0 &&
        h(
          "details",
          {},
          h("summary", {}, "Answered before"),
          h("ul", { class: "items", role: "list" }, answered.map(line)),
        ),
    ]);
  }

  function item({ id, task_id: taskId, message, answer, created_at: at }, name, title) {
    return h(
      "li",
      { class: "item" },
      h("p", { class: "item-title", dir: "auto" }, message),
      h(
        "p",
        { class: "quiet" },
        `${name}, about `,
        h("a", { href: href(taskId), dir: "auto" }, title),
        ", ",
        moment(at),
      ),
      answer
        ? h("p", { class: "answer", dir: "auto" }, h("strong", {}, "Answer: "), answer)
        : h(
            "div",
            { class: "row" },
            h(
              "button",
              {
                type: "button",
                class: "button",
                "data-key": `answer ${id}`,
                "aria-label": `Answer ${name}`,
                onclick: () => reply(id, name, message),
              },
              "Answer…",
            ),
          ),
    );
  }

  function reply(id, name, message) {
    return ask({
      title: `Answer ${name}`,
      content: [h("p", { dir: "auto" }, `“${message}”`), areaField({ name: "answer", label: "Your answer" })],
      label: "Send the answer",
      confirm: async ({ answer }) => {
        await teacher.progress.answerHelp(id, answer.trim());
        announce(`${name} sees your answer with the task.`);
      },
    });
  }

  return { element, refresh };
}
