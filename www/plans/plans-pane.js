// All plans, with how far each is and how much is wrong with it.

import { plural } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { fill, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { progressBar } from "../lib/progress-bar.js";
import { findAddress, planAddress, plansAddress } from "./places.js";
import { statusMark } from "./status-mark.js";
import { titleOf } from "./words.js";

export function plansPane(store) {
  const problems = h("div");
  const told = h("p", { class: "told" });
  const across = h(
    "a",
    { class: "across", href: findAddress(), hidden: true, "data-key": "find" },
    "Find tasks in all plans",
  );
  const cards = h("ol", { class: "cards", role: "list", "aria-label": "Plans" });
  const element = h(
    "section",
    { class: "list-pane", "aria-label": "All plans" },
    h(
      "div",
      { class: "row between" },
      h("h2", {}, "Plans"),
      h("a", { class: "button primary", href: plansAddress() }, "Bring in plans"),
    ),
    told,
    across,
    problems,
    cards,
  );
  let plans = [];
  let opened;

  function draw() {
    told.textContent = plans.length === 0 ? "Nothing here yet." : `${plural(plans.length, PLANS)}.`;
    across.hidden = plans.length === 0;
    fill(
      cards,
      plans.map((plan) => h("li", {}, card(plan, plan.id === opened))),
    );
  }

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      plans = await store.list();
      draw();
    }),
  );

  function mark(id) {
    opened = id;
    draw();
  }

  refresh();
  store.subscribe(refresh);
  return { element, mark };
}

const PLANS = { one: "plan", other: "plans" };

function card(plan, isOpen) {
  return h(
    "article",
    { class: `card${isOpen ? " is-open" : ""}` },
    h(
      "a",
      {
        class: "card-title",
        href: planAddress(plan.id),
        dir: "auto",
        "data-key": `card ${plan.id}`,
        "aria-current": isOpen ? "true" : undefined,
      },
      titleOf(plan),
    ),
    h(
      "p",
      { class: "card-facts" },
      plan.prd && h("span", {}, h("code", {}, plan.prd)),
      plan.phase && h("span", {}, `phase ${plan.phase}`),
      statusMark(plan.status),
    ),
    progressBar({
      label: `Progress of ${titleOf(plan)}`,
      completed: plan.completed_tasks,
      total: plan.total_tasks,
      percentage: plan.progress,
    }),
    h(
      "p",
      { class: "card-facts" },
      plan.ready_tasks > 0 && h("span", {}, `${plan.ready_tasks} ready`),
      plan.problems > 0 && h("span", {}, plural(plan.problems, { one: "problem", other: "problems" })),
    ),
  );
}
