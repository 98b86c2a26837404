//! What a medallion is found by and what rules look at, without what it says.

use super::{Medallion, Scope, Status, Times};
use crate::domain::id::RecordId;

/// What a medallion is found by and what rules look at, without what it says.
#[derive(Debug, Clone)]
pub struct Outline {
    /// What it is about.
    pub scope: Scope,
    /// When it was made and last written.
    pub times: Times,
    /// Whether it still holds.
    pub status: Status,
    /// What took its place.
    pub superseded_by: Option<RecordId>,
}

impl Medallion {
    /// Its outline; the rest is let go.
    #[must_use]
    pub fn into_outline(self) -> Outline {
        Outline {
            times: self.times(),
            status: self.meta.status,
            superseded_by: self.meta.superseded_by.0.map(|link| link.medallion_id),
            scope: self.scope,
        }
    }
}
