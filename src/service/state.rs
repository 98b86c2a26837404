//! What the log says so far: the heads, the bodies used last, and what is damaged.

use rustc_hash::FxHashSet;

use super::body_cache::BodyCache;
use super::decision::Key;
use super::heads::{Facts, Heads};
use super::imports::{Imports, Mark};
use super::journal::{self, Found, Line, Place, Trace};
use super::packing::Version;
use super::records::{self, RecordHead, Records, Written};
use super::retention::{Keeping, Retention};
use super::rules::Resident;
use super::tally::Tally;
use crate::choices;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EntityType, Event, EventType};
use crate::domain::id::Actor;
use crate::domain::medallion::{Outline, Status};
use crate::domain::schema::{Json, Optional, Reader};
use crate::domain::time::Timestamp;
use crate::record;
use crate::store::{Entry, Seq, Stored};

choices! {
    /// What can be wrong with stored data.
    ProblemKind {
        /// Not as it was written.
        Damaged = "damaged",
        /// Written by a newer version; it is left alone.
        VersionTooNew = "version_too_new",
        /// It cannot be read now: what is behind it was not looked at.
        Unreadable = "unreadable",
        /// Records that do not go together: a task whose parent is gone, one that is above itself, or
        /// some that wait for each other.
        Contradiction = "contradiction",
        /// What there was before this workspace was opened is gone.
        Evicted = "evicted",
    }
}

