// What opening a workspace reads first, read while the module that asks for it is still on its way. The names of
// database and store are those of `src/store/indexeddb`, which nobody can ask yet.

/**
 * The parts of a workspace's image as they are stored. Nothing where there is no such database, or anything is
 * odd: opening finds out. It makes nothing, and lets go of what it opens.
 */
export async function imageAhead(name) {
  try {
    const database = `medallion:${name}`;
    const all = await globalThis.indexedDB.databases();
    if (!all.some((own) => own.name === database)) return undefined;
    const request = globalThis.indexedDB.open(database);
    // It was deleted just now.
    request.onupgradeneeded = () => request.transaction.abort();
    const connection = await settled(request);
    const parts = allParts(connection);
    // Nobody who deletes it waits for this page, whatever becomes of it meanwhile.
    connection.close();
    return await parts;
  } catch {
    return undefined;
  }
}

const allParts = async (connection) => settled(connection.transaction("image").objectStore("image").getAll());

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
