// Models of one's own, and what may stand around them.

import { LLMError, MedallionError, Workspace } from "medallion";
import type { CheckpointPreview, Evidence, Medallion, MedallionLLM, MedallionScope } from "medallion";

/** Answers at once, with text. */
const sync: MedallionLLM = {
  generate: (scope, evidence) => JSON.stringify(answer(evidence, [scope.graph_nodes.join()])),
  update: (existing, evidence) => answer(evidence, [...existing.affordances.avoid_repeating, "again"]),
};

/** Takes its time, and forgets what was decided. */
class Forgetful implements MedallionLLM {
  async generate(_scope: MedallionScope, evidence: Evidence) {
    return {
      ...answer(evidence, []),
      decisions: [{ id: "D-001", statement: "Split.", rationale: "Size.", confidence: 1 }],
    };
  }
  async update(_existing: Medallion, evidence: Evidence) {
    return answer(evidence, []);
  }
}

const answer = (evidence: Evidence, avoid_repeating: string[]) => ({
  summary: { high_level: evidence.session_summary },
  affordances: { avoid_repeating },
});

export async function run(): Promise<string[]> {
  const ws = await Workspace.open("programs-models");
  const scope = { graph_nodes: ["repo:muse"] };
  const evidence = (session_summary: string) => ({ session_summary });
  await ws.checkpoint({ scope, evidence: evidence("One."), llm: sync });
  const second = await ws.checkpoint({ scope, evidence: evidence("Two."), llm: sync });

  const other = { tags: ["kept"] };
  const llm = new Forgetful();
  await ws.checkpoint({ scope: other, evidence: evidence("One."), llm });
  const preview: CheckpointPreview = await ws.checkpoint({
    ...{ scope: other, evidence: evidence("Two."), llm },
    guard: true,
    preview: true,
  });
  const guarded = await ws.checkpoint({
    ...{ scope: other, evidence: evidence("Two."), llm, guard: true },
    approve: async (diff) => (Object.keys(diff.removed).length === 0 ? diff : false),
  });

  const stop = new AbortController();
  stop.abort();
  const aborted = await ws
    .checkpoint({ scope, evidence: evidence("Three."), llm: sync, signal: stop.signal })
    .catch((error: unknown) => (error instanceof MedallionError ? error.code : "no error of ours"));
  const wrong: MedallionLLM = { generate: () => "no JSON", update: () => "no JSON" };
  const invalid = await ws
    .checkpoint({ scope, evidence: evidence("Three."), llm: wrong })
    .catch((error: unknown) => (error instanceof LLMError ? error.code : "no error of ours"));
  await ws.close();
  await Workspace.delete("programs-models");
  return [
    `${second.summary.high_level} ${second.affordances.avoid_repeating.join(" ")}`,
    `${preview.action}, kept ${preview.kept.join()}, retired ${preview.retired.length}`,
    `${guarded.decisions[0]?.id} unconfirmed: ${guarded.decisions[0]?.unconfirmed_since !== undefined}`,
    `${String(aborted)} ${String(invalid)}`,
  ];
}

export const expected = [
  "Two. repo:muse again",
  "update, kept D-001, retired 0",
  "D-001 unconfirmed: true",
  "ABORTED LLM_INVALID",
];
