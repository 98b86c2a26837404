// The database behind the workspace's back.

const DATABASE = "medallion:drill";
/** What only the text of a record that is to be erased contains. */
const SECRET = /secret-\d+-\d+/g;

const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** `{database}` as it is, or `{loss}` if there is none. */
async function connect() {
  const request = indexedDB.open(DATABASE);
  let loss;
  request.onupgradeneeded = ({ dataLoss, dataLossMessage }) => {
    // Chromium says here that it has thrown away everything that the origin had.
    loss = dataLoss === "total" ? dataLossMessage : "";
    request.transaction.abort();
  };
  try {
    return { database: await answered(request) };
  } catch (error) {
    if (loss === undefined) throw error;
    return { loss };
  }
}

/**
 * `{parts, secrets}`: of how many parts the image is, and what is told of secrets anywhere. If the
 * database is gone, `loss` is what the browser says of that, which may be nothing.
 */
export async function stored() {
  const { database, loss } = await connect();
  if (!database) return { loss, parts: 0, secrets: [] };
  const transaction = database.transaction(["log", "image"]);
  const all = ["log", "image"].map((store) => answered(transaction.objectStore(store).getAll()));
  const [log, image] = await Promise.all(all);
  database.close();
  const secrets = [...log, ...image].flatMap(({ t }) => t.match(SECRET) ?? []);
  return { parts: image.length, secrets: [...new Set(secrets)] };
}

export async function clearImage() {
  const { database } = await connect();
  const transaction = database.transaction("image", "readwrite");
  transaction.objectStore("image").clear();
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}
