// All that a workspace says it has, small enough to be told.

import { printOf } from "./print.js";

const PAGE = 1000;

export async function allMedallions(ws) {
  const all = [];
  let page;
  do {
    page = await ws.medallions.list({ limit: PAGE, ...(page && { before: page.next }) });
    all.push(...page.items);
  } while (page.next);
  return all;
}

/** Medallions whose ids begin with `seeds` are told as one. */
export async function readAll(ws, seeds) {
  const medallions = await allMedallions(ws);
  const isSeed = ({ meta }) => meta.medallion_id.startsWith(seeds);
  const seeded = medallions.filter(isSeed);
  const others = medallions.filter((medallion) => !isSeed(medallion));
  const { problems, degraded } = await ws.health();
  return {
    seeds: { count: seeded.length, print: printOf(seeded) },
    count: await ws.medallions.count(),
    records: others.map((medallion) => [medallion.meta.medallion_id, printOf(medallion)]),
    chains: await chainsOf(ws, others),
    projects: await projectsOf(ws),
    health: { problems, degraded },
  };
}

/** `{id: [[version, print]]}`, newest first. */
async function chainsOf(ws, medallions) {
  const chains = {};
  for (const { meta } of medallions) {
    const id = meta.medallion_id;
    if (!id.startsWith("chain-")) continue;
    const history = await ws.medallions.history(id);
    chains[id] = history.map(({ version, medallion }) => [version, printOf(medallion)]);
  }
  return chains;
}

async function projectsOf(ws) {
  const [learner] = await ws.learners.list();
  const found = [];
  for (const { id, title } of await ws.tasks.projects()) {
    const { items } = await ws.tasks.list({ projectId: id, limit: PAGE });
    const tasks = [];
    for (const task of items) {
      const { status } = await ws.progress.status(learner.id, task.id);
      const submissions = [];
      for (const submission of await ws.progress.submissions(learner.id, task.id)) {
        const validations = await ws.progress.validations(submission.id);
        submissions.push({ id: submission.id, passed: validations.filter(({ passed }) => passed).length });
      }
      tasks.push({ id: task.id, type: task.task_type, status, submissions });
    }
    found.push({ id, title, tasks });
  }
  return found;
}
