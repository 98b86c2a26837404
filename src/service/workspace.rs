//! The one write path, and what every use case stands on.
//!
//! A command reads what it needs, decides, and commits once; when another tab was faster, it
//! catches up and decides again. Whatever changes the state holds the turn; nothing is borrowed
//! while something is awaited or while a listener runs.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};

use rustc_hash::FxHashMap;

use super::condition::{Condition, StorageNotice};
use super::decision::{Content, Decide, Key, Known, Plan, Planned, keeping, nothing_decided};
use super::environment::{Between, Caller};
use super::grouping::Group;
use super::image::Imaging;
use super::imports::Telling;
use super::journal::{self, Place, Placed};
use super::operations::{Validator, Validators};
use super::packing;
use super::records::Written;
use super::room::RoomWatch;
use super::state::{Change, News, State};
use super::turnstile::{Turn, Turnstile};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::Event;
use crate::domain::schema::Reader;
use crate::domain::time::Timestamp;
use crate::store::{Commit, Durability, Outcome, Seq, Signal, Store};

/// Runs a task beside the others; what it is depends on the platform.
pub type Spawn = Rc<dyn Fn(Pin<Box<dyn Future<Output = ()>>>)>;

/// Who is told of changes.
pub type Listener = Rc<dyn Fn(&Change)>;

/// An open workspace.
pub struct Workspace {
    pub(super) store: Rc<dyn Store>,
    pub(super) state: RefCell<State>,
    pub(super) own: Weak<Self>,
    pub(super) imaging: Imaging,
    turn: Turnstile,
    pub(super) group: Group,
    pub(super) listeners: RefCell<Vec<(u64, Listener)>>,
    pub(super) next_listener: Cell<u64>,
    closed: Cell<bool>,
    /// Whether the connection was lost, and it was not looked yet what became of the data.
    is_doubtful: Cell<bool>,
    pub(super) condition: Condition,
    pub(super) room: RoomWatch,
    pub(super) durability: Cell<Durability>,
    pub(super) spawn: Spawn,
    pub(super) validators: Validators,
    /// Which import is this connection's, while it takes it in.
    pub(super) importing: Cell<Option<Seq>>,
    /// Which import is being told of.
    pub(super) telling: Cell<Option<Telling>>,
}

/// How often a command is decided again because what it read has changed (design section 4).
pub(super) const TRIES: u32 = 5;

/// How many entries are read at once.
pub(super) const PAGE: u32 = 256;

impl Workspace {
    /// Reads what a store holds and follows it from now on.
    ///
    /// # Errors
    /// What the store says.
    pub async fn open(
        store: Rc<dyn Store>,
        durability: Durability,
        spawn: Spawn,
    ) -> Result<Rc<Self>> {
        Self::open_with(store, durability, spawn, Imaging::default()).await
    }

    /// The same, with an opinion on when an image is worth its while.
    ///
    /// # Errors
    /// What the store says.
    pub async fn open_with(
        store: Rc<dyn Store>,
        durability: Durability,
        spawn: Spawn,
        imaging: Imaging,
    ) -> Result<Rc<Self>> {
        let workspace = Rc::new_cyclic(|own| Self {
            own: own.clone(),
            imaging,
            store,
            state: RefCell::new(State::new()),
            turn: Turnstile::default(),
            group: Group::default(),
            listeners: RefCell::default(),
            next_listener: Cell::new(0),
            closed: Cell::new(false),
            is_doubtful: Cell::new(false),
            condition: Condition::default(),
            room: RoomWatch::default(),
            durability: Cell::new(durability),
            spawn: spawn.clone(),
            validators: Validators::default(),
            importing: Cell::new(None),
            telling: Cell::new(None),
        });
        workspace.restore().await;
        workspace.catch_up(false).await?;
        let weak = Rc::downgrade(&workspace);
        workspace.store.listen(Rc::new(move |signal| {
            let Some(workspace) = weak.upgrade() else { return };
            let is_news = match signal {
                Signal::Advanced(head) => head > workspace.state.borrow().known,
                Signal::Resumed => true,
                Signal::Waiting => {
                    workspace.condition.tell(StorageNotice::Waiting);
                    false
                }
                // Somebody may have deleted the data: whoever is idle must hear of it, too. Looking
                // may fail in the same way, so it is done once.
                Signal::Closed => !workspace.is_doubtful.replace(true),
            };
            if is_news {
                // What cannot be read now is read by the next command, which says so.
                spawn(Box::pin(async move {
                    drop(workspace.sync().await);
                    workspace.is_doubtful.set(false);
                }));
            }
        }));
        workspace.renew_image();
        Ok(workspace)
    }

    /// Sees all that other connections have committed before this call.
    ///
    /// # Errors
    /// What the store says; `CLOSED`.
    pub async fn sync(&self) -> Result<()> {
        let _turn = self.turn.enter().await;
        self.catch_up(true).await
    }

    /// Returns once everything so far is on the disk.
    ///
    /// # Errors
    /// What the store says; `CLOSED`.
    pub async fn flush(&self) -> Result<()> {
        let _turn = self.turn.enter().await;
        self.open_or_closed()?;
        self.condition.flushed(self.store.flush().await)
    }

