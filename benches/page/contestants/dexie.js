// Dexie 4 with the schema that a competent user would write for this.

import Dexie from "/node_modules/dexie/dist/modern/dexie.mjs";
import { newestFirst, touches } from "./rules.js";

const SCHEMA = "meta.medallion_id, meta.updated_at, meta.status, *scope.graph_nodes, *scope.tags";

export async function open(name) {
  const db = new Dexie(name, { chromeTransactionDurability: "relaxed" });
  db.version(1).stores({ medallions: SCHEMA });
  await db.open();
  const table = db.medallions;
  return {
    createMany: (documents) => table.bulkAdd(documents),
    create: (document) => table.add(document),
    update: (document) => table.put(document),
    get: (id) => table.get(id),
    async query(scope, limit) {
      const found = await candidates(table, scope)
        .filter((document) => document.meta.status === "active" && touches(document, scope))
        .toArray();
      return found.sort(newestFirst).slice(0, limit);
    },
    count: () => table.count(),
    close: async () => db.close(),
  };
}

/** By the narrower index: nodes have to be there all, of tags one is enough. */
function candidates(table, { graph_nodes, tags }) {
  if (graph_nodes.length > 0) return table.where("scope.graph_nodes").equals(graph_nodes.at(-1));
  const found = table.where("scope.tags").anyOf(tags);
  return tags.length > 1 ? found.distinct() : found;
}

export const drop = (name) => Dexie.delete(name);
