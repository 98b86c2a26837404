// Who the learner is: what shapes their path, and what is theirs to take along or to erase.

import { announce } from "../lib/announce.js";
import { coalesced } from "../lib/coalesced.js";
import { ask, choiceField, textField } from "../lib/dialog.js";
import { download } from "../lib/download.js";
import { fill, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { go } from "../lib/route.js";
import { tokenInput } from "../lib/token-input.js";
import { chooseLearner } from "../learners/chosen.js";
import { LEVELS } from "../learners/levels.js";
import { deskAddress } from "./places.js";

const LANGUAGES = ["en", "ar", "de", "es", "fr", "he", "hi", "ja", "pt", "ur", "zh"];
const PACES = [
  ["steady", "Steady: one step after the other"],
  ["short", "Short: a few minutes at a time"],
  ["long", "Long: a whole chapter at a time"],
];

export function profilePage(workspace, { learnerId, mine }) {
  const title = h("h1", { tabIndex: -1 }, "Profile");
  const problems = h("div");
  const place = h("div");
  const element = h(
    "div",
    { class: "page stack loose alone" },
    h("a", { class: "up", href: deskAddress() }, "Your desk"),
    title,
    problems,
    place,
    h(
      "section",
      { class: "stack" },
      h("h2", {}, "What is yours"),
      h(
        "div",
        { class: "row" },
        h("button", { type: "button", class: "button", onclick: exportCsv }, "Download your progress as CSV"),
        h("button", { type: "button", class: "button danger-quiet", onclick: erase }, "Erase all that is yours…"),
      ),
    ),
  );

  let taught = [];

  const refresh = coalesced(() =>
    attempt(problems, async () => {
      const [learner, { items }] = await Promise.all([mine.learners.get(learnerId), mine.tasks.list({ limit: 500 })]);
      taught = [...new Set(items.flatMap(({ skills }) => skills ?? []))];
      if (learner) fill(place, form(learner));
    }),
  );

  function form(learner) {
    const { name, background_level: level, preferred_language: language, learning_preferences: preferences } = learner;
    const languageName = new Intl.DisplayNames(document.documentElement.lang || "en", { type: "language" });
    const skills = tokenInput({
      name: "skills",
      label: "What you can do already",
      hint: "Skills by the names that courses use. Steps that only teach these, and are not required, leave your path.",
      example: "scopes",
      suggest: () => taught,
    });
    skills.set(learner.mastered_skills);
    const known = LANGUAGES.includes(language) ? LANGUAGES : [language, ...LANGUAGES];
    return h(
      "form",
      { class: "stack", onsubmit: save },
      textField({ name: "name", label: "Name", value: name ?? "", required: true }),
      choiceField({
        name: "background_level",
        label: "What you know already",
        hint: "Another level means another path; what you did stays.",
        options: LEVELS,
        value: level,
      }),
      choiceField({
        name: "preferred_language",
        label: "Language",
        hint: "It is told to tutors. Courses are in the language of their authors.",
        options: known.map((own) => [own, languageName.of(own)]),
        value: language,
      }),
      choiceField({
        name: "pace",
        label: "How you like to learn",
        options: PACES,
        value: preferences.pace ?? "steady",
      }),
      skills.element,
      h("div", { class: "row" }, saveButton()),
    );

    function save(event) {
      event.preventDefault();
      const { pace, ...patch } = Object.fromEntries(new FormData(event.target));
      return attempt(problems, async () => {
        await workspace.learners.update(learnerId, {
          ...patch,
          mastered_skills: skills.values(),
          learning_preferences: { ...preferences, pace },
        });
        announce("Saved. Your path is planned anew, and all that you did stays.");
      });
    }
  }

  function exportCsv() {
    return attempt(problems, async () => {
      const text = await mine.progress.exportCsv({ learnerId });
      download(new Blob([text], { type: "text/csv" }), "my-progress.csv");
    });
  }

  function erase() {
    return ask({
      title: "Erase all that is yours?",
      content: h(
        "p",
        {},
        "Your profile, your progress, what you handed in and how it was judged are blanked for good. Nobody can bring " +
          "them back. Courses stay.",
      ),
      label: "Erase for good",
      danger: true,
      confirm: async () => {
        await workspace.learners.delete(learnerId);
        chooseLearner(undefined);
        go(["learning"]);
        announce("Erased. Nothing of it is left.");
      },
    });
  }

  refresh();
  return { element, focus: () => title.focus() };
}

/** A skill that is still being typed becomes a token when its field is left, and moves what stands below: not now. */
const saveButton = () =>
  h("button", { type: "submit", class: "button primary", onmousedown: (event) => event.preventDefault() }, "Save");
