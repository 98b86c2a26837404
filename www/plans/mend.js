// Edits of a plan that are shown, line by line, before they are saved.

import { announce } from "../lib/announce.js";
import { ask } from "../lib/dialog.js";
import { changedLinesOf } from "./changed-lines.js";

/** Asks with the changed lines, then saves. Throws where the edits cannot be done safely. */
export async function editWithPreview(store, id, { title, edits, done }) {
  const { text: before, version } = await store.current(id);
  const after = await store.preview(before, edits);
  if (after === before) {
    announce("That changes nothing.");
    return false;
  }
  return ask({
    title,
    content: changedLinesOf(before, after),
    label: "Save these lines",
    confirm: async () => {
      // Who changed the plan meanwhile made other lines of it: then this is refused.
      await store.edit(id, edits, version);
      announce(done);
    },
  });
}

/**
 * The fixes that can be done one after the other. One may make another superfluous or impossible;
 * what cannot be done stays for the next time.
 */
export async function allFixes(store, id, problems) {
  const before = await store.text(id);
  let edits = [];
  for (const { fix } of problems) {
    if (!fix) continue;
    const more = [...edits, ...fix];
    try {
      await store.preview(before, more);
      edits = more;
    } catch {
      // The problem stays in the list, with its own button that says why.
    }
  }
  return edits;
}
