// An agent that finishes a course by the tools alone, with a model that follows a script.

import { Workspace } from "medallion";
import type { AgentTools, ReadyItem, StartContext, ToolSchema } from "medallion";

// The agent, in 30 lines: tell the model what there is, do what it asks for, tell it what came of it.
type Turn = { tool: string; input: unknown } | { say: string };
type Model = (tools: ToolSchema[], messages: string[]) => Turn;

async function agent(tools: AgentTools, model: Model): Promise<string> {
  const messages: string[] = [];
  for (let turns = 0; turns < 100; turns += 1) {
    const turn = model(tools.schemas(), messages);
    if ("say" in turn) return turn.say;
    messages.push(JSON.stringify(await tools.call(turn.tool, turn.input)));
  }
  return "I give up.";
}

/** Stands where a model would: looks at the last answer and knows, at the second try, what to say. */
const scripted: Model = (tools, messages) => {
  if (!tools.some((tool) => tool.name === "get_ready")) return { say: "I have no tools." };
  const last: Answer = messages.length > 0 ? JSON.parse(messages.at(-1) ?? "") : { message: "Hello." };
  if (last.medallion_id !== undefined) return { say: `Done in ${messages.length} calls.` };
  if (last.context) return { tool: "submit", input: { task_id: last.context.task_id, content: "I guess." } };
  const [next] = last.tasks ?? last.ready_tasks ?? [];
  if (last.validation_passed === false && next) {
    return { tool: "submit", input: JSON.stringify({ task_id: next.id, content: `${next.title}: pH 7` }) };
  }
  if (next) return { tool: "start_task", input: { task_id: next.id } };
  if (last.validation_passed) return { tool: "checkpoint", input: { session_summary: "The course is finished." } };
  return { tool: "get_ready", input: {} };
};

interface Answer {
  message: string;
  tasks?: ReadyItem[];
  ready_tasks?: ReadyItem[];
  context?: StartContext;
  validation_passed?: boolean | null;
  medallion_id?: string;
}

export async function run(): Promise<string[]> {
  const ws = await Workspace.open("programs-agent");
  const project = await ws.tasks.create({ task_type: "project", title: "Soil laboratory" });
  const epic = await ws.tasks.create({ parent_id: project.id, task_type: "epic", title: "Load data", ordered: true });
  for (const title of ["Read table", "Query pH", "Report"]) {
    const task = await ws.tasks.create({ parent_id: epic.id, task_type: "subtask", title });
    await ws.tasks.addCriterion(task.id, {
      criterion_type: "text_match",
      description: "It says what the pH is.",
      rule: { all_of: ["pH 7"] },
    });
  }
  const ada = await ws.learners.create({ name: "Ada" });
  const tools = ws.tools({ learnerId: ada.id, projectId: project.id });
  const said = await agent(tools, scripted);

  // Who knows the tools by name knows what they answer with.
  const nothing = await tools.call("get_ready", { limit: 20 });
  const left = nothing.success ? `${nothing.total_ready} left: ${nothing.message}` : nothing.error_code;
  const closed = await tools.call("start_task", { task_id: epic.id });
  const why = closed.success ? closed.context.title : `${closed.error_code}, ${closed.details?.code ?? "no code"}`;
  const memory = await tools.call("load_medallions", {});
  const remembered = memory.success ? memory.medallions.map((own) => own.summary.high_level).join() : memory.message;
  const unknown = await tools.call("no_such_tool", {});
  // @ts-expect-error: a tool that is known by name takes its own input
  const mistaken = await tools.call("start_task", { id: epic.id });
  const { completion_percentage } = await ws.progress.overview(ada.id, project.id);
  await ws.close();
  return [
    said,
    `${completion_percentage} %`,
    left,
    why,
    remembered,
    unknown.success ? "" : unknown.error_code,
    mistaken.success ? "" : mistaken.error_code,
  ];
}

export const expected = [
  "Done in 11 calls.",
  "100 %",
  "0 left: Found 0 tasks ready (0 in progress).",
  "INVALID_STATE, INVALID_TRANSITION",
  "The course is finished.",
  "UNKNOWN_TOOL",
  "VALIDATION_FAILED",
];
