// The path of a learner through a course: which there are, which is followed, and why each step is in it or not.

import { coalesced } from "../lib/coalesced.js";
import { beginAt, fill, fillFrom, h } from "../lib/element.js";
import { attempt, unlessMissing } from "../lib/failure.js";
import { KINDS, pathActs } from "./path-acts.js";
import { keptCard, offerCard } from "./path-cards.js";
import { pathSteps } from "./path-steps.js";
import { courseAddress, profileAddress } from "./places.js";

export function pathPage(workspace, { learnerId, mine }, rootId) {
  const title = h("h1", { tabIndex: -1 }, "Your path");
  const problems = h("div");
  const level = h("p");
  const cards = h("ul", { class: "path-cards", role: "list", "aria-label": "Paths" });
  const steps = h("div");
  const acts = pathActs(mine, learnerId, rootId);
  const doing = { ...acts, run: (work) => () => attempt(problems, work) };
  const make = h(
    "div",
    {},
    h(
      "button",
      { type: "button", class: "button", "data-key": "another path", onclick: acts.another },
      "Make one of your own…",
    ),
  );
  const element = h(
    "article",
    { class: "page stack loose" },
    h("a", { class: "back", href: courseAddress(rootId) }, "The course"),
    h("div", { class: "stack" }, title, level),
    problems,
    cards,
    make,
    steps,
  );

  const refresh = coalesced(() => attempt(problems, () => unlessMissing(read, drawGone)));

  function drawGone() {
    title.textContent = "There is no such course";
    for (const part of [level, cards, steps]) fill(part);
    make.hidden = true;
  }

  async function read() {
    const [learner, stored, tasks, ...plans] = await Promise.all([
      mine.learners.get(learnerId),
      mine.paths.list(learnerId),
      mine.tasks.children(rootId, { recursive: true }),
      ...KINDS.map(({ type }) => mine.paths.plan(learnerId, rootId, { pathType: type })),
    ]);
    const standby = new Set(tasks.flatMap(({ remedial }) => remedial ?? []));
    const isOptional = ({ id, required, tests_out: tests }) => !required && !standby.has(id) && !tests?.length;
    const optional = new Set(tasks.filter(isOptional).map(({ id }) => id));
    const here = stored.filter((path) => path.root_id === rootId);
    const chosen = here.find((path) => path.chosen);
    document.title = "Your path · Medallion";
    fill(
      level,
      `Your level here is ${learner.background_level}. `,
      h("a", { href: profileAddress() }, "Change it in your profile"),
      ": the path is planned anew, and all that you did stays.",
    );
    fillFrom(cards, [here, plans], () =>
      KINDS.flatMap((kind, place) => {
        const kept = here.filter(({ path_type: type }) => type === kind.type);
        return kept.length > 0 ? kept.map((path) => keptCard(path, doing)) : [offerCard(kind, plans[place], doing)];
      }).map((card) => h("li", {}, card)),
    );
    const shown = chosen ?? plans[KINDS.findIndex(({ type }) => type === "personalized")];
    const kept = chosen !== undefined;
    const choose = (id, isIn) => attempt(problems, () => acts.change(shown, id, isIn));
    fillFrom(steps, [shown, [...optional], kept], () => pathSteps(shown, { rootId, kept, optional, choose }));
  }

  refresh();
  const stop = workspace.subscribe(refresh);
  return {
    element,
    focus: () => beginAt(title),
    leave: stop,
  };
}
