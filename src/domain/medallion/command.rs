//! What becomes of a medallion when somebody changes it. Pure: the time is handed in.

use super::{Medallion, Meta, Status, Supersession};
use crate::domain::error::{Error, Result};
use crate::domain::id::RecordId;
use crate::domain::schema::Optional;
use crate::domain::time::Timestamp;

/// When a medallion was made and last written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// `created_at`.
    pub created_at: Timestamp,
    /// `updated_at`.
    pub updated_at: Timestamp,
}

impl Medallion {
    /// When it was made and last written.
    #[must_use]
    pub fn times(&self) -> Times {
        Times { created_at: self.meta.created_at, updated_at: self.meta.updated_at }
    }
}

/// The next version of a medallion from what a caller handed in. `created_at` stays as it was,
/// and `updated_at` rises: to the caller's if that is newer, else to now, or at least to the
/// next millisecond (design rule 3; X7, X8). What took its place is forgotten when it is no longer
/// superseded.
#[must_use]
pub fn update(mut input: Medallion, old: Times, now: Timestamp) -> Medallion {
    let meta = &mut input.meta;
    if meta.updated_at <= old.updated_at {
        meta.updated_at = later(old.updated_at, now);
    }
    meta.created_at = old.created_at;
    forget_successor(meta);
    input
}

/// A medallion in the place of one that was deleted then: its time rises, too.
#[must_use]
pub fn replace(mut input: Medallion, deleted_at: Timestamp, now: Timestamp) -> Medallion {
    if input.meta.updated_at <= deleted_at {
        input.meta.updated_at = later(deleted_at, now);
    }
    input
}

/// When something is deleted, as its history counts: not before it was last written.
#[must_use]
pub fn deleted_at(old: Times, now: Timestamp) -> Timestamp {
    later(old.updated_at, now)
}

fn later(old: Timestamp, now: Timestamp) -> Timestamp {
    now.max(old.next_milli())
}

/// The next version with another status; `None` if it has that status already. What took its
/// place is forgotten when it is no longer superseded.
#[must_use]
pub fn set_status(mut medallion: Medallion, status: Status, now: Timestamp) -> Option<Medallion> {
    if medallion.meta.status == status {
        return None;
    }
    medallion.meta.status = status;
    forget_successor(&mut medallion.meta);
    medallion.meta.updated_at = later(medallion.meta.updated_at, now);
    Some(medallion)
}

fn forget_successor(meta: &mut Meta) {
    if meta.status != Status::Superseded {
        meta.superseded_by = Optional(None);
    }
}

/// Nothing that is handed in takes its own place (design rule 4). What is stored so can be read.
///
/// # Errors
/// `INVALID` at `meta.superseded_by.medallion_id`.
pub fn check_successor(meta: &Meta) -> Result<()> {
    match &meta.superseded_by.0 {
        Some(link) if link.medallion_id == meta.medallion_id => {
            Err(Error::invalid("meta.superseded_by.medallion_id", ANOTHER))
        }
        _ => Ok(()),
    }
}

const ANOTHER: &str = "must be another medallion than the superseded one";

/// The next version, superseded by another medallion (design rule 4).
///
/// # Errors
/// `INVALID` at `newId` if it is the same medallion.
pub fn supersede(
    mut medallion: Medallion,
    by: &RecordId,
    reason: Option<String>,
    now: Timestamp,
) -> Result<Medallion> {
    if medallion.meta.medallion_id == *by {
        return Err(Error::invalid("newId", ANOTHER));
    }
    let at = later(medallion.meta.updated_at, now);
    let link = Supersession { medallion_id: by.clone(), reason, at, extra: Default::default() };
    medallion.meta.status = Status::Superseded;
    medallion.meta.superseded_by = Optional(Some(link));
    medallion.meta.updated_at = at;
    Ok(medallion)
}
