// What is said about a task besides its material: what is learned, what is asked, what waits for what.

import { h } from "../lib/element.js";
import { markdown } from "../lib/markdown.js";
import { criteriaList } from "../work/criteria-words.js";

const BLOOM = {
  remember: "remember",
  understand: "understand",
  apply: "apply",
  analyze: "analyse",
  evaluate: "evaluate",
  create: "create",
};

/** `objectives` is a list of `{objective, achieved}`; `achieved` is undefined where nobody learns. */
export function objectivesSection(objectives) {
  if (objectives.length === 0) return undefined;
  return h(
    "section",
    {},
    h("h2", {}, "What is learned"),
    h(
      "ul",
      { class: "items objectives", role: "list" },
      objectives.map(({ objective, achieved }) =>
        h(
          "li",
          { class: `item ${achieved ? "is-achieved" : ""}` },
          h("p", { dir: "auto" }, objective.description),
          h(
            "p",
            { class: "quiet" },
            [BLOOM[objective.level], achieved === true && "achieved", achieved === false && "not shown yet"]
              .filter(Boolean)
              .join(" · "),
          ),
        ),
      ),
    ),
  );
}

export function criteriaSection(task, criteria) {
  if (criteria.length === 0 && !task.acceptance_criteria) return undefined;
  return h(
    "section",
    {},
    h("h2", {}, "What is asked"),
    task.acceptance_criteria && markdown(task.acceptance_criteria),
    criteria.length > 0 && criteriaList(criteria),
  );
}

/** `waits` and `blocks` are lists of `{id, title}`. */
export function waitingSection({ waits, blocks }, href) {
  if (waits.length === 0 && blocks.length === 0) return undefined;
  const row = (name, tasks) =>
    tasks.length > 0 && [
      h("dt", {}, name),
      h(
        "dd",
        {},
        tasks.map(({ id, title }, place) => [place > 0 && ", ", h("a", { href: href(id), dir: "auto" }, title)]),
      ),
    ];
  return h(
    "section",
    {},
    h("h2", {}, "What waits for what"),
    h("dl", { class: "fields" }, row("It waits for", waits), row("For it wait", blocks)),
  );
}
