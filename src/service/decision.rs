//! What a command decides on, and what it decides. Nothing here reads or writes.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::environment::Caller;
use super::heads::Heads;
use super::records::Records;
use super::rules::Resident;
use crate::domain::change::Change;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::Actor;
use crate::domain::medallion::{Medallion, Outline};
use crate::domain::schema::Json;
use crate::domain::time::Timestamp;

/// Which record of a workspace: its kind, and its id among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key<'a> {
    /// What kind of record.
    pub kind: EntityType,
    /// Which one.
    pub id: &'a str,
}

impl<'a> Key<'a> {
    /// A medallion.
    #[must_use]
    pub fn medallion(id: &'a str) -> Self {
        Self { kind: EntityType::Medallion, id }
    }
}

/// A change that was decided.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub kind: EntityType,
    pub id: Rc<str>,
    /// The version that it makes, if it comes from a file that says which: what went there leaves gaps,
    /// and events and callers name versions by number.
    pub rev: Option<u64>,
    pub event: EventType,
    pub content: Content,
    pub at: Timestamp,
    /// When it was written, if it comes from a file and only came there at that time.
    pub written: Option<Timestamp>,
    pub actor: Actor,
    pub reason: Option<Rc<str>>,
    pub old: Option<Json>,
    pub new: Option<Json>,
    /// What happened in the words of a newer version, where `event` cannot say it.
    pub unknown_event: Option<Rc<str>>,
}

impl Planned {
    /// What the domain decided, for a caller.
    pub fn of(change: Change, caller: &Caller, at: Timestamp) -> Self {
        Self {
            kind: change.kind,
            id: change.id.into(),
            rev: None,
            event: change.event,
            content: change.body.map_or(Content::Deleted, |body| Content::Record(body.into())),
            at,
            written: None,
            actor: caller.actor.clone(),
            reason: change.reason.map(Rc::from).or_else(|| caller.reason.clone()),
            old: change.old,
            new: change.new,
            unknown_event: None,
        }
    }

    pub fn key(&self) -> Key<'_> {
        Key { kind: self.kind, id: &self.id }
    }

    /// When what it leaves behind was written.
    pub fn written_at(&self) -> Timestamp {
        self.written.unwrap_or(self.at)
    }

    /// The version that it makes behind another, 0 for none.
    pub fn rev_behind(&self, rev: u64) -> u64 {
        self.rev.filter(|own| *own > rev).unwrap_or(rev + 1)
    }
}

/// What a change leaves behind.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// A medallion in its new form: its outline, and all of it as JSON.
    Medallion(Rc<Outline>, Rc<str>),
    /// Another record in its new form, as JSON.
    Record(Rc<str>),
    /// Nothing; the history stays.
    Deleted,
    /// Nothing at all.
    Erased,
}

impl Content {
    /// The record as JSON, if there is one.
    pub fn body(&self) -> Option<&str> {
        match self {
            Self::Medallion(_, json) | Self::Record(json) => Some(json),
            Self::Deleted | Self::Erased => None,
        }
    }
}

/// What a command wants to do: all of it or nothing.
#[derive(Debug)]
pub(super) struct Plan<T> {
    pub changes: Vec<Planned>,
    pub answer: T,
}

impl<T> Plan<T> {
    /// Nothing is to be done.
    pub fn nothing(answer: T) -> Self {
        Self { changes: Vec::new(), answer }
    }

    /// These changes.
    pub fn of(changes: Vec<Planned>, answer: T) -> Self {
        Self { changes, answer }
    }
}

/// What a decision is made on.
pub(super) struct Known<'a> {
    pub heads: &'a mut Heads,
    pub records: &'a Records,
    pub resident: &'a Resident,
    pub bodies: FxHashMap<Key<'a>, Rc<str>>,
    pub now: Timestamp,
}

impl Known<'_> {
    /// The newest version of a medallion that was asked for.
    pub fn medallion(&self, id: &str) -> Result<Medallion> {
        let body = self.bodies.get(&Key::medallion(id));
        Medallion::parse(body.ok_or_else(|| Error::not_found("medallion", id))?)
    }
}

/// A command, as the write path sees it.
pub(super) type Decide<'a> = dyn FnMut(&mut Known<'_>) -> Result<Plan<()>> + 'a;

/// A command whose latest answer is kept: there is one write path for all kinds of answers.
pub(super) fn keeping<T>(
    kept: &mut Option<T>,
    mut decide: impl FnMut(&mut Known<'_>) -> Result<Plan<T>>,
) -> impl FnMut(&mut Known<'_>) -> Result<Plan<()>> {
    move |known| {
        let Plan { changes, answer } = decide(known)?;
        *kept = Some(answer);
        Ok(Plan { changes, answer: () })
    }
}

/// Of a write path that ended without asking the command. It cannot happen.
pub(super) fn nothing_decided() -> Error {
    Error::new(Code::Aborted, "nothing was decided")
}
