// What is shown while no plan is open: how plans come in.

import { announce } from "../lib/announce.js";
import { plural } from "../lib/amounts.js";
import { beginAt, fill, freshId, h } from "../lib/element.js";
import { fetchBeside } from "../lib/beside.js";
import { attempt, failure } from "../lib/failure.js";
import { go } from "../lib/route.js";
import { bringIn } from "./bring-in.js";
import { canPickFiles, fromDrop, fromInput, pickFiles, pickFolder } from "./files.js";
import { planAddress } from "./places.js";

export function startPage(store) {
  const title = h("h1", { tabIndex: -1 }, "Bring in plans");
  const problems = h("div");
  const outcome = h("div", { class: "stack", "aria-live": "polite" });

  const take = (read) =>
    attempt(problems, async () => {
      const files = await read;
      if (files.length === 0) return;
      const outcomes = await bringIn(store, files);
      const came = outcomes.filter(({ id }) => id !== undefined);
      if (outcomes.length === 1 && came.length === 1) {
        announce("The plan is here.");
        go(["plans", "p", came[0].id]);
      } else fill(outcome, inWords(outcomes));
    });

  const element = h(
    "div",
    { class: "page stack loose" },
    h(
      "div",
      { class: "stack" },
      title,
      h(
        "p",
        { class: "lead" },
        "A plan is a markdown file whose front matter says what is to be done. Here its numbers are computed, what " +
          "is wrong is named, and a change touches only the lines that it must.",
      ),
    ),
    dropPlace(take),
    problems,
    outcome,
    h(
      "section",
      { class: "stack" },
      h("h2", {}, "Or begin with the sample"),
      h("p", {}, "A phase of eight tasks, with a few things wrong in it that can be mended here."),
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", class: "button", onclick: () => take(sample()) }, "Load the sample plan"),
      ),
    ),
  );
  return { element, focus: () => beginAt(title) };
}

async function sample() {
  const response = await fetchBeside(new URL("../sample/plan.md", import.meta.url));
  return [{ path: "sample/plan.md", read: () => response.text() }];
}

function dropPlace(take) {
  const titleId = freshId("drop");
  const element = h(
    "section",
    { class: "field drop", "aria-labelledby": titleId, ondragover: over, ondragleave: out, ondrop: drop },
    h("h2", { id: titleId }, "Files or a folder"),
    h("p", { class: "hint" }, "Drop markdown files or folders here, or choose them. They stay in this browser."),
    canPickFiles()
      ? h(
          "div",
          { class: "row" },
          h("button", { type: "button", class: "button", onclick: () => take(pickFiles()) }, "Choose files…"),
          h("button", { type: "button", class: "button", onclick: () => take(pickFolder()) }, "Choose a folder…"),
        )
      : [input("Files", {}), input("A folder", { webkitdirectory: true })],
  );

  function input(label, properties) {
    const id = freshId("file");
    const own = h("input", { type: "file", id, multiple: true, accept: ".md,.markdown", ...properties });
    // The same one can be chosen again.
    const forget = () => {
      own.value = "";
    };
    own.addEventListener("change", () => take(fromInput(own.files)).then(forget));
    return h("div", { class: "field" }, h("label", { for: id }, label), own);
  }

  function over(event) {
    event.preventDefault();
    element.classList.add("is-over");
  }

  function out() {
    element.classList.remove("is-over");
  }

  function drop(event) {
    event.preventDefault();
    out();
    take(fromDrop(event.dataTransfer));
  }

  return element;
}

const OUTCOMES = [
  ["new", "New"],
  ["changed", "Now as in the file; what was here before is in the history"],
  ["same", "Already here, the same"],
  ["passed over", "Passed over: no front matter and no task in it"],
  ["failed", "Not taken in"],
];

function inWords(outcomes) {
  const came = outcomes.filter(({ id }) => id !== undefined).length;
  return [
    h("p", { class: "verdict" }, `${plural(came, { one: "plan is", other: "plans are" })} here.`),
    OUTCOMES.map(([own, words]) => {
      const these = outcomes.filter(({ outcome }) => outcome === own);
      if (these.length === 0) return undefined;
      return h(
        "details",
        { open: own === "failed" },
        h("summary", {}, `${words} (${these.length})`),
        h(
          "ul",
          { class: "paths" },
          these.map(({ path, id, error }) =>
            h("li", {}, id ? h("a", { href: planAddress(id) }, path) : path, error && failure(error)),
          ),
        ),
      );
    }),
  ];
}
