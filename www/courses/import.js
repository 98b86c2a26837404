// A course from a file: first what would come and what is wrong with it, then all of it or nothing.

import { announce } from "../lib/announce.js";
import { bytes } from "../lib/words.js";
import { ask, choiceField } from "../lib/dialog.js";
import { fill, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { fileDrop } from "../lib/file-drop.js";
import { go } from "../lib/route.js";
import { changesInWords, ignoredKeys, inWords, problemList, warningList } from "./import-report.js";

const NEW = "";

export function importSection(workspace) {
  const problems = h("div");
  const report = h("div", { class: "stack", "aria-live": "polite" });
  const element = h(
    "section",
    { class: "stack", "aria-label": "A course from a file" },
    fileDrop({
      label: "A course from a file",
      hint: "Drop a JSON or JSONL file here, or choose one. You see what would come before anything is stored.",
      accept: ".json,.jsonl,application/json",
      take,
    }),
    problems,
    report,
  );

  function take(file) {
    report.replaceChildren();
    return attempt(problems, async () => {
      const text = await file.text();
      const older = await earlier(text);
      const asNew = await workspace.tasks.import(text, { dryRun: true });
      const asUpdate = older && (await workspace.tasks.import(text, { dryRun: true, update: older.id }));
      const isPossible = [asNew, asUpdate].some((expected) => expected?.problems.length === 0);
      if (isPossible) await confirm(file, text, { asNew, asUpdate, older });
      else refuse(file, asUpdate ?? asNew);
    });
  }

  /** The project of the same name, which this one could update. */
  async function earlier(text) {
    const slug = /"project_id"\s*:\s*"([^"]+)"/.exec(text)?.[1];
    return slug === undefined ? undefined : workspace.tasks.projectBySlug(slug);
  }

  function refuse(file, expected) {
    fill(
      report,
      h("p", { class: "verdict" }, `${file.name} was not taken in: nothing is stored of a course that has a problem.`),
      problemList(expected.problems),
      ignoredKeys(expected.ignored),
    );
  }

  function confirm(file, text, { asNew, asUpdate, older }) {
    const canUpdate = asUpdate?.problems.length === 0;
    const canBeNew = asNew.problems.length === 0;
    const options = [
      ...(canUpdate ? [[older.id, `Update “${older.title}”, version ${older.version}: what learners did stays`]] : []),
      ...(canBeNew ? [[NEW, "As a course of its own"]] : []),
    ];
    const what = h("p", { "aria-live": "polite" });
    const choice = older && choiceOf(options);
    const tell = (value) =>
      fill(what, value === NEW ? `All of it is new: ${inWords(asNew)}` : changesInWords(asUpdate));
    choice?.addEventListener("change", (event) => tell(event.target.value));
    tell(options[0][0]);
    return ask({
      title: `Bring in “${titleOf(text) ?? file.name}”?`,
      content: [
        h("p", {}, `${bytes(file.size)}. ${inWords(asNew)}`),
        warningList((canUpdate ? asUpdate : asNew).warnings),
        ignoredKeys((canUpdate ? asUpdate : asNew).ignored),
        choice,
        older && what,
      ].filter(Boolean),
      label: "Bring it in",
      confirm: async ({ update = NEW }) => {
        const done = await workspace.tasks.import(text, {
          reason: `import of ${file.name}`,
          ...(update !== NEW && { update }),
        });
        announce(`The course is here: ${inWords(done)}`);
        go(["courses", "p", done.project_id]);
      },
    });
  }

  return { element };
}

/** Where there is one way only, nothing is to be chosen, and its words are read as a whole. */
function choiceOf(options) {
  const label = "A course of this name is here";
  const [[value, words]] = options;
  if (options.length > 1) return choiceField({ name: "update", label, options, value });
  return h("p", {}, h("strong", {}, `${label}. `), words, ".", h("input", { type: "hidden", name: "update", value }));
}

/** What the course is called, where that is easy to say. */
function titleOf(text) {
  try {
    const { title } = JSON.parse(text);
    return typeof title === "string" ? title : undefined;
  } catch {
    return undefined;
  }
}
