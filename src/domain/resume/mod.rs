//! What a new session is told about where the last ones stopped: the medallions of a scope and a
//! learner's task, taken apart in pieces, of which as many are said as fit into a budget of tokens
//! (design 6.5; spec/medallion.md, packing of prompts).
//!
//! What must be said is said, or it is an error. Of the rest goes first what is worth most; how much
//! each piece is worth stands where it is made. Nothing is known here of how tokens are counted,
//! but for an estimate that serves where nobody counts.

mod medallion;
mod render;
mod selection;
mod task;
mod tokens;

pub use medallion::of_medallions;
pub use render::{Fragment, Fragments, fragments, render};
pub use selection::{Costs, Selection};
pub use task::{of_learner, of_task};
pub use tokens::estimate;

use super::schema::{Json, Members, Optional, write_members};
use crate::{choices, record};

choices! {
    /// How what is told is written.
    Format {
        /// For people and models.
        Markdown = "markdown",
        /// For programs, and for models that are asked to quote.
        Json = "json",
        /// A line for each part, and no reasons: the most for few tokens.
        Compact = "compact",
    }

    /// What a part of it is. Within a section they stand in this order.
    PartKind {
        /// The task itself, with where the learner stands.
        Task = "task",
        /// Why the task cannot be worked on.
        Lock = "lock",
        /// What was understood, or what the task asks for.
        Summary = "summary",
        /// What must stay true.
        Invariant = "invariant",
        /// What is still open.
        OpenQuestion = "open_question",
        /// What was decided.
        Decision = "decision",
        /// Where to begin.
        EntryPoint = "entry_point",
        /// What need not be tried again.
        AvoidRepeating = "avoid_repeating",
        /// What was understood of one part.
        Subsystem = "subsystem",
        /// What makes the work right.
        Criterion = "criterion",
        /// How the last work was judged.
        Feedback = "feedback",
        /// What is learned.
        Objective = "objective",
        /// How it is taught.
        Guidance = "guidance",
        /// What the task is a part of.
        Ancestor = "ancestor",
        /// A part of the task.
        Child = "child",
        /// What can be worked on now.
        Ready = "ready",
        /// The story around the task.
        Narrative = "narrative",
        /// Learning material.
        Content = "content",
        /// What was written about the learner's work.
        StatusSummary = "status_summary",
    }
}

record! {
    /// A part of what a session is told: how long it is, and whether it went in and why.
    pub struct ResumePart as "ResumePart" {
        /// What it is about: `med-1a2b/decisions/D-001`.
        pub id: String,
        /// What it is.
        pub kind: PartKind,
        /// How many tokens it has by itself.
        pub tokens: u64,
        /// Whether it went in.
        pub included: bool,
        /// Why, or why not, in words.
        pub reason: String,
    }
}

record! {
    /// What a new session is told.
    pub struct Resume as "Resume" {
        /// What to put into the prompt; empty where there is nothing to tell.
        pub text: String,
        /// How many tokens that has, as counted; never more than the budget.
        pub tokens: u64,
        /// What there was to tell, and what went in.
        pub parts: Vec<ResumePart>,
    }
}

record! {
    /// What could be said in one go, and in which words.
    pub struct Piece as "ResumePiece" {
        /// What it is about.
        pub id: String,
        /// What it is.
        pub kind: PartKind,
        /// Whether it must be said.
        pub must: bool,
        /// How much it is worth beside others.
        pub worth: u64,
        /// In full.
        pub plain: String,
        /// In short; missing where that is the same.
        pub brief: Optional<String>,
        /// As a value.
        pub value: Json,
    }
}

choices! {
    /// What a section is about.
    Subject {
        /// A medallion.
        Medallion = "medallion",
        /// A learner's task.
        Task = "task",
        /// What a learner has begun.
        Learner = "learner",
    }
}

record! {
    /// Pieces about one thing.
    pub struct Section as "ResumeSection" {
        /// What kind of thing.
        pub subject: Subject,
        /// What it is called.
        pub title: String,
        /// What is said of it as soon as anything is: members of an object, without its braces.
        pub facts: String,
        /// The pieces, those of a kind side by side.
        pub pieces: Vec<Piece>,
    }
}

impl Section {
    fn new(subject: Subject, title: String, facts: Members<'_>, pieces: Vec<Piece>) -> Self {
        let mut written = String::new();
        write_members(facts, &mut written);
        Self { subject, title, facts: written, pieces, extra: Default::default() }
    }
}

impl Piece {
    fn new(id: String, kind: PartKind, worth: u64, plain: String, value: Json) -> Self {
        let (must, brief, extra) = (false, Optional(None), Default::default());
        Self { id, kind, must, worth, plain, brief, value, extra }
    }

    /// The same, which must be said.
    fn must(self) -> Self {
        Self { must: true, ..self }
    }

    /// The same with fewer words for the same.
    fn in_short(self, brief: String) -> Self {
        Self { brief: Optional(Some(brief)), ..self }
    }
}
