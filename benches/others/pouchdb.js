// PouchDB with one view for each kind of scope: a row for every label of every document.

import PouchDB from "pouchdb-browser";
import { newestFirst, touches } from "../page/contestants/rules.js";

const VIEWS = {
  _id: "_design/scopes",
  views: {
    tags: { map: "function (doc) { if (doc.scope) doc.scope.tags.forEach(function (tag) { emit(tag); }); }" },
    nodes: { map: "function (doc) { if (doc.scope) doc.scope.graph_nodes.forEach(function (node) { emit(node); }); }" },
  },
};

const keyed = (document) => ({ _id: document.meta.medallion_id, ...document });
const plain = ({ _id, _rev, ...document }) => document;

export async function open(name) {
  const db = new PouchDB(name, { auto_compaction: true });
  await db.get(VIEWS._id).catch(() => db.put(VIEWS));
  return {
    createMany: (documents) => db.bulkDocs(documents.map(keyed)),
    create: (document) => db.put(keyed(document)),
    async update(document) {
      const { _rev } = await db.get(document.meta.medallion_id);
      return db.put({ ...keyed(document), _rev });
    },
    get: async (id) => plain(await db.get(id)),
    async query(scope, limit) {
      const [view, keys] = scope.graph_nodes.length > 0 ? ["nodes", [scope.graph_nodes.at(-1)]] : ["tags", scope.tags];
      const { rows } = await db.query(`scopes/${view}`, { keys, include_docs: true });
      const found = new Map(rows.map(({ id, doc }) => [id, plain(doc)]));
      return [...found.values()]
        .filter((document) => document.meta.status === "active" && touches(document, scope))
        .sort(newestFirst)
        .slice(0, limit);
    },
    count: async () => (await db.info()).doc_count - 1,
    close: () => db.close(),
  };
}

export const drop = (name) => new PouchDB(name).destroy();
