//! An export of what can be read, where not all can: which entries cannot, what this page still knows
//! of what they hold, and how many records that makes. What stands in an entry that can be read is not
//! looked at here.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::UnreadEntries;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::Actor;
use crate::domain::schema::{Map, Optional};
use crate::domain::sorted::sort_by;
use crate::service::decision::Key;
use crate::service::environment::Caller;
use crate::service::heads::Life;
use crate::service::journal::Header;
use crate::service::records::{State as RecordState, Written};
use crate::service::workspace::{PAGE, Workspace};
use crate::store::{Seq, Stored};

/// What could not be read.
pub(super) struct Unread {
    /// Whether there may be any such.
    is_allowed: bool,
    pub ranges: Vec<UnreadEntries>,
    /// How many reads have failed one after the other, and since when, in milliseconds.
    in_a_row: usize,
    since: Option<i64>,
}

impl Unread {
    /// Behind so many failures no longer each entry is asked for: where the last of several cannot be
    /// read, all of them count as lost.
    const MOST: usize = 2 * PAGE as usize;
    /// Behind so many milliseconds nothing is.
    const LONGEST: i64 = 60_000;

    pub fn new(is_allowed: bool) -> Self {
        Self { is_allowed, ranges: Vec::new(), in_a_row: 0, since: None }
    }

    fn worked(&mut self) {
        (self.in_a_row, self.since) = (0, None);
    }

    fn failed(&mut self, now: i64) {
        self.in_a_row += 1;
        self.since.get_or_insert(now);
    }

    fn is_hopeless(&self, now: i64) -> bool {
        self.since.is_some_and(|since| now.saturating_sub(since) > Self::LONGEST)
    }

    /// Notes what cannot be read, up to the end if `to` says nothing; one range with what lies just
    /// before it.
    pub fn note(&mut self, from: Seq, to: Option<Seq>, error: &Error) {
        let message = [error.code().as_str(), ": ", error.message()].concat();
        match self.ranges.last_mut() {
            Some(last)
                if last.message == message && last.to.0.is_some_and(|end| end + 1 == from) =>
            {
                last.to = Optional(to);
            }
            _ => {
                let (to, extra) = (Optional(to), Default::default());
                self.ranges.push(UnreadEntries { from, to, message, extra });
            }
        }
    }

    /// Whether this entry could not be read.
    pub fn names(&self, seq: Seq) -> bool {
        self.is_within(seq, seq)
    }

    /// Whether a version stands there, or some of it.
    fn holds(&self, written: Written) -> bool {
        self.is_within(written.place.entry, written.place.entry + u64::from(written.parts))
    }

    fn is_within(&self, first: Seq, last: Seq) -> bool {
        self.ranges.iter().any(|own| own.from <= last && own.to.0.is_none_or(|to| to >= first))
    }
}

/// How many records the lines of a file make, of each kind.
#[derive(Default)]
pub(super) struct Made(FxHashMap<u64, EntityType>);

impl Made {
    /// Takes in a line that leaves a record behind, or none.
    pub fn see(&mut self, key: Key<'_>, is_live: bool) {
        // A hash of each is enough to count them.
        let hash = FxBuildHasher.hash_one(key);
        match is_live {
            true => drop(self.0.insert(hash, key.kind)),
            false => drop(self.0.remove(&hash)),
        }
    }

    pub fn counts(&self) -> Map<u64> {
        let mut counts = Map::new();
        counts.insert(EntityType::Medallion.as_str().to_owned(), 0);
        for kind in self.0.values() {
            if let Some(count) = counts.entry(kind.as_str(), || 0) {
                *count += 1;
            }
        }
        counts
    }
}

impl Workspace {
    /// What could not be read ends an export, unless that may go out without it.
    pub(super) fn unless_partial(&self, failed: Option<&Error>, unread: &Unread) -> Result<()> {
        self.open_or_closed()?;
        match failed {
            Some(error) if !unread.is_allowed => Err(error
                .clone()
                .within("not all can be read (`partial: true` exports what can be)")),
            _ => Ok(()),
        }
    }

