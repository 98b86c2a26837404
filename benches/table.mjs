// Raw times as a table for people, and the bars as another.

import { BARS } from "./bars.mjs";
import { median, p95 } from "./statistics.mjs";

const BAR_HEAD = ["bar", "wanted", "found", "met"];

/** How many times as long; nothing where the clock is too coarse for ours. */
const ratio = (other, ours) => (ours.median > 0 ? (other.median / ours.median).toFixed(1) : "–");

/** A column for each contestant that took part. */
export function table({ rows }) {
  const cells = Object.values(rows);
  const [hasDexie, hasIdb] = ["dexie", "idb"].map((contestant) => cells.some((cell) => cell[contestant]));
  const head = ["job", "medallion", "p95"];
  if (hasDexie) head.push("Dexie 4", "p95", "Dexie ÷ ours");
  if (hasIdb) head.push("idb", "p95");
  const others = ["pouchdb", "rxdb", "tinybase"].filter((contestant) => cells.some((cell) => cell[contestant]));
  for (const other of others) head.push(other, "p95");
  const lines = Object.entries(rows).map(([row, cell]) => {
    const { ours, dexie, idb } = summary(cell);
    const line = [row, ...figures(ours)];
    if (hasDexie) line.push(...figures(dexie), ratio(dexie, ours));
    if (hasIdb) line.push(...figures(idb));
    for (const other of others) line.push(...figures(figured(cell[other])));
    return line;
  });
  return aligned([head, ...lines]);
}

/** The bars of those rows that were measured. */
export function bars({ rows }) {
  const lines = BARS.filter(({ row }) => rows[row]).map(({ row, wanted, measure }) => {
    const { value, met } = measure(summary(rows[row]));
    return [row, wanted, value, met ? "yes" : "NO"];
  });
  return aligned([BAR_HEAD, ...lines]);
}

const summary = ({ medallion, dexie, idb }) => ({ ours: figured(medallion), dexie: figured(dexie), idb: figured(idb) });

const figured = (cell) => cell && { median: median(cell.times), p95: p95(cell.times) };

const figures = (cell) => [milliseconds(cell.median), milliseconds(cell.p95)];

const milliseconds = (value) => (value < 100 ? value.toFixed(2) : value.toFixed(0));

/** A Markdown table that can be read as it stands. */
export function aligned(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = ([first, ...rest]) =>
    `| ${[first.padEnd(widths[0]), ...rest.map((cell, at) => cell.padStart(widths[at + 1]))].join(" | ")} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [text(lines[0]), rule, ...lines.slice(1).map(text)].join("\n");
}
