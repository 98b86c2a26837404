// TinyBase: everything in memory, with its own indexes, and saved to IndexedDB after each change, as
// whoever waits for the save has to.

import { createIndexes, createStore } from "tinybase";
import { createIndexedDbPersister } from "tinybase/persisters/persister-indexed-db";
import { newestFirst, touches } from "../page/contestants/rules.js";

const TABLE = "medallions";

const rowOf = (document) => ({
  text: JSON.stringify(document),
  nodes: JSON.stringify(document.scope.graph_nodes),
  tags: JSON.stringify(document.scope.tags),
});

export async function open(name) {
  const store = createStore();
  const persister = createIndexedDbPersister(store, name);
  await persister.load();
  const indexes = createIndexes(store);
  for (const kind of ["nodes", "tags"]) {
    indexes.setIndexDefinition(kind, TABLE, (getCell) => JSON.parse(getCell(kind) ?? "[]"));
  }
  const read = (id) => JSON.parse(store.getCell(TABLE, id, "text"));
  async function write(documents) {
    store.transaction(() => {
      for (const document of documents) store.setRow(TABLE, document.meta.medallion_id, rowOf(document));
    });
    await persister.save();
  }
  return {
    createMany: write,
    create: (document) => write([document]),
    update: (document) => write([document]),
    get: async (id) => read(id),
    async query(scope, limit) {
      const [kind, labels] =
        scope.graph_nodes.length > 0 ? ["nodes", [scope.graph_nodes.at(-1)]] : ["tags", scope.tags];
      const ids = new Set(labels.flatMap((label) => indexes.getSliceRowIds(kind, label)));
      return [...ids]
        .map(read)
        .filter((document) => document.meta.status === "active" && touches(document, scope))
        .sort(newestFirst)
        .slice(0, limit);
    },
    count: async () => store.getRowCount(TABLE),
    close: () => persister.destroy(),
  };
}

export const drop = (name) =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