    /// A page of the log, or what can be read of it, and the last entry that was asked for.
    ///
    /// # Errors
    /// `CLOSED`; what the store says, if all of it must be read.
    pub(super) async fn readable(
        &self,
        from: Seq,
        head: Seq,
        caller: &Caller,
        unread: &mut Unread,
    ) -> Result<(Vec<(Seq, Stored)>, Seq)> {
        let failed = match self.read(from, PAGE).await {
            Ok(page) => {
                unread.worked();
                let last = page.last().map_or(head, |(last, _)| head.min(*last));
                return Ok((page, last));
            }
            Err(error) => error,
        };
        self.unless_partial(Some(&failed), unread)?;
        let now = caller.now()?.millis();
        unread.failed(now);
        if unread.is_hopeless(now) {
            unread.note(from, Some(head), &failed);
            return Ok((Vec::new(), head));
        }
        let end = head.min(from + Seq::from(PAGE) - 1);
        let (mut found, mut rest) = (Vec::new(), vec![(from, end, Some(failed))]);
        // What fails is halved; the first half goes first.
        while let Some((from, to, failed)) = rest.pop() {
            let error = match failed {
                Some(error) => error,
                None => match self.some_of(from, to, now, unread).await {
                    Ok(some) => {
                        found.extend(some);
                        continue;
                    }
                    Err(error) => error,
                },
            };
            self.open_or_closed()?;
            let is_end =
                unread.in_a_row > Unread::MOST && self.some_of(to, to, now, unread).await.is_err();
            if from == to || is_end {
                unread.note(from, Some(to), &error);
                continue;
            }
            let middle = from.midpoint(to);
            rest.push((middle + 1, to, None));
            rest.push((from, middle, None));
        }
        Ok((found, end))
    }

    async fn some_of(
        &self,
        from: Seq,
        to: Seq,
        now: i64,
        unread: &mut Unread,
    ) -> Result<Vec<(Seq, Stored)>> {
        let size = u32::try_from(to - from + 1).unwrap_or(PAGE);
        match self.store.read(from, size).await {
            Ok(mut some) => {
                unread.worked();
                some.retain(|(seq, _)| *seq <= to);
                Ok(some)
            }
            Err(error) => {
                unread.failed(now);
                Err(error)
            }
        }
    }

    /// What this page still knows of records whose newest version cannot be read, as lines.
    pub(super) fn salvaged(&self, unread: &Unread, made: &mut Made) -> Vec<String> {
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        let mut lost: Vec<(Key<'_>, Written, bool)> = Vec::new();
        for (_, head) in state.heads.all() {
            let written = Written {
                rev: head.rev,
                place: head.place,
                parts: head.parts,
                at: head.written_at(),
            };
            if !matches!(head.life, Life::Unreadable(..)) {
                lost.push((Key::medallion(&head.id), written, matches!(head.life, Life::Live(_))));
            }
        }
        for (kind, id, head) in state.records.all() {
            if !matches!(head.state, RecordState::Unreadable(..)) {
                lost.push((Key { kind, id }, head.written, head.state == RecordState::Live));
            }
        }
        lost.retain(|(_, written, _)| unread.holds(*written));
        sort_by(&mut lost, |one, other| one.1.place.cmp(&other.1.place));
        let mut lines = Vec::new();
        for (Key { kind, id }, written, is_live) in lost {
            let body = state.cache.get(written.place.number()).filter(|_| is_live);
            if is_live && body.is_none() {
                continue;
            }
            made.see(Key { kind, id }, is_live);
            let event = if is_live { EventType::Imported } else { EventType::Deleted };
            let actor = Actor::system();
            let header = Header {
                kind: kind.as_str(),
                id,
                rev: written.rev,
                prev: None,
                import: None,
                event: event.as_str(),
                reason: Some("what was stored could not be read"),
                actor: actor.as_str(),
                at: written.at,
                written: None,
                old: None,
                new: None,
            };
            lines.push(header.with_body(body.as_deref()));
        }
        lines
    }
}
