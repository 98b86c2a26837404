//! The option bags that callers hand in, as tables: what may stand in them, what it is for, and
//! how TypeScript says it. What is not in a table is an error (design section 6).
//!
//! This file knows no JavaScript values; reading them is `arguments.rs`.

/// An option bag.
#[derive(Debug, Clone, Copy)]
pub struct Bag {
    /// Its name in TypeScript.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its options.
    pub options: &'static [OptionField],
}

/// One option.
#[derive(Debug, Clone, Copy)]
pub struct OptionField {
    /// Its key.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
}

/// What an option may be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text.
    Text,
    /// A number; fractions are an error, numbers out of range mean the nearest one.
    Count,
    /// `true` or `false`.
    Flag,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A list of these texts.
    SomeOf(&'static [&'static str]),
    /// A function, as TypeScript writes its type.
    Function(&'static str),
    /// Something that is checked where it is used: its type, as TypeScript writes it, and what it is in
    /// words.
    Value(
        &'static str,
        #[cfg_attr(
            not(target_family = "wasm"),
            allow(dead_code, reason = "read by `arguments.rs`")
        )]
        &'static str,
    ),
}

macro_rules! bag {
    ($(#[doc = $doc:literal])* $constant:ident = $name:literal {
        $($(#[doc = $option_doc:literal])* $option:ident $(($required:ident))?: $kind:expr,)*
    }) => {
        $(#[doc = $doc])*
        pub const $constant: Bag = Bag {
            name: $name,
            doc: doc(concat!($($doc, "\n",)*), false),
            options: &[$(OptionField {
                name: stringify!($option),
                doc: doc(concat!($($option_doc, "\n",)*), false),
                kind: $kind,
                required: bag!(@required $($required)?),
            },)*],
        };
    };
    (@required) => { false };
    (@required $required:ident) => { true };
}

use crate::domain::event::EntityType;
use crate::domain::medallion::Status;
use crate::domain::resume::Format;
use crate::domain::role::Role;
use crate::domain::schema::doc;
use Kind::{Count, Flag, Function, OneOf, SomeOf, Text, Value};

/// The levels of the log, from the loudest to the quietest.
pub const LOG_LEVELS: &[&str] = &["error", "warn", "info", "debug"];

bag! {
    /// How a workspace is opened.
    OPEN = "OpenOptions" {
        /// Where the data is kept: `indexeddb` where there is one, `memory` in Node.
        storage: OneOf(&["indexeddb", "memory"]),
        /// `relaxed`: survives the browser's death. `strict`: asks the browser to wait for the disk, and is slower; it holds for all handles of a workspace in a page.
        durability: OneOf(&["relaxed", "strict"]),
        /// Who is named in events; `system` if nobody is.
        actor: Text,
        /// The clock, in milliseconds since 1970.
        now: Function("() => number"),
        /// The source of ids; it is told the kind of record.
        newId: Function("(kind: MedallionEvent[\"entity_type\"]) => string"),
        /// Who is told what happens inside. Records hold ids, codes and durations, never content.
        logger: Function("(record: LogRecord) => void"),
        /// The least important level that the logger is told of; `warn` if nothing is said. `error`: the
        /// store or the module fails (`CORRUPT`, `QUOTA`, `DEGRADED`, `EVICTED`, `POISONED`); `warn`: any other
        /// error that a call ends with; `info`: what changes something, conflicts that are decided again
        /// (`conflict`) and models that are asked once more (`model.retry`); `debug`: what only looks, or
        /// only says what it would do (`preview`, `dryRun`).
        logLevel: OneOf(LOG_LEVELS),
        /// In Node, with `storage: "memory"`: the file that the workspace is kept in. It is read now, if
        /// it is there, and written back by `flush` and `close`: as a whole, and only if nobody else has
        /// changed it meanwhile. If somebody has, it is `CONFLICT`, and so is the same call again; the
        /// handle stays open. To keep both, `export` it, `Workspace.delete` its name (that leaves the
        /// file), open it again, and `import` what was exported. Elsewhere, and with
        /// `medallion/inline` and `medallion/slim`, there are no files, and it is `INVALID`.
        file: Value("string | URL", "the path of a file, or its URL"),
    }
}

bag! {
    /// Who does something, and why.
    COMMAND = "CommandOptions" {
        /// Who is named in the event, instead of the workspace's actor.
        actor: Text,
        /// Why it is done.
        reason: Text,
    }
}

bag! {
    /// How a medallion is updated.
    UPDATE = "UpdateOptions" {
        /// The version that the change was made on; if it is no longer the newest: `CONFLICT`.
        expectedVersion: Count,
        /// Who is named in the event, instead of the workspace's actor.
        actor: Text,
        /// Why it is done.
        reason: Text,
    }
}

bag! {
    /// How a scope is asked for.
    SCOPE_QUERY = "ScopeQueryOptions" {
        /// How many at most; 10 if nothing is said.
        limit: Count,
        /// Which statuses; only active ones if nothing is said.
        status: SomeOf(Status::TEXTS),
    }
}

bag! {
    /// Which graph nodes and tags are wanted.
    SCOPE_LABELS = "ScopeLabelOptions" {
        /// Only those with this in them, in whichever case.
        text: Text,
        /// How many of each at most; 100 if nothing is said.
        limit: Count,
        /// Of medallions of which statuses; all if nothing is said.
        status: SomeOf(Status::TEXTS),
    }
}

bag! {
    /// Which page of a list is wanted.
    LIST = "ListOptions" {
        /// How many at most; 50 if nothing is said.
        limit: Count,
        /// The `next` of the page before.
        before: Text,
        /// Which statuses; all if nothing is said.
        status: SomeOf(Status::TEXTS),
    }
}

bag! {
    /// Which events are wanted.
    EVENT_LIST = "EventListOptions" {
        /// Only of this kind of record.
        entityType: OneOf(EntityType::TEXTS),
        /// Only of this record.
        entityId: Text,
        /// Only by this actor.
        actor: Text,
        /// Only of this learner and of all that is theirs but medallions: those are found by their scope,
        /// which may name others, too.
        learnerId: Text,
        /// Only of this task and of all that hangs on it.
        taskId: Text,
        /// How many at most; 50 if nothing is said.
        limit: Count,
        /// The `next` of the page before.
        before: Text,
    }
}

bag! {
    /// Which record is looked at.
    INSPECT = "InspectOptions" {
        /// What kind of record it is.
        entityType: OneOf(EntityType::TEXTS),
    }
}

bag! {
    /// What is kept of the history; all of it if nothing is said.
    KEEP = "KeepOptions" {
        /// How many versions of each record at most, the newest one among them.
        versions: Count,
        /// Of how many days back, but for the newest version of each record.
        days: Count,
        /// Who is named in the event.
        actor: Text,
        /// Why it is done.
        reason: Text,
    }
}

bag! {
    /// How a workspace is exported.
    EXPORT = "ExportOptions" {
        /// Told how many entries of how many were read.
        onProgress: Function("(progress: { done: number; total: number }) => void"),
        /// Leave out what cannot be read: the first line of the file names it (`unread`), and so does
        /// `import`.
        partial: Flag,
    }
}

bag! {
    /// How a file is imported.
    IMPORT = "ImportOptions" {
        /// Only say what would happen.
        dryRun: Flag,
        /// Who wins where a record is here and in the file, differently; `newer` if nothing is said.
        onConflict: OneOf(&["newer", "ours", "theirs", "error"]),
        /// Who is named in the events of records that were here already.
        actor: Text,
        /// Why it is done.
        reason: Text,
    }
}

bag! {
    /// What a checkpoint is given.
    CHECKPOINT = "CheckpointRequest" {
        /// What the session was about.
        scope (required): Value("MedallionScopeInput", "an object with graph_nodes and tags"),
        /// What came of it. It is not stored.
        evidence (required): Value("EvidenceInput", "an object with session_summary"),
        /// The model that writes. If nothing is said it is the stub: the summary of the first checkpoint
        /// of a scope becomes the medallion's, and what later ones say is not written down, only that
        /// they were there. One that has not answered after ten minutes has failed (`LLM_FAILED`);
        /// `signal` ends it sooner.
        llm: Value("MedallionLLM", "an object with generate and update"),
        /// How the medallion to update is found: by the same scope (`exact`, if nothing is said), or the
        /// newest that a query finds (`overlap`).
        match: OneOf(&["exact", "overlap"]),
        /// Whether decisions and questions that the model leaves out without a word are kept and marked;
        /// `false` if nothing is said.
        guard: Flag,
        /// Only say what would be stored.
        preview: Flag,
        /// Shown the change before it is stored. What it answers is stored: all of it (`true` or the
        /// diff), less of it (the diff without some paths), or nothing (`ABORTED`). Values cannot be
        /// changed there: that is `INVALID` at `approve.` and their path. Who wrote it, when, and in
        /// which order decisions, questions and subsystems stand is not asked for.
        approve: Function(
            "(diff: MedallionDiff) => MedallionDiff | boolean | null | undefined | Promise<MedallionDiff | boolean | null | undefined>",
        ),
        /// Ends the checkpoint, whatever it waits for; nothing is stored then, and it rejects with
        /// `ABORTED` and the signal's reason as its cause.
        signal: Value("AbortSignal | null", "an AbortSignal"),
        /// Who is named in the event, instead of the workspace's actor.
        actor: Text,
        /// Why it is done.
        reason: Text,
    }
}

bag! {
    /// What a new session is to be told about, and how much of it.
    RESUME = "ResumeOptions" {
        /// Of which medallions; if nothing is said, of those whose scope names the learner as a graph node.
        scope: Value("MedallionScopeInput", "an object with graph_nodes and tags"),
        /// Whose task.
        learnerId: Text,
        /// Which task, as it stands for the learner; if nothing is said, what the learner has begun.
        taskId: Text,
        /// How many tokens the text has at most; 2000 if nothing is said.
        tokenBudget: Count,
        /// How it is written; `markdown` if nothing is said. `compact` has a line for each part and
        /// leaves reasons out.
        format: OneOf(Format::TEXTS),
        /// Counts the tokens of a text as the model does, sync or async; asked for each part and each
        /// heading, and for the whole. If nothing is said they are estimated, for English, code and
        /// markdown within a tenth.
        countTokens: Function("(text: string) => number | Promise<number>"),
    }
}

bag! {
    /// For whom a limited handle is made.
    AS = "AsOptions" {
        /// Whose handle it is.
        learnerId: Text,
        /// What it may do. A learner sees their own progress and the medallions whose scope names
        /// them as a graph node.
        role (required): OneOf(Role::TEXTS),
    }
}

bag! {
    /// How a medallion is written.
    STRINGIFY = "StringifyOptions" {
        /// How many spaces a level is indented by; 2 if nothing is said, 0 for one line.
        indent: Count,
    }
}

bag! {
    /// What is known about a plan besides its text.
    PARSE_PLAN = "ParsePlanOptions" {
        /// The name of its file; phase and PRD are inferred from it where the text does not say.
        path: Text,
        /// The texts of other documents of the same PRD, in which dependencies are looked up.
        siblings: Value("readonly string[]", "a list of texts"),
        /// How many tasks can be done at the same time.
        hands: Count,
        /// Whether tasks of a batch must not touch the same files.
        fileConflicts: Flag,
    }
}

bag! {
    /// How a plan is edited.
    EDIT_PLAN = "EditPlanOptions" {
        /// The moment of the change, for `updated` and for empty dates; the clock's if nothing is
        /// said. A number is milliseconds since 1970.
        now: Value("Date | string | number", "a date, a text or a number"),
    }
}

bag! {
    /// How a function of the host is asked to judge.
    VALIDATOR = "ValidatorOptions" {
        /// How long it is waited for, in milliseconds, at least 1; two minutes if nothing is said. The try has failed
        /// then, with a message that says so.
        timeout: Count,
    }
}

/// Every option bag.
pub const ALL: &[Bag] = &[
    OPEN,
    COMMAND,
    UPDATE,
    SCOPE_QUERY,
    SCOPE_LABELS,
    LIST,
    EVENT_LIST,
    INSPECT,
    KEEP,
    EXPORT,
    IMPORT,
    CHECKPOINT,
    RESUME,
    AS,
    VALIDATOR,
    STRINGIFY,
    PARSE_PLAN,
    EDIT_PLAN,
];
