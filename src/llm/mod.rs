//! The protocol of models: two questions, answered with the text of a document.
//!
//! A model is never trusted: what it answers is read by
//! [`read_new`](crate::domain::medallion::read_new) and
//! [`read_update`](crate::domain::medallion::read_update). It is never asked inside a commit.

mod stub;

pub use stub::StubModel;

use crate::domain::medallion::{Diff, Evidence, Medallion, Scope};
use crate::store::Answer;

/// A language model, or whatever stands in for one.
pub trait Model {
    /// Writes a medallion for a scope: a document as JSON text, `meta` and `scope` at will.
    ///
    /// # Errors
    /// `LLM_FAILED` if it cannot.
    fn generate<'a>(&'a self, scope: &'a Scope, evidence: &'a Evidence) -> Answer<'a, String>;

    /// Writes the next version of a medallion: a whole document as JSON text. Ids of what stays
    /// must stay; what is left out was dropped.
    ///
    /// # Errors
    /// `LLM_FAILED` if it cannot.
    fn update<'a>(&'a self, existing: &'a Medallion, evidence: &'a Evidence) -> Answer<'a, String>;

    /// Whether what it drops without a word is kept and marked.
    fn is_guarded(&self) -> bool {
        false
    }
}

/// Somebody who is shown what a checkpoint would change, before it is stored.
pub trait Approver {
    /// What of the change may be stored; `None` for nothing. Paths that are missing from the
    /// answer stay as they were.
    ///
    /// # Errors
    /// Whatever it fails with; nothing is stored then.
    fn approve<'a>(&'a self, diff: &'a Diff) -> Answer<'a, Option<Diff>>;
}
