// The versions of a plan, and which lines each has changed.

import { h } from "../lib/element.js";
import { moment } from "../lib/time-element.js";
import { changedLinesOf } from "./changed-lines.js";

/** `versions` as the workspace gives them, newest first. */
export function planHistory(versions) {
  return h(
    "section",
    { class: "stack" },
    h("h2", {}, "History"),
    h(
      "ol",
      { class: "versions", role: "list", "aria-label": "Versions, newest first" },
      versions.map((version, place) => row(version, versions[place + 1])),
    ),
  );
}

function row({ version, saved_at: at, actor, reason, text }, before) {
  return h(
    "li",
    { class: "item" },
    h(
      "p",
      {},
      h("strong", {}, `Version ${version}`),
      " ",
      h("span", { class: "quiet" }, moment(at), ` by ${actor}`),
      reason && ` — ${reason}`,
    ),
    before && lines(version, before.text, text),
  );
}

/** Lines are compared only where somebody looks. */
function lines(version, before, after) {
  const element = h("details", {}, h("summary", {}, `The lines that version ${version} changed`));
  element.addEventListener("toggle", () => element.append(changedLinesOf(before, after)), { once: true });
  return element;
}
