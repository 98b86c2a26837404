//! The store in memory: the semantics of the port with no browser, for native tests, Node and
//! servers. It knows no JavaScript and no clock.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::{Rc, Weak};
use std::task::Poll;

use futures_channel::oneshot;

use super::{Answer, Commit, Entry, Listener, Outcome, Room, Seq, Signal, Store, Stored};
use crate::domain::error::{Code, Error, Result};

/// A future that ends when a turn has been waited for long enough.
pub type Patience = Pin<Box<dyn Future<Output = ()>>>;

/// One connection to a log in memory. A clone is the same connection; [`MemoryStore::connect`]
/// gives another one to the same log.
#[derive(Clone)]
pub struct MemoryStore(Rc<Connection>);

struct Connection {
    log: Rc<Log>,
    closed: Cell<bool>,
    listener: RefCell<Option<Listener>>,
}

/// Who waits for the turn of a name that somebody has.
struct Queue {
    name: String,
    waiting: VecDeque<oneshot::Sender<Turn>>,
}

#[derive(Default)]
struct Log {
    entries: RefCell<Vec<Stored>>,
    image: RefCell<Vec<Stored>>,
    connections: RefCell<Vec<Weak<Connection>>>,
    turns: RefCell<Vec<Queue>>,
    patience: Option<Rc<dyn Fn() -> Patience>>,
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").field("head", &self.0.log.head()).finish_non_exhaustive()
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryStore {
    /// A connection to a new, empty log. Who waits for a turn waits until it is free.
    #[must_use]
    pub fn new() -> Self {
        Self::on(Rc::default())
    }

    /// The same with an end to the waiting: `patience` is asked for a timer at each wait, which
    /// only a platform can give.
    #[must_use]
    pub fn with_patience(patience: impl Fn() -> Patience + 'static) -> Self {
        Self::on(Rc::new(Log { patience: Some(Rc::new(patience)), ..Log::default() }))
    }

    /// Another connection to the same log.
    #[must_use]
    pub fn connect(&self) -> Self {
        Self::on(self.0.log.clone())
    }

    /// Puts something at a key past all rules, as other hands would; `false` if nothing is there.
    pub fn tamper(&self, at: Seq, stored: Stored) -> bool {
        let mut entries = self.0.log.entries.borrow_mut();
        place(at).and_then(|at| entries.get_mut(at)).map(|slot| *slot = stored).is_some()
    }

    /// Puts an image there past all rules, as other hands would.
    pub fn tamper_image(&self, image: Vec<Stored>) {
        self.0.log.image.replace(image);
    }

    fn on(log: Rc<Log>) -> Self {
        let listener = RefCell::new(None);
        let connection = Rc::new(Connection { log, closed: Cell::new(false), listener });
        connection.log.connections.borrow_mut().push(Rc::downgrade(&connection));
        Self(connection)
    }

    fn open(&self) -> Result<&Log> {
        match self.0.closed.get() {
            true => Err(Error::new(Code::Closed, "the store is closed")),
            false => Ok(&self.0.log),
        }
    }

    fn append(&self, commit: Commit) -> Result<Outcome> {
        let log = self.open()?;
        let head = log.head();
        if commit.after > head {
            return Err(Error::new(Code::Evicted, format!("entry {} is gone", commit.after)));
        }
        for (at, _) in &commit.rewrites {
            if *at == 0 || *at > head {
                return Err(Error::new(Code::Corrupt, format!("entry {at} is not there")));
            }
        }
        if commit.after < head {
            return Ok(Outcome::HeadMoved);
        }
        let grew = !commit.entries.is_empty();
        log.change(commit);
        if grew {
            self.tell_others(log.head());
        }
        Ok(Outcome::Done)
    }

    /// Nothing is borrowed while a listener runs: it may call back in, and connect or close.
    fn tell_others(&self, head: Seq) {
        let connections: Vec<_> = {
            let mut all = self.0.log.connections.borrow_mut();
            all.retain(|connection| connection.strong_count() > 0);
            all.iter().filter_map(Weak::upgrade).collect()
        };
        for connection in connections {
            if Rc::ptr_eq(&connection, &self.0) || connection.closed.get() {
                continue;
            }
            let listener = connection.listener.borrow().clone();
            if let Some(listener) = listener {
                listener(Signal::Advanced(head));
            }
        }
    }
}

impl Log {
    fn head(&self) -> Seq {
        self.entries.borrow().len() as Seq
    }

    fn change(&self, commit: Commit) {
        let mut entries = self.entries.borrow_mut();
        for (at, entry) in commit.rewrites {
            if let Some(slot) = place(at).and_then(|at| entries.get_mut(at)) {
                *slot = Stored::Entry(entry);
            }
        }
        entries.extend(commit.entries.into_iter().map(Stored::Entry));
        if let Some(image) = commit.image {
            self.image.replace(image.into_iter().map(Stored::Entry).collect());
        }
    }

