// What changed from one version to another, in words.

import { h } from "../lib/element.js";
import { dateAndTime } from "../lib/words.js";
import { named } from "./path-words.js";

const KINDS = [
  ["added", "Added", "+"],
  ["changed", "Changed", "~"],
  ["removed", "Removed", "−"],
];

/** A list of `{added, changed, removed}`; bookkeeping stands at the end. */
export function differences(diff) {
  const lines = KINDS.flatMap(([kind, word, sign]) =>
    Object.entries(diff[kind]).map(([path, value]) => ({ kind, word, sign, path, value })),
  );
  lines.sort((a, b) => Number(isBookkeeping(a)) - Number(isBookkeeping(b)));
  if (lines.length === 0) return h("p", {}, "Nothing: they are the same.");
  return h("ul", { class: "differences", role: "list" }, lines.map(line));
}

const isBookkeeping = ({ path }) => path.startsWith("meta.");

function line({ kind, word, sign, path, value }) {
  if (path === "meta.updated_at" && kind === "changed") {
    return h("li", { class: "quiet" }, `Saved ${dateAndTime(value.to)}, before that ${dateAndTime(value.from)}.`);
  }
  return h(
    "li",
    { class: `difference is-${kind}` },
    h(
      "p",
      { class: "difference-head" },
      h("span", { class: "sign", "aria-hidden": "true" }, sign),
      h("strong", {}, word),
      ` ${named(path)} `,
      h("code", { class: "path" }, path),
    ),
    kind === "changed"
      ? h(
          "dl",
          { class: "from-to" },
          h("dt", {}, "from"),
          h("dd", {}, shown(value.from)),
          h("dt", {}, "to"),
          h("dd", {}, shown(value.to)),
        )
      : h("div", { class: "difference-value" }, shown(value)),
  );
}

/** What one reads first, stands first. */
const ORDER = ["statement", "question", "name", "rationale", "notes"];
const place = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

const isBlank = (value) => value === "" || (Array.isArray(value) && value.length === 0);

const spaced = (name) => name.replaceAll("_", " ");

function shown(value) {
  if (value === null) return h("em", {}, "nothing");
  if (Array.isArray(value)) {
    return value.length === 0
      ? h("em", {}, "an empty list")
      : h(
          "ul",
          {},
          value.map((item) => h("li", {}, shown(item))),
        );
  }
  if (typeof value !== "object")
    return value === "" ? h("em", {}, "empty text") : h("span", { dir: "auto" }, String(value));
  return h(
    "dl",
    { class: "fields" },
    Object.entries(value)
      .filter(([name, own]) => name !== "id" && !isBlank(own))
      .sort(([a], [b]) => place(a) - place(b))
      .map(([name, own]) => [h("dt", {}, spaced(name)), h("dd", {}, shown(own))]),
  );
}
