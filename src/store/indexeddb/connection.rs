//! The pair of connections to one database, opened together and closed together: rexie's reads,
//! the web-sys one writes, fetches by keys and hears what the browser does to both.
//!
//! They are opened when first needed and again after the browser closed them, once per try. The
//! database has a mark that it was given when it was made. After a reopening the mark must be the
//! same: a database that was deleted meanwhile, and perhaps made anew by another tab, is `EVICTED`
//! for good on this handle, and never quietly started again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Date, Math};
use wasm_bindgen::JsValue;
use web_sys::IdbDatabase;

use super::driver::Reader;
use super::failure::{self, Failure};
use super::opening::{evicted, existing};
use super::patience::Patience;
use super::signal::Ear;
use super::{MARK, commit, task};
use crate::domain::error::{Code, Error, Result};
use crate::store::{Seq, Signal};

/// Both connections, open.
pub(super) struct Pair {
    pub(super) reader: Reader,
    pub(super) writer: IdbDatabase,
    /// The newest entry that is known to stand in the log.
    pub(super) known: Cell<Seq>,
    listeners: RefCell<Vec<EventListener>>,
}

impl Drop for Pair {
    fn drop(&mut self) {
        self.writer.close();
    }
}

impl Pair {
    /// Remembers that this entry exists.
    pub(super) fn saw(&self, at: Seq) {
        self.known.set(self.known.get().max(at));
    }
}

enum State {
    Idle,
    Opening(Vec<oneshot::Sender<Result<Rc<Pair>>>>),
    Open(Rc<Pair>),
    /// Nothing more will come of it: closed by the program, or evicted.
    Ended(Error),
}

/// The way to a pair of connections.
pub(super) struct Link {
    name: String,
    ear: Ear,
    mark: RefCell<Option<JsValue>>,
    /// Whether the browser has thrown away what there was before the first opening.
    pub(super) lost: Rc<Cell<bool>>,
    state: RefCell<State>,
    pub(super) patience: Patience,
    /// Whether the last call failed although everything was tried.
    pub(super) weary: Cell<bool>,
}

/// How long an opening takes before somebody is told that it waits, in milliseconds.
const UNEASY: u32 = 1_000;

impl Link {
    pub(super) fn new(name: String, ear: Ear, patience: Patience) -> Rc<Self> {
        let (mark, state) = (RefCell::new(None), RefCell::new(State::Idle));
        let (lost, weary) = (Rc::default(), Cell::new(false));
        Rc::new(Self { name, ear, mark, lost, state, patience, weary })
    }

    /// The mark of the database, once it was opened.
    pub(super) fn mark(&self) -> Option<String> {
        self.mark.borrow().as_ref()?.as_string()
    }

