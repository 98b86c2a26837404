//! Writes that are issued while a commit is in flight go out together, in the next one.
//!
//! Only commands are joined that look at nothing but the records that they name: each is decided
//! by itself, and when the commit begins it is looked once more whether what it saw still holds.
//! Whoever cannot be joined, or saw what has changed since, is decided again with the turn in hand,
//! as all other commands are.

use std::cell::{Cell, RefCell};

use futures_channel::oneshot::{self, Receiver, Sender};
use rustc_hash::FxHashMap;

use super::decision::{Decide, Key, Known, Plan, Planned, keeping, nothing_decided};
use super::environment::Caller;
use super::erase::OwnKey;
use super::packing::Version;
use super::state::State;
use super::workspace::Workspace;
use crate::domain::error::Result;

/// Commands that wait for the commit in flight to end.
#[derive(Debug, Default)]
pub(super) struct Group {
    forming: RefCell<Forming>,
    /// How many commands are under way that name a record of this id.
    named: RefCell<FxHashMap<Box<str>, usize>>,
    /// Whether nobody joins any more: the workspace is being closed.
    is_shut: Cell<bool>,
}

#[derive(Debug, Default)]
struct Forming {
    members: Vec<Member>,
    /// How long their bodies are, in bytes.
    size: usize,
}

/// A command that was decided.
#[derive(Debug)]
struct Member {
    changes: Vec<Planned>,
    /// The version that it saw of each record that it names.
    seen: Vec<Version>,
    keys: Vec<OwnKey>,
    /// Whether it was stored; `false` if it must be decided again.
    done: Sender<Result<bool>>,
}

impl Member {
    fn still_holds(&self, state: &State) -> bool {
        versions(state, &self.keys) == self.seen
    }
}

fn versions(state: &State, keys: &[OwnKey]) -> Vec<Version> {
    keys.iter().map(|(kind, id)| state.version(Key { kind: *kind, id })).collect()
}

/// What becomes of a command that wants to be joined.
enum Joined {
    /// It commits for all who join until its turn comes.
    Leads(Receiver<Result<bool>>),
    /// Another one commits for it.
    Follows(Receiver<Result<bool>>),
    /// There is no room before the next commit.
    Full,
}

impl Group {
    /// More goes into another commit, in bytes: an engine copies a transaction several times.
    const FULL: usize = 4 * 1024 * 1024;
    /// A command that names more records is not joined.
    pub const FEW: usize = 64;

    fn join(&self, changes: Vec<Planned>, keys: &[OwnKey], seen: Vec<Version>) -> Joined {
        let mut forming = self.forming.borrow_mut();
        let body = |change: &Planned| change.content.body().map_or(0, str::len);
        let size: usize = changes.iter().map(body).sum();
        let is_first = forming.members.is_empty();
        if !is_first && forming.size + size > Self::FULL {
            return Joined::Full;
        }
        forming.size += size;
        let (done, receiver) = oneshot::channel();
        forming.members.push(Member { changes, seen, keys: keys.to_vec(), done });
        if is_first { Joined::Leads(receiver) } else { Joined::Follows(receiver) }
    }

    /// Lets nobody join who comes from now on.
    pub fn shut(&self) {
        self.is_shut.set(true);
    }

    /// All who have joined. Who comes now is of the next group.
    fn take(&self) -> Vec<Member> {
        self.forming.take().members
    }
}

/// A command that is under way, and the records that it names.
struct Underway<'a> {
    group: &'a Group,
    keys: &'a [OwnKey],
}

impl<'a> Underway<'a> {
    /// Also says whether no other that is under way names one of them.
    fn begin(group: &'a Group, keys: &'a [OwnKey]) -> (Self, bool) {
        let mut named = group.named.borrow_mut();
        let mut is_alone = true;
        for (_, id) in keys {
            let count = named.entry(id.clone()).or_default();
            is_alone &= *count == 0;
            *count += 1;
        }
        (Self { group, keys }, is_alone)
    }
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        let mut named = self.group.named.borrow_mut();
        for (_, id) in self.keys {
            match named.get_mut(id) {
                Some(count) if *count > 1 => *count -= 1,
                _ => drop(named.remove(id)),
            }
        }
    }
}

/// The first of a group. If it is dropped while it waits for its turn, nobody waits for it: those
/// who have joined it are decided again, each by itself.
struct Leading<'a>(Option<&'a Group>);

