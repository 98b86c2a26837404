// What can be done with paths: made, followed, left, named, changed and deleted.

import { announce } from "../lib/announce.js";
import { ask, choiceField, textField } from "../lib/dialog.js";
import { h } from "../lib/element.js";

export const KINDS = [
  {
    type: "default",
    name: "The whole course",
    description: "Every step, in the order of the course.",
  },
  {
    type: "personalized",
    name: "Fitted to you",
    description: "By your level, what you have shown and what you passed over. Required steps always stay.",
  },
  {
    type: "remedial",
    name: "Slowly, once more",
    description: "What went wrong is explained more, with more examples and more time.",
  },
];

/** For one learner and one course. */
export function pathActs(mine, learnerId, rootId) {
  const create = ({ type, name, description }) =>
    mine.paths.create({ learner_id: learnerId, root_id: rootId, name, description, path_type: type });

  async function follow({ id, name }) {
    await mine.paths.choose(learnerId, id);
    announce(`You follow “${name}” now.`);
  }

  async function leaveIt({ id, name }) {
    await mine.paths.choose(learnerId, id, { follow: false });
    announce(`You follow “${name}” no longer; the course goes on in its own order.`);
  }

  function another() {
    return ask({
      title: "A path of your own",
      content: [
        textField({ name: "name", label: "Name", required: true }),
        choiceField({
          name: "type",
          label: "What it begins with",
          options: KINDS.map(({ type, name, description }) => [type, `${name}: ${description}`]),
          value: "personalized",
        }),
      ],
      label: "Make it",
      confirm: async ({ name, type }) => follow(await create({ type, name: name.trim(), description: "" })),
    });
  }

  function rename({ id, name, description }) {
    return ask({
      title: `Rename “${name}”`,
      content: [
        textField({ name: "name", label: "Name", value: name, required: true }),
        textField({ name: "description", label: "What it is about", value: description }),
      ],
      label: "Rename it",
      confirm: async (fields) => {
        const next = { name: fields.name.trim(), description: fields.description.trim() };
        await mine.paths.update(id, next);
        announce(`It is called “${next.name}” now.`);
      },
    });
  }

  function remove({ id, name }) {
    return ask({
      title: `Delete “${name}”?`,
      content: h("p", {}, "Only the path goes. All that you did in the course stays."),
      label: "Delete it",
      danger: true,
      confirm: async () => {
        await mine.paths.delete(id);
        announce(`“${name}” is deleted.`);
      },
    });
  }

  async function change(path, id, isIn) {
    const sequence = path.steps.filter((own) => (own.task_id === id ? !isIn : own.included)).map((own) => own.task_id);
    await mine.paths.update(path.id, { steps_sequence: sequence });
    announce(isIn ? "It is left out of your path." : "It is in your path.");
  }

  return { create, follow, leaveIt, another, rename, remove, change };
}
