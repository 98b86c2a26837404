// Raw times as a table for people, and the bars as another.

import { BARS } from "./bars.mjs";
import { median, p95 } from "./statistics.mjs";

const HEAD = ["job", "medallion", "p95", "Dexie 4", "p95", "Dexie ÷ ours", "idb", "p95"];
const BAR_HEAD = ["bar", "wanted", "found", "met"];

export function table({ rows }) {
  const lines = Object.entries(rows).map(([row, cells]) => {
    const { ours, dexie, idb } = summary(cells);
    const ratio = (dexie.median / ours.median).toFixed(1);
    return [row, ...figures(ours), ...figures(dexie), ratio, ...figures(idb)];
  });
  return aligned([HEAD, ...lines]);
}

/** The bars of those rows that were measured. */
export function bars({ rows }) {
  const lines = BARS.filter(({ row }) => rows[row]).map(({ row, wanted, measure }) => {
    const { value, met } = measure(summary(rows[row]));
    return [row, wanted, value, met ? "yes" : "NO"];
  });
  return aligned([BAR_HEAD, ...lines]);
}

function summary({ medallion, dexie, idb }) {
  const of = ({ times }) => ({ median: median(times), p95: p95(times) });
  return { ours: of(medallion), dexie: of(dexie), idb: of(idb) };
}

const figures = (cell) => [milliseconds(cell.median), milliseconds(cell.p95)];

const milliseconds = (value) => (value < 100 ? value.toFixed(2) : value.toFixed(0));

/** A Markdown table that can be read as it stands. */
function aligned(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = ([first, ...rest]) =>
    `| ${[first.padEnd(widths[0]), ...rest.map((cell, at) => cell.padStart(widths[at + 1]))].join(" | ")} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [text(lines[0]), rule, ...lines.slice(1).map(text)].join("\n");
}
