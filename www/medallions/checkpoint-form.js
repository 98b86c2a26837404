// The form to checkpoint: a scope, what the session leaves behind, and who writes it up.

import { StubMedallionLLM } from "medallion";
import { announce } from "../lib/announce.js";
import { unlessRunning } from "../lib/coalesced.js";
import { textField } from "../lib/dialog.js";
import { beginAt, fill, freshId, h } from "../lib/element.js";
import { showFailure } from "../lib/failure.js";
import { address, go } from "../lib/route.js";
import { tokenInput } from "../lib/token-input.js";
import { artefactsField } from "./artefacts-field.js";
import { draft } from "./draft.js";
import { differences } from "./differences.js";
import { NOTES_HELP, notesModel } from "./notes-model.js";
import { transcriptsField } from "./transcripts-field.js";

/** `from` is the medallion whose scope the form begins with. */
export function checkpointPage(workspace, scopes, from) {
  const title = h("h1", { tabIndex: -1 }, "New checkpoint");
  const nodes = tokenInput({
    name: "nodes",
    label: "Graph nodes",
    hint: "Of your own graph. Press Enter after each.",
    example: "repo:soil-lab",
    suggest: scopes.nodes,
  });
  const tags = tokenInput({
    name: "tags",
    label: "Tags",
    hint: "Free words. Press Enter after each.",
    example: "parser",
    suggest: scopes.tags,
  });
  const summary = h("textarea", {
    id: freshId("summary"),
    rows: 8,
    dir: "auto",
    "aria-describedby": "summary-hint",
    placeholder:
      "Split the parser in two.\ndecided: Keep the old entry point because callers depend on it (80 %)\n" +
      "question: Who still uses the flag? (high)\nnext: src/parser/mod.rs",
  });
  const transcripts = transcriptsField();
  const artefacts = artefactsField();
  const models = modelChoice();
  const reason = textField({
    name: "reason",
    label: "Reason",
    hint: "Why this checkpoint is made. The history and the audit trail show it.",
  });
  const reasonInput = reason.querySelector("input");
  const guard = h("input", { type: "checkbox", id: freshId("guard") });

  const places = { scope: h("div"), summary: h("div"), transcripts: h("div"), artefacts: h("div"), rest: h("div") };
  const preview = h("div", { class: "preview", "aria-live": "polite" });
  const save = h("button", { type: "submit", class: "button primary" }, "Save the checkpoint");
  const look = h("button", { type: "button", class: "button", onclick: () => run(show) }, "Preview");

  const form = h(
    "form",
    { class: "stack", noValidate: true, onsubmit: submit },
    h("fieldset", {}, h("legend", {}, "Scope"), h("div", { class: "pair" }, nodes.element, tags.element), places.scope),
    h(
      "fieldset",
      {},
      h("legend", {}, "Evidence"),
      h(
        "div",
        { class: "field" },
        h("label", { for: summary.id }, "Session summary"),
        h(
          "p",
          { class: "hint", id: "summary-hint" },
          "What happened, in a few sentences. It is not stored itself; what the model makes of it is.",
        ),
        summary,
      ),
      places.summary,
      transcripts.element,
      places.transcripts,
      artefacts.element,
      places.artefacts,
    ),
    models.element,
    h(
      "div",
      { class: "option" },
      guard,
      h(
        "label",
        { for: guard.id },
        h("strong", {}, "Guard. "),
        "Decisions and questions that the model leaves out without a word are kept, and marked.",
      ),
    ),
    reason,
    places.rest,
    h("div", { class: "row" }, save, look, h("a", { class: "button quiet-button", href: back() }, "Cancel")),
    preview,
  );
  const element = h(
    "div",
    { class: "page stack" },
    h("a", { class: "back", href: back() }, from === undefined ? "All medallions" : "The medallion"),
    title,
    form,
  );
  const kept = draft(from ?? "new");
  form.addEventListener("input", keep);
  form.addEventListener("focusout", keep);

  function keep() {
    const typed = {
      nodes: nodes.current(),
      tags: tags.current(),
      summary: summary.value,
      transcripts: transcripts.values() ?? [],
      artefacts: artefacts.input.value,
      reason: reasonInput.value,
    };
    const chosen = { model: models.name(), guard: guard.checked };
    if (Object.values(typed).some(({ length }) => length > 0)) kept.write({ ...typed, ...chosen });
    else kept.forget();
  }

  function back() {
    return from === undefined ? address(["medallions"]) : address(["medallions", "m", from]);
  }

  function request() {
    return {
      scope: { graph_nodes: nodes.values(), tags: tags.values() },
      evidence: {
        session_summary: summary.value,
        transcripts: transcripts.values(),
        artefacts: artefacts.value(),
      },
      llm: models.chosen(),
      guard: guard.checked,
      ...(reasonInput.value.trim() === "" ? {} : { reason: reasonInput.value.trim() }),
    };
  }

  /** Runs the checkpoint one way or the other; what it throws is shown where it comes from. */
  const run = unlessRunning(async (work) => {
    for (const place of Object.values(places)) showFailure(place);
    try {
      await work(request());
    } catch (error) {
      const [place, field] = where(error.path ?? "");
      showFailure(place, error);
      field?.focus();
    }
  });

  function where(path) {
    if (path.startsWith("scope.tags")) return [places.scope, tags.input];
    if (path.startsWith("scope")) return [places.scope, nodes.input];
    if (path.startsWith("evidence.transcripts")) return [places.transcripts, undefined];
    if (path.startsWith("evidence.artefacts")) return [places.artefacts, artefacts.input];
    if (path.startsWith("evidence") || summary.value.trim() === "") return [places.summary, summary];
    return [places.rest, undefined];
  }

  function submit(event) {
    event.preventDefault();
    run(async (checkpoint) => {
      const medallion = await workspace.checkpoint(checkpoint);
      const id = medallion.meta.medallion_id;
      const version = await workspace.medallions.version(id);
      kept.forget();
      announce(version === 1 ? `Saved as a new medallion, ${id}.` : `Saved as version ${version} of ${id}.`);
      go(["medallions", "m", id]);
    });
  }

  async function show(checkpoint) {
    const { action, medallion, diff, retired } = await workspace.checkpoint({ ...checkpoint, preview: true });
    const what =
      action === "create"
        ? "Nothing has this scope yet: this would be a new medallion."
        : `This would be the next version of ${medallion.meta.medallion_id}.`;
    fill(
      preview,
      h("h2", {}, "What would be stored"),
      h("p", {}, what, retired.length > 0 && ` It takes out ${retired.join(", ")}.`),
      differences(diff),
    );
  }

  /** Goes on with what was typed before, else begins with the scope of the medallion. */
  async function begin() {
    const before = kept.read();
    if (before) {
      nodes.set(before.nodes);
      tags.set(before.tags);
      summary.value = before.summary;
      transcripts.set(before.transcripts);
      artefacts.input.value = before.artefacts ?? "";
      reasonInput.value = before.reason ?? "";
      models.choose(before.model);
      guard.checked = before.guard === true;
    }
    if (from === undefined) return;
    title.textContent = "Checkpoint again";
    if (before) return;
    const medallion = await workspace.medallions.get(from);
    if (!medallion) return;
    nodes.set(medallion.scope.graph_nodes);
    tags.set(medallion.scope.tags);
  }
  begin().catch((error) => showFailure(places.rest, error));

  return { element, focus: () => beginAt(title) };
}

