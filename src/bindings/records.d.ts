// Generated from the Rust types: see src/bindings/typescript.rs. Do not edit.

/** Any JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Some of a longer list. */
export interface Page<T> {
  /** What is on this page. */
  items: T[];
  /** Where the next page begins: its `before`. Missing on the last page. */
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
  /** What it is about, such as `checkpoint`. */
  operation: string;
  /** The workspace. */
  workspace: string;
  /** How long it took, in milliseconds. */
  duration_ms: number;
  /** The code of the error that ended it, if one did. */
  code?: ErrorCode | undefined;
  /** The record it was about, if it was about one. */
  entity_id?: string | undefined;
}

/** Any model: two methods, sync or async. What they answer is checked like any other input. */
export interface MedallionLLM {
  /** Writes a medallion for a scope; `meta` and `scope` may be left out. */
  generate(scope: MedallionScope, evidence: Evidence): ModelAnswer | Promise<ModelAnswer>;
  /** Writes the next version of a medallion. What is left out was dropped. */
  update(existing: Medallion, evidence: Evidence): ModelAnswer | Promise<ModelAnswer>;
}

export interface Workspace {
  /** Says what a checkpoint would store, and stores nothing. */
  checkpoint(request: CheckpointRequest & { preview: true }): Promise<CheckpointPreview>;
  /** Stores what a session leaves behind: updates the medallion of the scope, or creates it. */
  checkpoint(request: CheckpointRequest & { preview?: false | undefined }): Promise<Medallion>;
  /** Stores a checkpoint or, with `preview`, only says what it would store. */
  checkpoint(request: CheckpointRequest): Promise<Medallion | CheckpointPreview>;
}

/** What a model may answer: the document, or its JSON text, in a code fence or not. */
export type ModelAnswer = MedallionAnswerInput | string;

/** One change of a medallion without a model. */
export type MedallionOperation = AddItem | ChangeItem | RetireItem | SetField;

/** One change of a plan. */
export type PlanEdit = SetTaskStatus | SetPlanField | AppendPlanField | AddPlanTask | RemovePlanTask | MovePlanTask | SetTaskField | SetPlanCriterion | AddPlanBlocker | ResolvePlanBlocker | RewritePlanBatches;

/** How a workspace is opened. */
export interface OpenOptions {
  /** Where the data is kept: `indexeddb` where there is one, `memory` in Node. */
  storage?: "indexeddb" | "memory" | undefined;
  /** `relaxed`: survives the browser's death. `strict`: survives a power cut, and is slower. */
  durability?: "relaxed" | "strict" | undefined;
  /** Who is named in events; `system` if nobody is. */
  actor?: string | undefined;
  /** The clock, in milliseconds since 1970. */
  now?: (() => number) | undefined;
  /** The source of ids; it is told the kind of record. */
  newId?: ((kind: "medallion") => string) | undefined;
  /** Who is told what happens inside. Records hold ids, codes and durations, never content. */
  logger?: ((record: LogRecord) => void) | undefined;
  /** The least important level that the logger is told of; `warn` if nothing is said. */
  logLevel?: "error" | "warn" | "info" | "debug" | undefined;
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
  status?: ("active" | "stale" | "superseded")[] | undefined;
}

/** Which page of a list is wanted. */
export interface ListOptions {
  /** How many at most; 50 if nothing is said. */
  limit?: number | undefined;
  /** The `next` of the page before. */
  before?: string | undefined;
  /** Which statuses; all if nothing is said. */
  status?: ("active" | "stale" | "superseded")[] | undefined;
}

/** Which events are wanted. */
export interface EventListOptions {
  /** Only of this kind of record. */
  entityType?: "medallion" | undefined;
  /** Only of this record. */
  entityId?: string | undefined;
  /** Only by this actor. */
  actor?: string | undefined;
  /** How many at most; 50 if nothing is said. */
  limit?: number | undefined;
  /** The `next` of the page before. */
  before?: string | undefined;
}

/** Which record is looked at. */
export interface InspectOptions {
  /** What kind of record it is. */
  entityType?: "medallion" | undefined;
}

