// The gate on line coverage, folder by folder.

import { Failure } from "../lib/process.mjs";
import { root } from "../lib/root.mjs";

const GATE = 90;

/** `report` is what `llvm-cov export -summary-only` writes. A folder without code is passed over. */
export function checkCoverage(report, folders) {
  const files = JSON.parse(report).data[0].files.map(({ filename, summary }) => ({
    name: filename.startsWith(root) ? filename.slice(root.length) : filename,
    lines: summary.lines.count,
    missed: summary.lines.count - summary.lines.covered,
  }));
  const problems = [];
  for (const { folder, except } of folders) {
    const inside = files.filter(({ name }) => name.startsWith(folder) && !(except && name.startsWith(except)));
    const lines = inside.reduce((sum, file) => sum + file.lines, 0);
    const missed = inside.reduce((sum, file) => sum + file.missed, 0);
    if (lines === 0) continue;
    const percent = 100 * (1 - missed / lines);
    console.log(`coverage of ${folder}: ${percent.toFixed(1)} % of ${lines} lines`);
    if (percent >= GATE) continue;
    const worst = inside.sort((a, b) => b.missed - a.missed).slice(0, 5);
    const named = worst.map((file) => `${file.name} (${file.missed} lines not run)`).join(", ");
    problems.push(`${folder} is below ${GATE} %: ${named}`);
  }
  if (problems.length > 0) throw new Failure(problems.join("\n"));
}
