// The steps of a course beside what is read: chapters, each with its steps and where the learner stands.

import { coalesced } from "../lib/coalesced.js";
import { fill, h } from "../lib/element.js";
import { attempt, unlessMissing } from "../lib/failure.js";
import { progressBar } from "../lib/progress-bar.js";
import { kindOf, stateInWords, stateShape } from "../work/state-mark.js";
import { courseAddress, deskAddress, pathAddress, stepAddress } from "./places.js";

export function stepsPane(workspace, { learnerId, mine }, rootId) {
  const problems = h("div");
  const title = h("h2", { dir: "auto" }, "…");
  const whole = h("div");
  const chapters = h("div", { class: "stack" });
  const ways = h(
    "div",
    { class: "row between" },
    h("a", { href: courseAddress(rootId) }, "Overview"),
    h("a", { href: pathAddress(rootId) }, "Your path"),
  );
  const element = h(
    "nav",
    { class: "list-pane steps-pane", "aria-label": "Steps" },
    h("a", { class: "up", href: deskAddress() }, "Your desk"),
    title,
    whole,
    problems,
    ways,
    chapters,
  );
  let current;

  const refresh = coalesced(() => attempt(problems, () => unlessMissing(read, drawGone)));

  /** The page beside it says so. */
  function drawGone() {
    for (const part of [title, whole, chapters]) fill(part);
    for (const part of [title, ways]) part.hidden = true;
  }

  async function read() {
    const [root, tasks, state] = await Promise.all([
      mine.progress.tree(learnerId, rootId),
      mine.tasks.children(rootId, { recursive: true }),
      mine.progress.status(learnerId, rootId),
    ]);
    const closed = root.children.filter((own) => own.state.status === "closed" && own.children.length > 0);
    const states = await Promise.all(closed.map(({ task }) => mine.progress.status(learnerId, task.id)));
    const marks = markOf(tasks, new Set([state, ...states].flatMap((own) => own.new_items)));
    title.textContent = root.task.title;
    fill(
      whole,
      progressBar({
        label: `Progress in ${root.task.title}`,
        completed: root.completed,
        total: root.total,
        percentage: root.percentage,
      }),
    );
    const loose = root.children.filter(({ children }) => children.length === 0);
    const groups = root.children.filter(({ children }) => children.length > 0);
    fill(
      chapters,
      loose.length > 0 && steps(loose, marks),
      groups.map((chapter) => group(chapter, marks)),
    );
  }

  function group(chapter, marks) {
    const id = `chapter ${chapter.task.id}`;
    return h(
      "section",
      { class: "chapter" },
      h(
        "h3",
        { id },
        stateShape(chapter.state),
        h("span", { dir: "auto" }, chapter.task.title),
        h("span", { class: "unseen" }, `, ${stateInWords(chapter.state)}`),
      ),
      steps(leavesOf(chapter), marks, id),
    );
  }

  const steps = (nodes, marks, labelledBy) =>
    h(
      "ol",
      { class: "step-list", role: "list", "aria-labelledby": labelledBy },
      nodes.map((node) => h("li", {}, step(node, marks))),
    );

  function step({ task, state }, marks) {
    const words = [stateInWords(state), marks.get(task.id)].filter(Boolean).join(", ");
    return h(
      "a",
      {
        class: `step-link is-${kindOf(state)}`,
        href: stepAddress(rootId, task.id),
        "aria-current": task.id === current ? "page" : undefined,
        "data-key": `step ${task.id}`,
      },
      stateShape(state),
      h("span", { class: "tree-title", dir: "auto" }, task.title),
      h("span", { class: `tree-note is-${kindOf(state)}` }, words),
    );
  }

  refresh();
  const stop = workspace.subscribe(refresh);
  function mark(taskId) {
    if (current === taskId) return;
    current = taskId;
    refresh();
  }
  return { element, mark, leave: stop };
}

/**
 * What is to be said of a step besides its state: `new`, where it came after its chapter was done; `optional`; or `if
 * needed` for what stands by for who has no tries left.
 */
function markOf(tasks, added) {
  const standby = new Set(tasks.flatMap(({ remedial }) => remedial ?? []));
  const words = ({ id, required }) =>
    [added.has(id) && "new", standby.has(id) ? "if needed" : !required && "optional"].filter(Boolean).join(", ");
  return new Map(tasks.map((task) => [task.id, words(task)]));
}

/** What is worked on below a container, in order; containers within it only group it. */
function leavesOf(node) {
  if (node.children.length === 0) return [node];
  return node.children.flatMap(leavesOf);
}