    /// Asks the platform not to throw the data away when it needs the room.
    ///
    /// # Errors
    /// What the store says; `CLOSED`.
    pub async fn persist(&self) -> Result<bool> {
        self.open_or_closed()?;
        self.store.persist().await
    }

    /// Makes each commit from now on as sure as this, if it is not surer already.
    pub fn require(&self, durability: Durability) {
        if durability == Durability::Strict {
            self.durability.set(durability);
        }
    }

    /// Closes the workspace, after what was asked for before. Closing again changes nothing.
    pub async fn close(&self) {
        self.group.shut();
        let _turn = self.turn.enter().await;
        if !self.closed.replace(true) {
            self.listeners.borrow_mut().clear();
            self.condition.forget_all();
            self.store.close();
        }
    }

    /// Returns once what was asked for before is done.
    pub async fn settled(&self) {
        drop(self.turn.enter().await);
    }

    /// The turn, after all who came before.
    pub(super) async fn turn(&self) -> Turn {
        self.turn.enter().await
    }

    /// Whether it was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Whether its data went under it: all that it can still do is say so.
    #[must_use]
    pub fn is_evicted(&self) -> bool {
        self.condition.is_evicted()
    }

    /// Whether its data is there, as far as that can be told now: looked at if it is in doubt.
    pub async fn is_there(&self) -> bool {
        if self.is_doubtful.get() {
            drop(self.sync().await);
        }
        !self.is_evicted()
    }

    /// Lets a function of the host judge by criteria of this name, in place of a rule of ours.
    pub fn set_validator(&self, criterion_type: &str, validator: Rc<dyn Validator>) {
        self.validators.set(criterion_type, validator);
    }

    pub(super) fn open_or_closed(&self) -> Result<()> {
        if self.closed.get() { Err(Error::closed()) } else { Ok(()) }
    }

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
        let _turn = self.turn.enter().await;
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
            if self.commit(&plan).await? {
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
        let State { known: head, heads, records, model, .. } = &mut *state;
        decide(&mut Known { heads, records, model, bodies, head: *head, now })
    }

    fn revs(&self, keys: &[Key<'_>]) -> Vec<u64> {
        let state = self.state.borrow();
        keys.iter().map(|key| state.rev(*key)).collect()
    }

    /// Commits a plan; `false` if another connection was faster.
    pub(super) async fn commit(&self, plan: &Plan<()>) -> Result<bool> {
        let (packed, after) = self.pack(plan);
        let last = after + packed.entries.len() as u64;
        let commit = Commit {
            after,
            entries: packed.entries,
            rewrites: plan.rewrites.clone(),
            // What is forgotten must not stand in an image.
            image: (!plan.rewrites.is_empty()).then(Vec::new),
            durability: self.durability.get(),
        };
        let Some(size) = self.put(commit).await? else { return Ok(false) };
        let changes = self.take_in(plan, &packed.places, last);
        self.state.borrow_mut().tail += size;
        self.tell(changes);
        self.renew_image();
        Ok(true)
    }

    /// Has the store commit, and learns from what becomes of it. The answer is how many bytes were
    /// added; none if another connection was faster.
    pub(super) async fn put(&self, commit: Commit) -> Result<Option<usize>> {
        let size = commit.entries.iter().map(|entry| entry.text.len()).sum();
        let outcome = self.condition.written(self.store.commit(commit).await)?;
        if outcome == Outcome::HeadMoved {
            return Ok(None);
        }
        self.watch_room(size);
        Ok(Some(size))
    }

    fn pack(&self, plan: &Plan<()>) -> (journal::Packed, Seq) {
        let state = self.state.borrow();
        let mut packer = journal::Packer::new(state.known);
        packing::pack(&mut packer, &plan.changes, None, &|key| state.version(key));
        (packer.finish(), state.known)
    }

    /// Takes what was just committed into the state, without reading it again.
    fn take_in(&self, plan: &Plan<()>, places: &[Placed], last: Seq) -> Vec<Change> {
        let mut state = self.state.borrow_mut();
        let state = &mut *state;
        let told = !self.listeners.borrow().is_empty();
        let keep = plan.changes.len() <= 64;
        let mut changes = Vec::new();
        for (change, Placed { place, parts }) in plan.changes.iter().zip(places) {
            let rev = state.rev(change.key()) + 1;
            let at = Written { rev, place: *place, parts: *parts, at: change.at };
            let news = match &change.content {
                Content::Medallion(medallion, _) => News::Medallion(medallion),
                Content::Record(json) => {
                    Reader::new(json).map_or(News::Unreadable("is no JSON"), News::Body)
                }
                Content::Deleted => News::Deleted,
                Content::Erased => News::Erased,
            };
            state.take(change.key(), at, news);
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

    /// Whether anybody is told of changes.
    pub(super) fn is_heard(&self) -> bool {
        !self.listeners.borrow().is_empty()
    }

    pub(super) fn tell(&self, changes: Vec<Change>) {
        for change in changes {
            let listeners = self.listeners.borrow().clone();
            for (number, listener) in listeners {
                // Who was told before it may have ended it.
                let listens = self.listeners.borrow().iter().any(|(own, _)| *own == number);
                if listens {
                    listener(&change);
                }
            }
        }
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

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace")
            .field("known", &self.state.borrow().known)
            .finish_non_exhaustive()
    }
}
