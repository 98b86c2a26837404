// Writers without end, all at once. Each says what it begins, and says that it was stored when its
// promise has resolved, never before.

import { course, medallion } from "./documents.js";
import { printOf } from "./print.js";
import { tell } from "./station.js";

/** Longer than an entry of the log may be. */
const LONG = 150;
let commits = 0;

/** One commit: `facts` are told when it begins, what `factsOf` makes of the answer when it is stored. */
async function commit(kind, facts, work, factsOf = () => ({})) {
  const number = (commits += 1);
  tell({ type: "begun", number, kind, ...facts });
  const answer = await work();
  tell({ type: "stored", number, kind, ...facts, ...factsOf(answer) });
  return answer;
}

const printed = (stored) => ({ print: printOf(stored) });

async function notes(opening, { round }) {
  for (let number = 0; ; number += 1) {
    const note = medallion(`note-${round}-${number}`, { parts: number % 5 === 4 ? LONG : 1 });
    const facts = { record: note.meta.medallion_id };
    await commit("note", facts, async () => (await opening).medallions.create(note), printed);
  }
}

async function chains(opening, { round }) {
  const newest = [];
  for (let number = 0; ; number += 1) {
    const place = number % 3;
    const version = Math.floor(number / 3) + 1;
    const record = `chain-${round}-${place}`;
    const text = `Version ${version}.`;
    const write = async () => {
      const { medallions } = await opening;
      if (version === 1) return medallions.create(medallion(record, { text }));
      const next = { ...newest[place], summary: { ...newest[place].summary, high_level: text } };
      return medallions.update(next, { expectedVersion: version - 1 });
    };
    newest[place] = await commit("chain", { record, version }, write, printed);
  }
}

/** Several records in one commit; the id of each tells how many there are. */
async function batches(opening, { round }) {
  for (let number = 0; ; number += 1) {
    const size = 2 + (number % 6);
    const name = (at) => `batch-${round}-${number}-${at}of${size}`;
    const parts = number % 4 === 3 ? LONG / 2 : 1;
    const batch = Array.from({ length: size }, (_, at) => medallion(name(at), { parts }));
    const facts = { records: batch.map(({ meta }) => meta.medallion_id) };
    await commit("batch", facts, async () => (await opening).medallions.createMany(batch));
  }
}

/** A tree of tasks is one commit; so is work that is handed in, judged, and closes what it closes. */
async function courses(opening, { round, learner }) {
  for (let number = 0; ; number += 1) {
    const leaves = 1 + (number % 3);
    const plan = course(`Course ${round}-${number}`, leaves);
    const told = ({ project_id }) => ({ project: project_id });
    const { project_id } = await commit("course", {}, async () => (await opening).tasks.import(plan), told);
    const { progress } = await opening;
    for (const { task_id: task } of await progress.ready(learner, project_id)) {
      const work = () => progress.submit(learner, task, { content: "Done." });
      const id = ({ submission }) => ({ submission: submission.id });
      await commit("submission", { project: project_id, task }, work, id);
    }
  }
}

async function erasures(opening, { round }) {
  for (let number = 0; ; number += 1) {
    const record = `gone-${round}-${number}`;
    const secret = `secret-${round}-${number}`;
    const { medallions } = await opening;
    const facts = { record, secret };
    const first = medallion(record, { text: secret });
    const stored = await commit("secret", facts, () => medallions.create(first));
    await medallions.update({ ...stored, summary: { ...stored.summary, high_level: `${secret}, again` } });
    await commit("erase", facts, () => medallions.erase(record));
  }
}

async function tidying(opening) {
  for (let number = 0; ; number += 1) {
    const policy = { versions: 1 + (number % 3) };
    await commit("keep", policy, async () => (await opening).keep(policy));
  }
}

const start = (writers, opening, options, fail) => {
  for (const writer of writers) writer(opening, options).catch(fail);
};

export const write = (...given) => start([notes, chains, batches, courses], ...given);

export const changeHistory = (...given) => start([erasures, tidying], ...given);
