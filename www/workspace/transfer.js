// A workspace as one file, and back.

import { announce } from "../lib/announce.js";
import { ask, choiceField } from "../lib/dialog.js";
import { download } from "../lib/download.js";
import { freshId, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { progressBar } from "../lib/progress-bar.js";
import { bytes, count } from "../lib/words.js";
import { loadSample } from "../medallions/sample.js";

const RULES = [
  ["newer", "The newer one wins"],
  ["ours", "What is here wins"],
  ["theirs", "What is in the file wins"],
  ["error", "Nothing is imported"],
];

export function transferSection(workspace) {
  const problems = h("div");
  const progress = h("div");
  const report = h("div", { "aria-live": "polite" });
  const file = h("input", {
    type: "file",
    id: freshId("file"),
    accept: ".medallion,.jsonl,.ndjson,.json,.txt",
    onchange: choose,
  });
  const save = h("button", { type: "button", class: "button", onclick: exportAll }, "Export to a file");
  const element = h(
    "section",
    { class: "stack" },
    h("h2", {}, "Export and import"),
    h("p", {}, "One text file with everything that is here, in all of its versions, one change in each line."),
    h("div", { class: "row" }, save, progress),
    h(
      "div",
      { class: "field" },
      h("label", { for: file.id }, "Import a file"),
      h(
        "p",
        { class: "hint" },
        "An exported file, or medallions as JSON. You are told what would come before anything is changed. The same file twice changes nothing.",
      ),
      file,
    ),
    h(
      "div",
      { class: "row" },
      h("button", { type: "button", class: "button", onclick: sample }, "Load the sample"),
      h("span", { class: "hint" }, "The decisions of this project. What is here already stays as it is."),
    ),
    problems,
    report,
  );

  function exportAll() {
    return attempt(problems, async () => {
      const blob = await exported().finally(() => progress.replaceChildren());
      download(blob, `${workspace.name}-${new Date().toISOString().slice(0, 10)}.jsonl`);
      announce(`Exported, ${bytes(blob.size)}.`);
    });
  }

  /** Where not all can be read, what can be is better than nothing. */
  async function exported() {
    try {
      return await workspace.export({ onProgress: showProgress });
    } catch (error) {
      if (error.code === "CLOSED") throw error;
      const partial = await workspace.export({ partial: true, onProgress: showProgress });
      const lacks = `${error.message} The file holds what can be read, and names in its first line what cannot.`;
      report.replaceChildren(h("p", { class: "failure" }, lacks));
      return partial;
    }
  }

  function showProgress({ done, total }) {
    const percentage = total > 0 ? Math.floor((100 * done) / total) : 100;
    const words = `${done} of ${count(total, "entry", "entries")} read`;
    progress.replaceChildren(progressBar({ label: "Export", percentage, words }));
  }

  function sample() {
    return attempt(problems, async () => announce(await loadSample(workspace)));
  }

  async function choose() {
    const [chosen] = file.files;
    if (!chosen) return;
    report.replaceChildren();
    await attempt(problems, async () => {
      await checkIsData(chosen);
      const expected = await workspace.import(chosen, { dryRun: true });
      await confirmed(chosen, expected);
    });
    forget();
  }

  /** So that the same file can be chosen again. */
  function forget() {
    file.value = "";
  }

  function confirmed(chosen, expected) {
    if (expected.problems.length > 0 || expected.records === 0) {
      const why = expected.problems.length > 0 ? "some of the file cannot be taken" : "all of it is here already";
      report.replaceChildren(...outcome(expected, `Nothing was imported: ${why}.`));
      return undefined;
    }
    return ask({
      title: `Import ${chosen.name}?`,
      content: [
        h(
          "p",
          {},
          `${count(expected.records, "record")} would come or change, ${expected.skipped} would stay as they are.`,
        ),
        choiceField({ name: "rule", label: "Where a record is here and in the file, differently", options: RULES }),
      ],
      label: "Import",
      confirm: async ({ rule }) => {
        const done = await workspace.import(chosen, { onConflict: rule, reason: `import of ${chosen.name}` });
        report.replaceChildren(
          ...outcome(
            done,
            `Imported. ${count(done.records, "record")} came or changed, ${done.skipped} stayed as before.`,
          ),
        );
        announce(`Imported: ${count(done.records, "record")} came or changed.`);
      },
    });
  }

  return { element };
}

/** What is no data at all is said in other words than what is wrong within data. */
async function checkIsData(file) {
  const start = await file.slice(0, 1000).text();
  if (/^\uFEFF?\s*[{[]/.test(start)) return;
  throw new Error(
    `${file.name} is neither an export nor medallions as JSON. Plans (.md) are brought in in the room for plans, ` +
      "courses in the room for courses.",
  );
}

function outcome({ problems, lacks = [] }, verdict) {
  const list = (all) =>
    all.length > 0 &&
    h(
      "ul",
      { class: "failure" },
      all.map(({ path, message }) => h("li", {}, h("code", {}, path), ` ${message}`)),
    );
  return [h("p", { class: "verdict" }, verdict), list(problems), list(lacks)].filter(Boolean);
}
