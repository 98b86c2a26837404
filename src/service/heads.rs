//! What is known of every record without its body: enough for rules and queries to decide.

use std::borrow::Cow;
use std::hash::BuildHasherDefault;

use rustc_hash::FxHasher;
use serde::Deserialize;

use super::journal::Place;
use crate::domain::error::{Code, Error, Result};
use crate::domain::medallion::{Medallion, Rank, SchemaVersion, ScopeIndex, Slot, Status, Times};
use crate::domain::time::Timestamp;

/// What is known of one medallion.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its id.
    pub id: Box<str>,
    /// Its newest version, counted from 1.
    pub rev: u64,
    /// The line that made it.
    pub place: Place,
    /// How many entries behind that line hold the body, if the line does not.
    pub parts: u32,
    /// What there is.
    pub life: Life,
}

/// What there is of a record.
#[derive(Debug, Clone)]
pub enum Life {
    /// A readable medallion.
    Live(Live),
    /// Deleted at this time; its history stays.
    Deleted(Timestamp),
    /// Something that cannot be read: damaged, or of a newer version.
    Unreadable(Code, &'static str),
}

/// What rules look at.
#[derive(Debug, Clone)]
pub struct Live {
    /// When it was made and last written.
    pub times: Times,
    /// Whether it still holds.
    pub status: Status,
    /// What took its place.
    pub superseded_by: Option<Box<str>>,
}

/// The heads of all medallions, and the index over them.
#[derive(Debug, Default)]
pub struct Heads {
    slots: std::collections::HashMap<Box<str>, Slot, BuildHasherDefault<FxHasher>>,
    heads: Vec<Option<Head>>,
    /// Which of them a scope finds.
    pub index: ScopeIndex,
}

/// What a body says about the head of its record.
pub enum Facts<'a> {
    /// Not there: the record was deleted at this time.
    Deleted(Timestamp),
    /// Just written: no need to read it again.
    Written(&'a Medallion),
    /// As stored.
    Stored(&'a str),
    /// Not readable, and why.
    Unreadable(&'static str),
}

impl Heads {
    /// What is known of a record, if it ever existed and was not erased.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Head> {
        self.at(*self.slots.get(id)?)
    }

    /// What is known of the record at a slot.
    #[must_use]
    pub fn at(&self, slot: Slot) -> Option<&Head> {
        self.heads.get(slot as usize)?.as_ref()
    }

    /// The head of a record that exists now.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CORRUPT` or `VERSION_TOO_NEW` for one that cannot be read.
    pub fn live(&self, id: &str) -> Result<(&Head, &Live)> {
        match self.get(id).map(|head| (head, &head.life)) {
            Some((head, Life::Live(live))) => Ok((head, live)),
            Some((_, Life::Unreadable(code, message))) => {
                Err(Error::new(*code, format!("medallion {id} {message}")))
            }
            Some((_, Life::Deleted(_))) | None => Err(Error::not_found("medallion", id)),
        }
    }

    /// The newest version of a record, 0 if there never was one.
    #[must_use]
    pub fn rev(&self, id: &str) -> u64 {
        self.get(id).map_or(0, |head| head.rev)
    }

    /// All heads.
    pub fn iter(&self) -> impl Iterator<Item = &Head> {
        self.heads.iter().flatten()
    }

    /// Takes in a new version.
    pub fn apply(&mut self, id: &str, rev: u64, place: Place, parts: u32, facts: Facts<'_>) {
        let slot = self.slot(id);
        let life = match facts {
            Facts::Deleted(at) => Life::Deleted(at),
            Facts::Unreadable(message) => Life::Unreadable(Code::Corrupt, message),
            Facts::Written(medallion) => {
                let rank = Rank { at: medallion.meta.updated_at, order: place.number() };
                self.index.set(slot, &medallion.scope, rank, medallion.meta.status);
                let superseded_by = medallion.meta.superseded_by.0.as_ref();
                let superseded_by = superseded_by.map(|link| link.medallion_id.as_str().into());
                Life::Live(Live {
                    times: medallion.times(),
                    status: medallion.meta.status,
                    superseded_by,
                })
            }
            Facts::Stored(body) => match serde_json::from_str::<View<'_>>(body) {
                Err(_) => Life::Unreadable(Code::Corrupt, "is stored damaged"),
                Ok(view)
                    if view
                        .meta
                        .schema_version
                        .as_ref()
                        .is_some_and(|text| SchemaVersion::is_later(text)) =>
                {
                    Life::Unreadable(Code::VersionTooNew, "was stored by a newer version")
                }
                Ok(View { meta, scope }) => {
                    let status = meta.status.unwrap_or(Status::Active);
                    let rank = Rank { at: meta.updated_at, order: place.number() };
                    self.index.set_texts(slot, &scope.graph_nodes, &scope.tags, rank, status);
                    let times = Times { created_at: meta.created_at, updated_at: meta.updated_at };
                    let superseded_by =
                        meta.superseded_by.map(|link| Box::from(&*link.medallion_id));
                    Life::Live(Live { times, status, superseded_by })
                }
            },
        };
        if !matches!(life, Life::Live(_)) {
            self.index.remove(slot);
        }
        if let Some(head) = self.heads.get_mut(slot as usize) {
            *head = Some(Head { id: id.into(), rev, place, parts, life });
        }
    }

    /// Forgets a record as if it had never been.
    pub fn erase(&mut self, id: &str) {
        if let Some(slot) = self.slots.remove(id) {
            self.index.remove(slot);
            if let Some(head) = self.heads.get_mut(slot as usize) {
                *head = None;
            }
        }
    }

    fn slot(&mut self, id: &str) -> Slot {
        if let Some(slot) = self.slots.get(id) {
            return *slot;
        }
        let slot = Slot::try_from(self.heads.len()).unwrap_or(Slot::MAX);
        self.heads.push(None);
        self.slots.insert(id.into(), slot);
        slot
    }
}

/// The few fields of a stored medallion that a head needs.
#[derive(Deserialize)]
struct View<'a> {
    #[serde(borrow)]
    meta: MetaView<'a>,
    #[serde(borrow)]
    scope: ScopeView<'a>,
}

#[derive(Deserialize)]
struct MetaView<'a> {
    #[serde(borrow)]
    schema_version: Option<Cow<'a, str>>,
    created_at: Timestamp,
    updated_at: Timestamp,
    status: Option<Status>,
    #[serde(borrow)]
    superseded_by: Option<LinkView<'a>>,
}

#[derive(Deserialize)]
struct LinkView<'a> {
    #[serde(borrow)]
    medallion_id: Cow<'a, str>,
}

#[derive(Deserialize)]
struct ScopeView<'a> {
    #[serde(borrow, default)]
    graph_nodes: Vec<Text<'a>>,
    #[serde(borrow, default)]
    tags: Vec<Text<'a>>,
}

/// Text that is borrowed where it can be; `Vec<Cow<str>>` never would be.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
