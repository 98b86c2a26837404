//! The resident state into lines. It is done bit by bit, so that whoever waits for this thread need
//! not wait for all of it.

use rustc_hash::FxHashSet;

use super::super::heads::{Head, Life, Live};
use super::super::journal::Place;
use super::super::records::State as RecordState;
use super::super::retention::Keeping;
use super::super::rules::Resident;
use super::super::state::State;
use super::super::tally::Tally;
use super::fields::{add_number, add_numbers, add_text, add_time, add_word};
use super::mark_of_version;
use super::parts::{Labels, Parts};
use crate::domain::error::Code;
use crate::domain::event::EntityType;
use crate::domain::medallion::{Slot, Status};
use crate::domain::schema::to_json;
use crate::domain::sorted::sort_by;
use crate::domain::time::Timestamp;
use crate::service::decision::Key;
use crate::service::erase::OwnKey;
use crate::store::Entry;

/// How many lines are written at once.
const BIT: usize = 1_000;

/// An image on its way.
#[derive(Debug)]
pub struct Writer {
    items: std::vec::IntoIter<Item>,
    labels: Labels,
    parts: Parts,
    /// What turned out to be no record of its kind.
    wrong: FxHashSet<OwnKey>,
    /// When the last record was stored.
    last: Option<Timestamp>,
}

/// What is to be written still.
#[derive(Debug)]
enum Item {
    Medallion(Slot),
    Record(OwnKey),
    /// What only rules know begins here.
    End,
    Body(OwnKey),
    Learner(Box<str>),
    /// A part that nobody has read.
    Part(String),
    Later(OwnKey, Option<Box<str>>),
}

impl Writer {
    /// Begins the image of a state; `mark` is that of the last entry in it
    /// ([`mark_of_entry`](super::mark_of_entry)).
    pub fn new(state: &State, mark: u32) -> Self {
        let mut parts = Parts::default();
        let mut line = String::new();
        add_word(&mut line, "image");
        add_number(&mut line, state.known);
        add_number(&mut line, u64::from(mark_of_version()));
        add_number(&mut line, u64::from(mark));
        parts.add(&mut line);
        // It says what to read besides, and is read before the others.
        parts.close();
        let medallions = (EntityType::Medallion, state.heads.all().count());
        let counts = std::iter::once(medallions).chain(state.records.counts());
        for (kind, count) in counts.filter(|(_, count)| *count > 0) {
            add_word(&mut line, "count");
            add_word(&mut line, kind.as_str());
            add_number(&mut line, count as u64);
            parts.add(&mut line);
        }

        // In the order in which they stand in the log: it says which of two came first.
        let mut records: Vec<_> = state.records.all().collect();
        sort_by(&mut records, |one, other| one.2.written.place.cmp(&other.2.written.place));
        let mut items: Vec<Item> =
            state.heads.all().map(|(slot, _)| Item::Medallion(slot)).collect();
        let records: Vec<OwnKey> =
            records.into_iter().map(|(kind, id, _)| (kind, id.into())).collect();
        items.extend(records.iter().cloned().map(Item::Record));
        items.push(Item::End);
        let mut wrong = FxHashSet::default();
        match &state.resident {
            Resident::Here(rules, _) => {
                wrong.extend(rules.found_unreadable());
                items.extend(records.into_iter().map(Item::Body));
                items.extend(rules.learner_ids().into_iter().map(Item::Learner));
            }
            Resident::Waiting(waiting) => {
                items.extend(waiting.image.iter().cloned().map(Item::Part));
                let later = waiting.later().into_iter();
                items.extend(later.map(|(Key { kind, id }, body)| {
                    Item::Later((kind, id.into()), body.map(Box::from))
                }));
            }
        }
        Self { items: items.into_iter(), labels: Labels::of(state), parts, wrong, last: None }
    }

