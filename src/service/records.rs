//! Where the newest version of every record stands, but for medallions: those have heads of their
//! own, with an index over them.

use rustc_hash::FxHashMap;

use super::decision::Key;
use super::journal::Place;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EntityType;
use crate::domain::sorted::sort_by;
use crate::domain::time::Timestamp;

/// Where the newest version of a record stands.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// Its number, counted from 1.
    pub rev: u64,
    /// The line that made it.
    pub place: Place,
    /// How many entries behind that line hold the body, if the line does not.
    pub parts: u32,
    /// When it was stored.
    pub at: Timestamp,
}

/// What there is of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can be read.
    Live,
    /// It was deleted; its history stays.
    Deleted,
    /// It cannot be read: damaged, or of a newer version.
    Unreadable(Code, &'static str),
}

/// What is known of a record without its body.
#[derive(Debug, Clone, Copy)]
pub struct RecordHead {
    /// Its newest version.
    pub written: Written,
    /// What there is of it.
    pub state: State,
}

/// The heads of all records that are no medallions.
#[derive(Debug, Default)]
pub struct Records {
    heads: Vec<FxHashMap<Box<str>, RecordHead>>,
}

impl Records {
    /// What is known of a record, if it ever existed and was not erased.
    #[must_use]
    pub fn get(&self, key: Key<'_>) -> Option<&RecordHead> {
        self.heads.get(key.kind as usize)?.get(key.id)
    }

    /// Where a record that exists now stands.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CORRUPT` or `VERSION_TOO_NEW` for one that cannot be read.
    pub fn live(&self, key: Key<'_>) -> Result<Written> {
        let kind = key.kind.as_str();
        match self.get(key).map(|head| (head.written, head.state)) {
            Some((written, State::Live)) => Ok(written),
            Some((_, State::Unreadable(code, message))) => {
                Err(Error::new(code, [kind, " ", key.id, " ", message].concat()))
            }
            Some((_, State::Deleted)) | None => Err(Error::not_found(kind, key.id)),
        }
    }

    /// All heads, with the kind and the id of each.
    pub fn all(&self) -> impl Iterator<Item = (EntityType, &str, &RecordHead)> {
        EntityType::ALL
            .iter()
            .zip(&self.heads)
            .flat_map(|(kind, heads)| heads.iter().map(move |(id, head)| (*kind, &**id, head)))
    }

    /// All that can be read, in the order in which they stand in the log.
    #[must_use]
    pub fn live_in_order(&self) -> Vec<(EntityType, Box<str>)> {
        let mut live: Vec<_> = self.all().filter(|(.., head)| head.state == State::Live).collect();
        sort_by(&mut live, |one, other| one.2.written.place.cmp(&other.2.written.place));
        live.into_iter().map(|(kind, id, _)| (kind, id.into())).collect()
    }

    /// Takes in a new version.
    pub fn set(&mut self, key: Key<'_>, head: RecordHead) {
        let number = key.kind as usize;
        if self.heads.len() <= number {
            self.heads.resize_with(number + 1, FxHashMap::default);
        }
        if let Some(heads) = self.heads.get_mut(number) {
            match heads.get_mut(key.id) {
                Some(own) => *own = head,
                None => drop(heads.insert(key.id.into(), head)),
            }
        }
    }

    /// Forgets a record as if it had never been.
    pub fn erase(&mut self, key: Key<'_>) {
        if let Some(heads) = self.heads.get_mut(key.kind as usize) {
            heads.remove(key.id);
        }
    }

    /// How many of a kind can be read.
    #[must_use]
    pub fn count(&self, kind: EntityType) -> usize {
        let heads = self.heads.get(kind as usize);
        heads.map_or(0, |heads| heads.values().filter(|head| head.state == State::Live).count())
    }
}
