// A step as a reader meets it: the text, then the work, then the way on and back.

import { plural } from "../lib/amounts.js";
import { coalesced } from "../lib/coalesced.js";
import { beginAt, fill, fillFrom, h } from "../lib/element.js";
import { attempt, showFailure, unlessMissing } from "../lib/failure.js";
import { material } from "../courses/material.js";
import { typeInWords } from "../courses/task-types.js";
import { objectivesSection } from "../courses/facts.js";
import { workPanel } from "../work/panel.js";
import { workView } from "../work/view.js";
import { placeKeeper } from "./place-keeper.js";
import { courseAddress, stepAddress } from "./places.js";

const READ = new Set(["reading", "video"]);

export function stepPage(workspace, { learnerId, mine }, rootId, taskId) {
  const href = (id) => stepAddress(rootId, id);
  const title = h("h1", { tabIndex: -1, dir: "auto" }, "…");
  const crumbs = h("nav", { class: "crumbs", "aria-label": "Where this is" });
  const facts = h("div", { class: "facts" });
  const note = h("div");
  const text = h("div", { class: "text" });
  const panel = workPanel(mine, learnerId, taskId, {
    href,
    pick: behind,
    again: () => refresh(),
    before: writeTime,
  });
  const problems = h("div");
  const learned = h("div");
  const way = h("nav", { class: "way", "aria-label": "Back and on" });
  const element = h(
    "article",
    { class: "page stack" },
    h("a", { class: "back", href: courseAddress(rootId) }, "The course"),
    crumbs,
    facts,
    title,
    problems,
    note,
    text,
    panel.element,
    learned,
    way,
  );
  const place = placeKeeper(partsOf, (position) => quietly(() => keepPlace(position)));
  let leaves = [];
  let followed;
  let time;
  let shownText;
  let isRestored = false;

  function partsOf() {
    return [...text.querySelectorAll(".prose > *")];
  }

  async function keepPlace(position) {
    await mine.progress.bookmark(learnerId, taskId, position);
    text.dataset.kept = position.part;
  }

  /** What is only noted in passing must not stand in the way of reading. */
  const quietly = (work) => work().catch((error) => error.code !== "LOCKED" && showFailure(problems, error));

  const refresh = coalesced(async () => {
    try {
      await unlessMissing(read, drawGone);
    } catch (error) {
      showFailure(problems, error);
    }
  });

  function drawGone() {
    title.textContent = "There is no such step";
    for (const part of [crumbs, facts, note, text, learned, way]) fill(part);
    shownText = undefined;
    panel.element.hidden = true;
    showFailure(problems);
  }

  async function read() {
    const [view, found, learner, paths] = await Promise.all([
      workView(mine, learnerId, taskId, workspace),
      leavesOf(),
      mine.learners.get(learnerId),
      mine.paths.list(learnerId),
    ]);
    leaves = found;
    followed = paths.find((path) => path.chosen && path.root_id === rootId);
    showFailure(problems);
    panel.element.hidden = false;
    draw(view, learner);
  }

  /** What one can go back and on to; what stands by for others is in nobody's way. */
  async function leavesOf() {
    const tasks = await mine.tasks.children(rootId, { recursive: true });
    const standby = new Set(tasks.flatMap(({ remedial }) => remedial ?? []));
    const found = [];
    const walk = (node) => {
      const isLeaf = node.children.length === 0;
      if (!isLeaf) node.children.forEach(walk);
      else if (!standby.has(node.task.id) || node.state.display !== "locked" || node.task.id === taskId)
        found.push(node);
    };
    walk(await mine.progress.tree(learnerId, rootId));
    return found;
  }

  function draw(view, learner) {
    const {
      task,
      state,
      ancestors,
      content,
      content_items: items,
      objectives,
      estimated_minutes: minutes,
    } = view.context;
    const isLocked = state.locked_because.length > 0;
    title.textContent = task.title;
    document.title = `${task.title} · Medallion`;
    fill(
      crumbs,
      ancestors
        .toReversed()
        .map((own) =>
          h(
            "span",
            { class: "crumb" },
            own.id === rootId
              ? h("a", { href: courseAddress(rootId), dir: "auto" }, own.title)
              : h("span", { dir: "auto" }, own.title),
          ),
        ),
    );
    fill(
      facts,
      h("span", {}, typeInWords(task)),
      minutes && h("span", {}, `about ${plural(minutes, { one: "minute", other: "minutes" })}`),
      !task.required && h("span", {}, "optional"),
      learner?.name && h("span", { dir: "auto" }, learner.name),
    );
    const shown = isLocked ? undefined : JSON.stringify([content, items]);
    if (shown !== shownText) fill(text, shown && material({ content, items }));
    shownText = shown;
    panel.draw(view);
    fillFrom(learned, objectives, () => objectivesSection(objectives));
    drawWay();
    begin(task, state, isLocked);
    restore(state, isLocked);
  }

  /** Reading begins by opening it; work begins when one says so. */
  function begin(task, state, isLocked) {
    if (isLocked || state.status === "closed") {
      stopTime();
      return;
    }
    time ??= mine.progress.track(learnerId, taskId);
    if (state.status === "open" && READ.has(task.step_type))
      attempt(problems, () => mine.progress.start(learnerId, taskId));
  }

  /** The time until now is written, and it is counted on. */
  async function writeTime() {
    const own = time;
    if (!own) return;
    time = mine.progress.track(learnerId, taskId);
    await quietly(() => own.stop());
  }

  function stopTime() {
    const own = time;
    time = undefined;
    if (own) quietly(() => own.stop());
  }

  function restore(state, isLocked) {
    if (isRestored || isLocked) return;
    isRestored = true;
    const part = state.status === "closed" ? undefined : place.restore(state.progress_data?.bookmark);
    if (part)
      fill(
        note,
        h(
          "p",
          { class: "standing" },
          "You are where you stopped. ",
          h("button", { type: "button", class: "button quiet-button", onclick: toTop }, "To the beginning"),
        ),
      );
  }

  function toTop() {
    fill(note);
    beginAt(title);
  }

  /** One goes on from here, in the order of the path that is followed, and not with what was left out before. */
  function behind(ready) {
    const inPath = followed?.steps.filter(({ included }) => included).map((own) => own.task_id);
    const order = inPath ?? leaves.map(({ task }) => task.id);
    const first = (ids) => ids.map((id) => ready.find((own) => own.task_id === id)).find(Boolean);
    return first(order.slice(order.indexOf(taskId) + 1)) ?? (inPath ? first(inPath) : ready[0]);
  }

  function drawWay() {
    const number = leaves.findIndex(({ task }) => task.id === taskId);
    const [before, after] = [leaves[number - 1], leaves[number + 1]];
    fill(
      way,
      before &&
        h(
          "a",
          { class: "way-back", href: href(before.task.id), "data-key": "way back" },
          h("span", { class: "quiet" }, "Back to"),
          h("span", { dir: "auto" }, before.task.title),
        ),
      after &&
        h(
          "a",
          { class: "way-on", href: href(after.task.id), "data-key": "way on" },
          h("span", { class: "quiet" }, after.state.display === "locked" ? "Then (locked)" : "On to"),
          h("span", { dir: "auto" }, after.task.title),
        ),
    );
  }

  refresh();
  const stop = workspace.subscribe(refresh);
  return {
    element,
    focus: () => beginAt(title),
    leave: () => {
      stop();
      stopTime();
      place.leave();
      panel.leave();
    },
  };
}
