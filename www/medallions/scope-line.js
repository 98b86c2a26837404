// A scope as one reads it: nodes, then tags. Where it can be asked for, each is a button.

import { number } from "../lib/amounts.js";
import { h } from "../lib/element.js";

/**
 * `narrow` is called with the kind and the label to ask for; without it nothing can be pressed. Of more than `most` the rest
 * is counted: each is a stop on the way of the keyboard.
 */
export function scopeLine(scope, { narrow, owner = "", most = Infinity } = {}) {
  const all = [...scope.graph_nodes.map((label) => ["node", label]), ...scope.tags.map((label) => ["tag", label])];
  const labels = all.length > most ? all.slice(0, most - 1) : all;
  const rest = all.length - labels.length;
  return h(
    "ul",
    { class: "scope", role: "list", "aria-label": "Scope" },
    labels.map(([kind, label]) => h("li", {}, narrow ? button(kind, label) : plain(kind, label))),
    rest > 0 && h("li", { class: "quiet" }, `and ${number(rest)} more`),
  );

  function button(kind, label) {
    const properties = {
      type: "button",
      class: `label is-${kind}`,
      "aria-label": `Filter by ${kind === "tag" ? "tag" : "graph node"} ${label}`,
      "data-key": `${owner} ${kind} ${label}`,
      dir: "auto",
      onclick: () => narrow(kind, label),
    };
    return h("button", properties, text(kind, label));
  }

  function plain(kind, label) {
    return h("span", { class: `label is-${kind}`, dir: "auto" }, text(kind, label));
  }

  function text(kind, label) {
    return kind === "tag" ? `#${label}` : label;
  }
}
