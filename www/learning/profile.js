// Who the learner is: what shapes their path, and what is theirs to take along or to erase.

import { percent, plural } from "../lib/amounts.js";
import { announce } from "../lib/announce.js";
import { coalesced } from "../lib/coalesced.js";
import { ask, choiceField, textField } from "../lib/dialog.js";
import { download } from "../lib/download.js";
import { beginAt, fill, h } from "../lib/element.js";
import { attempt } from "../lib/failure.js";
import { ofWords, readIn } from "../lib/language.js";
import { go } from "../lib/route.js";
import { tokenInput } from "../lib/token-input.js";
import { chooseLearner } from "../learners/chosen.js";
import { LEVELS } from "../learners/levels.js";
import { deskAddress } from "./places.js";

const LANGUAGES = ["en", "ar", "de", "es", "fr", "he", "hi", "ja", "pt", "ur", "zh"];
const FIELDS = ["name", "background_level", "preferred_language"];
/**
 * The wishes that shape paths: the key, what is asked, and the answers; the first is as for everybody. A host may have
 * set `another` value, which is none of them and holds all the same.
 */
const WISHES = [
  {
    key: "time_factor",
    label: "How long you take",
    options: [
      [undefined, "As long as is estimated"],
      [1.5, "Longer: give me half as much again"],
      [0.75, "Less: I read fast"],
    ],
    another: (value) => value >= 0.25 && value <= 4 && value !== 1 && `${percent(value * 100)} of what is estimated`,
  },
  {
    key: "more_examples",
    label: "Examples",
    options: [
      [undefined, "As many as suit my level"],
      [2, "More of them"],
      [-2, "Fewer of them"],
    ],
    another: (value) =>
      Number.isInteger(value) &&
      Math.abs(value) <= 3 &&
      value !== 0 &&
      `${plural(Math.abs(value), { one: "example", other: "examples" })} ${value > 0 ? "more" : "fewer"}`,
  },
  {
    key: "optional_steps",
    label: "Steps that are not required",
    options: [
      [undefined, "By my level"],
      [true, "I want them all"],
      [false, "I do without"],
    ],
  },
];

export function profilePage(workspace, { learnerId, mine }) {
  const title = h("h1", { tabIndex: -1 }, "Profile");
  const problems = h("div");
  const place = h("div", { class: "stack loose" });
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
      if (learner) fill(place, form(learner), vouch(learner));
    }),
  );

  function form(learner) {
    const { name, background_level: level, preferred_language: language, learning_preferences: preferences } = learner;
    const asked = WISHES.map((wish) => ({ ...wish, options: answers(wish, preferences[wish.key]) }));
    const known = LANGUAGES.includes(language) ? LANGUAGES : [language, ...LANGUAGES];
    const sheet = h(
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
        hint:
          "Numbers, dates and the direction of the page follow it, and tutors are told. Courses stay in the language of " +
          "their authors.",
        options: known.map((own) => [own, nameOf(own)]),
        value: language,
      }),
      asked.map(({ key, label, options }) => {
        const chosen = options.findIndex(([own]) => own === preferences[key]);
        return choiceField({
          name: key,
          label,
          options: options.map(([, words], number) => [String(number), words]),
          value: String(Math.max(chosen, 0)),
        });
      }),
      h("p", { class: "hint" }, "These shape your own paths; the whole course stays as it is."),
      h("div", { class: "row" }, saveButton()),
    );
    let saved = said();
    return sheet;

    function said() {
      return Object.fromEntries(new FormData(sheet));
    }

    /** Only what was changed here: another window may have changed the rest. */
    function save(event) {
      event.preventDefault();
      const now = said();
      const isChanged = (key) => now[key] !== saved[key];
      const wished = asked
        .filter(({ key }) => isChanged(key))
        .map(({ key, options }) => [key, options[Number(now[key])][0]]);
      return attempt(problems, async () => {
        const kept = (await mine.learners.get(learnerId))?.learning_preferences;
        await mine.learners.update(learnerId, {
          ...Object.fromEntries(FIELDS.filter(isChanged).map((key) => [key, now[key].trim()])),
          ...(wished.length > 0 && { learning_preferences: wishes(kept, wished) }),
        });
        if (isChanged("preferred_language")) readIn(now.preferred_language);
        saved = now;
        announce("Saved. Your path is planned anew, and all that you did stays.");
      });
    }
  }

  /** A skill from elsewhere is for those who teach to say: what learners claim opens and closes nothing. */
  function vouch(learner) {
    const skills = tokenInput({
      name: "skills",
      label: "What this learner can do already",
      hint: "Skills by the names that courses use. Steps that only teach these, and are not required, leave their path.",
      example: "scopes",
      suggest: () => taught,
    });
    skills.set(learner.mastered_skills);
    const save = (event) => {
      event.preventDefault();
      return attempt(problems, async () => {
        const teacher = workspace.as({ role: "instructor" });
        await teacher.learners.update(learnerId, { mastered_skills: skills.values() });
        announce("Saved: an instructor vouches for it.");
      });
    };
    return h(
      "details",
      {},
      h("summary", {}, "For an instructor: what is known already"),
      h(
        "form",
        { class: "stack", onsubmit: save },
        skills.element,
        h("div", { class: "row" }, saveButton("I vouch for it")),
      ),
    );
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
  return { element, focus: () => beginAt(title) };
}

/** The answers to choose from, with what was answered in another way. */
function answers({ options, another }, value) {
  const isListed = options.some(([own]) => own === value);
  const words = !isListed && typeof value === "number" && another?.(value);
  return words ? [...options, [value, words]] : options;
}

/** What a language is called; what is no tag of one, as it stands: a host may have kept any text. */
function nameOf(language) {
  try {
    return ofWords(Intl.DisplayNames, { type: "language" }).of(language);
  } catch {
    return language || "Not said";
  }
}

/** A skill that is still being typed becomes a token when its field is left, and moves what stands below: not now. */
const saveButton = (label = "Save") =>
  h("button", { type: "submit", class: "button primary", onmousedown: (event) => event.preventDefault() }, label);

/** What is as for everybody is not kept; what the host keeps besides stays. */
function wishes(kept, wished) {
  const next = { ...kept, ...Object.fromEntries(wished) };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
}
