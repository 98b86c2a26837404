// A session that begins with what the last one left, as the design writes it.

import { MedallionError, Workspace } from "medallion";
import type { Resume, ResumePart } from "medallion";

const scope = { graph_nodes: ["repo:muse"], tags: ["refactor"] };

/** Asks again with as much as must be said, where what was allowed is too little for it. */
async function prompt(ws: Workspace, tokenBudget: number, learnerId?: string, taskId?: string): Promise<Resume> {
  const countTokens = async (text: string): Promise<number> => text.length / 4;
  try {
    return await ws.resume({ scope, learnerId, taskId, tokenBudget, format: "markdown", countTokens });
  } catch (error) {
    if (!(error instanceof MedallionError) || error.code !== "BUDGET_TOO_SMALL") throw error;
    return prompt(ws, Number(error.details?.["needed"]), learnerId, taskId);
  }
}

export async function run(): Promise<string[]> {
  await Workspace.delete("programs-resume");
  const ws = await Workspace.open("programs-resume");
  await ws.medallions.create({
    scope,
    summary: { high_level: "The parser is split." },
    decisions: [{ id: "D-1", statement: "Keep the log.", rationale: "It is readable.", confidence: 0.9 }],
    affordances: { invariants: ["Errors carry their path."] },
  });
  const told = await prompt(ws, 5);
  const kinds = (parts: ResumePart[]): string => parts.map((part) => part.kind satisfies string).join(" ");
  const all: Resume = await ws.resume({ scope, format: "json" });
  await ws.close();
  await Workspace.delete("programs-resume");
  return [
    `${told.text.includes("Errors carry their path.")}`,
    `in: ${kinds(told.parts.filter((part) => part.included))}`,
    `out: ${kinds(told.parts.filter((part) => !part.included))}`,
    `${Object.keys(JSON.parse(all.text)).join()} ${kinds(all.parts)}`,
  ];
}

export const expected = [
  "true",
  "in: invariant",
  "out: summary decision",
  "note,medallions summary invariant decision",
];
