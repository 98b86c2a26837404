// Says in words what documents say in numbers, codes and times.

const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const AGO = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [86400 * 14, "day", 86400],
];

export const dateAndTime = (text) => DATE.format(new Date(text));

/** "3 minutes ago"; for what is longer ago, the date. */
export function ago(text, now = Date.now()) {
  const seconds = (Date.parse(text) - now) / 1000;
  if (Math.abs(seconds) < 5) return "just now";
  const step = STEPS.find(([below]) => Math.abs(seconds) < below);
  return step ? AGO.format(Math.round(seconds / step[2]), step[1]) : dateAndTime(text);
}

/** "1 decision", "3 decisions". */
export const count = (number, word, words = `${word}s`) => `${NUMBER.format(number)} ${number === 1 ? word : words}`;

export function bytes(number) {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let unit = 0;
  let rest = number;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${NUMBER.format(rest)} ${units[unit]}`;
}

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
  objective_achieved: "achieved",
  help_requested: "asked",
  help_answered: "answered",
};

export const eventInWords = (type) => EVENTS[type] ?? type;

/** The first sentence of a text, and what follows it. */
export function headline(text) {
  const match = /^(.{12,160}?[.!?])\s+(\S[^]*)$/.exec(text.trim());
  return match ? [match[1], match[2]] : [text.trim(), ""];
}
