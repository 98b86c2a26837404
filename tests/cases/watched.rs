//! A store that keeps every commit that was done, and lets others go first before each.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use medallion::store::memory::MemoryStore;
use medallion::store::{Answer, Commit, Listener, Outcome, Room, Seq, Store, Stored};

use super::world::Task;

/// What happens before a commit, which is counted from 0.
pub type Hook = Rc<dyn Fn(usize) -> Task<'static, ()>>;

pub struct Watched {
    inner: MemoryStore,
    hook: Hook,
    count: Cell<usize>,
    pub done: RefCell<Vec<Commit>>,
}

impl Watched {
    pub fn new(inner: MemoryStore, hook: impl Fn(usize) -> Task<'static, ()> + 'static) -> Self {
        Self { inner, hook: Rc::new(hook), count: Cell::new(0), done: RefCell::default() }
    }

    /// One before whose commits nothing happens.
    pub fn undisturbed(inner: MemoryStore) -> Self {
        Self::new(inner, |_| Box::pin(async {}))
    }
}

impl Store for Watched {
    fn commit(&self, commit: Commit) -> Answer<'_, Outcome> {
        Box::pin(async move {
            (self.hook)(self.count.replace(self.count.get() + 1)).await;
            let outcome = self.inner.commit(commit.clone()).await?;
            if outcome == Outcome::Done {
                self.done.borrow_mut().push(commit);
            }
            Ok(outcome)
        })
    }

    fn read(&self, from: Seq, limit: u32) -> Answer<'_, Vec<(Seq, Stored)>> {
        self.inner.read(from, limit)
    }

    fn get(&self, keys: Vec<Seq>) -> Answer<'_, Vec<Option<Stored>>> {
        self.inner.get(keys)
    }

    fn image(&self) -> Answer<'_, Vec<Stored>> {
        self.inner.image()
    }

    fn flush(&self) -> Answer<'_, ()> {
        self.inner.flush()
    }

    fn room(&self) -> Answer<'_, Room> {
        self.inner.room()
    }

    fn persist(&self) -> Answer<'_, bool> {
        self.inner.persist()
    }

    fn close(&self) {
        self.inner.close();
    }

    fn listen(&self, listener: Listener) {
        self.inner.listen(listener);
    }

    fn turn<'a>(&'a self, name: &str) -> Answer<'a, Box<dyn Any>> {
        self.inner.turn(name)
    }
}
