//! What rules look at, for all kinds of records but medallions: built from their bodies as they
//! are stored, and never asked of the store again.

use crate::domain::curriculum::Curriculum;
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::plan::Shelf;
use crate::domain::progress::{Learning, Progress};
use crate::domain::time::Timestamp;

/// The resident state of a workspace.
#[derive(Debug, Default)]
pub struct Model {
    /// Task trees.
    pub curriculum: Curriculum,
    /// Learners, and where they stand.
    pub progress: Progress,
    /// Plans.
    pub plans: Shelf,
}

impl Model {
    /// Takes in the next form of a record; none if it is gone.
    ///
    /// # Errors
    /// `INVALID` for a body that is no record of its kind. The record counts as not there then.
    pub fn apply(&mut self, kind: EntityType, id: &str, body: Option<&str>) -> Result<()> {
        match kind {
            EntityType::Task
            | EntityType::Dependency
            | EntityType::Objective
            | EntityType::Criterion
            | EntityType::Content
            | EntityType::Comment => self.curriculum.apply(kind, id, body),
            EntityType::Plan => self.plans.apply(id, body),
            _ => self.progress.apply(kind, id, body),
        }
    }

    /// One learner before all trees.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn learning(&self, learner_id: &str, now: Timestamp) -> Result<Learning<'_>> {
        Learning::of(&self.curriculum, &self.progress, learner_id, now)
    }
}

/// Checks a body that somebody brings as what it is to be.
///
/// # Errors
/// `INVALID` with the path, for what is no record of this kind and id.
pub fn check(kind: EntityType, id: &str, body: &str) -> Result<()> {
    Model::default().apply(kind, id, Some(body))
}
