// A workspace as a whole: opened, listened to, exported, taken in again.

import { Workspace } from "medallion";
import type { Health, ImportProblem, ImportReport, LogRecord, MedallionEvent, Page, WorkspaceChange } from "medallion";

export async function run(): Promise<string[]> {
  const log: LogRecord[] = [];
  let ids = 0;
  const ws = await Workspace.open("programs-workspace", {
    durability: "relaxed",
    actor: "agent:planner",
    now: () => Date.now(),
    newId: (kind) => `${kind === "task" ? "proj" : kind}-${++ids}`,
    logger: (record) => log.push(record),
    logLevel: "warn",
  });
  const changes: WorkspaceChange[] = [];
  const stop: () => void = ws.subscribe((change) => changes.push(change));
  const stored = await ws.checkpoint({
    scope: { graph_nodes: ["repo:muse"] },
    evidence: { session_summary: "Split the parser." },
  });
  await ws.sync();
  await ws.flush();
  stop();

  const blob: Blob = await ws.export({ onProgress: ({ done, total }) => void (done / total) });
  const report: ImportReport = await ws.import(blob, { dryRun: false, onConflict: "newer" });
  const health: Health = await ws.health();
  const events: Page<MedallionEvent> = await ws.events.list({
    entityType: "medallion",
    entityId: stored.meta.medallion_id,
    limit: 50,
  });
  const pruned: number = await ws.keep({ versions: 20, days: 365 });
  const { keep }: Health = await ws.health();
  const lacks: ImportProblem[] = (await ws.import(await ws.export({ partial: true }))).lacks ?? [];
  await ws.keep();
  const promised: boolean = await ws.persist();
  const inspection = await ws.inspect(stored.meta.medallion_id, { entityType: "medallion" });
  const handle = ws.as({ learnerId: "ada", role: "learner" });
  const name: string = handle.name;
  const storage: "indexeddb" | "memory" = ws.storage;
  await ws.close();
  const listed = (await Workspace.list()).includes("programs-workspace");
  await Workspace.delete("programs-workspace");
  const said = [
    `${changes.length} change by ${changes[0]?.actor}, local: ${changes[0]?.local}`,
    `${report.records} taken, ${report.skipped} skipped, ${report.problems.length} problems`,
    `${health.records["medallion"]} medallion, ${health.problems.length} problems`,
    `${events.items[0]?.event_type} of ${events.total}, ${inspection.lines.length} line`,
    `${name}, ${log.length} log records`,
    `${pruned} old versions went, a promise is ${typeof promised}`,
    `${keep.versions} versions of ${keep.days} days are kept, ${lacks.length} things are lacking`,
  ];
  return storage === "memory" || listed ? said : [...said, "is not listed"];
}

export const expected = [
  "1 change by agent:planner, local: true",
  "0 taken, 1 skipped, 0 problems",
  "1 medallion, 0 problems",
  "created of 1, 1 line",
  "programs-workspace, 0 log records",
  "0 old versions went, a promise is boolean",
  "20 versions of 365 days are kept, 0 things are lacking",
];
