// A scope as one reads it: nodes, then tags. Where it can be asked for, each is a button.

import { h } from "../lib/element.js";
import { asWord } from "./filter.js";

/** `narrow` is called with the word to add to the filter; without it nothing can be pressed. */
export function scopeLine(scope, narrow, owner = "") {
  const labels = [...scope.graph_nodes.map((label) => ["node", label]), ...scope.tags.map((label) => ["tag", label])];
  return h(
    "ul",
    { class: "scope", role: "list", "aria-label": "Scope" },
    labels.map(([kind, label]) => h("li", {}, narrow ? button(kind, label) : plain(kind, label))),
  );

  function button(kind, label) {
    const word = asWord(kind, label);
    const properties = {
      type: "button",
      class: `label is-${kind}`,
      "aria-label": `Filter by ${kind === "tag" ? "tag" : "graph node"} ${label}`,
      "data-key": `${owner} ${word}`,
      onclick: () => narrow(word),
    };
    return h("button", properties, text(kind, label));
  }

  function plain(kind, label) {
    return h("span", { class: `label is-${kind}` }, text(kind, label));
  }

  function text(kind, label) {
    return kind === "tag" ? `#${label}` : label;
  }
}
