// What the next session is told about a scope, as it goes into a prompt: so much as fits, and what was left out.

import { announce } from "../lib/announce.js";
import { number } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { choiceField } from "../lib/dialog.js";
import { copy } from "../lib/download.js";
import { beginAt, fillFrom, freshId, h } from "../lib/element.js";
import { attempt, showFailure } from "../lib/failure.js";
import { address } from "../lib/route.js";
import { tokenInput } from "../lib/token-input.js";
import { count } from "../lib/words.js";

const FORMATS = [
  ["markdown", "Markdown"],
  ["compact", "A line for each part"],
  ["json", "JSON"],
];

const KINDS = {
  summary: "Summary",
  invariant: "Must stay true",
  open_question: "Open question",
  decision: "Decision",
  entry_point: "Where to begin",
  avoid_repeating: "Not to be repeated",
  subsystem: "Part",
};

/** `from` is the medallion whose scope is asked for at first. */
export function promptPage(workspace, scopes, from) {
  const title = h("h1", { tabIndex: -1 }, "For the next session");
  const nodes = scopeField("nodes", "Graph nodes", "A medallion must have all of them.", "repo:soil-lab", scopes.nodes);
  const tags = scopeField("tags", "Tags", "One of them is enough.", "parser", scopes.tags);
  const budget = h("input", {
    id: freshId("budget"),
    type: "number",
    inputMode: "numeric",
    ...{ min: 0, step: 100, value: 2000 },
    oninput: () => ask(),
  });
  const format = choiceField({ name: "format", label: "Written as", options: FORMATS, value: "markdown" });
  format.querySelector("select").addEventListener("change", () => ask());
  const problems = h("div");
  const told = h("p", { class: "told", "aria-live": "polite" });
  const text = h("pre", { class: "stored", tabIndex: 0, role: "region", "aria-label": "The text", dir: "auto" });
  const parts = h("div");
  const button = h("button", { type: "button", class: "button primary", onclick: take }, "Copy the text");
  const answer = h("div", { class: "stack", hidden: true }, text, h("div", { class: "row" }, button), parts);

  const element = h(
    "div",
    { class: "page stack" },
    h("a", { class: "back", href: address(["medallions"]) }, "All medallions"),
    title,
    h(
      "p",
      { class: "lead" },
      "What goes into the prompt of a session that goes on with this scope, never longer than the tokens allowed. " +
        "What must stay true is always said; of the rest, what is worth most.",
    ),
    h(
      "form",
      { class: "stack", noValidate: true, onsubmit: (event) => event.preventDefault() },
      h("fieldset", {}, h("legend", {}, "Scope"), h("div", { class: "pair" }, nodes.element, tags.element)),
      h(
        "div",
        { class: "pair" },
        h("div", { class: "field" }, h("label", { for: budget.id }, "Tokens at most"), budget),
        format,
      ),
    ),
    problems,
    told,
    answer,
  );

  function scopeField(name, label, hint, example, suggest) {
    return tokenInput({ name, label, hint: `${hint} Press Enter after each.`, example, suggest, changed: () => ask() });
  }

  const ask = coalesced(async () => {
    const scope = { graph_nodes: nodes.current(), tags: tags.current() };
    if (scope.graph_nodes.length + scope.tags.length === 0) {
      show(undefined, "Name a scope, and here stands what the next session is told about it.");
      return;
    }
    try {
      const tokenBudget = Math.max(0, Math.floor(Number(budget.value) || 0));
      const resumed = await workspace.resume({ scope, tokenBudget, format: format.querySelector("select").value });
      showFailure(problems);
      const { tokens } = resumed;
      const words = `${count(tokens, "token")} of ${number(tokenBudget)}, as far as one can guess without the model.`;
      show(resumed, resumed.parts.length > 0 ? words : "Nothing active was left about this scope.");
    } catch (error) {
      if (error.code === "BUDGET_TOO_SMALL") {
        show(undefined, `What must be said has ${count(error.details.needed, "token")}: allow that many.`);
      } else {
        show(undefined, "");
        showFailure(problems, error);
      }
    }
  });

  function show(resumed, words) {
    if (told.textContent !== words) told.textContent = words;
    answer.hidden = !resumed || resumed.text === "";
    if (text.textContent !== resumed?.text) text.textContent = resumed?.text ?? "";
    fillFrom(parts, resumed?.parts, () => resumed && partsTable(resumed.parts));
  }

  function take() {
    return attempt(problems, async () => {
      await copy(text.textContent);
      announce("The text is on the clipboard.");
    });
  }

  async function begin() {
    const medallion = from && (await workspace.medallions.get(from));
    if (medallion) {
      nodes.set(medallion.scope.graph_nodes);
      tags.set(medallion.scope.tags);
    }
    await ask();
  }

  attempt(problems, begin);
  const stop = workspace.subscribe(() => ask());
  return { element, focus: () => beginAt(title), leave: stop };
}

function partsTable(parts) {
  const left = parts.filter(({ included }) => !included);
  const row = ({ id, kind, tokens, reason }) =>
    h(
      "tr",
      {},
      h("td", {}, KINDS[kind] ?? kind),
      h("td", {}, h("code", {}, id)),
      h("td", {}, number(tokens)),
      h("td", {}, reason),
    );
  return h(
    "details",
    { "data-key": "parts" },
    h("summary", {}, `${count(parts.length, "part")}, ${number(left.length)} left out`),
    h(
      "div",
      { class: "wide is-table", tabIndex: 0, role: "region", "aria-label": "Parts" },
      h(
        "table",
        { class: "grid" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["What", "Which", "Tokens", "In or out, and why"].map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        h("tbody", {}, parts.map(row)),
      ),
    ),
  );
}