record! {
    /// Something that is wrong with stored data.
    pub struct StoredProblem as "StoredProblem" {
        /// What kind of thing.
        pub kind: ProblemKind,
        /// The entry of the log; 0 for what is wrong with none of them.
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
    /// How many bytes of the log are not in the image.
    pub tail: usize,
    /// How large the image is, in bytes.
    pub image: usize,
    pub heads: Heads,
    pub records: Records,
    pub resident: Resident,
    pub cache: BodyCache,
    /// Which ids were erased, and may have been given again.
    pub erased: FxHashSet<Box<str>>,
    /// How many events there are; unknown after an erasure, until counted again.
    pub counts: Option<Tally>,
    /// Which imports have ended.
    pub imports: Imports,
    /// What is kept of the history.
    pub keeping: Keeping,
}

/// What a line says of its record.
pub(super) enum News<'a> {
    /// The medallion that was just written: no need to read it again.
    Medallion(&'a Outline),
    /// Its next form.
    Body(Reader<'a>),
    /// It is gone; its history stays.
    Deleted,
    /// It is gone, with all that was.
    Erased,
    /// It cannot be read, and why.
    Unreadable(&'static str),
}

/// Bodies kept in memory, in bytes.
const CACHE: usize = 8 * 1024 * 1024;

pub(super) const DAMAGED: &str = "is stored damaged";

impl State {
    pub fn new() -> Self {
        Self {
            known: 0,
            tail: 0,
            image: 0,
            heads: Heads::default(),
            records: Records::default(),
            resident: Resident::default(),
            cache: BodyCache::new(CACHE),
            erased: FxHashSet::default(),
            counts: Some(Tally::default()),
            imports: Imports::default(),
            keeping: Keeping::default(),
        }
    }

    /// Where the newest version of a record stands, also of a deleted or a damaged one.
    pub fn newest(&self, key: Key<'_>) -> Option<Written> {
        match key.kind {
            EntityType::Medallion => {
                let head = self.heads.get(key.id)?;
                let at = head.written_at();
                Some(Written { rev: head.rev, place: head.place, parts: head.parts, at })
            }
            _ => self.records.get(key).map(|head| head.written),
        }
    }

    /// Where a record that exists now stands.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CORRUPT` or `VERSION_TOO_NEW` for one that cannot be read.
    pub fn live(&self, key: Key<'_>) -> Result<Written> {
        match key.kind {
            EntityType::Medallion => {
                self.heads.live(key.id)?;
                self.newest(key).ok_or_else(|| Error::not_found("medallion", key.id))
            }
            _ => self.records.live(key, &|| self.resident.is_unreadable(key)),
        }
    }

    /// The newest version of a record, 0 if there never was one.
    pub fn rev(&self, key: Key<'_>) -> u64 {
        self.newest(key).map_or(0, |written| written.rev)
    }

    /// The same with the entry where it stands.
    pub fn version(&self, key: Key<'_>) -> Version {
        self.newest(key).map_or((0, None), |newest| (newest.rev, Some(newest.place.entry)))
    }

    /// How many records of a kind can be read.
    pub fn count_of(&self, kind: EntityType) -> usize {
        match kind {
            EntityType::Medallion => self.heads.index.count(Status::ALL),
            // Those that nobody has looked at yet are counted with the others.
            _ => self.records.count(kind) - self.resident.count_unreadable(kind),
        }
    }

    /// Takes in a version of a record.
    pub fn take(&mut self, key: Key<'_>, written: Written, news: News<'_>) {
        if let News::Erased = news {
            self.erase(key);
        } else if key.kind == EntityType::Workspace {
            // Lines went.
            self.counts = None;
        } else if key.kind == EntityType::Medallion {
            let facts = match news {
                News::Medallion(outline) => Facts::Written(outline),
                News::Body(body) => Facts::Stored(body),
                News::Unreadable(message) => Facts::Unreadable(message),
                News::Deleted | News::Erased => Facts::Deleted(written.at),
            };
            self.heads.apply(key.id, written.rev, written.place, written.parts, facts);
        } else {
            let state = match news {
                News::Body(mut body) => match self.resident.apply(key, Some(body.raw())) {
                    Ok(()) => records::State::Live,
                    Err(_) => self.unreadable(key, DAMAGED),
                },
                News::Unreadable(message) => self.unreadable(key, message),
                News::Deleted | News::Erased | News::Medallion(_) => {
                    self.leave(key);
                    records::State::Deleted
                }
            };
            self.records.set(key, RecordHead { written, state });
        }
    }

    /// Takes the body of a record of which only the place was known into what rules look at.
    pub fn reload(&mut self, key: Key<'_>, body: &str) {
        if self.resident.apply(key, Some(body)).is_err()
            && let Some(written) = self.newest(key)
        {
            let state = self.unreadable(key, DAMAGED);
            self.records.set(key, RecordHead { written, state });
        }
    }

    fn unreadable(&mut self, key: Key<'_>, message: &'static str) -> records::State {
        self.leave(key);
        records::State::Unreadable(message)
    }

    /// Takes a record out of what rules look at.
    fn leave(&mut self, key: Key<'_>) {
        // Taking out cannot fail: there is no body to be wrong.
        drop(self.resident.apply(key, None));
    }

    /// Forgets a record as if it had never been.
    fn erase(&mut self, key: Key<'_>) {
        match key.kind {
            EntityType::Medallion => self.heads.erase(key.id),
            _ => {
                self.resident.erase(key);
                self.records.erase(key);
            }
        }
        self.cache.clear();
        self.erased.insert(key.id.into());
        self.counts = None;
    }

    /// Counts one event.
    pub fn count(&mut self, actor: &str, kind: EntityType) {
        if let Some(counts) = &mut self.counts {
            counts.add(actor, kind, 1);
        }
    }

    /// Takes in whole commits, and tells what happened if anybody wants to know. What cannot be
    /// read is passed over: `health` tells of it.
    ///
    /// It stops before the entry in which an import ends whose lines were passed over, and answers
    /// with the place of that entry in the list and with where the import began. Where `is_shown`
    /// says that somebody may look between two pages, those of every import are.
    pub fn apply(
        &mut self,
        stored: &[(Seq, Stored)],
        is_shown: bool,
        mut tell: Option<&mut Vec<Change>>,
    ) -> Option<(usize, Seq)> {
        for (number, (seq, stored_entry)) in stored.iter().enumerate() {
            let Stored::Entry(entry) = stored_entry else {
                self.known = *seq;
                continue;
            };
            let behind = stored.get(number + 1..).unwrap_or_default();
            for (line_number, found) in (0..).zip(journal::lines(entry)) {
                let place = Place { entry: *seq, line: line_number };
                match found {
                    Found::Nothing => {}
                    Found::Line(line) => {
                        if let Some(began) = self.imports.learn(&line, *seq, is_shown) {
                            return Some((number, began));
                        }
                        if self.imports.hide(line.import) {
                            continue;
                        }
                        self.apply_line(&line, place, entry, behind);
                        let Some((kind, _)) = named_by(&line) else { continue };
                        self.count(&line.actor, kind);
                        if let Some(changes) = tell.as_deref_mut() {
                            let event = event_of(&line, place);
                            changes.extend(event.map(|event| Change { event, local: false }));
                        }
                    }
                    Found::Damaged { trace, .. } => {
                        if let Some(trace) = trace.filter(|own| !self.imports.hide(own.import)) {
                            self.apply_trace(&trace, place);
                        }
                    }
                }
            }
            self.known = *seq;
            self.tail += entry.text.len();
        }
        None
    }

    /// A record has lost its newest version. Its number is believed if it can be one.
    fn apply_trace(&mut self, trace: &Trace, place: Place) {
        const SAFE: u64 = 1 << 53;
        let Some(key) = key_of(&trace.kind, &trace.id) else {
            if trace.kind == EntityType::Workspace.as_str() && trace.id == Retention::ID {
                // It may have said that everything is kept.
                self.keeping.policy = Retention::default();
            }
            return;
        };
        let next = self.rev(key) + 1;
        let rev = trace.rev.filter(|rev| *rev < SAFE).map_or(next, |rev| rev.max(next));
        let at = Timestamp::from_millis(i64::MIN);
        self.take(key, Written { rev, place, parts: 0, at }, News::Unreadable(DAMAGED));
    }

    /// The body of a record turned out to be damaged when it was read.
    pub fn damaged(&mut self, key: Key<'_>, place: Place) {
        let Some(written) = self.newest(key).filter(|own| own.place == place) else { return };
        self.take(key, written, News::Unreadable(DAMAGED));
    }

    fn apply_line(
        &mut self,
        line: &Line<'_>,
        place: Place,
        entry: &Entry,
        behind: &[(Seq, Stored)],
    ) {
        let Some(key) = key_of(&line.kind, &line.id) else {
            if line.event == EventType::Pruned.as_str() {
                self.counts = None;
            }
            self.keeping.learn(line, place.entry);
            return;
        };
        let parts = line.parts.unwrap_or(0);
        let long: Result<String, &str>;
        let news = match &line.body {
            _ if line.event == EventType::Erased.as_str() => News::Erased,
            Some(body) => News::Body(body.clone()),
            None if parts == 0 => News::Deleted,
            None => {
                let parts = behind.get(..parts as usize).unwrap_or_default();
                let parts: Vec<Option<Stored>> =
                    parts.iter().map(|(_, part)| Some(part.clone())).collect();
                long =
                    journal::body_of(&Stored::Entry(entry.clone()), place.line, &parts, &line.id);
                match long.as_deref().map(Reader::new) {
                    Ok(Ok(body)) => News::Body(body),
                    _ => News::Unreadable(DAMAGED),
                }
            }
        };
        self.take(key, Written { rev: line.rev, place, parts, at: line.written_at() }, news);
    }
}

/// The record that a line names; none for a kind that this version does not know.
pub(super) fn key_of<'a>(kind: &str, id: &'a str) -> Option<Key<'a>> {
    let is_it = |own: &&EntityType| own.as_str() == kind && **own != EntityType::Workspace;
    Some(Key { kind: *EntityType::ALL.iter().find(is_it)?, id })
}

/// Whether this version has a name for what a line tells of, and for what happened.
pub(super) fn is_known(line: &Line<'_>) -> bool {
    EntityType::TEXTS.contains(&&*line.kind)
        && (EventType::TEXTS.contains(&&*line.event) || Mark::of(line).is_some())
}

/// What a line tells of, and what happened; none for what this version cannot name.
fn named_by(line: &Line<'_>) -> Option<(EntityType, EventType)> {
    let kind = *EntityType::ALL.iter().find(|kind| kind.as_str() == line.kind)?;
    let event = *EventType::ALL.iter().find(|event| event.as_str() == line.event)?;
    Actor::fits(&line.actor).then_some((kind, event))
}

/// The line of the audit trail that a line of the log is; none for what this version cannot name.
pub(super) fn event_of(line: &Line<'_>, place: Place) -> Option<Event> {
    let json = |raw: Option<&serde_json::value::RawValue>| raw.map(|raw| Json(raw.to_owned()));
    let (entity_type, event_type) = named_by(line)?;
    Some(Event {
        seq: place.number(),
        created_at: line.at,
        entity_type,
        entity_id: line.id.to_string(),
        event_type,
        actor: Actor::new(&line.actor).ok()?,
        reason: line.reason.as_ref().map(ToString::to_string),
        old_value: json(line.old),
        new_value: json(line.new),
        extra: Default::default(),
    })
}
