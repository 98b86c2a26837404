// The image of a workspace, as those who measure its opening must wait for it.

/**
 * A page that is left at once has no time to write the last image, and the next page would read the log. Waits until
 * it was the same for a second; a small workspace has none for as long.
 */
export const untilTheImageRests = (page) => page.evaluate(imageRests);

async function imageRests() {
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const [{ name }] = await indexedDB.databases();
  const database = await settled(indexedDB.open(name));
  for (let last, same = 0; same < 10;) {
    const image = await settled(database.transaction("image").objectStore("image").getAll());
    const now = JSON.stringify(image);
    same = now === last ? same + 1 : 0;
    last = now;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  database.close();
}
