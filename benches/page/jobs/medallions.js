// Jobs with medallions.

import { timeEach } from "../clock.js";
import { result } from "../digest.js";
import { documentOf, documentsFrom, idOf, randomFrom, scopesOf } from "../documents.js";

const LIMIT = 10;

/** Contestants are loaded at first use, so that a cold start pays for that. */
const load = (contestant) => import(`../contestants/${contestant}.js`);

const opened = new Map();

async function db(contestant, name) {
  const key = `${contestant}-${name}`;
  if (!opened.has(key)) opened.set(key, await (await load(contestant)).open(key));
  return opened.get(key);
}

function numbers(count, size, seed) {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => random.below(size));
}

export const jobs = {
  /** Fills a database that stays; not measured. */
  async fill({ contestant, name, size }) {
    const into = await db(contestant, name);
    for (let first = 0; first < size; first += 10_000) {
      await into.createMany(documentsFrom(first, Math.min(10_000, size - first)));
    }
    return { times: [], digest: String(await into.count()) };
  },

  async bulkCreate({ contestant, name, size }) {
    const into = await db(contestant, name);
    const documents = documentsFrom(0, size);
    const { times } = await timeEach([documents], (list) => into.createMany(list));
    const found = await timeEach(numbers(20, size, 3), (number) => into.get(idOf(number)));
    return result({ times, answers: [await into.count(), found.answers] });
  },

  async create({ contestant, name, size, calls }) {
    const into = await db(contestant, name);
    const documents = documentsFrom(size, calls);
    const { times } = await timeEach(documents, (document) => into.create(document));
    const found = await timeEach(documents, (document) => into.get(document.meta.medallion_id));
    return result({ times, answers: found.answers });
  },

  /** All of them issued before the first has come back: the time until the last one has. */
  async createAtOnce({ contestant, name, size, calls }) {
    const into = await db(contestant, name);
    const documents = documentsFrom(2 * size, calls);
    const { times } = await timeEach([documents], (all) => Promise.all(all.map((document) => into.create(document))));
    const found = await timeEach(documents, (document) => into.get(document.meta.medallion_id));
    return result({ times, answers: found.answers });
  },

  async update({ contestant, name, size, calls, seed }) {
    const into = await db(contestant, name);
    const documents = [...new Set(numbers(calls, size, seed))].map((number) => documentOf(number, 1));
    const { times } = await timeEach(documents, (document) => into.update(document));
    const found = await timeEach(documents, (document) => into.get(document.meta.medallion_id));
    return result({ times, answers: found.answers });
  },

  /** Twenty documents, each asked for once before. */
  async getWarm({ contestant, name, size, calls, seed }) {
    const into = await db(contestant, name);
    const few = numbers(20, size, seed);
    for (const number of few) await into.get(idOf(number));
    const asked = Array.from({ length: calls }, (_, at) => few[at % few.length]);
    return result(await timeEach(asked, (number) => into.get(idOf(number))));
  },

  /** In a fresh page: random documents, none asked for before. */
  async getCold({ contestant, name, size, calls, seed }) {
    const into = await db(contestant, name);
    await into.count();
    const asked = [...new Set(numbers(calls, size, seed))];
    return result(await timeEach(asked, (number) => into.get(idOf(number))));
  },

  /** Five scopes, each asked for once before. */
  async queryWarm({ contestant, name, size, kind, calls, seed }) {
    const into = await db(contestant, name);
    const few = scopesOf(kind, size, 5, seed);
    for (const scope of few) await into.query(scope, LIMIT);
    const asked = Array.from({ length: calls }, (_, at) => few[at % few.length]);
    return result(await timeEach(asked, (scope) => into.query(scope, LIMIT)));
  },

  /** In a fresh page: scopes none of which was asked for before. */
  async queryCold({ contestant, name, size, kind, calls, seed }) {
    const into = await db(contestant, name);
    await into.count();
    return result(await timeEach(scopesOf(kind, size, calls, seed), (scope) => into.query(scope, LIMIT)));
  },

  /** In a fresh page, perhaps of a fresh browser: loading the code, opening, and the first query. */
  async coldStart({ contestant, name, size, seed }) {
    const [scope] = scopesOf("tag", size, 1, seed);
    const start = performance.now();
    const { open } = await load(contestant);
    const loaded = performance.now();
    const into = await open(`${contestant}-${name}`);
    const ready = performance.now();
    const answer = await into.query(scope, LIMIT);
    const end = performance.now();
    const parts = { load: loaded - start, open: ready - loaded, query: end - ready };
    return { ...(await result({ times: [end - start], answers: [answer] })), parts };
  },

  /** Closes and deletes a database. */
  async drop({ contestant, name }) {
    const key = `${contestant}-${name}`;
    await opened.get(key)?.close();
    opened.delete(key);
    await (await load(contestant)).drop(key);
    return { times: [] };
  },
};
