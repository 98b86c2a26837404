// Which file each plan came from: by it a plan is saved back. Where the browser gives handles of files they are kept
// beside the workspace, in a database of the app's own, and found again after a reload.

const NAME = "medallion-app-files";
const STORE = "handles";

const known = new Map();

/** `text` is what the file held when it was last read or written here. */
export function rememberFile(id, handle, text) {
  known.set(id, { handle, text });
  return inStore("readwrite", (store) => store.put({ handle, text }, id));
}

export function forgetFile(id) {
  known.delete(id);
  return inStore("readwrite", (store) => store.delete(id));
}

/** `{handle, text}`, or undefined. Another window may have saved since, so what is kept comes before what is known. */
export async function fileOf(id) {
  return (await inStore("readonly", (store) => store.get(id))) ?? known.get(id);
}

/**
 * Lets the page read and write the file. After a reload the browser asks for that again, which it only does for a
 * click.
 */
export async function allowed(handle) {
  const mode = { mode: "readwrite" };
  if ((await handle.queryPermission?.(mode)) !== "prompt") return;
  if ((await handle.requestPermission(mode)) !== "granted")
    throw new Error("The browser was not allowed to use this file.");
}

/** Where nothing can be kept, files are known as long as the page is open. */
async function inStore(mode, work) {
  if (!("FileSystemFileHandle" in globalThis)) return undefined;
  try {
    const database = await opened();
    return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
  } catch {
    return undefined;
  }
}

let opening;

function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      // What failed now may go well the next time.
      opening = undefined;
      reject(request.error);
    };
  });
  return opening;
}

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
