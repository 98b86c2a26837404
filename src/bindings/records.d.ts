// Generated from the Rust types: see src/bindings/typescript.rs. Do not edit.

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/**
 * What can be said in JSON: a value, a list, an object of whatever type. A `Date` becomes its text; what JSON
 * cannot say, such as a function, is `INVALID` with its path.
 */
export type JsonInput = string | number | boolean | null | object;

/** Any fields, and their values; `undefined` is as if it were not there. */
export type Fields<T> = { [Field in keyof T]?: T[Field] | undefined };

/** Some of a longer list. */
export interface Page<T> {
  /** What is on this page. */
  items: T[];
  /** Where the next page begins: its `before` or `after`. Missing on the last page. */
  next?: string | undefined;
  /** How many there are on all pages. */
  total: number;
}

/** A change of the workspace: its event, and whether it happened in this page. */
export type WorkspaceChange = MedallionEvent & { local: boolean };

/** One line for a logger. It holds ids, codes and durations, never content. */
export interface LogRecord {
  /** How important it is. */
  level: "error" | "warn" | "info" | "debug";
  /** What it is about, such as `checkpoint`; `conflict` or `model.retry` for what goes on in between. */
  operation: string;
  /** The workspace. */
  workspace: string;
  /** How long it took, in milliseconds; 0 for what goes on in between. */
  duration_ms: number;
  /** The code of the error that ended it, if one did. */
  code?: ErrorCode | undefined;
  /** The record it was about, if it was about one: its first argument, or what it answered with. */
  entity_id?: string | undefined;
}

