// RxDB on its Dexie storage. It has no index on the members of a list: a query goes along the index
// of status and time, newest first, and stops when it has enough.

import { createRxDatabase, removeRxDatabase } from "rxdb/plugins/core";
import { getRxStorageDexie } from "rxdb/plugins/storage-dexie";

const text = (maxLength) => ({ type: "string", maxLength });
const SCHEMA = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: text(100),
    meta: {
      type: "object",
      properties: { updated_at: text(40), status: text(20) },
      required: ["updated_at", "status"],
    },
    scope: { type: "object" },
    summary: { type: "object" },
    decisions: { type: "array" },
    open_questions: { type: "array" },
    affordances: { type: "object" },
  },
  required: ["id", "meta"],
  indexes: [["meta.status", "meta.updated_at"]],
};

const keyed = (document) => ({ id: document.meta.medallion_id, ...document });
const plain = (found) => {
  const document = found.toMutableJSON();
  delete document.id;
  return document;
};

export async function open(name) {
  const db = await createRxDatabase({ name, storage: getRxStorageDexie(), multiInstance: false });
  const { medallions } = await db.addCollections({ medallions: { schema: SCHEMA } });
  return {
    createMany: (documents) => medallions.bulkInsert(documents.map(keyed)),
    create: (document) => medallions.insert(keyed(document)),
    update: (document) => medallions.upsert(keyed(document)),
    get: async (id) => plain(await medallions.findOne(id).exec()),
    async query({ graph_nodes, tags }, limit) {
      const selector = {
        "meta.status": "active",
        ...(graph_nodes.length > 0 && { $and: graph_nodes.map((node) => ({ "scope.graph_nodes": { $in: [node] } })) }),
        ...(tags.length > 0 && { "scope.tags": { $in: tags } }),
      };
      const sort = [{ "meta.updated_at": "desc" }];
      return (await medallions.find({ selector, sort, limit }).exec()).map(plain);
    },
    count: () => medallions.count().exec(),
    close: () => db.close(),
  };
}

export const drop = (name) => removeRxDatabase(name, getRxStorageDexie());
