// Shows which lines of a text have changed, in words and signs as well as in colours.

import { plural } from "../lib/amounts.js";
import { h } from "../lib/element.js";
import { changedLines, hunks, lineDiff } from "./line-diff.js";

const SIGNS = { same: " ", removed: "−", added: "+" };
const SAID = { same: "", removed: "taken out: ", added: "put in: " };

export function changedLinesOf(before, after) {
  const lines = lineDiff(before, after);
  const { removed, added } = changedLines(lines);
  if (removed + added === 0) return h("p", {}, "No line changes.");
  return h(
    "div",
    { class: "stack" },
    h(
      "p",
      { class: "quiet" },
      `${plural(removed, LINES)} taken out, ${plural(added, LINES)} put in; all others stay as they are.`,
    ),
    hunks(lines).map((hunk) =>
      h(
        "div",
        { class: "hunk", role: "region", tabIndex: 0, "aria-label": `Changed lines from line ${hunk[0].after || 1}` },
        h("ol", { role: "list" }, hunk.map(line)),
      ),
    ),
  );
}

const LINES = { one: "line", other: "lines" };

function line({ kind, text, before, after }) {
  return h(
    "li",
    { class: `line is-${kind}` },
    h("span", { class: "line-number", "aria-hidden": "true" }, String(kind === "removed" ? before : after)),
    h("span", { class: "line-sign", "aria-hidden": "true" }, SIGNS[kind]),
    h(
      "code",
      { dir: "ltr" },
      SAID[kind] && h("span", { class: "unseen" }, SAID[kind]),
      text.replace(/\r?\n$/, "") || "\u00a0",
    ),
  );
}
