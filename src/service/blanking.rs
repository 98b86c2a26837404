//! Taking lines out of entries: what erases and what bounds the history have in common. The other
//! lines stay where they are, with the checksums that they have.

use super::decision::Key;
use super::journal::{self, Found};
use super::state::key_of;
use crate::domain::event::EntityType;
use crate::domain::time::Timestamp;
use crate::store::{Entry, Seq, Stored};

/// What a line tells of, as far as it can be read.
pub(super) struct Told<'a> {
    /// Which record; none of a kind that this version does not know.
    pub key: Option<Key<'a>>,
    /// Which version of it, and when it was stored; none of a damaged line.
    pub version: Option<(u64, Timestamp)>,
    /// With which import it came, if that took several commits.
    pub import: Option<Seq>,
}

/// Goes through the log from its beginning, entry by entry.
#[derive(Clone)]
pub(super) struct Blanking<'a> {
    goes: &'a dyn Fn(&Told<'_>) -> bool,
    /// How many of the next entries hold the body of a line that went.
    pub parts_left: u32,
    following: u32,
    /// How many lines went.
    pub count: u64,
}

impl<'a> Blanking<'a> {
    pub fn new(goes: &'a dyn Fn(&Told<'_>) -> bool) -> Self {
        Self { goes, parts_left: 0, following: 0, count: 0 }
    }

    /// The next entry without the lines that go, if any do.
    pub fn entry(&mut self, stored: Stored) -> Option<Entry> {
        self.following = match &stored {
            Stored::Entry(entry) => entry.following,
            Stored::Damaged(_) => self.following.saturating_sub(1),
        };
        if self.parts_left > 0 {
            self.parts_left -= 1;
            if is_part(&stored) {
                let checksums = vec![journal::checksum("")];
                // Behind a damaged one the number may be too small; whether any follow is known.
                let following = self.following.max(self.parts_left.min(1));
                let version = journal::FORM;
                return Some(Entry { version, following, checksums, text: String::new() });
            }
            self.parts_left = 0;
        }
        let Stored::Entry(entry) = stored else { return None };
        let mut mine = Vec::new();
        for found in journal::lines(&entry) {
            let parts = self.parts_of(&found);
            self.parts_left += parts.flatten().unwrap_or(0);
            self.count += u64::from(parts.is_some());
            mine.push(parts.is_some());
        }
        mine.contains(&true).then(|| blank(&entry, |number| mine.get(number) == Some(&true)))
    }

    /// Over how many more entries a line goes on that goes; none for one that stays.
    fn parts_of(&self, found: &Found<'_>) -> Option<Option<u32>> {
        let (key, version, import, parts) = match found {
            // What was done to the log stays.
            Found::Line(line) if line.kind == EntityType::Workspace.as_str() => return None,
            Found::Line(line) => {
                let version = Some((line.rev, line.at));
                (key_of(&line.kind, &line.id), version, line.import, line.parts)
            }
            Found::Damaged { trace: Some(trace), .. } => {
                (key_of(&trace.kind, &trace.id), None, trace.import, trace.parts)
            }
            Found::Damaged { trace: None, .. } | Found::Nothing => return None,
        };
        (self.goes)(&Told { key, version, import }).then_some(parts)
    }
}

/// Whether this can be part of a long body, damaged or not.
fn is_part(stored: &Stored) -> bool {
    match stored {
        Stored::Entry(entry) => !entry.text.starts_with('{'),
        Stored::Damaged(_) => true,
    }
}

/// An entry without some of its lines. The others stay where they are.
fn blank(entry: &Entry, goes: impl Fn(usize) -> bool) -> Entry {
    let kept = |(number, line)| if goes(number) { "" } else { line };
    let lines: Vec<&str> = entry.text.split('\n').enumerate().map(kept).collect();
    let sums = entry.checksums.iter().enumerate().map(|(number, sum)| match goes(number) {
        true => journal::checksum(""),
        false => *sum,
    });
    Entry { checksums: sums.collect(), text: lines.join("\n"), ..entry.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::journal::{Header, Packer, Written};

    #[test]
    fn parts_that_are_emptied_say_that_others_follow_though_one_before_them_is_damaged() {
        let body = format!("\"{}\"", "x".repeat(100_000));
        let header = Header {
            kind: "medallion",
            id: "a",
            rev: 1,
            prev: None,
            import: None,
            event: "created",
            reason: None,
            actor: "system",
            at: "2026-01-31".parse().unwrap(),
            written: None,
            old: None,
            new: None,
        };
        let mut packer = Packer::new(0);
        packer.add(&Written { header, body: Some(&body) });
        let mut entries = packer.finish().entries;
        let last = entries.len() - 1;
        assert!(last > 2, "{last}");
        // As a commit says it whose length was not known while it was written.
        entries.iter_mut().take(last).for_each(|entry| entry.following = 1);
        let mut stored: Vec<Stored> = entries.into_iter().map(Stored::Entry).collect();
        stored[1] = Stored::Damaged("is not an object".into());
        let mut blanking = Blanking::new(&|_| true);
        let emptied = stored.into_iter().map(|stored| blanking.entry(stored).unwrap());
        let follows: Vec<bool> = emptied.map(|entry| entry.following > 0).collect();
        assert_eq!(follows, (0..=last).map(|number| number < last).collect::<Vec<_>>());
    }
}
