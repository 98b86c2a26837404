//! What rules look at, for all kinds of records but medallions: built from their bodies as they
//! are stored, and never asked of the store again.

use crate::domain::change::Change;
use crate::domain::curriculum::{Curriculum, EvidenceCounts};
use crate::domain::error::Result;
use crate::domain::event::EntityType;

/// The resident state of a workspace.
#[derive(Debug, Default)]
pub struct Model {
    /// Task trees.
    pub curriculum: Curriculum,
}

impl Model {
    /// Takes in the next form of a record; none if it is gone.
    ///
    /// # Errors
    /// `INVALID` for a body that is no record of its kind. Nothing is changed then.
    pub fn apply(&mut self, kind: EntityType, id: &str, body: Option<&str>) -> Result<()> {
        self.curriculum.apply(kind, id, body)
    }

    /// What learners have done at these tasks, and what makes it go with them.
    #[must_use]
    pub fn evidence_of(&self, _task_ids: &[String]) -> (EvidenceCounts, Vec<Change>) {
        (EvidenceCounts::none(), Vec::new())
    }
}

/// Checks a body that somebody brings as what it is to be.
///
/// # Errors
/// `INVALID` with the path, for what is no record of this kind and id.
pub fn check(kind: EntityType, id: &str, body: &str) -> Result<()> {
    Model::default().apply(kind, id, Some(body))
}
