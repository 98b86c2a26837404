// The steps of a path: why each is in it or not, and how it is fitted to the learner.

import { plural } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { stepAddress } from "./places.js";

/**
 * `kept` says whether somebody has this path, or would have it: then what is `optional` can be taken in and left out, by
 * `choose(id, isIn)`.
 */
export function pathSteps(path, { rootId, kept, optional, choose }) {
  const usual = path.path_type === "default" ? undefined : commonest(path.steps.filter(({ included }) => included));
  return h(
    "section",
    { class: "stack" },
    h("h2", {}, kept ? `${path.name}, step by step` : "What would fit you, step by step"),
    usual && h("p", {}, `For you a step is ${usual}, unless it says otherwise.`),
    h(
      "ol",
      { class: "items path-steps", role: "list" },
      path.steps.map((step) =>
        line(step, usual, { rootId, choose: kept && optional.has(step.task_id) && !step.completed && choose }),
      ),
    ),
  );
}

function line(step, usual, { rootId, choose }) {
  const own = adjustment(step);
  return h(
    "li",
    { class: `item path-step ${step.included ? "" : "is-out"}` },
    h(
      "p",
      { class: "row between" },
      h("a", { href: stepAddress(rootId, step.task_id), dir: "auto", "data-key": `path ${step.task_id}` }, step.title),
      h("span", { class: "quiet" }, inWords(step)),
    ),
    h("p", { class: "quiet" }, step.reason, step.included && usual && own !== usual && ` Here it is ${own}.`),
    choose && choice(step, choose),
  );
}

/** What is not required is the learner's own choice. */
function choice({ task_id: id, title: name, included }, choose) {
  const label = included ? "Leave it out" : "Take it in";
  return h(
    "div",
    {},
    h(
      "button",
      {
        type: "button",
        class: "button quiet-button",
        "data-key": `choice ${id}`,
        "aria-label": `${label}: ${name}`,
        onclick: () => choose(id, included),
      },
      label,
    ),
  );
}

const inWords = ({ included, completed }) => (completed ? "done" : included ? "in your path" : "left out");
const depth = (value) => (value < 1 ? "explained slowly" : value > 1 ? "in depth" : "as written");
const time = (factor) => (factor > 1 ? "more time than usual" : factor < 1 ? "less time than usual" : "the usual time");

const adjustment = ({ content_depth: deep, examples_count: examples, time_factor: factor }) =>
  `${depth(deep)}, with ${plural(examples, { one: "example", other: "examples" })} and ${time(factor)}`;

/** The adjustment that most steps have. */
function commonest(steps) {
  const counts = new Map();
  for (const own of steps.map(adjustment)) counts.set(own, (counts.get(own) ?? 0) + 1);
  return [...counts].toSorted((one, other) => other[1] - one[1])[0]?.[0];
}
