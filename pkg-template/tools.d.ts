// The tools for agents, by hand: they are plain JavaScript.

import type {
  Affordances,
  Decision,
  ErrorCode,
  FrozenCriterion,
  JsonValue,
  Lock,
  MedallionLLM,
  MedallionScope,
  MedallionSummary,
  OpenQuestion,
  Task,
  TaskContext,
} from "./index.js";

/** For whom tools are made. */
export interface ToolsOptions {
  /** Whose tools they are: they do what this learner may do, and nothing else. */
  learnerId: string;
  /** The project that they stay in. Without it `get_ready` asks for one. */
  projectId?: string | undefined;
  /**
   * The model that writes checkpoints; if there is none, the agent's own words are taken. What the agent
   * says besides the summary reaches it in `evidence.artefacts`, under the names that it has in the tool:
   * `decisions`, `open_questions`, `resolved`, `entry_points`, `avoid_repeating`. Decisions and questions
   * that it leaves out without a word are kept and marked (`guard`), but for those that are resolved.
   */
  llm?: MedallionLLM | undefined;
}

/** How schemas are written. */
export interface ToolSchemasOptions {
  /** For APIs with a strict mode; false if left out. */
  strict?: boolean | undefined;
}

/** The names of the tools. */
export type ToolName = keyof ToolInputs;

/** A tool as common model APIs take it. */
export interface ToolSchema {
  /** What it is called by. */
  name: ToolName;
  /** What it does, for the model. */
  description: string;
  /** The JSON Schema of its input. */
  input_schema: ToolInputSchema;
}

/** The JSON Schema of an input. A type and no interface: those of model APIs have an index, which no interface has. */
export type ToolInputSchema = {
  type: "object";
  properties: { [name: string]: { [keyword: string]: JsonValue } };
  required: string[];
  additionalProperties: false;
};

/** How a tool is called. */
export interface ToolCallOptions {
  /**
   * Ends a checkpoint, whatever it waits for, and keeps from beginning what has not begun: the answer has
   * `ABORTED` in `details.code`. What else has begun is done.
   */
  signal?: AbortSignal | null | undefined;
}

/** The tools of one learner. */
export interface AgentTools {
  /**
   * What a model is told. What is bound does not appear. With `strict` as APIs take it that hold a
   * model to a schema word by word: every property is required, and `null` says nothing.
   */
  schemas(options?: ToolSchemasOptions): ToolSchema[];
  /**
   * Calls a tool by its name. What a model asks for is text and anything (an input may be JSON text,
   * and `null` stands for what is left out): all of it is checked. It never rejects: what went wrong
   * is in the answer.
   *
   * Calls are done one after the other, in the order in which they are made, awaited or not. One that takes
   * longer than three seconds, for a validator or a model of yours, holds up those behind it no longer. So long
   * waits a call of such a function itself, if it is by the same tools.
   * `close` waits for all of them, but for a model of yours: that checkpoint is `CLOSED`.
   */
  call<N extends string>(
    name: N,
    input: N extends ToolName ? ToolInputs[N] : unknown,
    options?: ToolCallOptions,
  ): Promise<N extends ToolName ? ToolAnswer<N> : AnyToolAnswer>;
}

/** What a tool answers with. */
export type ToolAnswer<N extends ToolName> = ({ success: true } & ToolResults[N]) | ToolFailure;

/** What tools that are not known by name answer with. */
export type AnyToolAnswer = ({ success: true } & { [name: string]: JsonValue | undefined }) | ToolFailure;

/** What went wrong. */
export interface ToolFailure extends ToolCut {
  success: false;
  /** The kind of failure. */
  error_code: ToolErrorCode;
  /** A sentence for the model. */
  message: string;
  /** More, by kind. */
  details?: ToolFailureDetails | undefined;
}

/** What went wrong, from one closed list. */
export type ToolErrorCode =
  | "UNKNOWN_TOOL"
  | "VALIDATION_FAILED"
  | "NOT_FOUND"
  | "INVALID_STATE"
  | "BLOCKED"
  | "PERMISSION_DENIED"
  | "INTERNAL_ERROR";

