//! An open workspace: what every use case stands on. How it is written is in `write_path.rs`.
//!
//! Whatever changes the state holds the turn; nothing is borrowed while something is awaited or
//! while a listener runs.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};

use super::condition::{Condition, StorageNotice};
use super::grouping::Group;
use super::image::Imaging;
use super::imports::Telling;
use super::operations::{Validator, Validators};
use super::room::RoomWatch;
use super::state::{Change, State};
use super::turnstile::{Turn, Turnstile};
use crate::domain::error::{Error, Result};
use crate::store::{Durability, Seq, Signal, Store};

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
    /// Up to where a look that waits for its turn is to see, at least; 0 if none waits.
    awaited: Cell<Seq>,
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
    /// Before this entry the history is not looked through again from here.
    pub(super) not_before: Cell<Seq>,
}

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
            awaited: Cell::new(0),
            is_doubtful: Cell::new(false),
            condition: Condition::default(),
            room: RoomWatch::default(),
            durability: Cell::new(durability),
            spawn: spawn.clone(),
            validators: Validators::default(),
            importing: Cell::new(None),
            telling: Cell::new(None),
            not_before: Cell::new(0),
        });
        let page = workspace.restore().await;
        workspace.catch_up_with(page, false).await?;
        let weak = Rc::downgrade(&workspace);
        workspace.store.listen(Rc::new(move |signal| {
            let Some(workspace) = weak.upgrade() else { return };
            let news = match signal {
                Signal::Advanced(head) if head <= workspace.state.borrow().known => return,
                Signal::Advanced(head) => head,
                Signal::Resumed => Seq::MAX,
                Signal::Waiting => return workspace.condition.tell(StorageNotice::Waiting),
                // Somebody may have deleted the data: whoever is idle must hear of it, too. Looking
                // may fail in the same way, so it is done once.
                Signal::Closed if workspace.is_doubtful.replace(true) => return,
                Signal::Closed => Seq::MAX,
            };
            let awaited = workspace.awaited.get();
            workspace.awaited.set(awaited.max(news));
            if awaited == 0 {
                // What cannot be read now is read by the next command, which says so.
                spawn(Box::pin(async move { drop(workspace.look().await) }));
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

    /// Sees what others told of, if nobody did meanwhile.
    async fn look(&self) -> Result<()> {
        let _turn = self.turn.enter().await;
        let awaited = self.awaited.take();
        if awaited <= self.state.borrow().known {
            return Ok(());
        }
        let seen = self.catch_up(true).await;
        if awaited == Seq::MAX {
            self.is_doubtful.set(false);
        }
        seen
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

    /// Whether nothing is being done with what it knows in this moment.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.state.try_borrow_mut().is_ok()
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
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace")
            .field("known", &self.state.borrow().known)
            .finish_non_exhaustive()
    }
}