impl Leading<'_> {
    fn take(mut self) -> Vec<Member> {
        self.0.take().map(Group::take).unwrap_or_default()
    }
}

impl Drop for Leading<'_> {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            drop(group.take());
        }
    }
}

impl Workspace {
    /// Decides and commits, as [`transact`](Workspace::transact), for a command that looks at no
    /// other records than `keys` and changes no others: it may be committed with others. Commands
    /// that name the same record are stored in the order in which they came.
    pub(super) async fn transact_apart<T>(
        &self,
        caller: &Caller,
        keys: &[Key<'_>],
        sees_bodies: bool,
        decide: impl FnMut(&mut Known<'_>) -> Result<Plan<T>>,
    ) -> Result<T> {
        let mut answer = None;
        self.join_or_commit(caller, keys, sees_bodies, &mut keeping(&mut answer, decide)).await?;
        answer.ok_or_else(nothing_decided)
    }

    /// One copy for all commands.
    async fn join_or_commit(
        &self,
        caller: &Caller,
        keys: &[Key<'_>],
        sees_bodies: bool,
        decide: &mut Decide<'_>,
    ) -> Result<()> {
        let reads = if sees_bodies { keys } else { &[] };
        // Who brings many records has a commit of its own in any case.
        let joins = keys.len() <= Group::FEW && !self.group.is_shut.get();
        let own = keys.iter().filter(|_| joins).map(|key| (key.kind, key.id.into()));
        let own: Vec<OwnKey> = own.collect();
        let (_underway, is_alone) = Underway::begin(&self.group, &own);
        if joins && is_alone && self.commit_with_others(caller, reads, &own, decide).await? {
            return Ok(());
        }
        self.decide_and_commit(caller, reads, decide).await
    }

    /// `false` if it has to be decided with the turn in hand.
    async fn commit_with_others(
        &self,
        caller: &Caller,
        reads: &[Key<'_>],
        own: &[OwnKey],
        decide: &mut Decide<'_>,
    ) -> Result<bool> {
        loop {
            self.open_or_closed()?;
            let now = caller.now()?;
            let before = versions(&self.state.borrow(), own);
            let bodies = self.bodies_of(reads).await?;
            let seen = versions(&self.state.borrow(), own);
            let Ok(plan) = self.decide_on(now, bodies, decide) else { return Ok(false) };
            if before != seen || plan.changes.is_empty() {
                return Ok(false);
            }
            match self.group.join(plan.changes, own, seen) {
                Joined::Full => drop(self.turn().await),
                Joined::Follows(done) => return done.await.unwrap_or(Ok(false)),
                Joined::Leads(done) => {
                    let leading = Leading(Some(&self.group));
                    let _turn = self.turn().await;
                    self.commit_members(leading.take()).await;
                    self.renew_history(caller);
                    return done.await.unwrap_or(Ok(false));
                }
            }
        }
    }

    /// Commits what still holds, and tells each what became of it. The caller holds the turn.
    async fn commit_members(&self, mut members: Vec<Member>) {
        loop {
            let stale = {
                let state = self.state.borrow();
                let (holding, stale): (Vec<Member>, Vec<Member>) =
                    members.into_iter().partition(|member| member.still_holds(&state));
                members = holding;
                stale
            };
            tell(stale, &Ok(false));
            if members.is_empty() {
                return;
            }
            let counts: Vec<usize> = members.iter().map(|member| member.changes.len()).collect();
            let changes = members.iter_mut().flat_map(|member| std::mem::take(&mut member.changes));
            let changes: Vec<Planned> = changes.collect();
            let outcome = match self.open_or_closed() {
                Ok(()) => self.commit(&changes).await,
                Err(error) => Err(error),
            };
            if !matches!(outcome, Ok(false)) {
                return tell(members, &outcome);
            }
            // Another connection was faster. Most of what they saw will still hold.
            let mut changes = changes.into_iter();
            for (member, count) in members.iter_mut().zip(counts) {
                member.changes = changes.by_ref().take(count).collect();
            }
            if let Err(error) = self.catch_up(true).await {
                return tell(members, &Err(error));
            }
        }
    }
}

fn tell(members: Vec<Member>, outcome: &Result<bool>) {
    for member in members {
        // Who does not wait any more need not know.
        drop(member.done.send(outcome.clone()));
    }
}
