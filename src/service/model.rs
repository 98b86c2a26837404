//! What rules look at, for all kinds of records but medallions: built from their bodies as they
//! are stored, and never asked of the store again. It belongs to a part of the module that comes
//! with the first call that asks for it (`rules.rs`).

use super::decision::Key;
use super::erase::OwnKey;
use super::rules::Rules;
use crate::domain::curriculum::Curriculum;
use crate::domain::error::Result;
use crate::domain::event::EntityType;
use crate::domain::plan::Shelf;
use crate::domain::progress::{Learning, Progress, all_of_learner};
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
    /// An empty one, as those see it who do not know what is in it.
    #[must_use]
    pub fn boxed() -> Box<dyn Rules> {
        Box::<Self>::default()
    }

    /// One learner before all trees.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn learning(&self, learner_id: &str, now: Timestamp) -> Result<Learning<'_>> {
        Learning::of(&self.curriculum, &self.progress, learner_id, now)
    }
}

impl Rules for Model {
    fn apply(&mut self, key: Key<'_>, body: Option<&str>) -> Result<()> {
        let Key { kind, id } = key;
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

    fn owner(&self, key: Key<'_>) -> Option<(&str, &str)> {
        self.progress.owner(key.kind, key.id)
    }

    fn all_of_learner(&self, id: &str) -> Vec<OwnKey> {
        let all = all_of_learner(&self.curriculum, &self.progress, id);
        all.into_iter().map(|(kind, id)| (kind, id.into())).collect()
    }

    fn model(&self) -> &Model {
        self
    }
}
