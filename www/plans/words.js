// Says in words what reports say in codes.

import { duration, number, plural } from "../lib/amounts.js";

/** What a plan is called; its file, where it has no title. */
export const titleOf = ({ title, path, prd }) => title ?? path ?? prd ?? "A plan without a title";

/** The shares of a schedule's unit: "3.5 points", "1 hour and 30 minutes". */
export const amount = (value, unit) =>
  unit === "points" ? plural(value, { one: "point", other: "points" }) : duration(value * 60);

/** What a task is estimated at, in the words of both units. */
export const estimate = ({ points, minutes }) =>
  [points !== null && amount(points, "points"), minutes !== null && amount(minutes, "minutes")]
    .filter(Boolean)
    .join(", ");

/** The same where there is little room: "5 pt", "2 h 30 min". */
export function shortEstimate({ points, minutes }) {
  const hours = Math.floor((minutes ?? 0) / 60);
  const rest = (minutes ?? 0) % 60;
  const parts = [
    points !== null && `${number(points)} pt`,
    hours > 0 && `${hours} h`,
    rest > 0 && `${number(rest)} min`,
  ];
  return parts.filter(Boolean).join(" ");
}

const REASONS = {
  dependency: (id) => `${id} must be completed first`,
  other_phase: (id) => `${id}, of another phase, must be completed first`,
  unresolved: (id) => `it waits for ${id}, which is nowhere`,
  blocker: (id) => `${id} stands in the way`,
  cycle: (id, own) =>
    id === own ? "it waits for itself, round in a circle" : `${id} waits for itself, round in a circle`,
  status: (id, own) => `the document says that ${id === own ? "it" : id} is blocked`,
};

/** Why the task `own` cannot go on. */
export const reasonInWords = ({ kind, id }, own) => REASONS[kind]?.(id, own) ?? `${kind} ${id}`;

export const SEVERITY = { error: "Error", warning: "Warning", info: "Hint" };

/** "line 12, column 3". */
export const placeInWords = ({ line, column }) => `line ${number(line)}, column ${number(column)}`;
