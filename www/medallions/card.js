// One medallion in the list.

import { h } from "../lib/element.js";
import { address } from "../lib/route.js";
import { moment } from "../lib/time-element.js";
import { count, headline } from "../lib/words.js";
import { scopeLine } from "./scope-line.js";
import { seal } from "./seal.js";

export function card(medallion, isOpen, narrow) {
  const { meta, summary, scope } = medallion;
  return h(
    "article",
    { class: `card ${isOpen ? "is-open" : ""}` },
    h(
      "a",
      {
        class: "card-title",
        href: address(["medallions", "m", meta.medallion_id]),
        dir: "auto",
        "data-key": `card ${meta.medallion_id}`,
        "aria-current": isOpen ? "true" : undefined,
      },
      headline(summary.high_level)[0] || "Without a summary",
    ),
    scopeLine(scope, { narrow, owner: meta.medallion_id, most: 6 }),
    h("p", { class: "card-facts" }, seal(meta.status), holds(medallion), moment(meta.updated_at)),
  );
}

function holds({ decisions, open_questions }) {
  return [
    decisions.length > 0 && h("span", {}, count(decisions.length, "decision")),
    open_questions.length > 0 && h("span", {}, count(open_questions.length, "question")),
  ];
}
