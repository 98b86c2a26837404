//! What TypeScript is told about records and options, generated from the types themselves.
//!
//! The result is kept in `records.d.ts` beside this file, where wasm-bindgen takes it from; a
//! test says when it has drifted.

use std::fmt::Write as _;

use super::options::{ALL, Kind, OptionField};
use crate::domain::criteria::SHAPES;
use crate::domain::event::Event;
use crate::domain::medallion::{
    AddItem, Answer, Diff, Draft, Evidence, Medallion, Operation, Scope, ScopeLabels,
};
use crate::domain::plan::{FoundPlanTask, PlanEdit, PlanReport, PlanSummary, SkippedPlanTask};
use crate::domain::resume::Resume;
use crate::domain::schema::{Flavour, Missing, Record, Shape, Shaped, declarations, declared_name};
use crate::llm::Repair;
use crate::service::{Health, ImportReport, Inspection, PlanVersion, Preview, Version};

const HEAD: &str = "// Generated from the Rust types: see src/bindings/typescript.rs. Do not edit.

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
  level: \"error\" | \"warn\" | \"info\" | \"debug\";
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
export type NewTask = Pick<TaskInput, \"title\"> & Fields<TaskInput>;

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
export type PathPatch = Fields<Pick<PathDraftInput, \"name\" | \"description\" | \"path_type\">> & {
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
  submission: Omit<SubmissionDraftInput, \"answers\"> & {
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
  op: \"add\";
} & (
  | { list: \"decisions\"; item: DecisionInput }
  | { list: \"open_questions\"; item: OpenQuestionInput }
  | { list: \"subsystems\"; item: Subsystem }
);

/** What a model may answer: the document, or its JSON text, in a code fence or not. */
export type ModelAnswer = MedallionAnswerInput | string;

";

macro_rules! roots {
    ($($flavour:ident: $($record:ty),*;)*) => {
        [$($((record::<$record>(), Flavour::$flavour),)*)*]
    };
}

/// All declarations of records and options.
#[must_use]
pub fn typescript() -> String {
    let mut out = String::from(HEAD);
    let operations = match Operation::SHAPE {
        Shape::Union(records) => records,
        _ => &[],
    };
    let names: Vec<&str> = operations.iter().map(|record| record.name).collect();
    let _ = writeln!(out, "/** One change of a medallion without a model. */");
    let _ = writeln!(out, "export type MedallionOperation = {};\n", names.join(" | "));
    let edits = match PlanEdit::SHAPE {
        Shape::Union(records) => records,
        _ => &[],
    };
    let names: Vec<&str> = edits.iter().map(|record| record.name).collect();
    let _ = writeln!(out, "/** One change of a plan. */");
    let _ = writeln!(out, "export type PlanEdit = {};\n", names.join(" | "));
    task_patch(&mut out);
    criterion_rules(&mut out);
    for bag in ALL {
        doc(bag.doc, "", &mut out);
        let _ = writeln!(out, "export interface {} {{", bag.name);
        for option in bag.options {
            doc(option.doc, "  ", &mut out);
            let (mark, or_undefined) =
                if option.required { ("", "") } else { ("?", " | undefined") };
            let _ = writeln!(out, "  {}{mark}: {}{or_undefined};", option.name, type_of(option));
        }
        out.push_str("}\n\n");
    }
    use crate::domain::curriculum as tasks;
    use crate::domain::{path, progress};
    use crate::service::operations::options as bags;
    let roots: &[(&'static Record, Flavour)] = &roots![
        Output: Medallion, Evidence, Diff, Version, Preview, Event, Health, Inspection, ImportReport,
            ScopeLabels, Repair, Resume,
            PlanReport, PlanSummary, FoundPlanTask, SkippedPlanTask, PlanVersion;
        Input: Medallion, Draft, Scope, Evidence, Answer;
        Output: tasks::Task, tasks::Dependency, tasks::Objective, tasks::Criterion, tasks::Content,
            tasks::Comment, tasks::Removal, tasks::Schedule, tasks::CourseImport;
        Input: tasks::Task, tasks::ObjectiveDraft, tasks::CriterionDraft, tasks::ContentDraft,
            tasks::CommentDraft;
        Output: progress::Learner, progress::TaskState, progress::BlockedTask, progress::TaskSummary,
            progress::NodeState, progress::LearnerProgress, progress::TaskContext,
            progress::Mastery, progress::Submission, progress::Validation, progress::Summary,
            progress::HelpRequest, progress::WaitingReview, path::LearningPath;
        Input: progress::Learner, progress::SubmissionDraft, progress::Review, path::PathDraft,
            path::Adjustment;
        Input: bags::ReadyListOptions, bags::ReadyPageOptions, bags::ProgressListOptions, bags::SkipOptions,
            bags::ReviewListOptions, bags::HelpListOptions, bags::CsvOptions,
            bags::DraftOptions, bags::PathPlanOptions, bags::PathChooseOptions;
        Input: bags::PlanImportOptions, bags::PlanEditOptions, bags::PlanNoteOptions,
            bags::PlanQuery, bags::PlanProjectOptions;
        Input: bags::ChildrenOptions, bags::DeleteTaskOptions,
            bags::MoveTaskOptions, bags::TaskListOptions, bags::TaskCountOptions,
            bags::DependencyOptions, bags::DependencyFilter, bags::ObjectiveOptions,
            bags::CommentListOptions, bags::CourseImportOptions, bags::CourseExportOptions;
    ];
    let mut all: Vec<(&'static Record, Flavour)> = roots.to_vec();
    // What can be added depends on the list: that one is written above.
    let by_list = record::<AddItem>().name;
    let others = operations.iter().filter(|own| own.name != by_list);
    all.extend(others.map(|own| (*own, Flavour::Input)));
    all.extend(own_rules().map(|(_, record)| (record, Flavour::Input)));
    out.push_str(&declarations(&all));
    out
}

/// What a stored task may lack, an update takes away with `null`.
fn task_patch(out: &mut String) {
    let fields = record::<crate::domain::curriculum::Task>().fields.iter();
    let may_lack = fields.filter(|field| matches!(field.missing, Missing::Absent));
    let names: Vec<String> = may_lack.map(|field| format!("\"{}\"", field.name)).collect();
    let says = "Fields of a task and their new values. `null` empties a field that may be empty, and \
                lifts a limit.";
    doc(says, "", out);
    let _ = writeln!(out, "export type TaskPatch = {{");
    let _ = writeln!(out, "  [Field in keyof TaskInput]?:");
    let _ = writeln!(out, "    | TaskInput[Field]");
    let _ = writeln!(out, "    | (Field extends {} ? null : never)", names.join(" | "));
    let _ = writeln!(out, "    | undefined;");
    let _ = writeln!(out, "}};\n");
}

/// The rules that the engine judges itself, by the name of their criterion.
fn own_rules() -> impl Iterator<Item = (&'static str, &'static Record)> {
    SHAPES.iter().filter_map(|(name, shape)| match shape {
        Shape::Record(record) => Some((*name, *record)),
        _ => None,
    })
}

fn criterion_rules(out: &mut String) {
    let says = "The rules that the engine judges itself, by the type of their criterion. Any other type\n\
                is the host's own: its rule is any object, for the validator of that name.";
    doc(says, "", out);
    let _ = writeln!(out, "export interface CriterionRules {{");
    for (name, record) in own_rules() {
        let _ = writeln!(out, "  {name}: {};", declared_name(record, Flavour::Input));
    }
    out.push_str("}\n\n");
}

const fn record<T: Shaped>() -> &'static Record {
    match T::SHAPE {
        Shape::Record(record) => record,
        _ => &Record { name: "", doc: "", described: false, fields: &[] },
    }
}

fn type_of(option: &OptionField) -> String {
    let quoted = |texts: &[&str]| {
        texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<String>>().join(" | ")
    };
    match option.kind {
        Kind::Text => "string".into(),
        Kind::Count => "number".into(),
        Kind::Flag => "boolean".into(),
        Kind::OneOf(texts) => quoted(texts),
        Kind::SomeOf(texts) => format!("readonly ({})[]", quoted(texts)),
        Kind::Function(text) if option.required => text.into(),
        Kind::Function(text) => format!("({text})"),
        Kind::Value(text, _) => text.into(),
    }
}

fn doc(text: &str, indent: &str, out: &mut String) {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let _ = writeln!(out, "{indent}/** {} */", lines.join(&format!("\n{indent} * ")));
}
