// Reports for people: words, tables, graphs, changed lines.

/** Words that may stand on several lines, on one. */
const flat = (words) => words.trim().replace(/\s*[\r\n]\s*/g, " ");

export function table(wanted) {
  const rows = wanted.map((row) => row.map(flat));
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function overview(report) {
  const { computed } = report;
  const points = computed.progress_by_points === null ? "" : `, ${computed.progress_by_points} % by points`;
  const lines = [
    `${flat(report.title ?? "(no title)")}${report.phase === null ? "" : ` (phase ${report.phase})`}`,
    `${computed.status}, ${computed.progress} %${points}: ${computed.completed_tasks} of ${computed.total_tasks} tasks`,
  ];
  for (const [unit, schedule] of Object.entries(report.schedule)) {
    const left = schedule.unestimated.length > 0 ? `; without estimate: ${schedule.unestimated.join(", ")}` : "";
    const amount = schedule.makespan === 1 ? unit.replace(/s$/, "") : unit;
    lines.push(`makespan ${schedule.makespan} ${amount}, critical: ${schedule.critical_path.join(" → ")}${left}`);
  }
  if (report.ready.length > 0) lines.push(`ready: ${report.ready.join(", ")}`);
  for (const { task_id, because, more } of report.blocked) {
    const reasons = because.map(({ kind, id }) => {
      if (kind !== "status") return id;
      return id === task_id ? "what blocks it" : `${id}, which is blocked`;
    });
    lines.push(`${task_id} waits for ${reasons.join(", ")}${more > 0 ? `, and ${more} more` : ""}`);
  }
  if (report.tasks.length > 0) {
    const rows = report.tasks.map((task) => [task.id, task.status, task.assigned_to.join(","), task.label]);
    lines.push("", table([["id", "status", "assigned to", "task"], ...rows]));
  }
  if (report.problems.length > 0) lines.push("", `problems: ${report.problems.length}; see: medallion plan check`);
  return `${lines.join("\n")}\n`;
}

export function problem(path, { line, column, severity, kind, message, suggestion }) {
  return flat(`${path}:${line}:${column}: ${severity} [${kind}] ${message}. ${suggestion}`);
}

/** The graph of a plan in the language of Mermaid; what is critical has a thick border. */
export function mermaid(report) {
  const number = new Map(report.tasks.map((task, index) => [task.id, `t${index}`]));
  // Codes between `#` and `;`, comments from `%%` on and backticks mean something there.
  const text = (words) =>
    words
      .replaceAll("#", "#35;")
      .replaceAll("%%", "#37;#37;")
      .replaceAll("`", "#96;")
      .replaceAll("&", "&amp;")
      .replaceAll('"', "&quot;")
      .replaceAll("<", "&lt;")
      .replace(/[\r\n]+/g, " ");
  const schedule = report.schedule.points ?? report.schedule.minutes;
  const lines = ["graph LR"];
  for (const task of report.tasks) {
    lines.push(`  ${number.get(task.id)}["${text(`${task.id}: ${task.label}`)}"]:::${task.status}`);
  }
  for (const task of report.tasks) {
    for (const before of task.dependencies) {
      if (number.has(before)) lines.push(`  ${number.get(before)} --> ${number.get(task.id)}`);
    }
  }
  const critical = (schedule?.critical_tasks ?? []).map((id) => number.get(id));
  if (critical.length > 0) lines.push("  classDef critical stroke-width:4px", `  class ${critical.join(",")} critical`);
  lines.push("  classDef completed fill:#cfc", "  classDef blocked fill:#fcc", "  classDef in_progress fill:#ffc");
  return `${lines.join("\n")}\n`;
}

export function batches(report) {
  const lines = report.batches.map((batch, index) => `${index + 1}. ${batch.join(", ")}`);
  return `${lines.join("\n")}\n`;
}

/** The lines that go and that come; those around them are left out. */
export function difference(before, after) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const out = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && old[i] === now[j]) {
      [i, j] = [i + 1, j + 1];
      continue;
    }
    const [skip, add] = nearest(old, now, i, j);
    for (; skip > i; i += 1) out.push(`${i + 1}: -${old[i]}`);
    for (; add > j; j += 1) out.push(`${j + 1}: +${now[j]}`);
  }
  return out.join("\n") + (out.length > 0 ? "\n" : "");
}

/** Where two texts agree again. */
function nearest(old, now, i, j) {
  for (let apart = 1; apart <= old.length - i + now.length - j; apart += 1) {
    for (let skip = 0; skip <= apart; skip += 1) {
      const [at, to] = [i + skip, j + apart - skip];
      if (at > old.length || to > now.length) continue;
      if (at === old.length && to === now.length) return [at, to];
      if (at < old.length && old[at] === now[to]) return [at, to];
    }
  }
  return [old.length, now.length];
}
