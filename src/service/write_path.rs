//! The one write path.
//!
//! A command reads what it needs, decides, and commits once; when another tab was faster, it
//! catches up and decides again.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::decision::{Content, Decide, Key, Known, Plan, Planned, keeping, nothing_decided};
use super::environment::{Between, Caller};
use super::journal::{self, Place, Placed};
use super::packing;
use super::records::Written;
use super::state::{Change, News, State};
use super::workspace::Workspace;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::Event;
use crate::domain::schema::Reader;
use crate::domain::time::Timestamp;
use crate::store::{Commit, Entry, Outcome, Seq};

/// How often a command is decided again because what it read has changed (design section 4).
pub(super) const TRIES: u32 = 5;

impl Workspace {
    /// Decides and commits, and decides again when another connection was faster. `reads` are the
    /// records whose change counts as a conflict; their bodies are there when `decide` is called.
    pub(super) async fn transact<T>(
        &self,
        caller: &Caller,
        reads: &[Key<'_>],
        decide: impl FnMut(&mut Known<'_>) -> Result<Plan<T>>,
    ) -> Result<T> {
        let mut answer = None;
        self.decide_and_commit(caller, reads, &mut keeping(&mut answer, decide)).await?;
        answer.ok_or_else(nothing_decided)
    }

    /// One copy for all commands.
    pub(super) async fn decide_and_commit(
        &self,
        caller: &Caller,
        reads: &[Key<'_>],
        decide: &mut Decide<'_>,
    ) -> Result<()> {
        let _turn = self.turn().await;
        let mut conflicts = 0;
        loop {
            self.open_or_closed()?;
            let now = caller.now()?;
            let bodies = self.bodies_of(reads).await?;
            let head = self.state.borrow().known;
            let plan = match self.decide_on(now, bodies, decide) {
                Ok(plan) if !plan.changes.is_empty() => plan,
                // No commit says whether this was decided on the newest state: look.
                decided => {
                    self.catch_up(true).await?;
                    if self.state.borrow().known == head {
                        return decided.map(|_| ());
                    }
                    continue;
                }
            };
            if self.commit(&plan.changes).await? {
                self.renew_history(caller);
                return Ok(());
            }
            let before = self.revs(reads);
            self.catch_up(true).await?;
            if self.revs(reads) != before {
                conflicts += 1;
                caller.environment.tell(Between::Conflict);
            }
            if conflicts > TRIES {
                let ids: Vec<&str> = reads.iter().map(|key| key.id).collect();
                let message =
                    format!("others changed {} each time; read it and try again", ids.join(", "));
                return Err(Error::new(Code::Conflict, message));
            }
        }
    }

    /// Lets a command decide on what is known.
    pub(super) fn decide_on(
        &self,
        now: Timestamp,
        bodies: FxHashMap<Key<'_>, Rc<str>>,
        decide: &mut Decide<'_>,
    ) -> Result<Plan<()>> {
        let mut state = self.state.borrow_mut();
        let State { heads, records, resident, .. } = &mut *state;
        decide(&mut Known { heads, records, resident, bodies, now })
    }

    fn revs(&self, keys: &[Key<'_>]) -> Vec<u64> {
        let state = self.state.borrow();
        keys.iter().map(|key| state.rev(*key)).collect()
    }

    /// Commits changes; `false` if another connection was faster.
    pub(super) async fn commit(&self, changes: &[Planned]) -> Result<bool> {
        self.commit_with(changes, Vec::new()).await
    }

    /// The same, with what takes the place of older entries.
    pub(super) async fn commit_with(
        &self,
        changes: &[Planned],
        rewrites: Vec<(Seq, Entry)>,
    ) -> Result<bool> {
        let (packed, after) = self.pack(changes);
        let last = after + packed.entries.len() as u64;
        let commit = Commit {
            after,
            entries: packed.entries,
            // What is forgotten must not stand in an image.
            image: (!rewrites.is_empty()).then(Vec::new),
            rewrites,
            durability: self.durability.get(),
        };
        let Some(size) = self.put(commit).await? else { return Ok(false) };
        self.follow(changes, &packed.places, last, size);
        Ok(true)
    }

    /// Follows changes that were just committed, up to the entry `last`.
    pub(super) fn follow(&self, changes: &[Planned], places: &[Placed], last: Seq, size: usize) {
        let changes = self.take_in(changes, places, last);
        self.state.borrow_mut().tail += size;
        self.tell(changes);
        self.renew_image();
    }

    /// Has the store commit, and learns from what becomes of it. The answer is how many bytes were
    /// added; none if another connection was faster.
    pub(super) async fn put(&self, commit: Commit) -> Result<Option<usize>> {
        let size = commit.entries.iter().map(|entry| entry.text.len()).sum();
        let outcome = self.store.commit(commit).await;
        Ok(self.was_stored(outcome, size)?.then_some(size))
    }

    /// Learns from what became of a commit of so many bytes; `false` if another connection was faster.
    pub(super) fn was_stored(&self, outcome: Result<Outcome>, size: usize) -> Result<bool> {
        let is_stored = self.condition.written(outcome)? == Outcome::Done;
        if is_stored {
            self.watch_room(size);
        }
        Ok(is_stored)
    }

    fn pack(&self, changes: &[Planned]) -> (journal::Packed, Seq) {
        let state = self.state.borrow();
        let mut packer = journal::Packer::new(state.known);
        packing::pack(&mut packer, changes, None, &|key| state.version(key));
        (packer.finish(), state.known)
    }

    /// Takes what was just committed into the state, without reading it again.
    fn take_in(&self, planned: &[Planned], places: &[Placed], last: Seq) -> Vec<Change> {
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        let told = self.is_heard();
        let keep = planned.len() <= 64;
        let mut changes = Vec::new();
        for (change, Placed { place, parts }) in planned.iter().zip(places) {
            let rev = change.rev_behind(state.rev(change.key()));
            let at = Written { rev, place: *place, parts: *parts, at: change.written_at() };
            let news = match &change.content {
                Content::Medallion(outline, _) => News::Medallion(outline),
                Content::Record(json) => {
                    Reader::new(json).map_or(News::Unreadable("is no JSON"), News::Body)
                }
                Content::Deleted => News::Deleted,
                Content::Erased => News::Erased,
            };
            state.take(change.key(), at, news);
            state.keeping.learn_own(change, place.entry);
            if let (Content::Medallion(_, json) | Content::Record(json), true) =
                (&change.content, keep)
            {
                state.cache.put(place.number(), json.clone());
            }
            state.count(change.actor.as_str(), change.kind);
            if told {
                changes.push(Change { event: event(change, *place), local: true });
            }
        }
        state.known = last;
        changes
    }
}

fn event(change: &Planned, place: Place) -> Event {
    Event {
        seq: place.number(),
        created_at: change.at,
        entity_type: change.kind,
        entity_id: change.id.to_string(),
        event_type: change.event,
        actor: change.actor.clone(),
        reason: change.reason.as_deref().map(str::to_owned),
        old_value: change.old.clone(),
        new_value: change.new.clone(),
        extra: Default::default(),
    }
}