/** What a model is told besides. */
export interface ModelOptions {
  /** Ends when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined;
}

/**
 * Any model: two methods, sync or async. What they answer is checked like any other input. An answer
 * that cannot be used has one more chance: the same method is called again, and told what was wrong.
 * The last argument has the `signal` of the checkpoint, if it was given one: to end a request with it.
 *
 * A method that waits for a checkpoint of the same scope waits ten seconds in vain, since that stands
 * behind the one that asks; then it is asked again, with what that stored.
 */
export interface MedallionLLM {
  /** Writes a medallion for a scope; `meta` and `scope` may be left out. */
  generate(
    scope: MedallionScope,
    evidence: Evidence,
    repair?: MedallionRepair,
    options?: ModelOptions,
  ): ModelAnswer | Promise<ModelAnswer>;
  /** Writes the next version of a medallion. What is left out was dropped. */
  update(
    existing: Medallion,
    evidence: Evidence,
    repair?: MedallionRepair,
    options?: ModelOptions,
  ): ModelAnswer | Promise<ModelAnswer>;
}

export interface MedallionSummary {
  /** The full text of a summary that was cut to fit into `high_level`. */
  high_level_full?: string | undefined;
}

export interface MedallionSummaryInput {
  /** The full text of a summary that was cut to fit into `high_level`. */
  high_level_full?: string | undefined;
}

export interface Workspace {
  /** Says what a checkpoint would store, and stores nothing. */
  checkpoint(request: CheckpointRequest & { preview: true }): Promise<CheckpointPreview>;
  /** Stores what a session leaves behind: updates the medallion of the scope, or creates it. */
  checkpoint(request: CheckpointRequest & { preview?: false | undefined }): Promise<Medallion>;
  /** Stores a checkpoint or, with `preview`, only says what it would store. */
  checkpoint(request: CheckpointRequest): Promise<Medallion | CheckpointPreview>;
}

/** What the import of a course did. */
export type StoredCourseImport = CourseImport & { project_id: string };

export interface Tasks {
  /** Says what taking in a course would do, and stores nothing. */
  import(
    course: object | string,
    options: CourseImportOptions & { dryRun: true },
  ): Promise<CourseImport & { project_id: null }>;
  /** Takes in a course, all of it or nothing: an object, or its JSON text. */
  import(
    course: object | string,
    options?: CourseImportOptions & { dryRun?: false | undefined },
  ): Promise<StoredCourseImport>;
  /** Takes in a course or, with `dryRun`, only says what it would do. */
  import(course: object | string, options?: CourseImportOptions): Promise<CourseImport>;
}

/** All there is to say about a plan that is stored. */
export type StoredPlanReport = PlanReport & { id: string };

/** A path that is stored. */
export type StoredLearningPath = LearningPath & { id: string };

/** A new task: its title, and whatever else is known of it. */
export type NewTask = Pick<TaskInput, "title"> & Fields<TaskInput>;

/** Fields of learning material and their new values. */
export type ContentPatch = Fields<ContentDraftInput>;

/** A criterion to be attached: one with a rule of `CriterionRules`, or of the host's own type. */
export type NewCriterion =
  | CriterionDraftInput
  | {
      [Type in keyof CriterionRules]: {
        criterion_type: Type;
        description: string;
        rule?: CriterionRules[Type] | undefined;
      };
    }[keyof CriterionRules];

/** A new learner: whatever is known of them. */
export type NewLearner = Fields<LearnerInput>;

/** Fields of a learner and their new values. */
export type LearnerPatch = Fields<LearnerInput>;

/** Fields of a path and their new values. */
export type PathPatch = Fields<Pick<PathDraftInput, "name" | "description" | "path_type">> & {
  /** `null` goes back to the order of the tree. */
  steps_sequence?: readonly string[] | null | undefined;
  /** `null` goes back to the reference's table. */
  adjustments?: readonly PathAdjustmentInput[] | null | undefined;
};

/** A task that a learner can work on. */
export type ReadyTask = TaskState;

/** Some of what a learner can work on. */
export interface ReadyPage extends Page<ReadyTask> {
  /** How many of all pages are in progress. */
  in_progress: number;
}

/** A task in short, with where the learner stands, and all below it. */
export interface TreeNode {
  /** The task. */
  task: TaskSummary;
  /** Where the learner stands. */
  state: NodeState;
  /** How many are closed. */
  completed: number;
  /** How many there are. */
  total: number;
  /** The one as a part of the other, in whole percent. */
  percentage: number;
  /** Its parts, in order of place. */
  children: TreeNode[];
}

/** What handing in comes to. */
export interface SubmissionResult {
  /** What was handed in. */
  submission: Submission;
  /** The verdict on all of it; missing while a review waits. */
  validation?: Validation | undefined;
  /** Every verdict, those by single criteria first. */
  validations: Validation[];
  /** Where the learner stands now. */
  state: TaskState;
  /** The containers that closed with it, from below. */
  auto_closed: TaskState[];
  /** What the learner can work on now. */
  ready: ReadyTask[];
}

/** What a validator of the host answers with. */
export interface ValidatorAnswer {
  /** Whether it passed. */
  passed: boolean;
  /** What to tell the learner. */
  message?: string | undefined;
  /** How well, from 0 to 1; 1 or 0 if nothing is said. */
  grade?: number | undefined;
}

/**
 * A function that judges what was handed in, sync or async. What it throws is a failed validation. `attempt_number` is
 * the next one when it is asked; another tab may be faster. The criterion is as it was when the try began.
 */
export type CriterionValidator = (
  submission: Omit<SubmissionDraftInput, "answers"> & {
    answers?: { [key: string]: JsonValue } | undefined;
    task_id: string;
    learner_id: string;
    attempt_number: number;
  },
  criterion: { id: string; criterion_type: string; description: string; rule: { [key: string]: JsonValue } },
  task: Task,
) => ValidatorAnswer | Promise<ValidatorAnswer>;

/** Adds an item at the end of a list; its id, or its name, must be new there. */
export type AddItem = {
  /** The operation. */
  op: "add";
} & (
  | { list: "decisions"; item: DecisionInput }
  | { list: "open_questions"; item: OpenQuestionInput }
  | { list: "subsystems"; item: Subsystem }
);

/** What a model may answer: the document, or its JSON text, in a code fence or not. */
export type ModelAnswer = MedallionAnswerInput | string;

/** One change of a medallion without a model. */
export type MedallionOperation = AddItem | ChangeItem | RetireItem | SetField;

/** One change of a plan. */
export type PlanEdit = SetTaskStatus | SetPlanField | AppendPlanField | AddPlanTask | RemovePlanTask | MovePlanTask | SetTaskField | SetPlanCriterion | AddPlanBlocker | ResolvePlanBlocker | RewritePlanBatches;

/** Fields of a task and their new values. `null` empties a field that may be empty, and lifts a limit. */
export type TaskPatch = {
  [Field in keyof TaskInput]?:
    | TaskInput[Field]
    | (Field extends "step_type" | "max_attempts" | "cooldown_seconds" | "grading" | "hint_voids_credit" | "remedial" | "tests_out" | "skills" | "mastery" | "variants" ? null : never)
    | undefined;
};

/** The rules that the engine judges itself, by the type of their criterion. Any other type
 * is the host's own: its rule is any object, for the validator of that name. */
export interface CriterionRules {
  text_match: TextMatchRuleInput;
  regex: RegexRuleInput;
  number: NumberRuleInput;
  set: SetRuleInput;
  choice: ChoiceRule;
  score: ScoreRuleInput;
  non_empty: PlainRule;
  quiz: QuizRuleInput;
  m_of_n: MOfNRule;
  in_a_row: InARowRule;
  time: TimeRule;
  self_confirm: PlainRule;
  manual: PlainRule;
  all_of: GroupRuleInput;
  any_of: GroupRuleInput;
  n_of: GroupRuleInput;
}

/** How a workspace is opened. */
export interface OpenOptions {
  /** Where the data is kept: `indexeddb` where there is one, `memory` in Node. */
  storage?: "indexeddb" | "memory" | undefined;
  /** `relaxed`: survives the browser's death. `strict`: asks the browser to wait for the disk, and is slower; it holds for all handles of a workspace in a page. */
  durability?: "relaxed" | "strict" | undefined;
  /** Who is named in events; `system` if nobody is. */
  actor?: string | undefined;
  /** The clock, in milliseconds since 1970. */
  now?: (() => number) | undefined;
  /** The source of ids; it is told the kind of record. */
  newId?: ((kind: MedallionEvent["entity_type"]) => string) | undefined;
  /** Who is told what happens inside. Records hold ids, codes and durations, never content. */
  logger?: ((record: LogRecord) => void) | undefined;
  /** The least important level that the logger is told of; `warn` if nothing is said. `error`: the
   * store or the module fails (`CORRUPT`, `QUOTA`, `DEGRADED`, `EVICTED`, `POISONED`); `warn`: any other
   * error that a call ends with; `info`: what changes something, conflicts that are decided again
   * (`conflict`) and models that are asked once more (`model.retry`); `debug`: what only looks, or
   * only says what it would do (`preview`, `dryRun`). */
  logLevel?: "error" | "warn" | "info" | "debug" | undefined;
  /** In Node, with `storage: "memory"`: the file that the workspace is kept in. It is read now, if
   * it is there, and written back by `flush` and `close`: as a whole, and only if nobody else has
   * changed it meanwhile. If somebody has, it is `CONFLICT`, and so is the same call again; the
   * handle stays open. To keep both, `export` it, `Workspace.delete` its name (that leaves the
   * file), open it again, and `import` what was exported. Elsewhere, and with
   * `medallion/inline` and `medallion/slim`, there are no files, and it is `INVALID`. */
  file?: string | URL | undefined;
}

/** Who does something, and why. */
export interface CommandOptions {
  /** Who is named in the event, instead of the workspace's actor. */
  actor?: string | undefined;
  /** Why it is done. */
  reason?: string | undefined;
}

/** How a medallion is updated. */
export interface UpdateOptions {
  /** The version that the change was made on; if it is no longer the newest: `CONFLICT`. */
  expectedVersion?: number | undefined;
  /** Who is named in the event, instead of the workspace's actor. */
  actor?: string | undefined;
  /** Why it is done. */
  reason?: string | undefined;
}

/** How a scope is asked for. */
export interface ScopeQueryOptions {
  /** How many at most; 10 if nothing is said. */
  limit?: number | undefined;
  /** Which statuses; only active ones if nothing is said. */
  status?: readonly ("active" | "stale" | "superseded")[] | undefined;
}

/** Which graph nodes and tags are wanted. */
export interface ScopeLabelOptions {
  /** Only those with this in them, in whichever case. */
  text?: string | undefined;
  /** How many of each at most; 100 if nothing is said. */
  limit?: number | undefined;
  /** Of medallions of which statuses; all if nothing is said. */
  status?: readonly ("active" | "stale" | "superseded")[] | undefined;
}

/** Which page of a list is wanted. */
export interface ListOptions {
  /** How many at most; 50 if nothing is said. */
  limit?: number | undefined;
  /** The `next` of the page before. */
  before?: string | undefined;
  /** Which statuses; all if nothing is said. */
  status?: readonly ("active" | "stale" | "superseded")[] | undefined;
}

/** Which events are wanted. */
export interface EventListOptions {
  /** Only of this kind of record. */
  entityType?: "medallion" | "task" | "dependency" | "objective" | "criterion" | "content" | "comment" | "learner" | "progress" | "submission" | "validation" | "summary" | "help_request" | "path" | "plan" | "workspace" | undefined;
  /** Only of this record. */
  entityId?: string | undefined;
  /** Only by this actor. */
  actor?: string | undefined;
  /** Only of this learner and of all that is theirs but medallions: those are found by their scope,
   * which may name others, too. */
  learnerId?: string | undefined;
  /** Only of this task and of all that hangs on it. */
  taskId?: string | undefined;
  /** How many at most; 50 if nothing is said. */
  limit?: number | undefined;
  /** The `next` of the page before. */
  before?: string | undefined;
}

/** Which record is looked at. */
export interface InspectOptions {
  /** What kind of record it is. */
  entityType?: "medallion" | "task" | "dependency" | "objective" | "criterion" | "content" | "comment" | "learner" | "progress" | "submission" | "validation" | "summary" | "help_request" | "path" | "plan" | "workspace" | undefined;
}

/** What is kept of the history; all of it if nothing is said. */
export interface KeepOptions {
  /** How many versions of each record at most, the newest one among them. */
  versions?: number | undefined;
  /** Of how many days back, but for the newest version of each record. */
  days?: number | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why it is done. */
  reason?: string | undefined;
}

/** How a workspace is exported. */
export interface ExportOptions {
  /** Told how many entries of how many were read. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /** Leave out what cannot be read: the first line of the file names it (`unread`), and so does
   * `import`. */
  partial?: boolean | undefined;
}

/** How a file is imported. */
export interface ImportOptions {
  /** Only say what would happen. */
  dryRun?: boolean | undefined;
  /** Who wins where a record is here and in the file, differently; `newer` if nothing is said. */
  onConflict?: "newer" | "ours" | "theirs" | "error" | undefined;
  /** Who is named in the events of records that were here already. */
  actor?: string | undefined;
  /** Why it is done. */
  reason?: string | undefined;
}

/** What a checkpoint is given. */
export interface CheckpointRequest {
  /** What the session was about. */
  scope: MedallionScopeInput;
  /** What came of it. It is not stored. */
  evidence: EvidenceInput;
  /** The model that writes. If nothing is said it is the stub: the summary of the first checkpoint
   * of a scope becomes the medallion's, and what later ones say is not written down, only that
   * they were there. One that has not answered after ten minutes has failed (`LLM_FAILED`);
   * `signal` ends it sooner. */
  llm?: MedallionLLM | undefined;
  /** How the medallion to update is found: by the same scope (`exact`, if nothing is said), or the
   * newest that a query finds (`overlap`). */
  match?: "exact" | "overlap" | undefined;
  /** Whether decisions and questions that the model leaves out without a word are kept and marked;
   * `false` if nothing is said. */
  guard?: boolean | undefined;
  /** Only say what would be stored. */
  preview?: boolean | undefined;
  /** Shown the change before it is stored. What it answers is stored: all of it (`true` or the
   * diff), less of it (the diff without some paths), or nothing (`ABORTED`). Values cannot be
   * changed there: that is `INVALID` at `approve.` and their path. Who wrote it, when, and in
   * which order decisions, questions and subsystems stand is not asked for. */
  approve?: ((diff: MedallionDiff) => MedallionDiff | boolean | null | undefined | Promise<MedallionDiff | boolean | null | undefined>) | undefined;
  /** Ends the checkpoint, whatever it waits for; nothing is stored then, and it rejects with
   * `ABORTED` and the signal's reason as its cause. */
  signal?: AbortSignal | null | undefined;
  /** Who is named in the event, instead of the workspace's actor. */
  actor?: string | undefined;
  /** Why it is done. */
  reason?: string | undefined;
}

/** What a new session is to be told about, and how much of it. */
export interface ResumeOptions {
  /** Of which medallions; if nothing is said, of those whose scope names the learner as a graph node. */
  scope?: MedallionScopeInput | undefined;
  /** Whose task. */
  learnerId?: string | undefined;
  /** Which task, as it stands for the learner; if nothing is said, what the learner has begun. */
  taskId?: string | undefined;
  /** How many tokens the text has at most; 2000 if nothing is said. */
  tokenBudget?: number | undefined;
  /** How it is written; `markdown` if nothing is said. `compact` has a line for each part and
   * leaves reasons out. */
  format?: "markdown" | "json" | "compact" | undefined;
  /** Counts the tokens of a text as the model does, sync or async; asked for each part and each
   * heading, and for the whole. If nothing is said they are estimated, for English, code and
   * markdown within a tenth. */
  countTokens?: ((text: string) => number | Promise<number>) | undefined;
}

/** For whom a limited handle is made. */
export interface AsOptions {
  /** Whose handle it is. */
  learnerId?: string | undefined;
  /** What it may do. A learner sees their own progress and the medallions whose scope names
   * them as a graph node. */
  role: "learner" | "instructor" | "admin";
}

/** How a function of the host is asked to judge. */
export interface ValidatorOptions {
  /** How long it is waited for, in milliseconds, at least 1; two minutes if nothing is said. The try has failed
   * then, with a message that says so. */
  timeout?: number | undefined;
}

/** How a medallion is written. */
export interface StringifyOptions {
  /** How many spaces a level is indented by; 2 if nothing is said, 0 for one line. */
  indent?: number | undefined;
}

/** What is known about a plan besides its text. */
export interface ParsePlanOptions {
  /** The name of its file; phase and PRD are inferred from it where the text does not say. */
  path?: string | undefined;
  /** The texts of other documents of the same PRD, in which dependencies are looked up. */
  siblings?: readonly string[] | undefined;
  /** How many tasks can be done at the same time. */
  hands?: number | undefined;
  /** Whether tasks of a batch must not touch the same files. */
  fileConflicts?: boolean | undefined;
}

/** How a plan is edited. */
export interface EditPlanOptions {
  /** The moment of the change, for `updated` and for empty dates; the clock's if nothing is
   * said. A number is milliseconds since 1970. */
  now?: Date | string | number | undefined;
}

/** A versioned save point for a scope: what was understood, decided and left open. */
export interface Medallion {
  /** What the program knows about this save point. */
  meta: MedallionMeta;
  /** What it is about. */
  scope: MedallionScope;
  /** What was understood. */
  summary: MedallionSummary;
  /** What was decided. Ids are unique. */
  decisions: Decision[];
  /** What is still open. Ids are unique. */
  open_questions: OpenQuestion[];
  /** How to go on. */
  affordances: Affordances;
}

/** What the program knows about a medallion: who made it, when, and whether it still holds. */
export interface MedallionMeta {
  /** Unique in the workspace. */
  medallion_id: string;
  /** The form of the document. */
  schema_version: "medallion.v1";
  /** The model that wrote it, or whoever did. */
  model: string;
  /** When it was first written. */
  created_at: string;
  /** When it was last written; never before `created_at`. */
  updated_at: string;
  /** The earliest moment of what it covers. */
  knowledge_min_ts: string | null;
  /** The latest moment of what it covers, such as the time of the last commit read. */
  knowledge_max_ts: string | null;
  /** Whether it still holds. Queries by scope find active ones unless told otherwise. */
  status: "active" | "stale" | "superseded";
  /** What took its place, once something has. */
  superseded_by?: Supersession | undefined;
}

/** What took the place of a medallion, why and when. */
export interface Supersession {
  /** The medallion that holds instead. */
  medallion_id: string;
  /** Why, if somebody said so. */
  reason: string | null;
  /** When. */
  at: string;
}

/**
 * What something is about: graph nodes such as `repo:muse`, and tags. Two scopes are the
 * same if they hold the same sets; order and repetition are kept but do not count.
 */
export interface MedallionScope {
  /** Nodes of whatever graph the host has. Case matters. */
  graph_nodes: string[];
  /** Free words. Case matters. */
  tags: string[];
}

/** What was understood, in short and by parts. */
export interface MedallionSummary {
  /** The whole in at most 300 characters, counted as Unicode code points. */
  high_level: string;
  /** The parts. */
  subsystems: Subsystem[];
}

/** A part of what was understood. */
export interface Subsystem {
  /** What it is called. */
  name: string;
  /** How firm the ground is. */
  status: "unknown" | "stable" | "in_progress" | "deprecated";
  /** What else is to be known; may be empty. */
  notes: string;
}

/** One thing that was decided, and why. */
export interface Decision {
  /** Unique among the decisions of the medallion, such as `D-001`. */
  id: string;
  /** What was decided. */
  statement: string;
  /** Why. */
  rationale: string;
  /** How sure, from 0 to 1. */
  confidence: number;
  /**
   * Since when models leave it out of their answers without a word. It is kept until one
   * retires it.
   */
  unconfirmed_since?: string | undefined;
}

/** One thing that is still open. */
export interface OpenQuestion {
  /** Unique among the questions of the medallion, such as `Q-001`. */
  id: string;
  /** What is asked. */
  question: string;
  /** What has to happen before it can be answered. */
  blocked_on: string[];
  /** How much hangs on it. */
  priority: "low" | "medium" | "high";
  /**
   * Since when models leave it out of their answers without a word. It is kept until one
   * retires it.
   */
  unconfirmed_since?: string | undefined;
}

/** How to go on: where to begin, what not to do again, what must stay true. */
export interface Affordances {
  /** Where to begin. */
  recommended_entry_points: string[];
  /** What was tried and need not be tried again. */
  avoid_repeating: string[];
  /** What must stay true; `null` where nobody looked. */
  invariants: string[] | null;
}

/** What a session hands to a checkpoint. It is not stored. */
export interface Evidence {
  /** What happened, in a few sentences. */
  session_summary: string;
  /** What was said, where it matters. */
  transcripts: string[] | null;
  /** What was made: files, results, links. */
  artefacts: { [key: string]: JsonValue } | null;
}

/**
 * What changed between two versions, by path. Items of lists are named by their id:
 * `decisions[D-001].confidence`. In which order they stand there is none of it: what is stored
 * has the order of the later version.
 */
export interface MedallionDiff {
  /** What the later version has and the earlier has not. */
  added: { [key: string]: JsonValue };
  /** What both have, differently. */
  changed: { [key: string]: MedallionChange };
  /** What the earlier version has and the later has not. */
  removed: { [key: string]: JsonValue };
}

/** A value before and after. */
export interface MedallionChange {
  /** Before. */
  from: JsonValue;
  /** After. */
  to: JsonValue;
}

/** One version of a medallion. */
export interface MedallionVersion {
  /** Its number, counted from 1. */
  version: number;
  /** When it was stored. */
  saved_at: string;
  /** By whom. */
  actor: string;
  /** Why, if somebody said so. */
  reason: string | null;
  /** Which decisions and questions of the version before are not in this one, if any. */
  retired?: string[] | undefined;
  /**
   * Why, where somebody said so: by id, for a subsystem by name, or by
   * `summary.subsystems[name]` where a decision or a question is called the same.
   */
  retired_because?: { [key: string]: string } | undefined;
  /** The medallion as it was. */
  medallion: Medallion;
}

/** What a checkpoint would store. */
export interface CheckpointPreview {
  /** What it would do. */
  action: "create" | "update";
  /** The medallion as it would be. */
  medallion: Medallion;
  /** What would change. */
  diff: MedallionDiff;
  /** What the model took out. */
  retired: string[];
  /** What the model left out without a word, and the guard has kept. */
  kept: string[];
}

/** One line of the audit trail. */
export interface MedallionEvent {
  /**
   * Rises from event to event; numbers may be left out. It is 0 for what happens to the storage
   * itself, which is told to `subscribe` and not kept.
   */
  seq: number;
  /** When it happened. */
  created_at: string;
  /** What it happened to. */
  entity_type: "medallion" | "task" | "dependency" | "objective" | "criterion" | "content" | "comment" | "learner" | "progress" | "submission" | "validation" | "summary" | "help_request" | "path" | "plan" | "workspace";
  /** Which one. */
  entity_id: string;
  /** What happened. */
  event_type: "created" | "updated" | "status_changed" | "superseded" | "deleted" | "erased" | "imported" | "moved" | "retired" | "started" | "closed" | "reopened" | "held" | "skipped" | "dependency_added" | "dependency_removed" | "comment_added" | "submission_created" | "validation_completed" | "reviewed" | "help_requested" | "help_answered" | "bounded" | "pruned" | "waiting" | "degraded" | "healed" | "low_space" | "evicted";
  /** Who did it. */
  actor: string;
  /** Why, if somebody said so. */
  reason: string | null;
  /** What was there before: for a medallion its version and status. */
  old_value: JsonValue | null;
  /** What is there now: for a medallion its version, its status, and what a model retired or left out. */
  new_value: JsonValue | null;
}

/** What is stored, and whether it is as it was written. */
export interface Health {
  /** How many records of each kind can be read. */
  records: { [key: string]: number };
  /** How many entries the log has. */
  entries: number;
  /** Bytes that this origin uses, where the browser tells. */
  bytes: number | null;
  /** Bytes that the browser grants to this origin, where it tells. */
  quota: number | null;
  /** Whether little room is left: more than 80 % of `quota` is used, or less than 16 MB are left. */
  low_space: boolean;
  /** Whether the browser promised not to evict the data, where it tells. */
  persisted: boolean | null;
  /** Whether the data goes when the program ends. */
  ephemeral: boolean;
  /** Whether the disk fails: something cannot be written, or read. */
  degraded: boolean;
  /** What is kept of the history, as `keep` was told; nothing for all of it. */
  keep: KeptHistory;
  /** What is wrong. */
  problems: StoredProblem[];
}

/** What is kept of the history; all of it where nothing is said. */
export interface KeptHistory {
  /** How many versions of each record at most. */
  versions?: number | undefined;
  /** Of how many days back, but for the newest version. */
  days?: number | undefined;
}

/** Something that is wrong with stored data. */
export interface StoredProblem {
  /** What kind of thing. */
  kind: "damaged" | "version_too_new" | "unreadable" | "contradiction" | "evicted";
  /** The entry of the log; 0 for what is wrong with none of them. */
  entry: number;
  /** The record, where it could still be read. */
  entity_id?: string | undefined;
  /** A sentence for people. */
  message: string;
}

/** A record as it is stored. */
export interface Inspection {
  /** The lines of the log that tell of it, newest first. */
  lines: InspectedLine[];
}

/** A line of the log. */
export interface InspectedLine {
  /** The entry. */
  entry: number;
  /** Which line of it, counted from 0. */
  line: number;
  /** The line; a long body is put together. */
  stored: JsonValue;
}

/** What an import did, or would do. */
export interface ImportReport {
  /** How many records came or were changed. */
  records: number;
  /** How many were left as they are. */
  skipped: number;
  /** What could not be taken, and what is another task than the one of its id that is here. */
  problems: ImportProblem[];
  /** What the file says that it lacks of what there was where it was made; missing if nothing. */
  lacks?: ImportProblem[] | undefined;
}

/** Something that could not be taken from a file. */
export interface ImportProblem {
  /** Where: the line of the file and the place in the record, or the place in the first line. */
  path: string;
  /** A sentence for people. */
  message: string;
}

/** What scopes name, the most frequent first. */
export interface ScopeLabels {
  /** The graph nodes. */
  graph_nodes: ScopeLabelCount[];
  /** The tags. */
  tags: ScopeLabelCount[];
}

/** A graph node or a tag, and how many medallions name it. */
export interface ScopeLabelCount {
  /** The node or the tag. */
  label: string;
  /** How many medallions name it. */
  count: number;
}

/** Why a model's answer could not be used: what the model is told when it is asked once more. */
export interface MedallionRepair {
  /** What it answered, as text; missing where that was nothing with a text. */
  answer?: string | undefined;
  /** What is wrong with it. */
  problems: AnswerProblem[];
}

/** One thing that is wrong with a model's answer. */
export interface AnswerProblem {
  /** Where: `decisions[2].confidence`; empty for the answer itself. */
  path: string;
  /** What. */
  message: string;
}

/** What a new session is told. */
export interface Resume {
  /** What to put into the prompt; empty where there is nothing to tell. */
  text: string;
  /** How many tokens that has, as counted; never more than the budget. */
  tokens: number;
  /** What there was to tell, and what went in. */
  parts: ResumePart[];
}

/** A part of what a session is told: how long it is, and whether it went in and why. */
export interface ResumePart {
  /** What it is about: `med-1a2b/decisions/D-001`. */
  id: string;
  /** What it is. */
  kind: "task" | "lock" | "summary" | "invariant" | "open_question" | "decision" | "entry_point" | "avoid_repeating" | "subsystem" | "criterion" | "feedback" | "objective" | "guidance" | "ancestor" | "child" | "ready" | "narrative" | "content" | "status_summary";
  /** How many tokens it has by itself. */
  tokens: number;
  /** Whether it went in. */
  included: boolean;
  /** Why, or why not, in words. */
  reason: string;
}

/** All there is to say about a plan. Every number is computed from the text. */
export interface PlanReport {
  /** Of a stored plan. */
  id?: string | undefined;
  /** Of a stored plan: its version, which edits can name as `expectedVersion`. */
  version?: number | undefined;
  /** The name of its file. */
  path?: string | undefined;
  /** The product requirement that it belongs to. */
  prd: string | null;
  /** The phase: `3`, `3-4`, `all`. */
  phase: string | null;
  /** What it is called. */
  title: string | null;
  /** The front matter as it is written, without tasks, criteria and blockers. */
  declared: { [key: string]: JsonValue };
  /** What the tasks come to. */
  computed: PlanNumbers;
  /** The tasks, in the order of the document. */
  tasks: PlanTask[];
  /** What can be done at the same time, one batch after the other. */
  batches: string[][];
  /** When things can be done. */
  schedule: PlanSchedules;
  /** What can be begun now. */
  ready: string[];
  /** What cannot go on. */
  blocked: BlockedPlanTask[];
  /** What must hold. */
  success_criteria: PlanCriterion[];
  /** What stands in the way. */
  blockers: PlanBlocker[];
  /** Where the document contradicts itself. */
  drift: PlanDrift[];
  /** What is wrong. */
  problems: PlanProblem[];
}

/** What the tasks come to. Deferred and cancelled ones do not count in percentages. */
export interface PlanNumbers {
  /** All tasks. */
  total_tasks: number;
  /** Completed ones. */
  completed_tasks: number;
  /** Ones in progress or in review. */
  in_progress_tasks: number;
  /** Blocked ones. */
  blocked_tasks: number;
  /** Ones at risk. */
  at_risk_tasks: number;
  /** floor(100 × completed ÷ (all − deferred − cancelled)). */
  progress: number;
  /** The same by points; null where no task has any. */
  progress_by_points: number | null;
  /**
   * Where the phase is: blocked before at risk before in progress before pending; completed
   * once all counted tasks are, and all success criteria are met or waived.
   */
  status: "pending" | "in_progress" | "review" | "completed" | "blocked" | "at_risk" | "deferred" | "cancelled";
  /** Who has how much. */
  load: { [key: string]: PlanLoad };
}

/** What somebody has to do. */
export interface PlanLoad {
  /** How many tasks. */
  tasks: number;
  /** Their points, as far as they are estimated. */
  points: number;
  /** Their minutes, as far as they are estimated. */
  minutes: number;
}

/** A task of a plan. */
export interface PlanTask {
  /** As written; `#3` for the third if it has none. */
  id: string;
  /** What it is, in short; empty if nothing is said. */
  label: string;
  /** How far it is. */
  status: "pending" | "in_progress" | "review" | "completed" | "blocked" | "at_risk" | "deferred" | "cancelled";
  /** How the document says that; null if it does not. */
  original_status: string | null;
  /** Who is to do it. */
  assigned_to: string[];
  /** The tasks that it waits for, here and in other documents. */
  dependencies: string[];
  /** What it waits for and is nowhere. */
  unresolved: string[];
  /** Story points. */
  points: number | null;
  /** Minutes of work. */
  minutes: number | null;
  /** As written. */
  priority: string | null;
  /** Its own phase, where the document says one for it. */
  phase?: string | undefined;
  /** The only statuses that can be written, where not all can: a check box is open or done. */
  settable?: ("pending" | "in_progress" | "review" | "completed" | "blocked" | "at_risk" | "deferred" | "cancelled")[] | undefined;
  /** All that is written besides. */
  extra: { [key: string]: JsonValue };
}

/** The schedules that the estimates allow. */
export interface PlanSchedules {
  /** In story points. */
  points?: PlanSchedule | undefined;
  /** In minutes. */
  minutes?: PlanSchedule | undefined;
}

/** When things can be done, in points or in minutes. */
export interface PlanSchedule {
  /** One longest chain, the first in the order of the document. */
  critical_path: string[];
  /** Every task without slack that counts. */
  critical_tasks: string[];
  /** How long it takes if nothing waits without need. */
  makespan: number;
  /** How long each task can wait without moving the end. */
  slack: { [key: string]: number };
  /** Tasks without an estimate in this unit; they count as nothing. */
  unestimated: string[];
}

/** A task that cannot go on. */
export interface BlockedPlanTask {
  /** The task. */
  task_id: string;
  /**
   * What it waits for: first what it says itself, then the tasks that it waits for, then what
   * keeps those.
   */
  because: PlanReason[];
  /**
   * How many reasons more there are than are told; in a plan of hundreds of tasks at least
   * so many.
   */
  more: number;
}

/** One thing that a task waits for. */
export interface PlanReason {
  /** What kind of thing. */
  kind: "dependency" | "other_phase" | "unresolved" | "blocker" | "cycle" | "status";
  /** Its id, or its words. */
  id: string;
}

/** What must hold for a phase to be completed. */
export interface PlanCriterion {
  /**
   * As written; `#2` for the second criterion and `gate #2` for the second gate without one,
   * `phase_1.#2` for the second of a group.
   */
  id: string;
  /** Where it stands. */
  kind: "criterion" | "gate";
  /** What must hold. */
  description: string;
  /** Whether it does. */
  status: "pending" | "in_progress" | "review" | "completed" | "blocked" | "at_risk" | "deferred" | "cancelled";
  /** How the document says that; null if it does not. */
  original_status: string | null;
  /** All that is written besides. */
  extra: { [key: string]: JsonValue };
}

/** What stands in the way. */
export interface PlanBlocker {
  /** As written; `#1` for the first if it has none. */
  id: string;
  /** What it is. */
  title: string;
  /** Whether it still does. */
  active: boolean;
  /** How bad it is, as written. */
  severity: string | null;
  /** The tasks that it stops. */
  blocking: string[];
  /** All that is written besides. */
  extra: { [key: string]: JsonValue };
}

/** A declared value that the computation contradicts. */
export interface PlanDrift {
  /** The field. */
  field: string;
  /** What the document says. */
  declared: JsonValue;
  /** What it comes to. */
  computed: JsonValue;
}

/** Something wrong with a plan, and how to mend it. */
export interface PlanProblem {
  /** What. */
  kind: "no_front_matter" | "unclosed_front_matter" | "indentation" | "tab" | "mixed_list" | "unquoted_colon" | "reserved_character" | "unclosed_quote" | "unclosed_flow" | "text_behind" | "missing_comma" | "unknown_escape" | "unexpected_text" | "duplicate_key" | "unknown_alias" | "merge_key" | "too_deep" | "unreadable" | "missing_field" | "missing_id" | "missing_label" | "missing_assignee" | "missing_dependencies" | "missing_status" | "unknown_status" | "unreadable_effort" | "duplicate_id" | "unknown_dependency" | "unresolved_gate" | "self_dependency" | "cycle" | "drift" | "batches" | "critical_path" | "total_time" | "open_criteria" | "active_blockers";
  /** How bad. */
  severity: "error" | "warning" | "info";
  /** The line, from 1. */
  line: number;
  /** The column in characters, from 1. */
  column: number;
  /** The place, such as `tasks[2].status`; empty for the document itself. */
  path: string;
  /** What is wrong. */
  message: string;
  /** What to do about it; where there is no `fix`, why not. */
  suggestion: string;
  /** Edits that mend it. Doing them twice changes nothing more. */
  fix?: (SetTaskStatus | SetPlanField | AppendPlanField | AddPlanTask | RemovePlanTask | MovePlanTask | SetTaskField | SetPlanCriterion | AddPlanBlocker | ResolvePlanBlocker | RewritePlanBatches)[] | undefined;
}

/** Says how far a task is. Empty fields such as `started_at` and `completed_at` are filled. */
export interface SetTaskStatus {
  /** The operation. */
  op: "set_task_status";
  /** The task. */
  task_id: string;
  /** Any known spelling; the document's own is written. */
  status: string;
  /** A note, written beside the status. */
  note?: string | undefined;
}

/** Sets a field of the front matter. */
export interface SetPlanField {
  /** The operation. */
  op: "set_field";
  /** Its key; `parallelization.batch_1` for one inside another. */
  field: string;
  /** Its new value. */
  value: JsonValue;
}

/** Adds to a list of the front matter, if it is not in it already. */
export interface AppendPlanField {
  /** The operation. */
  op: "append_field";
  /** The key of the list. */
  field: string;
  /** The item. */
  value: JsonValue;
}

/** Adds a task. */
export interface AddPlanTask {
  /** The operation. */
  op: "add_task";
  /** The task as it is to be written; its `id` must be new. */
  task: { [key: string]: JsonValue };
  /** The task before which it goes; at the end if nothing is said. */
  before?: string | undefined;
}

/** Takes a task out, and out of the batches and the critical path. Nothing may wait for it. */
export interface RemovePlanTask {
  /** The operation. */
  op: "remove_task";
  /** The task. */
  task_id: string;
}

/** Moves a task to another place. */
export interface MovePlanTask {
  /** The operation. */
  op: "move_task";
  /** The task. */
  task_id: string;
  /** The task before which it goes; to the end if nothing is said. */
  before?: string | undefined;
}

/** Sets a field of a task. */
export interface SetTaskField {
  /** The operation. */
  op: "set_task_field";
  /** The task. */
  task_id: string;
  /** Its key. */
  field: string;
  /** Its new value. */
  value: JsonValue;
}

/** Says whether a criterion is met. */
export interface SetPlanCriterion {
  /** The operation. */
  op: "set_criterion";
  /** The criterion. */
  criterion_id: string;
  /** As it is to be written. */
  status: string;
  /** What shows it: a commit, a file, the result of a command, a person. */
  evidence?: string | undefined;
}

/** Adds a blocker. */
export interface AddPlanBlocker {
  /** The operation. */
  op: "add_blocker";
  /** The blocker as it is to be written; without an `id` it gets the next number. */
  blocker: { [key: string]: JsonValue };
}

/** Says that a blocker is no more. */
export interface ResolvePlanBlocker {
  /** The operation. */
  op: "resolve_blocker";
  /** The blocker. */
  blocker_id: string;
  /** How it went away. */
  resolution?: string | undefined;
}

/**
 * Writes the computed batches, and the critical path where the document has one: of a stored
 * plan with what its tasks wait for in the other documents of its PRD, which `editPlan` does
 * not know.
 */
export interface RewritePlanBatches {
  /** The operation. */
  op: "rewrite_batches";
  /** How many tasks at the same time at most. */
  hands?: number | undefined;
  /** Whether tasks of a batch must not touch the same files. */
  file_conflicts?: boolean | undefined;
}

/** The least there is to say about a plan, for lists. */
export interface PlanSummary {
  /** Of a stored plan. */
  id?: string | undefined;
  /** Of a stored plan: its version. */
  version?: number | undefined;
  /** The name of its file. */
  path?: string | undefined;
  /** The product requirement that it belongs to. */
  prd: string | null;
  /** The phase. */
  phase: string | null;
  /** What it is called. */
  title: string | null;
  /** Where it is. */
  status: "pending" | "in_progress" | "review" | "completed" | "blocked" | "at_risk" | "deferred" | "cancelled";
  /** How much of it is done. */
  progress: number;
  /** All tasks. */
  total_tasks: number;
  /** Completed ones. */
  completed_tasks: number;
  /** How many can be begun now. */
  ready_tasks: number;
  /** How many problems there are. */
  problems: number;
}

/** A task that a query over all plans has found. */
export interface FoundPlanTask {
  /** In which plan. */
  plan_id: string;
  /** The name of its file. */
  path?: string | undefined;
  /** The product requirement that it belongs to. */
  prd: string | null;
  /** The phase. */
  phase: string | null;
  /** The task. */
  task: PlanTask;
  /** Whether it is on a critical path. */
  critical: boolean;
  /** Whether it can be begun now. */
  ready: boolean;
}

/** What of a plan did not go into the project that was made of it. */
export interface SkippedPlanTask {
  /** The task, by its id in the plan. */
  task_id: string;
  /** What, and why. */
  message: string;
}

/** One version of a plan. */
export interface PlanVersion {
  /** Its number, counted from 1. */
  version: number;
  /** When it was stored. */
  saved_at: string;
  /** By whom. */
  actor: string;
  /** Why, if somebody said so. */
  reason: string | null;
  /** The file as it was, byte for byte. */
  text: string;
}

/** A versioned save point for a scope: what was understood, decided and left open. */
export interface MedallionInput {
  /** What the program knows about this save point. */
  meta: MedallionMetaInput;
  /** What it is about. */
  scope: MedallionScopeInput;
  /** What was understood. */
  summary: MedallionSummaryInput;
  /** What was decided. Ids are unique. */
  decisions?: readonly DecisionInput[] | undefined;
  /** What is still open. Ids are unique. */
  open_questions?: readonly OpenQuestionInput[] | undefined;
  /** How to go on. */
  affordances: AffordancesInput;
}

/** What the program knows about a medallion: who made it, when, and whether it still holds. */
export interface MedallionMetaInput {
  /** Unique in the workspace. */
  medallion_id: string;
  /** The form of the document. */
  schema_version?: "medallion.v1" | undefined;
  /** The model that wrote it, or whoever did. */
  model: string;
  /** When it was first written. */
  created_at: string | Date;
  /** When it was last written; never before `created_at`. */
  updated_at: string | Date;
  /** The earliest moment of what it covers. */
  knowledge_min_ts?: string | Date | null | undefined;
  /** The latest moment of what it covers, such as the time of the last commit read. */
  knowledge_max_ts?: string | Date | null | undefined;
  /** Whether it still holds. Queries by scope find active ones unless told otherwise. */
  status?: "active" | "stale" | "superseded" | undefined;
  /** What took its place, once something has. */
  superseded_by?: SupersessionInput | undefined;
}

/** What took the place of a medallion, why and when. */
export interface SupersessionInput {
  /** The medallion that holds instead. */
  medallion_id: string;
  /** Why, if somebody said so. */
  reason?: string | null | undefined;
  /** When. */
  at: string | Date;
}

/**
 * What something is about: graph nodes such as `repo:muse`, and tags. Two scopes are the
 * same if they hold the same sets; order and repetition are kept but do not count.
 */
export interface MedallionScopeInput {
  /** Nodes of whatever graph the host has. Case matters. */
  graph_nodes?: readonly string[] | undefined;
  /** Free words. Case matters. */
  tags?: readonly string[] | undefined;
}

/** What was understood, in short and by parts. */
export interface MedallionSummaryInput {
  /** The whole in at most 300 characters, counted as Unicode code points. */
  high_level: string;
  /** The parts. */
  subsystems?: readonly Subsystem[] | undefined;
}

/** One thing that was decided, and why. */
export interface DecisionInput {
  /** Unique among the decisions of the medallion, such as `D-001`. */
  id: string;
  /** What was decided. */
  statement: string;
  /** Why. */
  rationale: string;
  /** How sure, from 0 to 1. */
  confidence: number;
  /**
   * Since when models leave it out of their answers without a word. It is kept until one
   * retires it.
   */
  unconfirmed_since?: string | Date | undefined;
}

/** One thing that is still open. */
export interface OpenQuestionInput {
  /** Unique among the questions of the medallion, such as `Q-001`. */
  id: string;
  /** What is asked. */
  question: string;
  /** What has to happen before it can be answered. */
  blocked_on?: readonly string[] | undefined;
  /** How much hangs on it. */
  priority: "low" | "medium" | "high";
  /**
   * Since when models leave it out of their answers without a word. It is kept until one
   * retires it.
   */
  unconfirmed_since?: string | Date | undefined;
}

/** How to go on: where to begin, what not to do again, what must stay true. */
export interface AffordancesInput {
  /** Where to begin. */
  recommended_entry_points?: readonly string[] | undefined;
  /** What was tried and need not be tried again. */
  avoid_repeating?: readonly string[] | undefined;
  /** What must stay true; `null` where nobody looked. */
  invariants?: readonly string[] | null | undefined;
}

/** A medallion to be created. What is left out of `meta` is filled in. */
export interface MedallionDraftInput {
  /** What the caller knows better than the program. */
  meta?: MedallionMetaDraftInput | undefined;
  /** What it is about. */
  scope: MedallionScopeInput;
  /** What was understood. */
  summary: MedallionSummaryInput;
  /** What was decided. Ids are unique. */
  decisions?: readonly DecisionInput[] | undefined;
  /** What is still open. Ids are unique. */
  open_questions?: readonly OpenQuestionInput[] | undefined;
  /** How to go on. */
  affordances: AffordancesInput;
}

/** The parts of `meta` that may be left out are all of them. */
export interface MedallionMetaDraftInput {
  /** `med-` and twelve hex digits, if left out. */
  medallion_id?: string | undefined;
  /** The form of the document. */
  schema_version?: "medallion.v1" | undefined;
  /** The actor, if left out. */
  model?: string | undefined;
  /** Now, if left out. */
  created_at?: string | Date | undefined;
  /** Now, if left out. */
  updated_at?: string | Date | undefined;
  /** The earliest moment of what it covers. */
  knowledge_min_ts?: string | Date | null | undefined;
  /** The latest moment of what it covers. */
  knowledge_max_ts?: string | Date | null | undefined;
  /** Active, if left out. */
  status?: "active" | "stale" | "superseded" | undefined;
  /** What took its place, if something has. */
  superseded_by?: SupersessionInput | undefined;
}

/** What a session hands to a checkpoint. It is not stored. */
export interface EvidenceInput {
  /** What happened, in a few sentences. */
  session_summary: string;
  /** What was said, where it matters. */
  transcripts?: readonly string[] | null | undefined;
  /** What was made: files, results, links. */
  artefacts?: object | null | undefined;
}

/** What a model may answer. `meta` and `scope` may be left out: the program stamps them. */
export interface MedallionAnswerInput {
  /**
   * Who answers, and what the answer covers: `model`, `knowledge_min_ts` and
   * `knowledge_max_ts` count, and fields that are not ours. Id, times and status are stamped.
   */
  meta?: MedallionMetaDraftInput | undefined;
  /** Put right if it differs from what was asked for. */
  scope?: MedallionScopeInput | undefined;
  /** What was understood. */
  summary: MedallionSummaryInput;
  /** What was decided, all of it: what is missing was dropped. */
  decisions?: readonly DecisionInput[] | undefined;
  /** What is still open, all of it: what is missing was dropped. */
  open_questions?: readonly OpenQuestionInput[] | undefined;
  /** How to go on. */
  affordances: AffordancesInput;
  /** What was dropped on purpose, and why. */
  retired?: readonly RetirementInput[] | undefined;
}

/** A decision or a question that no longer holds. */
export interface RetirementInput {
  /** Which one. */
  id: string;
  /** Why. */
  reason?: string | null | undefined;
}

/** A node of a shared tree. It has no status: that is each learner's own. */
export interface Task {
  /** Unique in the workspace, and the same wherever the task is moved. */
  id: string;
  /** What it is a part of; `null` for a project. */
  parent_id: string | null;
  /** The root of its tree; a project's own id. */
  project_id: string;
  /** What it is called. */
  title: string;
  /** What it is about. */
  description: string;
  /** What must be true of the work, for people. Machines judge by criteria. */
  acceptance_criteria: string;
  /** Whatever the author wants to remember. */
  notes: string;
  /** What it is in the tree. */
  task_type: "project" | "epic" | "task" | "subtask" | "chapter" | "step";
  /** 0 is the most urgent. */
  priority: number;
  /** How long it takes. */
  estimated_minutes: number | null;
  /** Material of its own. */
  content: string | null;
  /** Shared material, by id. */
  content_refs: string[];
  /**
   * How to teach it: `teaching_approach`, `discussion_prompts`, `common_mistakes`,
   * `hints_to_give`, `answer_rationale`, or whatever else the author writes.
   */
  tutor_guidance: { [key: string]: JsonValue } | null;
  /** The story around it. */
  narrative_context: string | null;
  /** What its parts are about, in short. */
  summary: string | null;
  /** Whether something must be handed in; `null` leaves it to the type and the criteria. */
  requires_submission: boolean | null;
  /** Where the work is done. */
  workspace_type: "sql" | "python" | "jupyter" | "terminal" | "cybersecurity" | "mixed" | null;
  /** Who the tutor is. */
  tutor_persona: string | null;
  /** How the tutor is: `persona`, `teaching_style`, `encouragement_level`. */
  tutor_config: { [key: string]: JsonValue } | null;
  /** Whether work is handed in or talked about. */
  subtask_type: "exercise" | "conversational";
  /** Whether the project tells a story. */
  narrative: boolean;
  /** How much it weighs among the grades. */
  max_grade: number | null;
  /** The author's own name for the project. */
  project_slug: string | null;
  /** Which version of the project it is. */
  version: number;
  /** What the author calls this version. */
  version_tag: string | null;
  /** The place among its siblings; gaps are left for others to move in between. */
  position: number;
  /** Whether its container waits for it. */
  required: boolean;
  /** Whether its children come one after the other. */
  ordered: boolean;
  /** Whether it is in use. What was retired keeps its evidence and asks for nothing. */
  is_active: boolean;
  /** The author's own name for it, unique in the project. */
  key: string | null;
  /** How many numbers its children were ever given. */
  child_counter: number;
  /** What one does in a step. */
  step_type?: "reading" | "quiz" | "exercise" | "video" | "interactive" | undefined;
  /** How many submissions a learner has. */
  max_attempts?: number | undefined;
  /** How long to wait after a failed submission. */
  cooldown_seconds?: number | undefined;
  /** Which of several grades counts; the best, if nothing is said. */
  grading?: "best" | "last" | "average" | undefined;
  /** Whether a hint takes the credit of the try in which it was used. */
  hint_voids_credit?: boolean | undefined;
  /**
   * What to do when the last try has failed; done, it gives the tries anew. Nobody else is
   * asked to do it.
   */
  remedial?: string[] | undefined;
  /** What need not be done by who passes this one. */
  tests_out?: string[] | undefined;
  /** What one can do after it; who can do all of that already may skip it. */
  skills?: string[] | undefined;
  /**
   * When skills and objectives of a project count as mastered; two of three, if nothing is
   * said.
   */
  mastery?: MasteryRule | undefined;
  /** What other learners are shown instead. */
  variants?: TaskVariant[] | undefined;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/**
 * When something counts as mastered: so many right ones of the latest tries, kept until so many
 * of the latest since then were wrong that it would not have been gained by them.
 */
export interface MasteryRule {
  /** So many right ones; more than `n` counts as `n`. */
  m: number;
  /** Of so many latest tries. */
  n: number;
}

/** What learners of one level are shown instead of the task's own material. */
export interface TaskVariant {
  /** For whom. */
  level: "beginner" | "intermediate" | "advanced";
  /** The material. */
  content: string | null;
  /** Shared material, by id. */
  content_refs: string[];
  /** How long it takes them. */
  estimated_minutes: number | null;
}

/** That one task waits for another, or has to do with it. There is one for each ordered pair. */
export interface Dependency {
  /** Which task waits. */
  task_id: string;
  /** What it waits for. */
  depends_on_id: string;
  /** How it waits. */
  dependency_type: "blocks" | "parent_child" | "related" | "discovered_from";
  /** Whatever the author wants to remember. */
  metadata: { [key: string]: JsonValue };
  /** Who said so. */
  created_by: string;
  /** When. */
  created_at: string;
}

/** What is learned with a task. */
export interface LearningObjective {
  /** Unique in the workspace. */
  id: string;
  /** Which task. */
  task_id: string;
  /** What the level means. */
  taxonomy: "bloom" | "custom";
  /** How deep it goes. */
  level: "remember" | "understand" | "apply" | "analyze" | "evaluate" | "create" | null;
  /** What one can do then. */
  description: string;
  /** When it counts as mastered; as in its project, if nothing is said. */
  mastery?: MasteryRule | undefined;
  /** The place among the task's objectives. */
  position: number;
  /** When it was attached. */
  created_at: string;
}

/** What a submission for a task is judged against. */
export interface AcceptanceCriterion {
  /** Unique in the workspace. */
  id: string;
  /** Which task. */
  task_id: string;
  /** Who judges: a rule of ours, a validator of the host, or somebody by hand (`manual`). */
  criterion_type: string;
  /** What it asks for, for people. */
  description: string;
  /** What it asks for, for who judges; a host's own rule is kept word for word. */
  rule: { [key: string]: JsonValue };
  /** From which key of a course it came, if from one of the reference's. */
  source?: "validation" | "checks" | undefined;
  /** The place among the task's criteria. */
  position: number;
  /** When it was attached. */
  created_at: string;
}

/** Learning material that tasks share. */
export interface LearningContent {
  /** Unique in the workspace. */
  id: string;
  /** What it is. */
  content_type: "markdown" | "code" | "video_ref" | "external_link";
  /** The material itself, or where it is. */
  body: string;
  /** Whatever the author wants to remember. */
  metadata: { [key: string]: JsonValue };
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/** A remark about a task. */
export interface TaskComment {
  /** Unique in the workspace. */
  id: string;
  /** Which task. */
  task_id: string;
  /** Whose own it is; `null` for all. */
  learner_id: string | null;
  /** Who wrote it. */
  author: string;
  /** What they wrote. */
  text: string;
  /** When. */
  created_at: string;
}

/** What goes, or would go, with a task. */
export interface TaskRemoval {
  /** The task and all below it. */
  removed: string[];
  /** What learners have done there. */
  evidence: EvidenceCounts;
}

/** How much learners have done. */
export interface EvidenceCounts {
  /** How many learners have done anything. */
  learners: number;
  /** Statuses. */
  progress: number;
  /** What was handed in. */
  submissions: number;
  /** How it was judged. */
  validations: number;
  /** Summaries. */
  summaries: number;
  /** Requests for help. */
  help_requests: number;
  /** Comments, shared ones included. */
  comments: number;
  /** Paths that lead through what goes. */
  paths: number;
}

/**
 * When the leaves of a project can be done, by what waits for what, and in minutes. What is
 * not required, or not in use, holds nothing up.
 */
export interface ProjectSchedule {
  /** What can be done side by side: each level waits for something in the one before. */
  levels: string[][];
  /** A longest chain by estimated minutes; delay in it delays the whole. */
  critical_path: string[];
  /** How long all of it takes when nothing waits without need. */
  makespan_minutes: number;
  /** How long each leaf can wait without delay of the whole, in minutes. */
  slack: { [key: string]: number };
  /** The leaves without an estimate; they count as taking no time. */
  unestimated: string[];
  /** The leaves that wait for themselves, or for such; they are in no level. */
  left_out: string[];
}

/** What an import did, or would do. */
export interface CourseImport {
  /** The project; `null` for a dry run. */
  project_id: string | null;
  /** How many tasks the course has, the project included. */
  task_count: number;
  /** How many objectives it has. */
  objective_count: number;
  /** How many tasks are new. */
  created: number;
  /** How many tasks changed, or have other objectives, criteria, material or dependencies. */
  updated: number;
  /** How many tasks are out of use now; what learners did there stays. */
  retired: number;
  /** The paths of what this version does not know. It is kept, and means nothing. */
  ignored: string[];
  /** Everything that is wrong. */
  problems: CourseProblem[];
  /** What can be taken in and may be meant otherwise. */
  warnings: CourseProblem[];
}

/** Something that is wrong with a course. */
export interface CourseProblem {
  /** Where: `epics[0].tasks[1].dependencies[0]`; empty for the course itself. */
  path: string;
  /** What. */
  message: string;
}

/** A node of a shared tree. It has no status: that is each learner's own. */
export interface TaskInput {
  /** Unique in the workspace, and the same wherever the task is moved. */
  id: string;
  /** What it is a part of; `null` for a project. */
  parent_id?: string | null | undefined;
  /** The root of its tree; a project's own id. */
  project_id: string;
  /** What it is called. */
  title: string;
  /** What it is about. */
  description?: string | undefined;
  /** What must be true of the work, for people. Machines judge by criteria. */
  acceptance_criteria?: string | undefined;
  /** Whatever the author wants to remember. */
  notes?: string | undefined;
  /** What it is in the tree. */
  task_type?: "project" | "epic" | "task" | "subtask" | "chapter" | "step" | undefined;
  /** 0 is the most urgent. */
  priority?: number | undefined;
  /** How long it takes. */
  estimated_minutes?: number | null | undefined;
  /** Material of its own. */
  content?: string | null | undefined;
  /** Shared material, by id. */
  content_refs?: readonly string[] | undefined;
  /**
   * How to teach it: `teaching_approach`, `discussion_prompts`, `common_mistakes`,
   * `hints_to_give`, `answer_rationale`, or whatever else the author writes.
   */
  tutor_guidance?: object | null | undefined;
  /** The story around it. */
  narrative_context?: string | null | undefined;
  /** What its parts are about, in short. */
  summary?: string | null | undefined;
  /** Whether something must be handed in; `null` leaves it to the type and the criteria. */
  requires_submission?: boolean | null | undefined;
  /** Where the work is done. */
  workspace_type?: "sql" | "python" | "jupyter" | "terminal" | "cybersecurity" | "mixed" | null | undefined;
  /** Who the tutor is. */
  tutor_persona?: string | null | undefined;
  /** How the tutor is: `persona`, `teaching_style`, `encouragement_level`. */
  tutor_config?: object | null | undefined;
  /** Whether work is handed in or talked about. */
  subtask_type?: "exercise" | "conversational" | undefined;
  /** Whether the project tells a story. */
  narrative?: boolean | undefined;
  /** How much it weighs among the grades. */
  max_grade?: number | null | undefined;
  /** The author's own name for the project. */
  project_slug?: string | null | undefined;
  /** Which version of the project it is. */
  version?: number | undefined;
  /** What the author calls this version. */
  version_tag?: string | null | undefined;
  /** The place among its siblings; gaps are left for others to move in between. */
  position?: number | undefined;
  /** Whether its container waits for it. */
  required?: boolean | undefined;
  /** Whether its children come one after the other. */
  ordered?: boolean | undefined;
  /** Whether it is in use. What was retired keeps its evidence and asks for nothing. */
  is_active?: boolean | undefined;
  /** The author's own name for it, unique in the project. */
  key?: string | null | undefined;
  /** How many numbers its children were ever given. */
  child_counter?: number | undefined;
  /** What one does in a step. */
  step_type?: "reading" | "quiz" | "exercise" | "video" | "interactive" | undefined;
  /** How many submissions a learner has. */
  max_attempts?: number | undefined;
  /** How long to wait after a failed submission. */
  cooldown_seconds?: number | undefined;
  /** Which of several grades counts; the best, if nothing is said. */
  grading?: "best" | "last" | "average" | undefined;
  /** Whether a hint takes the credit of the try in which it was used. */
  hint_voids_credit?: boolean | undefined;
  /**
   * What to do when the last try has failed; done, it gives the tries anew. Nobody else is
   * asked to do it.
   */
  remedial?: readonly string[] | undefined;
  /** What need not be done by who passes this one. */
  tests_out?: readonly string[] | undefined;
  /** What one can do after it; who can do all of that already may skip it. */
  skills?: readonly string[] | undefined;
  /**
   * When skills and objectives of a project count as mastered; two of three, if nothing is
   * said.
   */
  mastery?: MasteryRule | undefined;
  /** What other learners are shown instead. */
  variants?: readonly TaskVariantInput[] | undefined;
  /** When it was made. */
  created_at: string | Date;
  /** When it was last changed. */
  updated_at: string | Date;
}

/** What learners of one level are shown instead of the task's own material. */
export interface TaskVariantInput {
  /** For whom. */
  level: "beginner" | "intermediate" | "advanced";
  /** The material. */
  content?: string | null | undefined;
  /** Shared material, by id. */
  content_refs?: readonly string[] | undefined;
  /** How long it takes them. */
  estimated_minutes?: number | null | undefined;
}

/** An objective to be attached. */
export interface ObjectiveDraftInput {
  /** What one can do then. */
  description: string;
  /** How deep it goes. */
  level?: "remember" | "understand" | "apply" | "analyze" | "evaluate" | "create" | null | undefined;
  /** What the level means. */
  taxonomy?: "bloom" | "custom" | undefined;
  /** When it counts as mastered; as in its project, if nothing is said. */
  mastery?: MasteryRule | undefined;
}

/** A criterion to be attached. */
export interface CriterionDraftInput {
  /** Who judges: a rule of ours, a validator of the host, or somebody by hand (`manual`). */
  criterion_type: string;
  /** What it asks for, for people. */
  description: string;
  /** What it asks for, for who judges: one of `CriterionRules`, or what the host's validator knows. */
  rule?: object | undefined;
}

/** Learning material to be stored. */
export interface ContentDraftInput {
  /** What it is. */
  content_type?: "markdown" | "code" | "video_ref" | "external_link" | undefined;
  /** The material itself, or where it is. */
  body: string;
  /** Whatever the author wants to remember. */
  metadata?: object | undefined;
}

/** A comment to be stored. */
export interface CommentDraftInput {
  /** Who wrote it; whoever asks, if left out. */
  author?: string | null | undefined;
  /** What they wrote. */
  text: string;
  /** Whose own it is; `null` for all. */
  learner_id?: string | null | undefined;
}

/** A person or an agent with a status of their own for each task. */
export interface Learner {
  /** Unique in the workspace. */
  id: string;
  /** What they are called. */
  name: string | null;
  /** Who they are in the host's own login; unique where it is given. */
  auth_id: string | null;
  /** How much they know already. */
  background_level: "beginner" | "intermediate" | "advanced";
  /** A language tag such as `en`. */
  preferred_language: string;
  /**
   * How they like to learn. Three keys shape paths that are not the default one:
   * `time_factor` from 0.25 to 4 (how much longer they take), `more_examples` from -3 to 3,
   * and `optional_steps`, true or false, whatever their level. Other keys are the host's own.
   */
  learning_preferences: { [key: string]: JsonValue };
  /** Skills that they have from elsewhere: their path leaves out what is not required. */
  mastered_skills: string[];
  /** Whatever the host wants to remember. */
  metadata: { [key: string]: JsonValue };
  /** When they came. */
  created_at: string;
  /** When this was last changed. */
  updated_at: string;
}

/** Where a learner stands with a task. */
export interface TaskState {
  /** Which task. */
  task_id: string;
  /** What it is called. */
  title: string;
  /** What it is in the tree. */
  task_type: "project" | "epic" | "task" | "subtask" | "chapter" | "step";
  /** What it is a part of. */
  parent_id: string | null;
  /** 0 is the most urgent. */
  priority: number;
  /** Where they stand. */
  status: "open" | "in_progress" | "blocked" | "closed";
  /** The same as they see it. */
  display: "locked" | "available" | "in_progress" | "completed" | "skipped";
  /** Why it cannot be worked on, if it cannot. */
  locked_because: Lock[];
  /** How far it is. */
  completion_percentage: number;
  /** How often something was handed in. */
  attempts: number;
  /** How often something can still be handed in, where that is limited. */
  attempts_left: number | null;
  /** How well, by the task's grading. */
  grade: number | null;
  /** When it was first begun. */
  started_at: string | null;
  /** When it was closed. */
  completed_at: string | null;
  /** Why it was closed or passed over. */
  close_reason: string | null;
  /** Active time spent on it and on what is below it. */
  time_spent_seconds: number;
  /** Whether something must be handed in. */
  needs_submission: boolean;
  /** Whether it could be closed now. */
  can_close: boolean;
  /** Why not. */
  cannot_close_because: Lock[];
  /** What came under it after it was closed and is not done. */
  new_items: string[];
  /** Where the learner is inside it, and what is half done. */
  progress_data: ProgressData | null;
}

/** One reason why a task cannot be worked on, or not be closed. */
export interface Lock {
  /** What kind of reason. */
  kind: "dependency" | "ancestor" | "order" | "hold" | "cooldown" | "attempts" | "criteria";
  /** The task that is in the way; the task itself where nothing else is. */
  task_id: string;
  /** What that one is called. */
  title: string;
  /** The reason, and what to do about it, in words. */
  message: string;
  /**
   * The tasks to be done so that this reason goes, in the order of doing; in lists only
   * the first, and twenty at most. It ends where somebody else must act first, and the
   * message says so.
   */
  unlock: string[];
  /** When it goes by itself. */
  until?: string | undefined;
}

/** Where a learner is inside a task, so that they find their place again. */
export interface ProgressData {
  /** The position, in the host's own terms. */
  bookmark?: JsonValue | undefined;
  /** Answers half given, or work half done. */
  draft?: JsonValue | undefined;
}

/** A task that cannot be worked on. */
export interface BlockedTask {
  /** Which task. */
  task_id: string;
  /** What it is called. */
  title: string;
  /** Why. */
  locked_because: Lock[];
}

/** A task in short. */
export interface TaskSummary {
  /** Its id. */
  id: string;
  /** What it is called. */
  title: string;
  /** What it is in the tree. */
  task_type: "project" | "epic" | "task" | "subtask" | "chapter" | "step";
  /** 0 is the most urgent. */
  priority: number;
}

/** Where a learner stands with a node of a tree. */
export interface NodeState {
  /** Where they stand. */
  status: "open" | "in_progress" | "blocked" | "closed";
  /** The same as they see it. */
  display: "locked" | "available" | "in_progress" | "completed" | "skipped";
}

/** How far a learner is in a project. */
export interface LearnerProgress {
  /** Who. */
  learner_id: string;
  /** In which project, also where it is of a part of that. */
  project_id: string;
  /** How many tasks count. */
  total_tasks: number;
  /** How many are closed, those that were passed over included. */
  completed_tasks: number;
  /** How many were passed over. */
  skipped_tasks: number;
  /** How many are being worked on. */
  in_progress_tasks: number;
  /** How many cannot be worked on. */
  blocked_tasks: number;
  /** How much is done, floored. */
  completion_percentage: number;
  /** How many objectives were achieved. */
  objectives_achieved: number;
  /** How many there are. */
  total_objectives: number;
  /** The same by Bloom level; those without one are left out. */
  objectives_by_level: { [key: string]: AchievedCount };
  /** How well, weighted by `max_grade`; null while nothing is graded. */
  grade: number | null;
  /** Active time. */
  total_time_spent_seconds: number;
  /** The same in minutes, floored. */
  total_time_spent_minutes: number;
}

/** How many of how many. */
export interface AchievedCount {
  /** How many there are. */
  total: number;
  /** How many were achieved. */
  achieved: number;
}

/**
 * All that somebody needs to know who helps a learner with a task (spec 1.13). A learner is
 * not shown how it is taught, nor the material of what is locked.
 */
export interface TaskContext {
  /** Who learns. */
  learner_id: string;
  /** The task. */
  task: Task;
  /** Where the learner stands. */
  state: TaskState;
  /** What the task is a part of, nearest first. */
  ancestors: TaskSummary[];
  /** Its parts, with where the learner stands. */
  children: TaskState[];
  /**
   * Its own material, in the depth that suits the learner: on a path that is not the
   * default one it goes deeper where its skills are mastered, and is explained more where it
   * went wrong.
   */
  content: string | null;
  /** Shared material, as it suits the learner. */
  content_items: LearningContent[];
  /** How long it takes at that depth. */
  estimated_minutes: number | null;
  /**
   * How to teach it. A learner is shown only `hints_to_give`, and of those what they were
   * given.
   */
  guidance: { [key: string]: JsonValue } | null;
  /** How many hints of the author the learner can still be given. */
  hints_left: number;
  /** The story around it: its own, or the nearest above. */
  narrative_context: string | null;
  /** What is learned with it. */
  objectives: ObjectiveState[];
  /** What submissions are judged against. For learners without what would give answers away. */
  criteria: FrozenCriterion[];
  /** Why it cannot be worked on, if it cannot. */
  locks: Lock[];
  /** What waits for it. */
  blocks: TaskSummary[];
  /** What was handed in, the newest first, at most ten. */
  submissions: Submission[];
  /** How the newest was judged. */
  validation: Validation | null;
  /** What was written about the learner's work here, by version. */
  summaries: StatusSummary[];
  /** What can be worked on in the project. */
  ready: TaskState[];
  /** How far the learner is in the project. */
  progress: LearnerProgress;
}

/** An objective, and whether the learner has achieved it. */
export interface ObjectiveState {
  /** The objective. */
  objective: LearningObjective;
  /** Whether it was achieved. */
  achieved: boolean;
}

/** A criterion as it was when a try began. */
export interface FrozenCriterion {
  /** Which one. */
  id: string;
  /** Who judges. */
  criterion_type: string;
  /** What it asks for, for people. */
  description: string;
  /** What it asks for, for who judges. */
  rule: { [key: string]: JsonValue };
}

/** What a learner handed in. */
export interface Submission {
  /** Unique in the workspace. */
  id: string;
  /** For which task. */
  task_id: string;
  /** By whom. */
  learner_id: string;
  /** What it is. */
  submission_type: "code" | "sql" | "jupyter_cell" | "text" | "result_set";
  /** The work. */
  content: string;
  /** Answers by the id of their question. */
  answers?: { [key: string]: JsonValue } | undefined;
  /** The score that the caller states. */
  score?: number | undefined;
  /** Counted from one for each learner and task, also across reopenings. */
  attempt_number: number;
  /** The try that it belongs to. */
  try_number: number;
  /** How many hints were used for it. */
  hints_used?: number | undefined;
  /** When. */
  submitted_at: string;
}

/** How a submission was judged: by one criterion, or as a whole. */
export interface Validation {
  /** Unique in the workspace. */
  id: string;
  /** Which submission. */
  submission_id: string;
  /** For which task. */
  task_id: string;
  /** Whose. */
  learner_id: string;
  /** By which criterion; absent where it is about several. */
  criterion_id?: string | undefined;
  /** Whether it is the verdict on the whole submission. */
  decides: boolean;
  /** Whether it passed. */
  passed: boolean;
  /** What is wrong, if something is. */
  error_message: string | null;
  /** Who judged. */
  validator_type: "automated" | "manual";
  /** How well, from 0 to 1. */
  grade: number | null;
  /** `auto`, `llm`, `manual`, or the host's own word. */
  grader_type: string;
  /** What to tell the learner. */
  feedback: string | null;
  /** Who reviewed it, if somebody did. */
  reviewer?: string | undefined;
  /** Whether this try was right by itself, where several tries count. */
  is_right?: boolean | undefined;
  /**
   * True where it was met by the learner's own word and by time alone: it is no evidence of
   * mastery.
   */
  shows_nothing?: boolean | undefined;
  /** True where nothing but active time was missing: it takes none of the tries. */
  lacks_only_time?: boolean | undefined;
  /** By question. */
  details?: QuestionResult[] | undefined;
  /** When. */
  validated_at: string;
}

/** What came out for one question. It does not give the answer away. */
export interface QuestionResult {
  /** Which question. */
  question_id: string;
  /** Whether it was answered rightly. */
  is_right: boolean;
  /** In words. */
  message: string;
}

/** What a learner did in a task, in words. */
export interface StatusSummary {
  /** Unique in the workspace. */
  id: string;
  /** Which task. */
  task_id: string;
  /** Whose. */
  learner_id: string;
  /** The words. */
  summary: string;
  /** Counted from one for each learner and task. */
  version: number;
  /** When. */
  created_at: string;
}

/**
 * How firm something sits, by the evidence there is: gained when two of the latest three
 * judged tries were right, lost when two of the latest three since then were wrong, unless
 * `mastery` of the objective or the project names other numbers. Where a single task shows it,
 * a pass there is enough, unless they do; an objective of it stays achieved by that. An
 * objective of a task that has parts also needs each required part to be passed.
 */
export interface Mastery {
  /** What it is. */
  kind: "objective" | "skill";
  /** The objective's id, or the skill. */
  id: string;
  /** In words. */
  description: string;
  /** How deep it goes. */
  level: "remember" | "understand" | "apply" | "analyze" | "evaluate" | "create" | null;
  /** The tasks that show it. */
  task_ids: string[];
  /** How many tries were judged. */
  tries: number;
  /** How many of the latest were right, of those that are looked at. */
  right: number;
  /** Whether it is mastered. */
  mastered: boolean;
  /** Why, in words. */
  because: string;
}

/** A learner's request for help. Instructors see it. */
export interface HelpRequest {
  /** Unique in the workspace. */
  id: string;
  /** About which task. */
  task_id: string;
  /** Whose. */
  learner_id: string;
  /** What they ask. */
  message: string;
  /** What became of it. */
  status: "open" | "answered";
  /** What was answered. */
  answer: string | null;
  /** By whom. */
  answered_by: string | null;
  /** When. */
  answered_at: string | null;
  /** When it was asked. */
  created_at: string;
}

/** A submission that waits for a review. */
export interface WaitingReview {
  /** Which one. */
  submission_id: string;
  /** For which task. */
  task_id: string;
  /** What that is called. */
  task_title: string;
  /** In which project. */
  project_id: string;
  /** Whose. */
  learner_id: string;
  /** What they are called. */
  learner_name: string | null;
  /** Which attempt. */
  attempt_number: number;
  /** Since when. */
  submitted_at: string;
}

/** A path as it is shown: every step with what is said of it now. */
export interface LearningPath {
  /** Unique in the workspace; null for one that is only planned. */
  id: string | null;
  /** Whose. */
  learner_id: string;
  /** Through what. */
  root_id: string;
  /** What it is called. */
  name: string;
  /** What it is about. */
  description: string;
  /** For whom it is. */
  path_type: "default" | "personalized" | "remedial";
  /** The steps in their order as somebody chose them; null for those of the tree. */
  steps_sequence: string[] | null;
  /** The table by which its steps are adjusted, where it is not the reference's. */
  adjustments: PathAdjustment[];
  /** Whether the learner follows it. */
  chosen: boolean;
  /** How many steps are in it. */
  included_steps: number;
  /** How many of those are done. */
  completed_steps: number;
  /** How long they take this learner, where that is estimated. */
  estimated_minutes: number;
  /** Every step, also those that are left out. */
  steps: PathStep[];
}

/** What changes at a level. */
export interface PathAdjustment {
  /** At which level. */
  level: "beginner" | "intermediate" | "advanced";
  /** How deep the material goes: 1 is as written. */
  content_depth: number;
  /** How many examples. */
  examples_count: number;
  /** How much longer than estimated it takes. */
  time_factor: number;
  /** Whether steps that are not required are in the path. */
  optional_steps: boolean;
}

/** A step of a path. */
export interface PathStep {
  /** Which task. */
  task_id: string;
  /** What it is called. */
  title: string;
  /** Whether it is in the path. */
  included: boolean;
  /** Whether it is done. */
  completed: boolean;
  /** Why it is in it or left out. */
  reason: string;
  /** How deep the material goes: 1 is as written. */
  content_depth: number;
  /** How many examples. */
  examples_count: number;
  /** How much longer than estimated it takes. */
  time_factor: number;
  /** At which level it is shown, if it has versions for levels. */
  level: "beginner" | "intermediate" | "advanced";
  /** How long it takes this learner, where that is estimated. */
  estimated_minutes: number | null;
}

/** A person or an agent with a status of their own for each task. */
export interface LearnerInput {
  /** Unique in the workspace. */
  id: string;
  /** What they are called. */
  name?: string | null | undefined;
  /** Who they are in the host's own login; unique where it is given. */
  auth_id?: string | null | undefined;
  /** How much they know already. */
  background_level?: "beginner" | "intermediate" | "advanced" | undefined;
  /** A language tag such as `en`. */
  preferred_language?: string | undefined;
  /**
   * How they like to learn. Three keys shape paths that are not the default one:
   * `time_factor` from 0.25 to 4 (how much longer they take), `more_examples` from -3 to 3,
   * and `optional_steps`, true or false, whatever their level. Other keys are the host's own.
   */
  learning_preferences?: object | undefined;
  /** Skills that they have from elsewhere: their path leaves out what is not required. */
  mastered_skills?: readonly string[] | undefined;
  /** Whatever the host wants to remember. */
  metadata?: object | undefined;
  /** When they came. */
  created_at: string | Date;
  /** When this was last changed. */
  updated_at: string | Date;
}

/** What is handed in. */
export interface SubmissionDraftInput {
  /** What it is. */
  submission_type?: "code" | "sql" | "jupyter_cell" | "text" | "result_set" | undefined;
  /** The work; may be left out where there are answers. */
  content?: string | undefined;
  /**
   * Answers by what they answer: the id of the question in a quiz; in a choice the id of its
   * criterion, or `answer`; and `confirmed`, which is true, in a `self_confirm`.
   */
  answers?: object | undefined;
  /** A score, which counts only where the author trusts callers. */
  score?: number | undefined;
}

/** What somebody found who looked at a submission. */
export interface ReviewInput {
  /** Whether it passes. */
  passed: boolean;
  /** How well, from 0 to 1; 1 or 0, if nothing is said. */
  grade?: number | undefined;
  /** What to tell the learner. */
  feedback?: string | undefined;
  /** Who looked; the actor, if nothing is said. */
  reviewer?: string | undefined;
  /** `manual` or `llm`, or the host's own word. */
  grader_type?: string | undefined;
}

/** A path to be made. */
export interface PathDraftInput {
  /** Whose. */
  learner_id: string;
  /** Through what. */
  root_id: string;
  /** What it is called. */
  name: string;
  /** What it is about. */
  description?: string | undefined;
  /** For whom it is. */
  path_type?: "default" | "personalized" | "remedial" | undefined;
  /**
   * The steps in their order: what it names is in the path, required or not, whatever level,
   * wishes and skills would leave out. Those of the tree, if nothing is said.
   */
  steps_sequence?: readonly string[] | undefined;
  /** The table by which its steps are adjusted; the reference's, if nothing is said. */
  adjustments?: readonly PathAdjustmentInput[] | undefined;
}

/** What changes at a level. */
export interface PathAdjustmentInput {
  /** At which level. */
  level: "beginner" | "intermediate" | "advanced";
  /** How deep the material goes: 1 is as written. */
  content_depth?: number | undefined;
  /** How many examples. */
  examples_count?: number | undefined;
  /** How much longer than estimated it takes. */
  time_factor?: number | undefined;
  /** Whether steps that are not required are in the path. */
  optional_steps?: boolean | undefined;
}

/** Which tasks are wanted that a learner can work on. */
export interface ReadyListOptions {
  /** Of this type only. */
  taskType?: "project" | "epic" | "task" | "subtask" | "chapter" | "step" | undefined;
  /** How many at most; 10 if left out. */
  limit?: number | undefined;
  /** Whether containers are listed that lack more than their own submission. */
  containers?: boolean | undefined;
}

/** Which tasks are wanted that a learner can work on, page by page. */
export interface ReadyPageOptions {
  /** Of this type only. */
  taskType?: "project" | "epic" | "task" | "subtask" | "chapter" | "step" | undefined;
  /** How many at most; 10 if left out. */
  limit?: number | undefined;
  /** Whether containers are listed that lack more than their own submission. */
  containers?: boolean | undefined;
  /** Only what comes behind this `next` of an earlier page. */
  after?: string | undefined;
}

/** Which of a learner's tasks are wanted. */
export interface ProgressListOptions {
  /** Of this project only. */
  projectId?: string | undefined;
  /** With this status only. */
  status?: "open" | "in_progress" | "blocked" | "closed" | undefined;
  /** How many at most; all of them if left out. */
  limit?: number | undefined;
  /** Only what comes behind this task in the order of the tree. */
  after?: string | undefined;
}

/** Why a learner may pass over a task, and who says so. */
export interface SkipOptions {
  /** Who allowed it; whoever asks, if left out. */
  waivedBy?: string | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why; not blank. */
  reason: string;
}

/** In which project something is looked for. */
export interface ReviewListOptions {
  /** In this project only. */
  projectId?: string | undefined;
}

/** Which requests for help are wanted. */
export interface HelpListOptions {
  /** In this project only. */
  projectId?: string | undefined;
  /** Of this learner only. Learners see their own, and what was answered. */
  learnerId?: string | undefined;
  /** Those that wait for an answer, or those that do not. */
  open?: boolean | undefined;
}

/** Whose progress is exported, and in what. */
export interface CsvOptions {
  /** In this project only. */
  projectId?: string | undefined;
  /** Of this learner only. */
  learnerId?: string | undefined;
}

/** How a draft is kept. */
export interface DraftOptions {
  /**
   * The draft that this one was made from. What it did not change stays as another window
   * has kept it: member by member, and answer by answer.
   */
  base?: JsonInput | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** How a path is fitted to its learner. */
export interface PathPlanOptionsInput {
  /** What changes at which level, in place of the reference's table. */
  adjustments?: readonly PathAdjustmentInput[] | undefined;
  /** For whom it is; `personalized`, if left out. */
  pathType?: "default" | "personalized" | "remedial" | undefined;
}

/** How a path is chosen. */
export interface PathChooseOptions {
  /** Whether the learner follows it from now on; `false` leaves it, and then they follow none. */
  follow?: boolean | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** Where a plan comes from. */
export interface PlanImportOptions {
  /** The name of its file. */
  path?: string | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** How a plan is edited. */
export interface PlanEditOptions {
  /** The version that the edits are meant for. */
  expectedVersion?: number | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** What is said with the status of a task of a plan. */
export interface PlanNoteOptions {
  /** A note, written beside the status. */
  note?: string | undefined;
  /** The version that the edit is meant for. */
  expectedVersion?: number | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** Which tasks of plans are wanted. */
export interface PlanQuery {
  /** With this status, in any spelling; words that say more, such as `deviated`, mean themselves. */
  status?: string | undefined;
  /** Of this assignee. */
  assignee?: string | undefined;
  /** In plans of this PRD, in whichever version. */
  prd?: string | undefined;
  /** Of this phase: `3` is also in `3-4` and in `all`. */
  phase?: string | undefined;
  /** Those that are on a critical path, or those that are not. */
  critical?: boolean | undefined;
  /** Those that can be begun now, or those that cannot. */
  ready?: boolean | undefined;
  /** With these words in the id, the label or the description. */
  text?: string | undefined;
}

/** Whose statuses a project takes over from its plan. */
export interface PlanProjectOptions {
  /** The learner. */
  learnerId?: string | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** How far down children are wanted. */
export interface ChildrenOptions {
  /** Whether those below them are wanted too. */
  recursive?: boolean | undefined;
  /** Whether what was retired is wanted, too. */
  inactive?: boolean | undefined;
}

/** How a task is deleted. */
export interface DeleteTaskOptions {
  /** Whether to say only what would go. */
  dryRun?: boolean | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** Where a task is moved. */
export interface MoveTaskOptions {
  /** The sibling that it is to stand before; behind all of them if left out. */
  before?: string | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** Which tasks are wanted. */
export interface TaskListOptions {
  /** Of this project only. */
  projectId?: string | undefined;
  /** Of this type only. */
  taskType?: "project" | "epic" | "task" | "subtask" | "chapter" | "step" | undefined;
  /**
   * With this text in the title, the description or the material, in whatever case and Unicode
   * form.
   */
  text?: string | undefined;
  /** Whether what was retired is listed, too. */
  inactive?: boolean | undefined;
  /** How many at most; 50 if left out. */
  limit?: number | undefined;
  /** Only what comes behind this `next` of an earlier page. */
  after?: string | undefined;
}

/** What is counted. */
export interface TaskCountOptions {
  /** Of this project only, itself included. */
  projectId?: string | undefined;
  /** Whether what was retired counts, too. */
  inactive?: boolean | undefined;
}

/** How one task waits for another. */
export interface DependencyOptions {
  /** `blocks`, if left out. */
  type?: "blocks" | "parent_child" | "related" | "discovered_from" | undefined;
  /** Whatever the author wants to remember. */
  metadata?: object | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** Which dependencies are wanted. */
export interface DependencyFilter {
  /** Of this kind only. */
  type?: "blocks" | "parent_child" | "related" | "discovered_from" | undefined;
}

/** From where objectives are wanted, besides the task itself. */
export interface ObjectiveOptions {
  /** Whether those of the containers above are wanted. */
  ancestors?: boolean | undefined;
  /** Whether those of what is below are wanted. */
  descendants?: boolean | undefined;
}

/** Which comments are wanted. */
export interface CommentListOptions {
  /** Those of this learner, besides those for all. */
  learnerId?: string | undefined;
  /** How many at most, the newest; 50 if left out. */
  limit?: number | undefined;
  /** Only what is older than this comment. */
  before?: string | undefined;
}

/** How a course is imported. */
export interface CourseImportOptions {
  /** Whether to say only what would happen. */
  dryRun?: boolean | undefined;
  /** The project that is to become what the course says; all evidence stays. */
  update?: string | undefined;
  /** Whether tasks keep the ids that the course gives them. */
  keepIds?: boolean | undefined;
  /** Who is named in the event. */
  actor?: string | undefined;
  /** Why, for the event. */
  reason?: string | undefined;
}

/** How a course is exported. */
export interface CourseExportOptions {
  /** `json`, if left out. */
  format?: "json" | "jsonl" | undefined;
}

/** Changes fields of an item and leaves its others. */
export interface ChangeItem {
  /** The operation. */
  op: "change";
  /** The list. */
  list: "decisions" | "open_questions" | "subsystems";
  /** The item's id; for a subsystem its name. */
  id: string;
  /** The fields and their new values. */
  set: object;
}

/** Takes an item out. Earlier versions keep it. */
export interface RetireItem {
  /** The operation. */
  op: "retire";
  /** The list. */
  list: "decisions" | "open_questions" | "subsystems";
  /** The item's id; for a subsystem its name. */
  id: string;
  /** Why. The audit trail and the history keep it. */
  reason?: string | undefined;
}

/** Sets a field. */
export interface SetField {
  /** The operation. */
  op: "set";
  /** The field. */
  path: "summary.high_level" | "affordances.recommended_entry_points" | "affordances.avoid_repeating" | "affordances.invariants" | "meta.knowledge_min_ts" | "meta.knowledge_max_ts" | "meta.model";
  /** Its new value. */
  value: JsonInput;
}

/**
 * `text_match`: what the content must have in it. Texts are looked for as they stand; line
 * breaks of every kind are the same, and so are both Unicode forms of a letter.
 */
export interface TextMatchRuleInput {
  /** At least one of these. */
  any_of?: readonly string[] | undefined;
  /** All of these. */
  all_of?: readonly string[] | undefined;
  /** None of these. */
  none_of?: readonly string[] | undefined;
  /** Whether upper and lower case are the same. */
  ignore_case?: boolean | undefined;
}

/** `regex`: an expression of JavaScript that must be found in the content. */
export interface RegexRuleInput {
  /** The expression. */
  pattern: string;
  /** Its flags, such as `i`. */
  flags?: string | undefined;
}

/** `number`: the content is this number. */
export interface NumberRuleInput {
  /** The number. */
  value: number;
  /** How far off it may be. */
  tolerance?: number | undefined;
}

/**
 * `set`: the content lists these values, as a JSON list or between commas, semicolons or
 * line breaks; one on each line they may hold the other two. Numbers are compared as numbers,
 * blanks around texts do not count.
 */
export interface SetRuleInput {
  /** The values: texts, numbers, or true and false. */
  values: readonly JsonInput[];
  /** Whether their order and their repetition count. */
  ordered?: boolean | undefined;
  /** Whether upper and lower case are the same. */
  ignore_case?: boolean | undefined;
}

/** `choice`: the answer is this option, or are these. */
export interface ChoiceRule {
  /** What there is to choose from. */
  options: readonly string[];
  /** The text or the number, from 0, of the right option, or a list of those. */
  correct: JsonInput;
}

/**
 * `score`: the score that a caller states. It counts only where the author trusts callers;
 * elsewhere the submission waits for a review.
 */
export interface ScoreRuleInput {
  /** The least that passes, from 0 to 1. */
  min: number;
  /** Whether what the caller says counts. */
  trust_caller?: boolean | undefined;
}

/** `non_empty`, `self_confirm`, `manual`: nothing more is to be said. */
export interface PlainRule {
}

/** `quiz`: questions that the engine marks itself. */
export interface QuizRuleInput {
  /** The questions. */
  questions: readonly QuizQuestionInput[];
  /** The part of the points that passes, from 0 to 1. */
  pass_mark: number;
}

/** A question of a quiz. It is answered rightly or not; there is no half of it. */
export interface QuizQuestionInput {
  /** Unique in all criteria of its task; answers name it. */
  id: string;
  /** How it is answered. */
  kind: "single" | "multiple" | "number" | "text" | "ordering";
  /** What is asked. */
  prompt?: string | undefined;
  /** What there is to choose from or to put in order. */
  options?: readonly string[] | undefined;
  /**
   * The right answer: the option's text or number from 0, a list of those, a number, a
   * text, or a list of texts of which each is right.
   */
  answer: JsonInput;
  /** What it counts. */
  points?: number | undefined;
  /** How far off a number may be. */
  tolerance?: number | undefined;
  /** Whether upper and lower case are the same in a text. */
  ignore_case?: boolean | undefined;
}

/** `m_of_n`: so many of the latest tries were right, this one included. */
export interface MOfNRule {
  /** How many were right. */
  m: number;
  /** Of how many. */
  n: number;
}

/** `in_a_row`: the latest tries were all right, this one included. */
export interface InARowRule {
  /** How many. */
  k: number;
}

/** `time`: active time was spent. Only what was recorded counts, never what a caller says. */
export interface TimeRule {
  /** How much. */
  seconds: number;
}

/** `all_of`, `any_of`, `n_of`: other criteria, and how many of them must be met. */
export interface GroupRuleInput {
  /** The criteria. */
  criteria: readonly PartRuleInput[];
  /** How many, for `n_of`. */
  n?: number | undefined;
}

/** A criterion within another. */
export interface PartRuleInput {
  /** What kind of rule. */
  criterion_type: string;
  /** What is to be met, for people. */
  description?: string | undefined;
  /** The rule. */
  rule?: object | undefined;
}

