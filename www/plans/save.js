// A plan goes back to its file, into a new one, or into the folder of downloads.

import { announce } from "../lib/announce.js";
import { ask } from "../lib/dialog.js";
import { download } from "../lib/download.js";
import { h } from "../lib/element.js";
import { textOf } from "../lib/file-text.js";
import { changedLinesOf } from "./changed-lines.js";
import { allowed, forgetFile, rememberFile } from "./handles.js";

const TYPE = "text/markdown";

/** The buttons for a plan; which ones there are depends on the browser, and on the file that the plan came from. */
export function saveButtons(store, id, { report, file }, run) {
  const name = (report.path ?? "plan.md").split("/").at(-1);
  const button = (words, work) =>
    h("button", { type: "button", class: "button", "data-key": words, onclick: () => run(work) }, words);
  return [
    file && button("Save back to the file…", () => saveBack(store, id, file)),
    file && report.path && button("Read the file again", () => readAgain(store, id, file, report.path)),
    !file && "showSaveFilePicker" in globalThis && button("Save as a file…", () => saveAs(store, id, name)),
    button("Download", async () => download(new Blob([await store.text(id)], { type: TYPE }), name)),
  ];
}

/** Shows what would change in the file as it is now, then writes it. */
async function saveBack(store, id, { handle, text: known }) {
  await allowed(handle);
  const [text, inFile] = await Promise.all([store.text(id), read(id, handle)]);
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
      if ((await read(id, handle)) !== inFile)
        throw new Error("The file was changed meanwhile. Close this and look again.");
      await write(handle, text);
      await rememberFile(id, handle, text);
      announce(`${handle.name} is saved.`);
    },
  });
}

/** What somebody wrote into the file becomes the next version of the plan. What was not saved yet is asked about. */
async function readAgain(store, id, { handle, text: known }, path) {
  await allowed(handle);
  const [text, inFile] = await Promise.all([store.text(id), read(id, handle)]);
  const take = async () => {
    // Of another PRD it is another plan.
    const taken = inFile === text ? { id } : await store.take(inFile, path);
    await rememberFile(taken.id, handle, inFile);
    announce(inFile === text ? "The file holds this text already." : `The plan is as ${handle.name} has it.`);
  };
  if (inFile === text || text === known) return take();
  return ask({
    title: `Read ${handle.name} again?`,
    content: h(
      "div",
      { class: "stack" },
      h(
        "p",
        { class: "failure" },
        h("strong", {}, "What you changed here is not saved to the file. "),
        "Reading the file takes it out; the lines below show it. It stays in the history.",
      ),
      changedLinesOf(text, inFile),
    ),
    label: "Take what the file says",
    confirm: take,
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
    await rememberFile(id, handle, text);
    announce(`${handle.name} is saved.`);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

async function read(id, handle) {
  try {
    return await textOf(await handle.getFile());
  } catch (error) {
    if (error.name !== "NotFoundError") throw error;
    await forgetFile(id);
    throw new Error(`${handle.name} is not where it was. The plan is kept here, and can be saved as a new file.`, {
      cause: error,
    });
  }
}

/** The browser writes beside the file and puts it in place when it is closed. */
async function write(handle, text) {
  const stream = await handle.createWritable();
  await stream.write(text);
  await stream.close();
}