/** How a workspace is exported. */
export interface ExportOptions {
  /** Told how many entries of how many were read. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
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
  /** The model that writes; the stub if nothing is said. */
  llm?: MedallionLLM | undefined;
  /** How the medallion to update is found: by the same scope, or the newest that a query finds. */
  match?: "exact" | "overlap" | undefined;
  /** Whether decisions and questions that the model leaves out without a word are kept and marked. */
  guard?: boolean | undefined;
  /** Only say what would be stored. */
  preview?: boolean | undefined;
  /** Shown the change before it is stored. What it answers is stored: all of it (`true` or the
   * diff), less of it (the diff without some paths), or nothing (`ABORTED`). */
  approve?: ((diff: MedallionDiff) => MedallionDiff | boolean | null | undefined | Promise<MedallionDiff | boolean | null | undefined>) | undefined;
  /** Ends the checkpoint; nothing is stored then, and it rejects with `ABORTED`. */
  signal?: AbortSignal | undefined;
  /** Who is named in the event, instead of the workspace's actor. */
  actor?: string | undefined;
  /** Why it is done. */
  reason?: string | undefined;
}

/** For whom a limited handle is made. */
export interface AsOptions {
  /** Whose handle it is. */
  learnerId?: string | undefined;
  /** What it may do. */
  role: "learner" | "instructor" | "admin";
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
  siblings?: string[] | undefined;
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

/** A versioned save point for a scope: what was understood, decided and left open. */
export interface MedallionInput {
  /** What the program knows about this save point. */
  meta: MedallionMetaInput;
  /** What it is about. */
  scope: MedallionScopeInput;
  /** What was understood. */
  summary: MedallionSummaryInput;
  /** What was decided. Ids are unique. */
  decisions?: DecisionInput[] | undefined;
  /** What is still open. Ids are unique. */
  open_questions?: OpenQuestionInput[] | undefined;
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
  graph_nodes?: string[] | undefined;
  /** Free words. Case matters. */
  tags?: string[] | undefined;
}

/** What was understood, in short and by parts. */
export interface MedallionSummaryInput {
  /** The whole in at most 300 characters, counted as Unicode code points. */
  high_level: string;
  /** The parts. */
  subsystems?: Subsystem[] | undefined;
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
  blocked_on?: string[] | undefined;
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
  recommended_entry_points?: string[] | undefined;
  /** What was tried and need not be tried again. */
  avoid_repeating?: string[] | undefined;
  /** What must stay true; `null` where nobody looked. */
  invariants?: string[] | null | undefined;
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
  decisions?: DecisionInput[] | undefined;
  /** What is still open. Ids are unique. */
  open_questions?: OpenQuestionInput[] | undefined;
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
export interface Evidence {
  /** What happened, in a few sentences. */
  session_summary: string;
  /** What was said, where it matters. */
  transcripts: string[] | null;
  /** What was made: files, results, links. */
  artefacts: { [key: string]: JsonValue } | null;
}

/** What a session hands to a checkpoint. It is not stored. */
export interface EvidenceInput {
  /** What happened, in a few sentences. */
  session_summary: string;
  /** What was said, where it matters. */
  transcripts?: string[] | null | undefined;
  /** What was made: files, results, links. */
  artefacts?: { [key: string]: JsonValue } | null | undefined;
}

/** What a model may answer. `meta` and `scope` may be left out: the program stamps them. */
export interface MedallionAnswerInput {
  /** Who answers, and what the answer covers. */
  meta?: MedallionMetaDraftInput | undefined;
  /** Put right if it differs from what was asked for. */
  scope?: MedallionScopeInput | undefined;
  /** What was understood. */
  summary: MedallionSummaryInput;
  /** What was decided, all of it: what is missing was dropped. */
  decisions?: DecisionInput[] | undefined;
  /** What is still open, all of it: what is missing was dropped. */
  open_questions?: OpenQuestionInput[] | undefined;
  /** How to go on. */
  affordances: AffordancesInput;
  /** What was dropped on purpose, and why. */
  retired?: RetirementInput[] | undefined;
}

/** A decision or a question that no longer holds. */
export interface RetirementInput {
  /** Which one. */
  id: string;
  /** Why. */
  reason?: string | null | undefined;
}

/**
 * What changed between two versions, by path. Items of lists are named by their id:
 * `decisions[D-001].confidence`.
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
  /** What a model took out with this version, if it took something out. */
  retired?: string[] | undefined;
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
  /** Rises from event to event; numbers may be left out. */
  seq: number;
  /** When it happened. */
  created_at: string;
  /** What it happened to. */
  entity_type: "medallion";
  /** Which one. */
  entity_id: string;
  /** What happened. */
  event_type: "created" | "updated" | "status_changed" | "superseded" | "deleted" | "erased" | "imported";
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
  /** Whether the browser promised not to evict the data, where it tells. */
  persisted: boolean | null;
  /** Whether the data goes when the program ends. */
  ephemeral: boolean;
  /** Whether the disk fails and nothing can be written. */
  degraded: boolean;
  /** What is wrong. */
  problems: StoredProblem[];
}

/** Something that is wrong with stored data. */
export interface StoredProblem {
  /** What kind of thing. */
  kind: "damaged" | "version_too_new";
  /** The entry of the log. */
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
  /** What could not be taken. */
  problems: ImportProblem[];
}

/** Something that could not be taken from a file. */
export interface ImportProblem {
  /** Where: the line of the file, and the place in the record. */
  path: string;
  /** A sentence for people. */
  message: string;
}

/** All there is to say about a plan. Every number is computed from the text. */
export interface PlanReport {
  /** Of a stored plan. */
  id?: string | undefined;
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
  blocked: BlockedTask[];
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
  /** Every task without slack. */
  critical_tasks: string[];
  /** How long it takes if nothing waits without need. */
  makespan: number;
  /** How long each task can wait without moving the end. */
  slack: { [key: string]: number };
  /** Tasks without an estimate in this unit; they count as nothing. */
  unestimated: string[];
}

/** A task that cannot go on. */
export interface BlockedTask {
  /** The task. */
  task_id: string;
  /** What it waits for: first what it names itself, then what that waits for. */
  because: PlanReason[];
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
  /** As written; `#2` for the second if it has none. */
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
  kind: "no_front_matter" | "unclosed_front_matter" | "indentation" | "tab" | "mixed_list" | "unquoted_colon" | "reserved_character" | "unclosed_quote" | "unclosed_flow" | "text_behind" | "unexpected_text" | "duplicate_key" | "unknown_alias" | "too_deep" | "missing_id" | "missing_label" | "missing_assignee" | "missing_dependencies" | "missing_status" | "unknown_status" | "unreadable_effort" | "duplicate_id" | "unknown_dependency" | "unresolved_gate" | "self_dependency" | "cycle" | "drift" | "batches" | "critical_path" | "total_time" | "open_criteria" | "active_blockers";
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

/** Writes the computed batches, and the critical path where the document has one. */
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

/** Adds an item at the end of a list. */
export interface AddItem {
  /** The operation. */
  op: "add";
  /** The list. */
  list: "decisions" | "open_questions" | "subsystems";
  /** The item; its id must be new there. */
  item: { [key: string]: JsonValue };
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
  set: { [key: string]: JsonValue };
}

/** Takes an item out. Earlier versions keep it. */
export interface RetireItem {
  /** The operation. */
  op: "retire";
  /** The list. */
  list: "decisions" | "open_questions" | "subsystems";
  /** The item's id; for a subsystem its name. */
  id: string;
}

/** Sets a field. */
export interface SetField {
  /** The operation. */
  op: "set";
  /** The field. */
  path: "summary.high_level" | "affordances.recommended_entry_points" | "affordances.avoid_repeating" | "affordances.invariants" | "meta.knowledge_min_ts" | "meta.knowledge_max_ts" | "meta.model";
  /** Its new value. */
  value: JsonValue;
}

