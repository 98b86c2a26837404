// The tree of a course: what is in it and, for the learner, what is done, running, open or locked.

import { percent } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { h } from "../lib/element.js";
import { attempt, unlessMissing } from "../lib/failure.js";
import { treeView } from "../lib/tree-view.js";
import { chosenLearner, onChosenLearner } from "../learners/chosen.js";
import { learnerPicker } from "../learners/picker.js";
import { kindOf, stateInWords, stateShape } from "../work/state-mark.js";
import { coursesAddress, taskAddress, teachAddress } from "./places.js";

export function treePane(workspace, projectId) {
  const picker = learnerPicker(workspace);
  const tree = treeView({ label: "What is in this course" });
  const problems = h("div");
  const element = h(
    "section",
    { class: "list-pane", "aria-label": "The course" },
    h(
      "div",
      { class: "row between" },
      h("a", { class: "up", href: coursesAddress() }, "All courses"),
      h("a", { href: teachAddress(projectId) }, "Teach"),
    ),
    picker.element,
    problems,
    tree.element,
  );
  let current;

  // Of a course that is not here the page beside it says so.
  const refresh = coalesced(() => attempt(problems, () => unlessMissing(read, () => tree.draw([], current))));

  async function read() {
    const learner = chosenLearner();
    const root = learner
      ? withStates(await workspace.progress.tree(learner, projectId))
      : await withoutStates(workspace, projectId);
    tree.draw(root ? [root] : [], current);
  }

  const withStates = (node) => {
    const isContainer = node.children.length > 0;
    const words = isContainer ? `${stateInWords(node.state)}, ${percent(node.percentage)}` : stateInWords(node.state);
    return {
      id: node.task.id,
      title: node.task.title,
      href: taskAddress(projectId, node.task.id),
      mark: stateShape(node.state),
      note: h("span", { class: `tree-note is-${kindOf(node.state)}` }, words),
      children: node.children.map(withStates),
    };
  };

  refresh();
  const stops = [workspace.subscribe(refresh), onChosenLearner(refresh)];
  function mark(taskId) {
    if (current === taskId) return;
    current = taskId;
    refresh();
  }
  function leave() {
    picker.leave();
    for (const stop of stops) stop();
  }
  return { element, mark, leave };
}

/** The shared tree alone. */
async function withoutStates(workspace, projectId) {
  const [project, below] = await Promise.all([
    workspace.tasks.get(projectId),
    workspace.tasks.children(projectId, { recursive: true }),
  ]);
  if (!project) return undefined;
  const nodes = new Map();
  const node = ({ id, title }) => {
    const own = { id, title, href: taskAddress(projectId, id), children: [] };
    nodes.set(id, own);
    return own;
  };
  const root = node(project);
  for (const task of below) node(task);
  for (const task of below) nodes.get(task.parent_id)?.children.push(nodes.get(task.id));
  return root;
}