    /// The pauses between tries; none as long as everything fails.
    pub(super) fn pauses(&self) -> std::slice::Iter<'static, u32> {
        if self.weary.get() { [].iter() } else { self.patience.pauses.iter() }
    }

    /// The connections, opened now if need be; who asks while they are being opened waits for the
    /// same ones.
    pub(super) async fn pair(self: &Rc<Self>) -> Result<Rc<Pair>> {
        let waiting = {
            let mut state = self.state.borrow_mut();
            let (sender, receiver) = oneshot::channel();
            match &mut *state {
                State::Open(pair) => return Ok(pair.clone()),
                State::Ended(error) => return Err(error.clone()),
                State::Opening(waiting) => waiting.push(sender),
                State::Idle => {
                    *state = State::Opening(vec![sender]);
                    let link = self.clone();
                    wasm_bindgen_futures::spawn_local(async move {
                        let opened = link.open_patiently().await;
                        link.opened(opened);
                    });
                }
            }
            receiver
        };
        waiting.await.unwrap_or_else(|_| Err(closed()))
    }

    fn opened(self: &Rc<Self>, opened: Result<Rc<Pair>>) {
        let before = self.state.replace(State::Idle);
        let State::Opening(waiting) = before else {
            // Closed while it was being opened: the pair closes as it is dropped.
            self.state.replace(before);
            return;
        };
        match &opened {
            Ok(pair) => {
                pair.listeners.replace(self.watch(&pair.writer));
                self.state.replace(State::Open(pair.clone()));
            }
            Err(error) if error.code() == Code::Evicted => {
                self.state.replace(State::Ended(error.clone()));
            }
            Err(_) => {}
        }
        for waiting in waiting {
            let _ = waiting.send(opened.clone());
        }
    }

    /// Lets go of connections that turned out dead, and says so once.
    pub(super) fn lost(&self, dead: &IdbDatabase) {
        if self.let_go(|pair| pair.writer == *dead) {
            self.ear.tell(Signal::Closed);
        }
    }

    /// Lets go of the connections for a while.
    pub(super) fn rest(&self) {
        self.let_go(|_| true);
    }

    /// What is in flight still comes to its end.
    fn let_go(&self, of: impl Fn(&Pair) -> bool) -> bool {
        let mut state = self.state.borrow_mut();
        let State::Open(pair) = &*state else { return false };
        if !of(pair) {
            return false;
        }
        let pair = pair.clone();
        *state = State::Idle;
        pair.writer.close();
        // Dropped later: this may run within one of its own listeners.
        wasm_bindgen_futures::spawn_local(async move { drop(pair) });
        true
    }

    /// Ends both connections for good.
    pub(super) fn close(&self) {
        let before = self.state.replace(State::Ended(closed()));
        match before {
            State::Open(pair) => {
                pair.writer.close();
                wasm_bindgen_futures::spawn_local(async move { drop(pair) });
            }
            State::Ended(error) => drop(self.state.replace(State::Ended(error))),
            State::Opening(waiting) => drop(waiting),
            State::Idle => {}
        }
    }

    /// Whether it was ended for good.
    pub(super) fn ended(&self) -> Option<Error> {
        match &*self.state.borrow() {
            State::Ended(error) => Some(error.clone()),
            _ => None,
        }
    }

    fn watch(self: &Rc<Self>, writer: &IdbDatabase) -> Vec<EventListener> {
        let gone = |event: &'static str| {
            let link = Rc::downgrade(self);
            let dead = writer.clone();
            EventListener::new(writer, event, move |_| {
                if let Some(link) = link.upgrade() {
                    link.lost(&dead);
                }
            })
        };
        vec![gone("close"), gone("versionchange")]
    }

    /// Tries again after each pause what often goes away by itself.
    async fn open_patiently(&self) -> Result<Rc<Pair>> {
        let ear = self.ear.clone();
        let _warning = Timeout::new(UNEASY, move || ear.tell(Signal::Waiting));
        let mut pauses = self.pauses();
        loop {
            let error = match self.open().await {
                Ok(pair) => return Ok(pair),
                Err(error) => error,
            };
            match pauses.next().filter(|_| failure::may_pass(&error)) {
                Some(pause) => task::pause(*pause).await,
                None => {
                    self.weary.set(failure::may_pass(&error));
                    return Err(error);
                }
            }
        }
    }

    async fn open(&self) -> Result<Rc<Pair>> {
        let first = self.mark.borrow().is_none();
        let limit = self.patience.opening;
        // Only the first opening may create. The writer goes first, which never does: whether the
        // database was lost is said to who finds it missing.
        let found = match existing(&self.name, limit, &self.lost).await {
            Err(error) if first && error.code() == Code::Evicted => None,
            found => Some(found?),
        };
        let reader = Reader::open(&self.name, limit).await.inspect_err(|_| {
            if let Some(writer) = &found {
                writer.close();
            }
        })?;
        let writer = match found {
            Some(writer) => writer,
            None => existing(&self.name, limit, &self.lost).await?,
        };
        let pair = Pair { reader, writer, known: Cell::new(0), listeners: RefCell::default() };
        let found = task::before(self.patience.transaction, self.found_mark(&pair, first)).await;
        let found = found.unwrap_or(Err(Failure::Silent));
        let found = found.map_err(|failure| failure.into_error("the database cannot be opened"))?;
        let expected = self.mark.borrow().clone();
        match expected {
            Some(expected) if expected != found => Err(evicted()),
            _ => {
                self.mark.replace(Some(found));
                Ok(Rc::new(pair))
            }
        }
    }

    async fn found_mark(&self, pair: &Pair, first: bool) -> Result<JsValue, Failure> {
        let found = pair.reader.meta(MARK).await?;
        if found.is_some() || !first {
            return Ok(found.unwrap_or_default());
        }
        let fresh = Array::of2(&Date::now().into(), &Math::random().into()).join("-");
        commit::mark(&pair.writer, &fresh.into()).await?;
        // Another tab may have been first: what stands there now counts for both.
        Ok(pair.reader.meta(MARK).await?.unwrap_or_default())
    }
}

fn closed() -> Error {
    Error::new(Code::Closed, "the store is closed")
}
