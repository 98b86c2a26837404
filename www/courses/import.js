// A course from a file: first what would come and what is wrong with it, then all of it or nothing.

import { announce } from "../lib/announce.js";
import { bytes } from "../lib/words.js";
import { ask, choiceField } from "../lib/dialog.js";
import { h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { fileDrop } from "../lib/file-drop.js";
import { go } from "../lib/route.js";
import { ignoredKeys, inWords, problemList, warningList } from "./import-report.js";

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
      const expected = await workspace.tasks.import(text, { dryRun: true });
      const older = await earlier(text);
      if (isHopeless(expected, older)) refuse(file, expected);
      else await confirm(file, text, expected, older);
    });
  }

  /** The project of the same name, which this one could update. */
  async function earlier(text) {
    const slug = /"project_id"\s*:\s*"([^"]+)"/.exec(text)?.[1];
    return slug === undefined ? undefined : workspace.tasks.projectBySlug(slug);
  }

  /** A version that is here already can still become what its course is. */
  function isHopeless({ problems: wrong }, older) {
    return wrong.some(({ path }) => !older || (path !== "version" && path !== "project_id"));
  }

  function refuse(file, expected) {
    report.replaceChildren(
      h("p", { class: "verdict" }, `${file.name} was not taken in: nothing is stored of a course that has a problem.`),
      problemList(expected.problems),
      ignoredKeys(expected.ignored),
    );
  }

  function confirm(file, text, expected, older) {
    const canBeNew = expected.problems.length === 0;
    const options = [
      ...(older ? [[older.id, `Update “${older.title}”, version ${older.version}: what learners did stays`]] : []),
      ...(canBeNew ? [[NEW, "As a course of its own"]] : []),
    ];
    return ask({
      title: `Bring in “${titleOf(text) ?? file.name}”?`,
      content: [
        h("p", {}, `${bytes(file.size)}. ${inWords(expected)}`),
        warningList(expected.warnings),
        ignoredKeys(expected.ignored),
        older && choiceField({ name: "update", label: "A course of this name is here", options, value: older.id }),
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

/** What the course is called, where that is easy to say. */
function titleOf(text) {
  try {
    const { title } = JSON.parse(text);
    return typeof title === "string" ? title : undefined;
  } catch {
    return undefined;
  }
}
