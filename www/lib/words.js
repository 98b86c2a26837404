// Says in words what documents say in codes and numbers.

import { plural } from "./amounts.js";

export { ago, bytes, dateAndTime } from "./amounts.js";

/** "1 decision", "3 decisions". */
export const count = (value, word, words = `${word}s`) => plural(value, { one: word, other: words });

export function confidence(value) {
  if (value >= 0.95) return "almost certain";
  if (value >= 0.8) return "confident";
  if (value >= 0.6) return "fairly sure";
  if (value >= 0.4) return "undecided";
  if (value >= 0.2) return "doubtful";
  return "a guess";
}

export const STATUS = {
  active: "active",
  stale: "stale",
  superseded: "superseded",
};

export const STATUS_MEANS = {
  active: "It holds.",
  stale: "Nobody vouches for it any more.",
  superseded: "Another medallion holds instead.",
};

const EVENTS = {
  created: "created",
  updated: "updated",
  status_changed: "given another status",
  superseded: "superseded",
  deleted: "deleted",
  erased: "erased",
  imported: "imported",
  moved: "moved",
  retired: "taken out of use",
  started: "begun",
  closed: "closed",
  reopened: "opened again",
  held: "set aside",
  skipped: "passed over",
  dependency_added: "made to wait",
  dependency_removed: "made to wait no longer",
  comment_added: "remarked on",
  submission_created: "handed in",
  validation_completed: "judged",
  reviewed: "reviewed",
  help_requested: "asked",
  help_answered: "answered",
};

export const eventInWords = (type) => EVENTS[type] ?? type;

/** The first sentence of a text, and what follows it. */
export function headline(text) {
  const match = /^(.{12,160}?[.!?])\s+(\S[^]*)$/.exec(text.trim());
  return match ? [match[1], match[2]] : [text.trim(), ""];
}