    /// Writes some more of the same state; whether that was all.
    pub fn go_on(&mut self, state: &State) -> bool {
        let until = self.parts.lines + BIT;
        let texts = state.heads.index.labels();
        let mut line = String::new();
        while self.parts.lines < until {
            let Some(item) = self.items.next() else { return true };
            match item {
                Item::Medallion(slot) => {
                    let Some(head) = state.heads.at(slot) else { continue };
                    self.labels.name_new(state, slot, &texts, &mut self.parts);
                    add_head(&mut line, state, slot, head, &self.labels);
                }
                Item::Record((kind, id)) => {
                    self.add_record(&mut line, state, Key { kind, id: &id })
                }
                Item::End => {
                    self.end(state);
                    continue;
                }
                Item::Body((kind, id)) => {
                    let key = Key { kind, id: &id };
                    let body = state.resident.rules().ok().and_then(|rules| rules.line(key));
                    let Some(body) = body else { continue };
                    line.push_str(&body);
                }
                Item::Learner(id) => {
                    let Ok(rules) = state.resident.rules() else { continue };
                    let lines = rules.lines_of_learner(&id);
                    if lines.is_empty() {
                        continue;
                    }
                    line.extend(["deeds\t", &id]);
                    for own in lines.lines() {
                        self.parts.add(&mut line);
                        line.push('.');
                        line.push_str(own);
                    }
                }
                Item::Part(part) => {
                    self.parts.add_part(part);
                    continue;
                }
                Item::Later((kind, id), body) => match body {
                    Some(body) => line.extend(["was\t", kind.as_str(), "\t", &id, "\t", &body]),
                    None => line.extend(["gone\t", kind.as_str(), "\t", &id]),
                },
            }
            self.parts.add(&mut line);
        }
        false
    }

    fn add_record(&mut self, line: &mut String, state: &State, key: Key<'_>) {
        // It cannot go meanwhile. If it did, an empty line makes this no image.
        let Some(head) = state.records.get(key) else { return };
        let own = (key.kind, Box::from(key.id));
        let is_live = head.state == RecordState::Live && !self.wrong.contains(&own);
        let life = match head.state {
            RecordState::Live if is_live => "record",
            RecordState::Deleted => "no-record",
            RecordState::Live | RecordState::Unreadable(_) => "bad-record",
        };
        add_word(line, life);
        let written = head.written;
        add_word(line, key.kind.as_str());
        add_text(line, key.id);
        add_place(line, written.rev, written.place, written.parts);
        // Many come at once.
        let is_another = self.last.replace(written.at) != Some(written.at);
        add_number(line, u64::from(is_another));
        if is_another {
            add_time(line, written.at);
        }
    }

    /// The parts, when all was written.
    pub fn finish(self) -> Vec<Entry> {
        self.parts.finish()
    }

    /// The last lines of what everybody reads.
    fn end(&mut self, state: &State) {
        let (mut line, parts) = (String::new(), &mut self.parts);
        for id in &state.erased {
            add_word(&mut line, "erased");
            add_text(&mut line, id);
            parts.add(&mut line);
        }
        for (actor, kind, count) in state.counts.iter().flat_map(Tally::all) {
            add_word(&mut line, "events");
            add_word(&mut line, kind.as_str());
            add_text(&mut line, actor);
            add_number(&mut line, count as u64);
            parts.add(&mut line);
        }
        for (kind, began) in [("open", &state.imports.open), ("import", &state.imports.closed)] {
            for began in began {
                add_word(&mut line, kind);
                add_number(&mut line, *began);
                parts.add(&mut line);
            }
        }
        let Keeping { policy, at, when } = state.keeping;
        add_word(&mut line, "keep");
        add_text(&mut line, &to_json(&policy.record()));
        add_number(&mut line, at);
        add_time(&mut line, when);
        parts.add(&mut line);
        add_word(&mut line, if state.counts.is_some() { "end" } else { "end-uncounted" });
        parts.add(&mut line);
        parts.close();
    }
}

fn add_head(line: &mut String, state: &State, slot: Slot, head: &Head, labels: &Labels) {
    let life = match &head.life {
        Life::Live(_) => "live",
        Life::Deleted(_) => "deleted",
        Life::Unreadable(Code::VersionTooNew, _) => "newer",
        Life::Unreadable(..) => "damaged",
    };
    add_word(line, life);
    add_text(line, &head.id);
    add_place(line, head.rev, head.place, head.parts);
    match &head.life {
        Life::Live(Live { times, status, superseded_by }) => {
            let number = Status::ALL.iter().position(|own| own == status).unwrap_or_default();
            add_number(line, number as u64);
            add_time(line, times.created_at);
            add_time(line, times.updated_at);
            let (nodes, tags) = state.heads.index.scope_of(slot);
            let (mut all, tags) = (labels.numbers_of(nodes), labels.numbers_of(tags));
            let nodes = all.len();
            all.extend(tags);
            add_numbers(line, &all);
            add_number(line, nodes as u64);
            if let Some(id) = superseded_by {
                add_text(line, id);
            }
        }
        Life::Deleted(at) => add_time(line, *at),
        Life::Unreadable(..) => {}
    }
}

fn add_place(line: &mut String, rev: u64, place: Place, parts: u32) {
    for number in [rev, place.entry, place.line.into(), parts.into()] {
        add_number(line, number);
    }
}
