// The least that must work wherever the package is used: open, checkpoint, query.

import assert from "node:assert/strict";

export const program = (entry = "medallion") => `
import { StubMedallionLLM, Workspace } from ${JSON.stringify(entry)};

export async function smoke() {
  const ws = await Workspace.open("smoke");
  const scope = { graph_nodes: ["repo:muse", "module:cli"], tags: ["refactor"] };
  const evidence = { session_summary: "Split the parser." };
  const stored = await ws.checkpoint({ scope, evidence, llm: new StubMedallionLLM() });
  const found = await ws.medallions.latestForScope({ graph_nodes: ["repo:muse"] });
  const { problems } = await ws.health();
  const result = {
    storage: ws.storage,
    same: JSON.stringify(found) === JSON.stringify([stored]),
    summary: stored.summary.high_level,
    problems,
  };
  await ws.close();
  return result;
}
`;

export function check(result, storage = "indexeddb") {
  assert.deepEqual(result, { storage, same: true, summary: "Split the parser.", problems: [] });
}
