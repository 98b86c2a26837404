// The medallions that hang on tasks of a plan: those whose scope names a task as a graph node.

import { h } from "../lib/element.js";
import { address } from "../lib/route.js";
import { headline } from "../lib/words.js";

/** How many are shown of each task. */
const MOST = 3;

/** What a scope calls a task: its id, or the name that no task of another plan has. */
const nodesOf = ({ prd }, { id }) => (prd === null ? [id] : [id, `plan:${prd}/${id}`]);

/** `[{id, words}]` for each task that has any, by the ids of tasks, newest first. */
export async function notesOf(medallions, report) {
  const { graph_nodes: labels } = await medallions.scopeLabels();
  const known = new Set(labels.map(({ label }) => label));
  const notes = new Map();
  for (const task of report.tasks) {
    const nodes = nodesOf(report, task).filter((node) => known.has(node));
    const lists = nodes.map((node) => medallions.latestForScope({ graph_nodes: [node] }, { limit: MOST }));
    const found = new Map((await Promise.all(lists)).flat().map((own) => [own.meta.medallion_id, own]));
    if (found.size > 0) notes.set(task.id, [...found.values()].map(note));
  }
  return notes;
}

const note = ({ meta, summary }) => ({
  id: meta.medallion_id,
  words: headline(summary.high_level)[0] || "Without a summary",
});

/** The way to each of them. */
export const noteLinks = (notes) =>
  notes &&
  h(
    "ul",
    { class: "paths", role: "list", "aria-label": "Medallions" },
    notes.map(({ id, words }) =>
      h("li", {}, h("a", { href: address(["medallions", "m", id]), "data-key": `note ${id}`, dir: "auto" }, words)),
    ),
  );