    /// Takes the turn, or a place in the queue for it.
    fn queue(self: &Rc<Self>, name: &str) -> Result<Turn, oneshot::Receiver<Turn>> {
        let mut turns = self.turns.borrow_mut();
        let Some(queue) = turns.iter_mut().find(|queue| queue.name == name) else {
            turns.push(Queue { name: name.to_owned(), waiting: VecDeque::new() });
            return Ok(Turn { log: self.clone(), name: name.to_owned() });
        };
        let (sender, receiver) = oneshot::channel();
        queue.waiting.push_back(sender);
        Err(receiver)
    }
}

fn place(at: Seq) -> Option<usize> {
    usize::try_from(at).ok()?.checked_sub(1)
}

/// A turn that is held. It travels to the next in the queue; one that gave up drops it on arrival,
/// which hands it on.
struct Turn {
    log: Rc<Log>,
    name: String,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let next = {
            let mut turns = self.log.turns.borrow_mut();
            let own = turns.iter().position(|queue| queue.name == self.name);
            let queue = own.and_then(|own| turns.get_mut(own));
            let next = queue.and_then(|queue| queue.waiting.pop_front());
            if let (None, Some(own)) = (&next, own) {
                turns.swap_remove(own);
            }
            next
        };
        if let Some(next) = next {
            let turn = Self { log: self.log.clone(), name: std::mem::take(&mut self.name) };
            let _ = next.send(turn);
        }
    }
}

impl Store for MemoryStore {
    fn commit(&self, commit: Commit) -> Answer<'_, Outcome> {
        Box::pin(async move { self.append(commit) })
    }

    fn read(&self, from: Seq, limit: u32) -> Answer<'_, Vec<(Seq, Stored)>> {
        Box::pin(async move {
            let entries = self.open()?.entries.borrow();
            let from = from.max(1);
            let tail = place(from).and_then(|at| entries.get(at..)).unwrap_or_default();
            let tail = tail.iter().take(limit as usize).zip(from..);
            Ok(tail.map(|(stored, at)| (at, stored.clone())).collect())
        })
    }

    fn get(&self, keys: Vec<Seq>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(async move {
            let entries = self.open()?.entries.borrow();
            let found = |at: Seq| place(at).and_then(|at| entries.get(at)).cloned();
            Ok(keys.into_iter().map(found).collect())
        })
    }

    fn get_lines(&self, places: Vec<(Seq, u32)>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(async move {
            let entries = self.open()?.entries.borrow();
            let found = |(at, line)| place(at).and_then(|at| entries.get(at))?.line(line);
            Ok(places.into_iter().map(found).collect())
        })
    }

    fn image(&self) -> Answer<'_, Vec<Stored>> {
        Box::pin(async move { Ok(self.open()?.image.borrow().clone()) })
    }

    fn flush(&self) -> Answer<'_, ()> {
        Box::pin(async move { self.open().map(|_| ()) })
    }

    fn room(&self) -> Answer<'_, Room> {
        Box::pin(async move {
            let entries = self.open()?.entries.borrow();
            let bytes = |stored: &Stored| match stored {
                Stored::Entry(Entry { text, .. }) => text.len() as f64,
                Stored::Damaged(_) => 0.0,
            };
            let used = entries.iter().map(bytes).sum();
            Ok(Room { used: Some(used), quota: None, persisted: Some(false) })
        })
    }

    fn persist(&self) -> Answer<'_, bool> {
        Box::pin(async move { self.open().map(|_| false) })
    }

    fn close(&self) {
        self.0.closed.set(true);
        let listener = self.0.listener.take();
        drop(listener);
    }

    fn listen(&self, listener: Listener) {
        let before = self.0.listener.replace(Some(listener));
        drop(before);
    }

    fn turn<'a>(&'a self, name: &str) -> Answer<'a, Box<dyn Any>> {
        let name = name.to_owned();
        Box::pin(async move {
            self.open()?;
            let log = &self.0.log;
            let waiting = match log.queue(&name) {
                Ok(turn) => return Ok(Box::new(turn) as Box<dyn Any>),
                Err(waiting) => waiting,
            };
            let mut waiting = pin!(waiting);
            let mut patience = log.patience.as_ref().map(|start| start());
            let turn = poll_fn(|context| match waiting.as_mut().poll(context) {
                Poll::Ready(Ok(turn)) => Poll::Ready(Box::new(turn) as Box<dyn Any>),
                Poll::Ready(Err(_)) => Poll::Ready(Box::new(()) as Box<dyn Any>),
                Poll::Pending => match patience.as_mut() {
                    Some(end) => end.as_mut().poll(context).map(|()| Box::new(()) as Box<dyn Any>),
                    None => Poll::Pending,
                },
            })
            .await;
            Ok(turn)
        })
    }
}
