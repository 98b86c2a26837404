// IndexedDB with nothing but `idb`'s promises around it; the same indexes as for Dexie.

import { deleteDB, openDB } from "/node_modules/idb/build/index.js";
import { newestFirst, touches } from "./rules.js";

const STORE = "medallions";
const RELAXED = { durability: "relaxed" };

export async function open(name) {
  const db = await openDB(name, 1, {
    upgrade(fresh) {
      const store = fresh.createObjectStore(STORE, { keyPath: "meta.medallion_id" });
      store.createIndex("updated_at", "meta.updated_at");
      store.createIndex("status", "meta.status");
      store.createIndex("graph_nodes", "scope.graph_nodes", { multiEntry: true });
      store.createIndex("tags", "scope.tags", { multiEntry: true });
    },
  });
  async function write(work) {
    const transaction = db.transaction(STORE, "readwrite", RELAXED);
    await Promise.all([...work(transaction.store), transaction.done]);
  }
  return {
    createMany: (documents) => write((store) => documents.map((document) => store.add(document))),
    create: (document) => write((store) => [store.add(document)]),
    update: (document) => write((store) => [store.put(document)]),
    get: (id) => db.get(STORE, id),
    async query(scope, limit) {
      const found = new Map();
      for (const document of await candidates(db, scope)) {
        if (document.meta.status === "active" && touches(document, scope)) {
          found.set(document.meta.medallion_id, document);
        }
      }
      return [...found.values()].sort(newestFirst).slice(0, limit);
    },
    count: () => db.count(STORE),
    close: async () => db.close(),
  };
}

async function candidates(db, { graph_nodes, tags }) {
  if (graph_nodes.length > 0) return db.getAllFromIndex(STORE, "graph_nodes", graph_nodes.at(-1));
  return (await Promise.all(tags.map((tag) => db.getAllFromIndex(STORE, "tags", tag)))).flat();
}

export const drop = (name) => deleteDB(name);
