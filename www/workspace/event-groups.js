// Events that happened at once, told together: a course that comes in makes a hundred of them.

import { list, plural } from "../lib/amounts.js";

/** Fewer than these are told one by one. */
const FEW = 4;

const KINDS = {
  medallion: ["medallion", "medallions"],
  task: ["task", "tasks"],
  dependency: ["dependency", "dependencies"],
  objective: ["objective", "objectives"],
  criterion: ["criterion", "criteria"],
  content: ["piece of material", "pieces of material"],
  comment: ["comment", "comments"],
  learner: ["learner", "learners"],
  progress: ["piece of progress", "pieces of progress"],
  submission: ["submission", "submissions"],
  validation: ["verdict", "verdicts"],
  summary: ["summary", "summaries"],
  help_request: ["question", "questions"],
  path: ["path", "paths"],
  plan: ["plan", "plans"],
};

/** Lists of events: each that stands alone, or many of one moment with the same to be said of them. */
export function groupsOf(events) {
  const runs = [];
  for (const event of events) {
    const key = JSON.stringify([event.created_at, event.actor, event.event_type, event.reason]);
    const last = runs.at(-1);
    if (last?.key === key) last.events.push(event);
    else runs.push({ key, events: [event] });
  }
  return runs.flatMap((run) => (run.events.length < FEW ? run.events.map((event) => [event]) : [run.events]));
}

/** "17 criteria and 22 tasks", the most frequent first. */
export function kindsInWords(events) {
  const kinds = [...Map.groupBy(events, (event) => event.entity_type)].toSorted(([, a], [, b]) => b.length - a.length);
  return list(
    kinds.map(([kind, own]) => {
      const [one, other] = KINDS[kind] ?? [kind, `of ${kind}`];
      return plural(own.length, { one, other });
    }),
  );
}