/** Who writes the medallion up, and in plain words what that one can and cannot do. */
function modelChoice() {
  const name = freshId("model");
  const option = (value, label, text, more) => {
    const id = freshId(value);
    const input = h("input", { type: "radio", id, name, value, checked: value === "notes" });
    return h("div", { class: "option" }, input, h("label", { for: id }, h("strong", {}, label), ` ${text}`), more);
  };
  const element = h(
    "fieldset",
    {},
    h("legend", {}, "Model"),
    h(
      "p",
      { class: "hint" },
      "A checkpoint is written up by a model. This page has no language model: your app would plug in its own, an object " +
        "with two methods. Here are two that need none.",
    ),
    option(
      "notes",
      "Notes.",
      "A few lines of JavaScript in this page. It understands nothing; it sorts lines by their first word.",
      h(
        "details",
        {},
        h("summary", {}, "Which lines it knows"),
        h(
          "dl",
          { class: "help" },
          NOTES_HELP.map(([line, text]) => [h("dt", {}, h("code", {}, line)), h("dd", {}, text)]),
        ),
      ),
    ),
    option(
      "stub",
      "Stub.",
      "The one inside the package, for trying things out: a new medallion gets the summary, cut at 300 characters. " +
        "An existing one gets a new time and nothing else.",
    ),
  );
  const own = () => element.querySelector("input:checked").value;
  function choose(value) {
    for (const input of element.querySelectorAll("input")) if (input.value === value) input.checked = true;
  }

  return { element, name: own, choose, chosen: () => (own() === "stub" ? new StubMedallionLLM() : notesModel) };
}
