//! A store that takes its time, and lets others go first.

use std::cell::RefCell;
use std::rc::Rc;

use medallion::store::memory::MemoryStore;
use medallion::store::{Answer, Commit, Outcome, Seq, Store, Stored};

use crate::cases::faulty::Call;
use crate::cases::passed_on::passed_on;
use crate::cases::world::{Task, step_aside};

/// What others do before a page is read, or something is committed.
pub type Hook = Box<dyn Fn(Call) -> Task<'static, ()>>;

pub struct Slow {
    inner: MemoryStore,
    hook: Hook,
    /// From where pages were read.
    pub read: RefCell<Vec<Seq>>,
}

impl Slow {
    pub fn new(inner: MemoryStore, hook: impl Fn(Call) -> Task<'static, ()> + 'static) -> Rc<Self> {
        Rc::new(Self { inner, hook: Box::new(hook), read: RefCell::default() })
    }
}

impl Store for Slow {
    fn get(&self, keys: Vec<Seq>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(async move {
            step_aside().await;
            self.inner.get(keys).await
        })
    }

    fn read(&self, from: Seq, limit: u32) -> Answer<'_, Vec<(Seq, Stored)>> {
        Box::pin(async move {
            (self.hook)(Call::Read).await;
            self.read.borrow_mut().push(from);
            self.inner.read(from, limit).await
        })
    }

    fn commit(&self, commit: Commit) -> Answer<'_, Outcome> {
        Box::pin(async move {
            (self.hook)(Call::Commit).await;
            self.inner.commit(commit).await
        })
    }

    passed_on! { image flush room persist close listen turn }
}
