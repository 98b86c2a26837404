// All learners of a course beside each other: a row for each, a column for each part.

import { percent } from "../lib/amounts.js";
import { fill, fillFrom, h } from "../lib/element.js";
import { progressBar } from "../lib/progress-bar.js";
import { kindOf, stateMark } from "../work/state-mark.js";

export function sideBySide(teacher, projectId, href) {
  const place = h("div");
  const element = h("section", {}, h("h2", {}, "All learners"), place);

  async function refresh(names) {
    const ids = [...names.keys()];
    const trees = await Promise.all(ids.map((id) => teacher.progress.tree(id, projectId)));
    if (ids.length === 0) {
      fill(place, h("p", { class: "quiet" }, "Nobody learns at this device yet."));
      return;
    }
    const parts = trees[0].children.map(({ task }) => task);
    fillFrom(place, [[...names], trees], () =>
      h(
        "div",
        { class: "wide is-table", role: "region", tabIndex: 0, "aria-label": "Learners and parts" },
        h(
          "table",
          { class: "grid" },
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("th", { scope: "col" }, "Learner"),
              h("th", { scope: "col" }, "All of it"),
              parts.map(({ id, title }) => h("th", { scope: "col" }, h("a", { href: href(id), dir: "auto" }, title))),
            ),
          ),
          h(
            "tbody",
            {},
            ids.map((id, number) => row(names.get(id), trees[number])),
          ),
        ),
      ),
    );
  }

  return { element, refresh };
}

function row(name, tree) {
  return h(
    "tr",
    {},
    h("th", { scope: "row", dir: "auto" }, name),
    h(
      "td",
      {},
      progressBar({
        label: `Progress of ${name}`,
        completed: tree.completed,
        total: tree.total,
        percentage: tree.percentage,
      }),
    ),
    tree.children.map((part) =>
      h(
        "td",
        { class: `is-${kindOf(part.state)}` },
        stateMark(part.state),
        part.children.length > 0 && h("span", { class: "quiet" }, ` ${percent(part.percentage)}`),
      ),
    ),
  );
}
