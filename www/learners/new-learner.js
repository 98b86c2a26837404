// Asks who is new here.

import { announce } from "../lib/announce.js";
import { ask, choiceField, textField } from "../lib/dialog.js";
import { h } from "../lib/element.js";
import { chooseLearner } from "./chosen.js";
import { LEVELS } from "./levels.js";

export function newLearner(workspace) {
  return ask({
    title: "A new learner",
    content: [
      h("p", {}, "Everybody at this device has a record of their own. It stays in this browser."),
      textField({ name: "name", label: "Name", required: true }),
      choiceField({
        name: "level",
        label: "What they know already",
        hint: "It shapes the path, and can be changed at any time.",
        options: LEVELS,
        value: "beginner",
      }),
    ],
    label: "Begin",
    confirm: async ({ name, level }) => {
      const learner = await workspace.learners.create({ name: name.trim(), background_level: level });
      chooseLearner(learner.id);
      announce(`${learner.name} learns here now.`);
    },
  });
}
