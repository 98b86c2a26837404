//! The protocol of models: two questions, answered with the text of a document, and one more chance
//! where the answer cannot be used.
//!
//! A model is never trusted: what it answers is read by
//! [`read_new`](crate::domain::medallion::read_new) and
//! [`read_update`](crate::domain::medallion::read_update). It is never asked inside a commit.

mod stub;

pub use stub::StubModel;

use crate::domain::error::Error;
use crate::domain::medallion::{Diff, Evidence, Medallion, Scope};
use crate::domain::schema::Optional;
use crate::record;
use crate::store::Answer;

/// What a model is asked.
#[derive(Debug, Clone, Copy)]
pub enum Question<'a> {
    /// To write a medallion for a scope.
    Generate(&'a Scope, &'a Evidence),
    /// To write the next version of a medallion.
    Update(&'a Medallion, &'a Evidence),
}

record! {
    /// One thing that is wrong with a model's answer.
    pub struct AnswerProblem as "AnswerProblem" {
        /// Where: `decisions[2].confidence`; empty for the answer itself.
        pub path: String,
        /// What.
        pub message: String,
    }
}

record! {
    /// Why a model's answer could not be used: what the model is told when it is asked once more.
    pub struct Repair as "MedallionRepair" {
        /// What it answered, as text; missing where that was nothing with a text.
        pub answer: Optional<String>,
        /// What is wrong with it.
        pub problems: Vec<AnswerProblem>,
    }
}

impl Repair {
    /// What an answer comes to that was refused with this error.
    #[must_use]
    pub fn of(answer: Option<String>, error: &Error) -> Self {
        let mut problems: Vec<AnswerProblem> = Vec::new();
        for own in error.all_problems() {
            let (path, message) = (own.path.clone(), own.message.clone());
            problems.push(AnswerProblem { path, message, extra: Default::default() });
        }
        Self { answer: Optional(answer), problems, extra: Default::default() }
    }
}

/// A language model, or whatever stands in for one.
pub trait Model {
    /// Writes a medallion for a scope: a document as JSON text, `meta` and `scope` at will.
    ///
    /// # Errors
    /// `LLM_FAILED` if it cannot; `LLM_INVALID` if what it answered has no text.
    fn generate<'a>(&'a self, scope: &'a Scope, evidence: &'a Evidence) -> Answer<'a, String>;

    /// Writes the next version of a medallion: a whole document as JSON text. Ids of what stays
    /// must stay; what is left out was dropped.
    ///
    /// # Errors
    /// `LLM_FAILED` if it cannot.
    fn update<'a>(&'a self, existing: &'a Medallion, evidence: &'a Evidence) -> Answer<'a, String>;

    /// Answers once more, after an answer that could not be used (X16). Unless a model says
    /// otherwise, it is asked the same question again.
    ///
    /// # Errors
    /// `LLM_FAILED` if it cannot.
    fn repair<'a>(&'a self, question: Question<'a>, _: &'a Repair) -> Answer<'a, String> {
        match question {
            Question::Generate(scope, evidence) => self.generate(scope, evidence),
            Question::Update(existing, evidence) => self.update(existing, evidence),
        }
    }

    /// Whether its text may hold only what a value of its platform can: finite numbers, whole
    /// characters.
    fn is_strict(&self) -> bool {
        false
    }

    /// Whether what it names again is confirmed by that; not by one that does not read the evidence.
    fn confirms(&self) -> bool {
        true
    }

    /// Whether what it drops without a word is kept and marked.
    fn is_guarded(&self) -> bool {
        false
    }
}

/// Somebody who is shown what a checkpoint would change, before it is stored.
pub trait Approver {
    /// What of the change may be stored; `None` for nothing. Paths that are missing from the
    /// answer stay as they were; values that are not as they were shown are `INVALID`.
    ///
    /// # Errors
    /// Whatever it fails with; nothing is stored then.
    fn approve<'a>(&'a self, diff: &'a Diff) -> Answer<'a, Option<Diff>>;
}
