// A plan goes back to its file, into a new one, or into the folder of downloads.

import { announce } from "../lib/announce.js";
import { ask } from "../lib/dialog.js";
import { download } from "../lib/download.js";
import { h } from "../lib/element.js";
import { changedLinesOf } from "./changed-lines.js";
import { fileOf, rememberFile } from "./handles.js";

const TYPE = "text/markdown";

/** The buttons for a plan; which ones there are depends on the browser, and on where the plan came from. */
export function saveButtons(store, id, report, run) {
  const file = fileOf(id);
  const name = (report.path ?? "plan.md").split("/").at(-1);
  const button = (words, work) =>
    h("button", { type: "button", class: "button", "data-key": words, onclick: () => run(work) }, words);
  return [
    file && button("Save back to the file…", () => saveBack(store, id, file)),
    !file && "showSaveFilePicker" in globalThis && button("Save as a file…", () => saveAs(store, id, name)),
    button("Download", async () => download(new Blob([await store.text(id)], { type: TYPE }), name)),
  ];
}

/** Shows what would change in the file as it is now, then writes it. */
async function saveBack(store, id, { handle, text: known }) {
  const text = await store.text(id);
  const inFile = await read(handle);
  if (inFile === text) {
    announce("The file holds this text already.");
    return;
  }
  await ask({
    title: `Save back to ${handle.name}?`,
    content: h(
      "div",
      { class: "stack" },
      inFile !== known &&
        h(
          "p",
          { class: "failure" },
          h("strong", {}, "Somebody changed the file since it was read here. "),
          "Saving takes out what they wrote; the lines below show it.",
        ),
      changedLinesOf(inFile, text),
    ),
    label: "Write the file",
    confirm: async () => {
      if ((await handle.requestPermission?.({ mode: "readwrite" })) === "denied")
        throw new Error("The browser was not allowed to write this file.");
      if ((await read(handle)) !== inFile)
        throw new Error("The file was changed meanwhile. Close this and look again.");
      await write(handle, text);
      rememberFile(id, handle, text);
      announce(`${handle.name} is saved.`);
    },
  });
}

async function saveAs(store, id, suggestedName) {
  const text = await store.text(id);
  try {
    const handle = await globalThis.showSaveFilePicker({
      suggestedName,
      types: [{ description: "Plan", accept: { [TYPE]: [".md"] } }],
    });
    await write(handle, text);
    rememberFile(id, handle, text);
    announce(`${handle.name} is saved.`);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

const read = async (handle) => (await handle.getFile()).text();

/** The browser writes beside the file and puts it in place when it is closed. */
async function write(handle, text) {
  const stream = await handle.createWritable();
  await stream.write(text);
  await stream.close();
}
