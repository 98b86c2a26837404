// Medallions from their creation to their end: the lines of the design, in its order.

import { medallionSchema, parseMedallion, stringifyMedallion, StubMedallionLLM, Workspace } from "medallion";
import type { Medallion, MedallionDiff, MedallionVersion, Page } from "medallion";

export async function run(): Promise<string[]> {
  const ws = await Workspace.open("programs-medallions");
  const scope = { graph_nodes: ["repo:muse", "module:cli"], tags: ["refactor"] };
  const evidence = { session_summary: "Split the parser.", transcripts: ["..."], artefacts: { files: ["a.rs"] } };

  const m: Medallion = await ws.checkpoint({ scope, evidence, llm: new StubMedallionLLM(), match: "exact" });
  const [latest] = await ws.medallions.latestForScope(
    { graph_nodes: ["repo:muse"] },
    { limit: 10, status: ["active"] },
  );

  const medallion = {
    meta: { created_at: new Date(0) },
    scope: { tags: ["second"] },
    summary: { high_level: "Second.", subsystems: [{ name: "cli", status: "stable" as const, notes: "" }] },
    affordances: {},
  };
  const created = await ws.medallions.create(medallion, { reason: "by hand" });
  const ids: string[] = await ws.medallions.createMany([medallion, medallion]);
  const id = m.meta.medallion_id;
  const changed: Medallion = { ...m, summary: { ...m.summary, high_level: "Split it again." } };
  await ws.medallions.update(changed, { expectedVersion: 1, reason: "review" });
  const got: Medallion | undefined = await ws.medallions.get(id);
  const version: number | undefined = await ws.medallions.version(id);
  const count: number = await ws.medallions.count();
  const page: Page<Medallion> = await ws.medallions.list({ limit: 3 });
  const rest = await ws.medallions.list({ limit: 3, ...(page.next === undefined ? {} : { before: page.next }) });
  await ws.medallions.setStatus(created.meta.medallion_id, "stale", { reason: "old" });
  await ws.medallions.apply(id, [
    { op: "add", list: "decisions", item: { id: "D-001", statement: "Split.", rationale: "Size.", confidence: 0.9 } },
    { op: "set", path: "affordances.invariants", value: ["One parser."] },
  ]);
  const superseded = await ws.medallions.supersede(created.meta.medallion_id, id, { reason: "the same" });
  const history: MedallionVersion[] = await ws.medallions.history(id);
  const diff: MedallionDiff = await ws.medallions.diff(id, 1, 3);
  const heard: number[] = [];
  const off: () => void = await ws.medallions.watchScope(scope, { limit: 10 }, (list) => heard.push(list.length));
  off();
  const deleted: boolean = await ws.medallions.delete(id);
  const erased: boolean = await ws.medallions.erase(id);

  const text: string = await stringifyMedallion(m, { indent: 0 });
  const read: Medallion = await parseMedallion(text);
  const schema = await medallionSchema();
  await ws.close();
  await Workspace.delete("programs-medallions");
  return [
    `${latest?.summary.high_level} ${got?.summary.high_level} version ${version}`,
    `${count} in all, ${page.items.length} and ${rest.items.length}, ${ids.length} new ids`,
    `${superseded.meta.status} by the first: ${superseded.meta.superseded_by?.medallion_id === id}`,
    `${history.length} versions, changed: ${Object.keys(diff.changed).join()}`,
    `${heard.join()} ${deleted} ${erased} ${read.meta.medallion_id === id} ${String(schema["title"])}`,
  ];
}

export const expected = [
  "Split the parser. Split it again. version 2",
  "4 in all, 3 and 1, 2 new ids",
  "superseded by the first: true",
  "3 versions, changed: affordances.invariants,meta.updated_at,summary.high_level",
  "1 true true true Medallion",
];
