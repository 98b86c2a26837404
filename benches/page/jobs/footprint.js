// Jobs that count bytes, not milliseconds: what a day of typical use writes, and what a workspace
// takes in memory. For this package only.

import { ANSWER, courseOf } from "../course.js";
import { documentOf } from "../documents.js";
import { planOf } from "../plans.js";

const COURSE = { tasks: 1000, dependencies: 1000 };
const PLAN = { tasks: 30 };

const bytesOf = (text) => new TextEncoder().encode(text).length;

const given = { bytes: 0, image: 0 };

/** From now on, counts the text that is handed to IndexedDB. */
function watchStores() {
  for (const method of ["add", "put"]) {
    const own = IDBObjectStore.prototype[method];
    IDBObjectStore.prototype[method] = function counted(...args) {
      const size = bytesOf(args[0]?.t ?? "");
      given.bytes += size;
      if (this.name === "image") given.image += size;
      return own.apply(this, args);
    };
  }
}

/** From now on, `linearMemory()` tells how large the memory of the module is. It never shrinks. */
let linearMemory = () => undefined;
function watchMemory() {
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await own.apply(WebAssembly, args);
      const { memory } = (made.instance ?? made).exports;
      // Further parts of the module have none of their own.
      if (memory) linearMemory = () => memory.buffer.byteLength;
      return made;
    };
  }
}

let ws;
async function open(name) {
  watchMemory();
  const { Workspace } = await import("/pkg/index.js");
  ws = await Workspace.open(name);
}

/** What somebody does in a day; each gives the bytes that were handed over. */
const DAY = {
  /** Twenty more sessions on what is known, ten on something new. */
  async checkpoints(size) {
    const documents = [
      ...Array.from({ length: 10 }, (_, at) => documentOf(size + at)),
      ...Array.from({ length: 20 }, (_, at) => documentOf(at * 7, 1)),
    ];
    let bytes = 0;
    for (const [place, document] of documents.entries()) {
      await (place < 10 ? ws.medallions.create(document) : ws.medallions.update(document));
      bytes += bytesOf(JSON.stringify(document));
    }
    return bytes;
  },

  /** Forty tasks are started and handed in with two or three sentences. */
  async submissions() {
    const [learner] = await ws.learners.list();
    const [project] = await ws.tasks.projects();
    const content = `${ANSWER} ${"This is what was measured in the second sample. ".repeat(5)}`;
    let bytes = 0;
    for (let number = 0; number < 40; number += 1) {
      const [{ task_id }] = await ws.progress.ready(learner.id, project.id, { limit: 1 });
      await ws.progress.start(learner.id, task_id);
      await ws.progress.submit(learner.id, task_id, { content });
      bytes += bytesOf(content);
    }
    return bytes;
  },

  /** Fifteen changes of status in a plan of thirty tasks; a plan is kept as its text. */
  async plans() {
    const [{ id }] = await ws.plans.list();
    let bytes = 0;
    for (let number = 1; number <= 15; number += 1) {
      await ws.plans.setTaskStatus(id, `P1-${number}`, number % 2 === 0 ? "completed" : "in_progress");
      bytes += bytesOf(await ws.plans.text(id));
    }
    return bytes;
  },
};

export const jobs = {
  /** What is there before the day. */
  async beforeTheDay({ name, size }) {
    await open(name);
    await ws.medallions.createMany(Array.from({ length: size }, (_, number) => documentOf(number)));
    await ws.tasks.import(courseOf(COURSE).document, { keepIds: true });
    await ws.learners.create({ name: "Ada" });
    await ws.plans.import(planOf(1, PLAN), { path: "phase-1.md" });
    await ws.flush();
  },

  async wakeUp({ name }) {
    await open(name);
    await ws.flush();
    watchStores();
  },

  /** `{handed, given, image}` in bytes: by the program to us, by us to IndexedDB, the image in that. */
  async partOfTheDay({ part, size }) {
    Object.assign(given, { bytes: 0, image: 0 });
    const handed = await DAY[part](size);
    await ws.flush();
    return { handed, given: given.bytes, image: given.image };
  },

  async fillForMemory({ name, size }) {
    await open(name);
    for (let first = 0; first < size; first += 10_000) {
      const count = Math.min(10_000, size - first);
      await ws.medallions.createMany(Array.from({ length: count }, (_, at) => documentOf(first + at)));
    }
    await ws.flush();
    return { linear: linearMemory() };
  },

  /** `{linear}`: bytes of the module's memory when the workspace is open and was asked once. */
  async openForMemory({ name }) {
    await open(name);
    await ws.medallions.latestForScope({ tags: ["parser"] }, { limit: 10 });
    return { linear: linearMemory() };
  },

  async forgetImage({ name }) {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(`medallion:${name}`);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction("image", "readwrite");
    transaction.objectStore("image").clear();
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    database.close();
  },
};
