//! The resident state into lines, and lines into parts.

use super::super::heads::{Head, Life, Live};
use super::super::journal::{self, FORM, Place};
use super::super::records::{RecordHead, State as RecordState};
use super::super::retention::Keeping;
use super::super::state::State;
use super::super::tally::Tally;
use super::fields::{add, add_numbers, add_text};
use super::mark_of_version;
use crate::domain::error::Code;
use crate::domain::medallion::Slot;
use crate::domain::schema::to_json;
use crate::store::Entry;

/// A part is closed here, in bytes: an engine that stores two for each character stays below the
/// limit of an entry.
const FULL: usize = Entry::LIMIT / 2;

/// The image of a state; `mark` is that of the last entry in it ([`mark_of_entry`](super::mark_of_entry)).
pub fn write(state: &State, mark: u32) -> Vec<Entry> {
    let mut parts = Parts::default();
    let mut line = String::from("image");
    add(&mut line, state.known);
    add(&mut line, mark_of_version());
    add(&mut line, mark);
    parts.add(&mut line);

    let mut labels = Labels { numbers: vec![None; state.heads.index.labels().len()], next: 0 };
    let texts = state.heads.index.labels();
    for (slot, head) in state.heads.all() {
        labels.name_new(state, slot, &texts, &mut parts);
        add_head(&mut line, state, slot, head, &labels);
        parts.add(&mut line);
    }
    for (kind, id, head) in state.records.all() {
        let RecordHead { written, state } = head;
        line.push_str(match state {
            RecordState::Live => "record",
            RecordState::Deleted => "no-record",
            RecordState::Unreadable(..) => "bad-record",
        });
        add(&mut line, kind.as_str());
        add_text(&mut line, id);
        add_place(&mut line, written.rev, written.place, written.parts);
        add(&mut line, written.at);
        parts.add(&mut line);
    }
    for id in &state.erased {
        line.push_str("erased");
        add_text(&mut line, id);
        parts.add(&mut line);
    }
    for (actor, kind, count) in state.counts.iter().flat_map(Tally::all) {
        line.push_str("events");
        add(&mut line, kind.as_str());
        add_text(&mut line, actor);
        add(&mut line, count);
        parts.add(&mut line);
    }
    for (kind, began) in [("open", &state.imports.open), ("import", &state.imports.closed)] {
        for began in began {
            line.push_str(kind);
            add(&mut line, began);
            parts.add(&mut line);
        }
    }
    let Keeping { policy, at, when } = state.keeping;
    line.push_str("keep");
    add_text(&mut line, &to_json(&policy.record()));
    add(&mut line, at);
    add(&mut line, when);
    parts.add(&mut line);
    line.push_str(if state.counts.is_some() { "end" } else { "end-uncounted" });
    parts.add(&mut line);
    parts.finish()
}

fn add_head(line: &mut String, state: &State, slot: Slot, head: &Head, labels: &Labels) {
    line.push_str(match &head.life {
        Life::Live(_) => "live",
        Life::Deleted(_) => "deleted",
        Life::Unreadable(Code::VersionTooNew, _) => "newer",
        Life::Unreadable(..) => "damaged",
    });
    add_text(line, &head.id);
    add_place(line, head.rev, head.place, head.parts);
    match &head.life {
        Life::Live(Live { times, status, superseded_by }) => {
            add(line, status.as_str());
            add(line, times.created_at);
            add(line, times.updated_at);
            let (nodes, tags) = state.heads.index.scope_of(slot);
            add_numbers(line, &labels.of(nodes));
            add_numbers(line, &labels.of(tags));
            add_text(line, superseded_by.as_deref().unwrap_or_default());
        }
        Life::Deleted(at) => add(line, at),
        Life::Unreadable(..) => {}
    }
}

fn add_place(line: &mut String, rev: u64, place: Place, parts: u32) {
    add(line, rev);
    add(line, place.entry);
    add(line, place.line);
    add(line, parts);
}

/// The numbers that labels have in the image: only those that are in use have one. What was erased
/// leaves nothing behind.
struct Labels {
    numbers: Vec<Option<u32>>,
    next: u32,
}

impl Labels {
    /// Writes down the labels of a medallion that have not been met.
    fn name_new(&mut self, state: &State, slot: Slot, texts: &[&str], parts: &mut Parts) {
        let (nodes, tags) = state.heads.index.scope_of(slot);
        for label in nodes.iter().chain(tags) {
            let Some(number) = self.numbers.get_mut(*label as usize) else { continue };
            if number.is_none() {
                *number = Some(self.next);
                self.next += 1;
                let mut line = String::from("label");
                add_text(&mut line, texts.get(*label as usize).copied().unwrap_or_default());
                parts.add(&mut line);
            }
        }
    }

    fn of(&self, labels: &[u32]) -> Vec<u32> {
        let number = |label: &u32| self.numbers.get(*label as usize).copied().flatten();
        labels.iter().filter_map(number).collect()
    }
}

#[derive(Default)]
struct Parts {
    texts: Vec<String>,
    open: String,
}

impl Parts {
    /// Takes a line, and leaves it empty for the next.
    fn add(&mut self, line: &mut String) {
        if !self.open.is_empty() && self.open.len() + line.len() >= FULL {
            self.texts.push(std::mem::take(&mut self.open));
        }
        if !self.open.is_empty() {
            self.open.push('\n');
        }
        self.open.push_str(line);
        line.clear();
    }

    fn finish(mut self) -> Vec<Entry> {
        self.texts.push(self.open);
        let count = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let part = |(following, text): (u32, String)| Entry {
            version: FORM,
            following,
            checksums: vec![journal::checksum(&text)],
            text,
        };
        (0..count).rev().zip(self.texts).map(part).collect()
    }
}
