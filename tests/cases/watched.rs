//! A store that keeps every commit that was done, and lets others go first before each.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use medallion::store::memory::MemoryStore;
use medallion::store::{Answer, Commit, Outcome, Store};

use super::passed_on::passed_on;
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

    passed_on! { read get image flush room persist close listen turn }
}
