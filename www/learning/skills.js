// What a learner can do, by the evidence there is.

import { h } from "../lib/element.js";
import { plural } from "../lib/amounts.js";

/** Skills first, then objectives; what was never tried is counted and not listed. */
export function skillsSection(mastery) {
  const tried = mastery.filter(({ tries, mastered }) => tries > 0 || mastered);
  const untried = mastery.length - tried.length;
  if (mastery.length === 0) return undefined;
  const of = (kind) => tried.filter((own) => own.kind === kind);
  return h(
    "section",
    {},
    h("h2", {}, "What you can do"),
    tried.length === 0 && h("p", { class: "quiet" }, "Nothing was shown yet. Each quiz and exercise adds to it."),
    list("Skills", of("skill")),
    list("Objectives", of("objective")),
    tried.length > 0 &&
      untried > 0 &&
      h("p", { class: "quiet" }, `${plural(untried, { one: "more is", other: "more are" })} still ahead.`),
  );
}

function list(name, items) {
  if (items.length === 0) return undefined;
  return h(
    "div",
    {},
    h("h3", {}, name),
    h(
      "ul",
      { class: "skills", role: "list", "aria-label": name },
      items.map(({ description, id, mastered, because }) =>
        h(
          "li",
          { class: `skill ${mastered ? "is-mastered" : ""}` },
          h("span", { class: "skill-sign", "aria-hidden": "true" }, mastered ? "★" : "☆"),
          h(
            "span",
            {},
            h("strong", { dir: "auto" }, description || id),
            h("span", { class: "quiet" }, ` ${mastered ? "mastered" : "in the making"}: ${because}`),
          ),
        ),
      ),
    ),
  );
}
