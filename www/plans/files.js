// Markdown files that people choose or drop, alone or in folders. Where the browser allows it each comes with
// a handle, by which it can be saved back.

import { textOf } from "../lib/file-text.js";

const IS_MARKDOWN = /\.(md|markdown)$/i;
/** Folders that hold no plans of one's own. */
const IS_PASSED_OVER = /^(\.|node_modules$)/;

export const canPickFiles = () => "showOpenFilePicker" in globalThis;

const TYPES = [{ description: "Plans", accept: { "text/markdown": [".md", ".markdown"] } }];

/** All of these answer `[{path, read, handle?}]`, `read()` gives the text; nothing where people changed their minds. */
export const pickFiles = () =>
  unlessAborted(async () => {
    const handles = await globalThis.showOpenFilePicker({ multiple: true, types: TYPES });
    return Promise.all(handles.map((handle) => ofHandle(handle, handle.name)));
  });

export const pickFolder = () =>
  unlessAborted(async () => {
    const folder = await globalThis.showDirectoryPicker();
    return ofFolder(folder, folder.name);
  });

/** From an `input`: in a folder, the path is the one inside it. */
export const fromInput = async (files) =>
  [...files]
    .filter(({ name }) => IS_MARKDOWN.test(name))
    .map((file) => ofFile(file, file.webkitRelativePath || file.name));

/** From a drop. What is dropped must be asked for at once: it is gone when the event is over. */
export async function fromDrop(transfer) {
  const taken = [...transfer.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({
      handle: item.getAsFileSystemHandle?.().catch(() => null),
      entry: item.webkitGetAsEntry?.(),
      file: item.getAsFile(),
    }));
  const found = await Promise.all(
    taken.map(async ({ handle, entry, file }) => {
      const own = await handle;
      if (own?.kind === "directory") return ofFolder(own, own.name);
      if (own?.kind === "file") return [await ofHandle(own, own.name)];
      if (entry?.isDirectory) return ofEntry(entry);
      return file ? [ofFile(file, file.name)] : [];
    }),
  );
  return found.flat().filter(({ path }) => IS_MARKDOWN.test(path));
}

const ofFile = (file, path) => ({ path, read: () => textOf(file) });

async function ofHandle(handle, path) {
  return { ...ofFile(await handle.getFile(), path), handle };
}

async function ofFolder(folder, name) {
  const found = [];
  const open = [[folder, name]];
  while (open.length > 0) {
    const [own, path] = open.pop();
    for await (const inside of own.values()) {
      if (IS_PASSED_OVER.test(inside.name)) continue;
      const innerPath = `${path}/${inside.name}`;
      if (inside.kind === "directory") open.push([inside, innerPath]);
      else if (IS_MARKDOWN.test(inside.name)) found.push(await ofHandle(inside, innerPath));
    }
  }
  return found;
}

/** Folders where the browser knows no handles. */
async function ofEntry(folder) {
  const found = [];
  const open = [folder];
  while (open.length > 0) {
    const own = open.pop();
    if (IS_PASSED_OVER.test(own.name)) continue;
    if (own.isDirectory) open.push(...(await entriesOf(own)));
    else if (IS_MARKDOWN.test(own.name)) {
      const file = await new Promise((resolve, reject) => {
        own.file(resolve, reject);
      });
      found.push(ofFile(file, own.fullPath.replace(/^\//, "")));
    }
  }
  return found;
}

/** A reader gives a part at a time, and nothing at the end. */
async function entriesOf(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function unlessAborted(work) {
  try {
    return await work();
  } catch (error) {
    if (error.name === "AbortError") return [];
    throw error;
  }
}
