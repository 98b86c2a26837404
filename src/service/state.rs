//! What the log says so far: the heads, the bodies used last, and what is damaged.

use rustc_hash::{FxHashMap, FxHashSet};

use super::body_cache::BodyCache;
use super::heads::{Facts, Heads};
use super::journal::{self, Found, Line, Place, Trace};
use crate::choices;
use crate::domain::error::Result;
use crate::domain::event::{EntityType, Event, EventType};
use crate::domain::id::Actor;
use crate::domain::schema::{Json, Optional, Reader};
use crate::record;
use crate::store::{Entry, Seq, Stored};

choices! {
    /// What can be wrong with stored data.
    ProblemKind {
        /// Not as it was written.
        Damaged = "damaged",
        /// Written by a newer version; it is left alone.
        VersionTooNew = "version_too_new",
    }
}

record! {
    /// Something that is wrong with stored data.
    pub struct StoredProblem as "StoredProblem" {
        /// What kind of thing.
        pub kind: ProblemKind,
        /// The entry of the log.
        pub entry: u64,
        /// The record, where it could still be read.
        pub entity_id: Optional<String>,
        /// A sentence for people.
        pub message: String,
    }
}

/// An event, and whether it happened here.
#[derive(Debug, Clone)]
pub struct Change {
    /// What happened.
    pub event: Event,
    /// Whether this connection did it.
    pub local: bool,
}

/// What the log says so far.
#[derive(Debug)]
pub(super) struct State {
    pub known: Seq,
    pub heads: Heads,
    pub cache: BodyCache,
    /// Which ids were erased, and may have been given again.
    pub erased: FxHashSet<Box<str>>,
    /// How many lines each actor has in the log; unknown after an erasure, until counted again.
    pub counts: Option<FxHashMap<Box<str>, usize>>,
}

/// Bodies kept in memory, in bytes.
const CACHE: usize = 8 * 1024 * 1024;

impl State {
    pub fn new() -> Self {
        let counts = Some(FxHashMap::default());
        Self {
            known: 0,
            heads: Heads::default(),
            cache: BodyCache::new(CACHE),
            erased: FxHashSet::default(),
            counts,
        }
    }

    /// Forgets a record as if it had never been.
    pub fn erase(&mut self, id: &str) {
        self.heads.erase(id);
        self.cache.clear();
        self.erased.insert(id.into());
        self.counts = None;
    }

    /// Counts one line of an actor.
    pub fn count(&mut self, actor: &str) {
        if let Some(counts) = &mut self.counts {
            match counts.get_mut(actor) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(actor.into(), 1);
                }
            }
        }
    }

    /// Takes in whole commits, and tells what happened if anybody wants to know. What cannot be
    /// read is passed over: `health` tells of it.
    pub fn apply(&mut self, stored: &[(Seq, Stored)], mut tell: Option<&mut Vec<Change>>) {
        for (number, (seq, stored_entry)) in stored.iter().enumerate() {
            self.known = *seq;
            let Stored::Entry(entry) = stored_entry else { continue };
            let behind = stored.get(number + 1..).unwrap_or_default();
            for (line_number, found) in (0..).zip(journal::lines(entry)) {
                let place = Place { entry: *seq, line: line_number };
                match found {
                    Found::Nothing => {}
                    Found::Line(line) => {
                        self.apply_line(&line, place, entry, behind);
                        let Some(event) = event_of(&line, place) else { continue };
                        self.count(&line.actor);
                        if let Some(changes) = tell.as_deref_mut() {
                            changes.push(Change { event, local: false });
                        }
                    }
                    Found::Damaged { trace, .. } => {
                        let is_ours = |trace: &Trace| trace.kind == EntityType::Medallion.as_str();
                        if let Some(trace) = trace.filter(is_ours) {
                            self.apply_trace(&trace, place);
                        }
                    }
                }
            }
        }
    }

    /// A record has lost its newest version. Its number is believed if it can be one.
    fn apply_trace(&mut self, trace: &Trace, place: Place) {
        const SAFE: u64 = 1 << 53;
        let next = self.heads.rev(&trace.id) + 1;
        let rev = trace.rev.filter(|rev| *rev < SAFE).map_or(next, |rev| rev.max(next));
        self.heads.apply(&trace.id, rev, place, 0, Facts::Unreadable("is stored damaged"));
    }

    /// The body of a record turned out to be damaged when it was read.
    pub fn damaged(&mut self, id: &str, place: Place) {
        let Some(head) = self.heads.get(id).filter(|head| head.place == place) else { return };
        let (rev, parts) = (head.rev, head.parts);
        self.heads.apply(id, rev, place, parts, Facts::Unreadable("is stored damaged"));
    }

    fn apply_line(
        &mut self,
        line: &Line<'_>,
        place: Place,
        entry: &Entry,
        behind: &[(Seq, Stored)],
    ) {
        if line.kind != EntityType::Medallion.as_str() {
            return;
        }
        if line.event == EventType::Erased.as_str() {
            self.erase(&line.id);
            return;
        }
        let parts = line.parts.unwrap_or(0);
        let long: Result<String, &str>;
        let facts = match &line.body {
            Some(body) => Facts::Stored(body.clone()),
            None if parts == 0 => Facts::Deleted(line.at),
            None => {
                let parts = behind.get(..parts as usize).unwrap_or_default();
                let parts: Vec<Option<Stored>> =
                    parts.iter().map(|(_, part)| Some(part.clone())).collect();
                long =
                    journal::body_of(&Stored::Entry(entry.clone()), place.line, &parts, &line.id);
                match long.as_deref().map(Reader::new) {
                    Ok(Ok(body)) => Facts::Stored(body),
                    _ => Facts::Unreadable("is stored damaged"),
                }
            }
        };
        self.heads.apply(&line.id, line.rev, place, parts, facts);
    }
}

/// The line of the audit trail that a line of the log is; none for what this version cannot name.
pub(super) fn event_of(line: &Line<'_>, place: Place) -> Option<Event> {
    let json = |raw: Option<&serde_json::value::RawValue>| raw.map(|raw| Json(raw.to_owned()));
    Some(Event {
        seq: place.number(),
        created_at: line.at,
        entity_type: *EntityType::ALL.iter().find(|kind| kind.as_str() == line.kind)?,
        entity_id: line.id.to_string(),
        event_type: *EventType::ALL.iter().find(|event| event.as_str() == line.event)?,
        actor: Actor::new(&line.actor).ok()?,
        reason: line.reason.as_ref().map(ToString::to_string),
        old_value: json(line.old),
        new_value: json(line.new),
        extra: Default::default(),
    })
}