/** More about what went wrong. */
export interface ToolFailureDetails {
  /** The same in the codes of this package. */
  code: ErrorCode;
  /** Where in the input. */
  path?: string | undefined;
  /** Every problem of the input. */
  errors?: { path: string; message: string }[] | undefined;
  /** Why a task is locked: the first reasons. */
  locked_because?: Lock[] | undefined;
  /** Whether the same call may succeed later. */
  retryable?: boolean | undefined;
  /** The tools that there are. */
  tools?: ToolName[] | undefined;
}

type TaskType = Task["task_type"];
type Status = "open" | "in_progress" | "blocked" | "closed";

/** What the tools take. */
export interface ToolInputs {
  get_ready: {
    project_id?: string | undefined;
    task_type?: TaskType | undefined;
    /** From 1 to 20; 5 if left out. */
    limit?: number | undefined;
    after?: string | undefined;
  };
  show_task: { task_id: string; full?: boolean | undefined };
  get_context: { task_id: string; full?: boolean | undefined };
  start_task: { task_id: string };
  submit: {
    task_id: string;
    content?: string | undefined;
    answers?: { [question: string]: JsonValue } | undefined;
    /** From 0 to 1; it counts where the author trusts who says so. */
    score?: number | undefined;
    submission_type?: "code" | "sql" | "jupyter_cell" | "text" | "result_set" | undefined;
  };
  add_comment: { task_id: string; comment: string };
  get_comments: {
    task_id: string;
    /** From 1 to 50; 10 if left out. */
    limit?: number | undefined;
    before?: string | undefined;
  };
  go_back: { task_id: string; reason: string };
  request_help: { task_id: string; message: string };
  load_medallions: ToolScope & {
    /** From 1 to 10; 3 if left out. */
    limit?: number | undefined;
    after?: string | undefined;
  };
  checkpoint: ToolScope & {
    session_summary: string;
    decisions?:
      readonly { statement: string; rationale?: string | undefined; confidence?: number | undefined }[] | undefined;
    open_questions?: readonly { question: string; priority?: "low" | "medium" | "high" | undefined }[] | undefined;
    resolved?: readonly string[] | undefined;
    entry_points?: readonly string[] | undefined;
    avoid_repeating?: readonly string[] | undefined;
  };
}

/** What a session is about, besides the learner and the project. */
export interface ToolScope {
  project_id?: string | undefined;
  task_id?: string | undefined;
  graph_nodes?: readonly string[] | undefined;
  tags?: readonly string[] | undefined;
}

/** What was cut: by path, how many characters or items there are in truth; under `…` how many places more. */
export interface ToolCut {
  cut?: { [path: string]: number };
}

/** A task that can be worked on, in short. */
export interface ReadyItem {
  id: string;
  title: string;
  status: Status;
  task_type: TaskType;
  priority: number;
  parent_id: string | null;
}

/** An objective, and whether the learner has achieved it. */
export interface ToolObjective {
  level: "remember" | "understand" | "apply" | "analyze" | "evaluate" | "create" | null;
  description: string;
  achieved: boolean;
}

/** What work is judged against, as far as learners may know. */
export type ToolCriterion = Pick<FrozenCriterion, "id" | "criterion_type" | "description" | "rule">;

/** A comment. */
export interface ToolComment {
  id: string;
  author: string;
  text: string;
  created_at: string;
  /** Whether it is this learner's own. */
  is_private: boolean;
}

/** What a task is begun with. */
export interface StartContext extends ToolCut {
  task_id: string;
  title: string;
  task_type: TaskType;
  status: Status;
  description: string;
  acceptance_criteria: string;
  criteria: ToolCriterion[];
  needs_submission: boolean;
  content: string | null;
  narrative_context: string | null;
  learning_objectives: ToolObjective[];
  /** As the handle sees it from which the tools were taken. */
  tutor_guidance: { [key: string]: JsonValue } | null;
}

