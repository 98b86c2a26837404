//! What is known of every record without its body: enough for rules and queries to decide.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::journal::Place;
use crate::domain::error::{Code, Error, Result};
use crate::domain::medallion::{Outline, Rank, SchemaVersion, ScopeIndex, Slot, Status, Times};
use crate::domain::schema::{Fill, Mismatch, Read, Reader};
use crate::domain::time::Timestamp;

/// What is known of one medallion.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its id.
    pub id: Rc<str>,
    /// Its newest version, counted from 1.
    pub rev: u64,
    /// The line that made it.
    pub place: Place,
    /// How many entries behind that line hold the body, if the line does not.
    pub parts: u32,
    /// What there is.
    pub life: Life,
}

impl Head {
    /// When it was last written or deleted. What cannot be read is older than everything.
    #[must_use]
    pub fn written_at(&self) -> Timestamp {
        match &self.life {
            Life::Live(live) => live.times.updated_at,
            Life::Deleted(at) => *at,
            Life::Unreadable(..) => Timestamp::from_millis(i64::MIN),
        }
    }
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

/// Why what a newer version wrote is not read.
pub const NEWER: &str = "was stored by a newer version";

/// The heads of all medallions, and the index over them.
#[derive(Debug, Default)]
pub struct Heads {
    slots: FxHashMap<Rc<str>, Slot>,
    heads: Vec<Option<Head>>,
    /// Which of them a scope finds.
    pub index: ScopeIndex,
}

/// What a body says about the head of its record.
pub enum Facts<'a> {
    /// Not there: the record was deleted at this time.
    Deleted(Timestamp),
    /// Just written: no need to read it again.
    Written(&'a Outline),
    /// As stored.
    Stored(Reader<'a>),
    /// Not readable, and why.
    Unreadable(&'static str),
}

impl Heads {
    /// What is known of a record, if it ever existed and was not erased.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Head> {
        self.at(*self.slots.get(id)?)
    }

    /// The slot of a record, if it ever existed and was not erased.
    #[must_use]
    pub fn slot_of(&self, id: &str) -> Option<Slot> {
        self.slots.get(id).copied()
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

    /// A medallion, what took its place, what took the place of that and so on, up to one that holds or
    /// was seen before.
    pub fn successors<'a>(&'a self, id: &'a str, seen: &mut FxHashSet<&'a str>) -> Vec<&'a str> {
        let mut chain = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next {
            chain.push(id);
            next = seen.insert(id).then(|| self.successor(id)).flatten();
        }
        chain
    }

    /// Of one that holds a link says nothing.
    fn successor(&self, id: &str) -> Option<&str> {
        match &self.get(id)?.life {
            Life::Live(live) if live.status == Status::Superseded => live.superseded_by.as_deref(),
            _ => None,
        }
    }

    /// Medallions that took the place of each other, in their order; the first is the last, too.
    #[must_use]
    pub fn circles(&self) -> Vec<Vec<&str>> {
        let mut seen = FxHashSet::default();
        let mut circles = Vec::new();
        for (_, head) in self.all() {
            let mut chain = self.successors(&head.id, &mut seen);
            let last = chain.last().copied().unwrap_or_default();
            let start = chain.iter().position(|own| *own == last).unwrap_or_default();
            circles.push(chain.split_off(start));
        }
        circles.retain(|circle| circle.len() > 1);
        circles
    }

    /// All heads, each with its slot.
    pub fn all(&self) -> impl Iterator<Item = (Slot, &Head)> {
        (0..).zip(&self.heads).filter_map(|(slot, head)| Some((slot, head.as_ref()?)))
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, count: usize) {
        self.slots.reserve(count);
        self.heads.reserve(count);
        self.index.reserve(count);
    }

    /// Puts a head where there is none, past the index; none if there is one already.
    pub fn put(&mut self, head: Head) -> Option<Slot> {
        let slot = Slot::try_from(self.heads.len()).ok()?;
        let Entry::Vacant(place) = self.slots.entry(head.id.clone()) else { return None };
        place.insert(slot);
        self.heads.push(Some(head));
        Some(slot)
    }

    /// Takes in a new version.
    pub fn apply(&mut self, id: &str, rev: u64, place: Place, parts: u32, facts: Facts<'_>) {
        let (id, slot) = self.slot(id);
        let life = match facts {
            Facts::Deleted(at) => Life::Deleted(at),
            Facts::Unreadable(message) => Life::Unreadable(Code::Corrupt, message),
            Facts::Written(outline) => {
                let rank = Rank { at: outline.times.updated_at, order: place.number() };
                self.index.set(slot, &outline.scope, rank, outline.status);
                let superseded_by = outline.superseded_by.as_ref().map(|id| id.as_str().into());
                Life::Live(Live { times: outline.times, status: outline.status, superseded_by })
            }
            Facts::Stored(body) => match View::read(body) {
                Err(_) => Life::Unreadable(Code::Corrupt, "is stored damaged"),
                Ok(view)
                    if view
                        .schema_version
                        .as_ref()
                        .is_some_and(|own| SchemaVersion::is_later(own)) =>
                {
                    Life::Unreadable(Code::VersionTooNew, NEWER)
                }
                Ok(view) => {
                    let rank = Rank { at: view.times.updated_at, order: place.number() };
                    self.index.set_texts(slot, &view.graph_nodes, &view.tags, rank, view.status);
                    let superseded_by = view.superseded_by.as_deref().map(Box::from);
                    Life::Live(Live { times: view.times, status: view.status, superseded_by })
                }
            },
        };
        if !matches!(life, Life::Live(_)) {
            self.index.remove(slot);
        }
        if let Some(head) = self.heads.get_mut(slot as usize) {
            *head = Some(Head { id, rev, place, parts, life });
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

    /// The slot of a record, a new one if it has none; with its id.
    fn slot(&mut self, id: &str) -> (Rc<str>, Slot) {
        if let Some((id, slot)) = self.slots.get_key_value(id) {
            return (id.clone(), *slot);
        }
        let (id, slot) = (Rc::from(id), Slot::try_from(self.heads.len()).unwrap_or(Slot::MAX));
        self.heads.push(None);
        self.slots.insert(Rc::clone(&id), slot);
        (id, slot)
    }
}

/// The few fields of a stored medallion that a head needs.
struct View<'a> {
    schema_version: Option<Cow<'a, str>>,
    times: Times,
    status: Status,
    superseded_by: Option<Cow<'a, str>>,
    graph_nodes: Vec<Cow<'a, str>>,
    tags: Vec<Cow<'a, str>>,
}

impl<'a> View<'a> {
    fn read(mut body: Reader<'a>) -> Read<Self> {
        let (mut meta, mut scope) = (None::<Reader<'_>>, None::<Reader<'_>>);
        body.pick(&mut [("meta", &mut meta), ("scope", &mut scope)])?;
        let (mut schema_version, mut superseded_by) = (None::<Cow<'_, str>>, None::<Reader<'_>>);
        let (mut created_at, mut updated_at) = (None::<Timestamp>, None::<Timestamp>);
        let mut status: Option<Option<Status>> = None;
        meta.ok_or(Mismatch::MISSING)?.pick(&mut [
            ("schema_version", &mut schema_version),
            ("created_at", &mut created_at),
            ("updated_at", &mut updated_at),
            ("status", &mut status),
            ("superseded_by", &mut superseded_by),
        ])?;
        let (mut graph_nodes, mut tags) = (None::<Vec<Cow<'_, str>>>, None::<Vec<Cow<'_, str>>>);
        let labels: &mut [(_, &mut dyn Fill<'a>)] =
            &mut [("graph_nodes", &mut graph_nodes), ("tags", &mut tags)];
        scope.ok_or(Mismatch::MISSING)?.pick(labels)?;
        Ok(Self {
            schema_version,
            times: Times {
                created_at: created_at.ok_or(Mismatch::MISSING)?,
                updated_at: updated_at.ok_or(Mismatch::MISSING)?,
            },
            status: status.flatten().unwrap_or(Status::Active),
            superseded_by: superseded_by.map(successor).transpose()?.flatten(),
            graph_nodes: graph_nodes.unwrap_or_default(),
            tags: tags.unwrap_or_default(),
        })
    }
}

fn successor<'a>(mut link: Reader<'a>) -> Read<Option<Cow<'a, str>>> {
    let mut id: Option<Cow<'_, str>> = None;
    if !link.null() {
        link.pick(&mut [("medallion_id", &mut id)])?;
        id.as_ref().ok_or(Mismatch::MISSING)?;
    }
    Ok(id)
}
