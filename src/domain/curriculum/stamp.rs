//! What a decision cannot know by itself: the time, who asks, and ids that nobody has used.

use std::fmt;

use super::values::TaskId;
use crate::domain::error::{Error, Result};
use crate::domain::event::EntityType;
use crate::domain::id::{Actor, RecordId};
use crate::domain::time::Timestamp;

/// The time, who asks, and a source of ids.
#[derive(Clone, Copy)]
pub struct Stamp<'a> {
    /// The time.
    pub now: Timestamp,
    /// Who asks.
    pub actor: &'a Actor,
    /// An id that was not used before, for a record of this kind: `obj-0011aabbccdd`.
    pub ids: &'a dyn Fn(EntityType) -> Result<String>,
}

impl Stamp<'_> {
    /// An id for a new record.
    ///
    /// # Errors
    /// What the source fails with; `INVALID` at `newId` for an answer that is no id.
    pub fn id(&self, kind: EntityType) -> Result<RecordId> {
        RecordId::new(&(self.ids)(kind)?).map_err(|error| error.under("newId"))
    }

    /// An id for a new root: the prefix and as many hex digits, from four on, as it takes to be
    /// unlike those that are taken (spec 2).
    pub(super) fn root(&self, prefix: &str, is_taken: impl Fn(&str) -> bool) -> Result<TaskId> {
        let random = (self.ids)(EntityType::Task)?;
        let random = random.rsplit('-').next().unwrap_or_default();
        let candidates = (4..random.len()).chain([random.len()]);
        let candidates = candidates.filter_map(|length| random.get(..length));
        let mut candidates = candidates.map(|hex| format!("{prefix}-{hex}"));
        let free = candidates.find(|id| !is_taken(id));
        let free = free.ok_or_else(|| {
            Error::invalid("newId", format!("must be new; {prefix}-{random} is there already"))
        })?;
        TaskId::new(&free).map_err(|error| error.under("newId"))
    }
}

impl fmt::Debug for Stamp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stamp").field("now", &self.now).field("actor", &self.actor).finish()
    }
}
