// Paths as cards: what each is, how long, and what can be done with it.

import { number, plural } from "../lib/amounts.js";
import { h } from "../lib/element.js";

/** What there would be, for who does not have a path of this kind. */
export function offerCard(kind, planned, { run, create, follow }) {
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

/** A path that is kept. */
export function keptCard(path, { run, follow, leaveIt, rename, remove }) {
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

const facts = ({ included_steps: included, completed_steps: completed, estimated_minutes: minutes }) =>
  h(
    "p",
    { class: "facts" },
    h("span", {}, plural(included, { one: "step", other: "steps" })),
    h("span", {}, `${number(completed)} done`),
    h("span", {}, `about ${plural(minutes, { one: "minute", other: "minutes" })}`),
  );
