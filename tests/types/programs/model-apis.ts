// The schemas of the tools as the clients of model APIs type theirs, without a cast.

import { Workspace } from "medallion";
import type { AgentTools, MedallionLLM, ToolInputs } from "medallion";

interface AnthropicTool {
  name: string;
  description?: string;
  input_schema: { type: "object"; properties?: unknown; required?: string[] | null; [key: string]: unknown };
}

interface ResponsesTool {
  type: "function";
  name: string;
  description?: string | null;
  parameters: { [key: string]: unknown } | null;
  strict: boolean | null;
}

interface ChatTool {
  type: "function";
  function: { name: string; description?: string; parameters?: Record<string, unknown>; strict?: boolean | null };
}

function forAll(tools: AgentTools): [AnthropicTool[], ResponsesTool[], ChatTool[]] {
  const strict = tools.schemas({ strict: true });
  return [
    tools.schemas(),
    strict.map(({ name, description, input_schema: parameters }) => {
      return { type: "function", name, description, parameters, strict: true };
    }),
    strict.map(({ name, description, input_schema: parameters }) => {
      return { type: "function", function: { name, description, parameters, strict: true } };
    }),
  ];
}

/** What may be left out may be said to be nothing. */
function checkpointOf(summary: string, task_id: string | undefined): ToolInputs["checkpoint"] {
  return { session_summary: summary, task_id, tags: undefined, decisions: undefined };
}

export async function run(): Promise<string[]> {
  const ws = await Workspace.open("programs-model-apis");
  const ada = await ws.learners.create({ name: "Ada" });
  const asked: (AbortSignal | undefined)[] = [];
  const answer = { summary: { high_level: "Ada reads tables." }, affordances: {} };
  const llm: MedallionLLM = {
    generate: (_scope, _evidence, _repair, options) => {
      asked.push(options?.signal);
      return answer;
    },
    update: () => answer,
  };
  const tools = ws.tools({ learnerId: ada.id, llm });
  const [anthropic, responses, chat] = forAll(tools);
  const { signal } = new AbortController();
  const left = await tools.call("checkpoint", checkpointOf("She reads.", undefined), { signal });
  await ws.close();
  return [`${anthropic.length} ${responses.length} ${chat.length}`, String(left.success), String(asked[0] === signal)];
}

export const expected = ["11 11 11", "true", "true"];