/** All of TaskContext; with `full` also of the other tasks and of what was handed in. */
export interface ToolContext
  extends ToolCut, Omit<TaskContext, "task" | "state" | "children" | "ready" | "submissions" | "blocks"> {
  task: Omit<Task, "content" | "tutor_guidance" | "narrative_context">;
  /** Why it is locked stands in `locks`. */
  state: Omit<TaskContext["state"], "locked_because"> & { locked_because: Pick<Lock, "kind" | "task_id">[] };
  children: (ToolPart | TaskContext["children"][number])[];
  ready: (ReadyItem | TaskContext["ready"][number])[];
  /** How many there are, of which `ready` has the first. */
  total_ready: number;
  submissions: (ToolSubmission | TaskContext["submissions"][number])[];
  blocks: { id: string; title: string }[];
}

/** A part of a task, in short. */
export interface ToolPart {
  id: string;
  title: string;
  status: Status;
  display: "locked" | "available" | "in_progress" | "completed" | "skipped";
}

/** Something that was handed in, the newest with its content. */
export interface ToolSubmission {
  id: string;
  attempt_number: number;
  submitted_at: string;
  content?: string;
}

/** What the tools answer with when they succeed. */
export interface ToolResults {
  get_ready: {
    tasks: (ReadyItem & { has_children: boolean })[];
    /** How many there are on all pages. */
    total_ready: number;
    next?: string;
    message: string;
  };
  show_task: ToolCut & {
    id: string;
    title: string;
    description: string;
    acceptance_criteria: string;
    notes: string;
    status: Status;
    display: "locked" | "available" | "in_progress" | "completed" | "skipped";
    task_type: TaskType;
    priority: number;
    parent_id: string | null;
    children: { id: string; title: string; status: Status }[];
    learning_objectives: ToolObjective[];
    criteria: ToolCriterion[];
    needs_submission: boolean;
    content: string | null;
    content_items: { content_type: "markdown" | "code" | "video_ref" | "external_link"; body: string }[];
    tutor_guidance: { [key: string]: JsonValue } | null;
    narrative_context: string | null;
    blocked_by: { id: string; title: string; message: string }[];
    blocks: { id: string; title: string }[];
    submission_count: number;
    /** `null` where they are not limited. */
    attempts_left: number | null;
    latest_validation_passed: boolean | null;
    status_summaries: { version: number; summary: string; created_at: string }[];
    /** What the learner has asked about it, and what was answered. */
    help_requests: { id: string; message: string; status: "open" | "answered"; answer: string | null }[];
  };
  get_context: ToolContext;
  start_task: { task_id: string; status: Status; message: string; context: StartContext };
  submit: ToolCut & {
    submission_id: string;
    attempt_number: number;
    /** `null` while a review waits. */
    validation_passed: boolean | null;
    validation_message: string | null;
    validations: { criterion_id: string; passed: boolean; message: string | null }[];
    status: Status;
    message: string;
    auto_closed: { id: string; title: string; task_type: TaskType }[];
    ready_tasks: ReadyItem[];
    /** How many there are, of which `ready_tasks` has the first. */
    total_ready: number;
  };
  add_comment: ToolCut & ToolComment;
  get_comments: ToolCut & { comments: ToolComment[]; total: number; next?: string };
  go_back: { task_id: string; new_status: Status; message: string; reason: string };
  request_help: { request_id: string; status: "open" | "answered"; message: string };
  load_medallions: ToolCut & {
    medallions: {
      medallion_id: string;
      updated_at: string;
      scope: MedallionScope;
      summary: MedallionSummary;
      decisions: Decision[];
      open_questions: OpenQuestion[];
      affordances: Affordances;
    }[];
    total: number;
    next?: string;
  };
  checkpoint: {
    medallion_id: string;
    updated_at: string;
    decisions: number;
    open_questions: number;
    message: string;
  };
}
