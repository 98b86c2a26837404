// What is handed in may be read-only, of a type of the caller's own, and `undefined` where nothing is meant.

import { StubMedallionLLM, Workspace } from "medallion";
import type { Decision, MedallionOperation, NewLearner, NewTask, PathPatch } from "medallion";

/** A type of a user's: no index signature. */
interface Position {
  chapter: number;
  note?: { text: string };
}

const scope = { graph_nodes: ["a"], tags: ["b"] } as const;
const position: Position = { chapter: 3, note: { text: "half read" } };
const maybe: string | undefined = [""].find((text) => text !== "");

export async function run(): Promise<string[]> {
  const ws = await Workspace.open("programs-inputs", { storage: "memory" });
  const evidence = { session_summary: "Read.", transcripts: ["..."], artefacts: position } as const;
  const m = await ws.checkpoint({ scope, evidence });
  const wanted: readonly ("active" | "stale")[] = ["active"];
  const found = await ws.medallions.latestForScope(scope, { status: wanted });
  const ids: readonly string[] = found.map(({ meta }) => meta.medallion_id);
  const many = await ws.medallions.getMany(ids);

  const decision: Decision = { id: "D-1", statement: "Keep it.", rationale: "It works.", confidence: 1 };
  const changes: Partial<Decision> = { confidence: 0.5 };
  const operations: readonly MedallionOperation[] = [
    { op: "add", list: "decisions", item: decision },
    { op: "add", list: "open_questions", item: { id: "Q-1", question: "Why?", priority: "low" } },
    { op: "add", list: "subsystems", item: { name: "cli", status: "stable", notes: "" } },
    { op: "change", list: "decisions", id: "D-1", set: changes },
    { op: "set", path: "meta.knowledge_max_ts", value: new Date(0) },
  ];
  const applied = await ws.medallions.apply(m.meta.medallion_id, operations);
  const [first] = applied.decisions;
  // @ts-expect-error a decision needs more
  const wrong: MedallionOperation = { op: "add", list: "decisions", item: { id: "D-2" } };
  const refused = await ws.medallions.apply(m.meta.medallion_id, [wrong]).then(
    () => "",
    ({ path }) => String(path),
  );
  const stubbed = await new StubMedallionLLM().generate({ tags: ["b"] }, { session_summary: "Said." });

  const task: NewTask = { title: "Soil", task_type: "project", id: maybe, tutor_config: position };
  const project = await ws.tasks.create(task);
  const learner: NewLearner = { name: "Ada", preferred_language: maybe, metadata: position, mastered_skills: ids };
  const ada = await ws.learners.create(learner);
  const state = await ws.progress.saveDraft(ada.id, project.id, position);
  await ws.progress.bookmark(ada.id, project.id, position);
  const content = await ws.tasks.createContent({ content_type: "markdown", body: "Text.", metadata: position });
  await ws.tasks.updateContent(content.id, { body: maybe, metadata: position });
  const patch: PathPatch = { name: maybe, description: undefined, steps_sequence: [project.id] as const };
  const heard: number[] = [];
  const off = await ws.medallions.watchScope(scope, undefined, (list) => heard.push(list.length));
  off();
  await ws.close();

  return [
    `${many.length} ${first?.confidence} ${applied.meta.knowledge_max_ts} ${refused}`,
    `${stubbed.scope.tags.join()} ${stubbed.scope.graph_nodes.length} ${JSON.stringify(state.progress_data?.draft)}`,
    `${ada.preferred_language} ${JSON.stringify(ada.metadata)} ${Object.keys(patch).length} ${heard.join()}`,
  ];
}

export const expected = [
  "1 0.5 1970-01-01T00:00:00.000Z decisions[1].statement",
  'b 0 {"chapter":3,"note":{"text":"half read"}}',
  'en {"chapter":3,"note":{"text":"half read"}} 3 1',
];
