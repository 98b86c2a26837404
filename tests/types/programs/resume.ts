// A session that begins with what the last one left, as the design writes it.

import { MedallionError, Workspace } from "medallion";
import type { Resume, ResumePart } from "medallion";

interface Prompt {
  text: string;
  leftOut: ResumePart[];
}

/** Asks for as much as must be said, where what was allowed is too little for it. */
async function prompt(ws: Workspace, learnerId?: string, taskId?: string): Promise<Prompt> {
  const scope = { graph_nodes: ["repo:muse"], tags: ["refactor"] };
  const countTokens = async (text: string): Promise<number> => text.length / 4;
  let tokenBudget = 2000;
  for (;;) {
    try {
      const r: Resume = await ws.resume({ scope, learnerId, taskId, tokenBudget, format: "markdown", countTokens });
      return { text: r.text, leftOut: r.parts.filter((part) => !part.included) };
    } catch (error) {
      if (!(error instanceof MedallionError) || error.code !== "BUDGET_TOO_SMALL") throw error;
      tokenBudget = Number(error.details?.["needed"]);
    }
  }
}

const ws = await Workspace.open("resumes");
const { text, leftOut } = await prompt(ws);
const kinds: Set<"decision" | "open_question" | ResumePart["kind"]> = new Set(leftOut.map((part) => part.kind));
console.log(text, kinds, leftOut[0]?.id, leftOut[0]?.tokens, leftOut[0]?.reason);
await ws.close();
