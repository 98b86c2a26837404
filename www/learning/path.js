// The path of a learner through a course: which there are, which is followed, and why each step is in it or not.

import { announce } from "../lib/announce.js";
import { number, plural } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { ask, choiceField, textField } from "../lib/dialog.js";
import { beginAt, fill, fillFrom, h } from "../lib/element.js";
import { attempt, unlessMissing } from "../lib/failure.js";
import { courseAddress, profileAddress, stepAddress } from "./places.js";

const KINDS = [
  {
    type: "default",
    name: "The whole course",
    description: "Every step, in the order of the course.",
  },
  {
    type: "personalized",
    name: "Fitted to you",
    description: "By your level, what you have shown and what you passed over. Required steps always stay.",
  },
  {
    type: "remedial",
    name: "Slowly, once more",
    description: "What went wrong is explained more, with more examples and more time.",
  },
];

export function pathPage(workspace, { learnerId, mine }, rootId) {
  const title = h("h1", { tabIndex: -1 }, "Your path");
  const problems = h("div");
  const level = h("p");
  const cards = h("ul", { class: "path-cards", role: "list", "aria-label": "Paths" });
  const steps = h("div");
  const make = h(
    "div",
    {},
    h(
      "button",
      { type: "button", class: "button", "data-key": "another path", onclick: another },
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

  let optional = new Set();

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
    optional = new Set(tasks.filter(isOptional).map(({ id }) => id));
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
        return kept.length > 0 ? kept.map((path) => keptCard(path)) : [offer(kind, plans[place])];
      }).map((card) => h("li", {}, card)),
    );
    const shown = chosen ?? plans[KINDS.findIndex(({ type }) => type === "personalized")];
    fillFrom(steps, [shown, [...optional], chosen === undefined], () => list(shown, chosen === undefined));
  }

  const button = (label, name, onclick, kind = "") =>
    h(
      "button",
      {
        type: "button",
        class: `button ${kind}`,
        // Who follows one and who does not press the same button.
        "data-key": `${label.replace(/ (it|none)$/, "")} ${name}`,
        "data-near": `Follow ${name}`,
        "aria-label": `${label}: ${name}`,
        onclick,
      },
      label,
    );

  const run = (work) => () => attempt(problems, work);

  /** What there would be, for who does not have a path of this kind. */
  function offer(kind, planned) {
    return h(
      "article",
      { class: "path-card" },
      h("h2", {}, kind.name),
      h("p", {}, kind.description),
      facts(planned),
      button(
        "Follow it",
        kind.name,
        run(async () => follow(await create(kind))),
      ),
    );
  }

  function keptCard(path) {
    const { name, description, chosen } = path;
    return h(
      "article",
      { class: `path-card ${chosen ? "is-chosen" : ""}` },
      h("h2", { dir: "auto" }, name),
      description && h("p", { dir: "auto" }, description),
      facts(path),
      chosen && h("p", { class: "chosen" }, "✓ You follow this one"),
      h(
        "div",
        { class: "row" },
        chosen
          ? button(
              "Follow none",
              name,
              run(() => leaveIt(path)),
            )
          : button(
              "Follow it",
              name,
              run(() => follow(path)),
            ),
        button("Rename…", name, () => rename(path), "quiet-button"),
        button("Delete…", name, () => remove(path), "quiet-button"),
      ),
    );
  }

  const facts = ({ included_steps: included, completed_steps: completed, estimated_minutes: minutes }) =>
    h(
      "p",
      { class: "facts" },
      h("span", {}, plural(included, { one: "step", other: "steps" })),
      h("span", {}, `${number(completed)} done`),
      h("span", {}, `about ${plural(minutes, { one: "minute", other: "minutes" })}`),
    );

  const create = ({ type, name, description }) =>
    mine.paths.create({ learner_id: learnerId, root_id: rootId, name, description, path_type: type });

  async function follow({ id, name }) {
    await mine.paths.choose(learnerId, id);
    announce(`You follow “${name}” now.`);
  }

  async function leaveIt({ id, name }) {
    await mine.paths.choose(learnerId, id, { follow: false });
    announce(`You follow “${name}” no longer; the course goes on in its own order.`);
  }

  function another() {
    return ask({
      title: "A path of your own",
      content: [
        textField({ name: "name", label: "Name", required: true }),
        choiceField({
          name: "type",
          label: "What it begins with",
          options: KINDS.map(({ type, name, description }) => [type, `${name}: ${description}`]),
          value: "personalized",
        }),
      ],
      label: "Make it",
      confirm: async ({ name, type }) => follow(await create({ type, name: name.trim(), description: "" })),
    });
  }

  function rename({ id, name, description }) {
    return ask({
      title: `Rename “${name}”`,
      content: [
        textField({ name: "name", label: "Name", value: name, required: true }),
        textField({ name: "description", label: "What it is about", value: description }),
      ],
      label: "Rename it",
      confirm: async (fields) => {
        const next = { name: fields.name.trim(), description: fields.description.trim() };
        await mine.paths.update(id, next);
        announce(`It is called “${next.name}” now.`);
      },
    });
  }

  function remove({ id, name }) {
    return ask({
      title: `Delete “${name}”?`,
      content: h("p", {}, "Only the path goes. All that you did in the course stays."),
      label: "Delete it",
      danger: true,
      confirm: async () => {
        await mine.paths.delete(id);
        announce(`“${name}” is deleted.`);
      },
    });
  }

  function list(path, isOnlyPlanned) {
    const usual = path.path_type === "default" ? undefined : commonest(path.steps.filter(({ included }) => included));
    return h(
      "section",
      { class: "stack" },
      h("h2", {}, isOnlyPlanned ? "What would fit you, step by step" : `${path.name}, step by step`),
      usual && h("p", {}, `For you a step is ${usual}, unless it says otherwise.`),
      h(
        "ol",
        { class: "items path-steps", role: "list" },
        path.steps.map((step) => line(step, usual, isOnlyPlanned ? undefined : path)),
      ),
    );
  }

  function line(step, usual, path) {
    const own = adjustment(step);
    return h(
      "li",
      { class: `item path-step ${step.included ? "" : "is-out"}` },
      h(
        "p",
        { class: "row between" },
        h(
          "a",
          { href: stepAddress(rootId, step.task_id), dir: "auto", "data-key": `path ${step.task_id}` },
          step.title,
        ),
        h("span", { class: "quiet" }, inWords(step)),
      ),
      h("p", { class: "quiet" }, step.reason, step.included && usual && own !== usual && ` Here it is ${own}.`),
      path && optional.has(step.task_id) && !step.completed && choice(step, path),
    );
  }

  /** What is not required is the learner's own choice. */
  function choice({ task_id: id, title: name, included }, path) {
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
          onclick: () => attempt(problems, () => change(path, id, included)),
        },
        label,
      ),
    );
  }

  async function change(path, id, isIn) {
    const sequence = path.steps.filter((own) => (own.task_id === id ? !isIn : own.included)).map((own) => own.task_id);
    await mine.paths.update(path.id, { steps_sequence: sequence });
    announce(isIn ? "It is left out of your path." : "It is in your path.");
  }

  refresh();
  const stop = workspace.subscribe(refresh);
  return {
    element,
    focus: () => beginAt(title),
    leave: stop,
  };
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
