//! Lines into parts of an image, and what they call labels.

use super::super::journal::{self, FORM};
use super::super::state::State;
use super::fields::{add_text, add_word};
use super::squeeze::Squeezer;
use crate::domain::medallion::Slot;
use crate::domain::sorted::sorted_set;
use crate::store::Entry;

/// A part is closed here, in bytes: an engine that stores two for each character stays below the
/// limit of an entry.
const FULL: usize = Entry::LIMIT / 2;

/// The numbers that labels have in the image: only those that are in use have one. What was erased
/// leaves nothing behind.
#[derive(Debug)]
pub(super) struct Labels {
    numbers: Vec<Option<u32>>,
    next: u32,
}

impl Labels {
    pub fn of(state: &State) -> Self {
        Self { numbers: vec![None; state.heads.index.labels().len()], next: 0 }
    }

    /// Writes down the labels of a medallion that have not been met.
    pub fn name_new(&mut self, state: &State, slot: Slot, texts: &[&str], parts: &mut Parts) {
        let (nodes, tags) = state.heads.index.scope_of(slot);
        for label in nodes.iter().chain(tags) {
            let Some(number) = self.numbers.get_mut(*label as usize) else { continue };
            if number.is_none() {
                *number = Some(self.next);
                self.next += 1;
                let mut line = String::new();
                add_word(&mut line, "label");
                add_text(&mut line, texts.get(*label as usize).copied().unwrap_or_default());
                parts.add(&mut line);
            }
        }
    }

    /// The numbers of some labels, in order.
    pub fn numbers_of(&self, labels: &[u32]) -> Vec<u32> {
        let number = |label: &u32| self.numbers.get(*label as usize).copied().flatten();
        sorted_set(labels.iter().filter_map(number))
    }
}

/// Lines on their way into parts.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// How many lines there are.
    pub lines: usize,
    squeezer: Squeezer,
}

impl Parts {
    /// Takes a line, and leaves it empty for the next.
    pub fn add(&mut self, line: &mut String) {
        line.push('\n');
        self.squeezer.add(line, FULL);
        self.lines += 1;
        line.clear();
    }

    /// What comes now stands in other parts.
    pub fn close(&mut self) {
        self.squeezer.close();
    }

    /// Takes a whole part as it is.
    pub fn add_part(&mut self, part: String) {
        self.squeezer.add_part(part);
        self.lines += 100;
    }

    pub fn finish(self) -> Vec<Entry> {
        let texts = self.squeezer.finish();
        let count = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        let part = |(following, text): (u32, String)| Entry {
            version: FORM,
            following,
            checksums: vec![journal::checksum(&text)],
            text,
        };
        (0..count).rev().zip(texts).map(part).collect()
    }
}
