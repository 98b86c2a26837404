//! Where the newest version of every record stands, but for medallions: those have heads of their
//! own, with an index over them.

use rustc_hash::FxHashMap;

use super::decision::Key;
use super::journal::Place;
use super::state::DAMAGED;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EntityType;
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
    /// When it was written, here or where it comes from.
    pub at: Timestamp,
}

/// What there is of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can be read.
    Live,
    /// It was deleted; its history stays.
    Deleted,
    /// It cannot be read.
    Unreadable(&'static str),
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
    /// `NOT_FOUND`; `CORRUPT` for one that cannot be read.
    pub fn live(&self, key: Key<'_>, is_unreadable: &dyn Fn() -> bool) -> Result<Written> {
        let kind = key.kind.as_str();
        let wrong = |message| {
            let message = [kind, " ", key.id, " ", message].concat();
            Err(Error::new(Code::Corrupt, message))
        };
        match self.get(key).map(|head| (head.written, head.state)) {
            // What a learner did may be read only now.
            Some((_, State::Live)) if is_unreadable() => wrong(DAMAGED),
            Some((written, State::Live)) => Ok(written),
            Some((_, State::Unreadable(message))) => wrong(message),
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

    /// How many heads there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heads.iter().map(FxHashMap::len).sum()
    }

    /// Makes room for so many of a kind.
    pub fn reserve(&mut self, kind: EntityType, count: usize) {
        self.heads_of(kind).into_iter().for_each(|heads| heads.reserve(count));
    }

    fn heads_of(&mut self, kind: EntityType) -> Option<&mut FxHashMap<Box<str>, RecordHead>> {
        let number = kind as usize;
        if self.heads.len() <= number {
            self.heads.resize_with(number + 1, FxHashMap::default);
        }
        self.heads.get_mut(number)
    }

    /// How many of a kind there are, of whatever life.
    pub fn counts(&self) -> impl Iterator<Item = (EntityType, usize)> {
        EntityType::ALL.iter().zip(&self.heads).map(|(kind, heads)| (*kind, heads.len()))
    }

    /// Takes in a new version.
    pub fn set(&mut self, key: Key<'_>, head: RecordHead) {
        if let Some(heads) = self.heads_of(key.kind) {
            match heads.get_mut(key.id) {
                Some(own) => *own = head,
                None => drop(heads.insert(key.id.into(), head)),
            }
        }
    }

    /// Takes in a head where there is none.
    pub fn put(&mut self, key: Key<'_>, head: RecordHead) {
        if let Some(heads) = self.heads_of(key.kind) {
            heads.insert(key.id.into(), head);
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
