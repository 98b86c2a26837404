//! What a commit is to store, and which entries it came to: one whose answer never comes is known
//! again by its first and its last.

use std::cell::RefCell;
use std::rc::Rc;

use crate::domain::error::Result;
use crate::store::{Commit, Entry, EntrySource, Seq};

/// A commit with entries that stand there, and perhaps others that are made meanwhile.
pub(super) struct Order {
    pub(super) commit: Commit,
    source: Option<Rc<dyn EntrySource>>,
    made: RefCell<Made>,
}

/// What the source made the last time.
#[derive(Default)]
struct Made {
    count: Seq,
    first: Option<Entry>,
    last: Option<Entry>,
}

impl Order {
    pub(super) fn new(commit: Commit, source: Option<Rc<dyn EntrySource>>) -> Self {
        Self { commit, source, made: RefCell::default() }
    }

    /// Hands over every entry with its key.
    pub(super) fn each(&self, take: &mut dyn FnMut(Seq, &Entry) -> Result<()>) -> Result<()> {
        for (at, entry) in (self.commit.after + 1..).zip(&self.commit.entries) {
            take(at, entry)?;
        }
        let Some(source) = &self.source else { return Ok(()) };
        self.made.take();
        source.each(&mut |entry| {
            let mut made = self.made.borrow_mut();
            made.count += 1;
            take(self.commit.after + self.commit.entries.len() as Seq + made.count, &entry)?;
            if made.first.is_none() {
                made.first = Some(entry.clone());
            }
            made.last = Some(entry);
            Ok(())
        })
    }

    /// The key of the last entry.
    pub(super) fn head(&self) -> Seq {
        self.commit.after + self.commit.entries.len() as Seq + self.made.borrow().count
    }

    /// Whether there are entries.
    pub(super) fn adds(&self) -> bool {
        self.head() > self.commit.after
    }

    /// Whether there is one entry and nothing else, which is known before any is made.
    pub(super) fn is_single(&self) -> bool {
        let Commit { entries, rewrites, image, .. } = &self.commit;
        entries.len() == 1 && rewrites.is_empty() && image.is_none() && self.source.is_none()
    }

    /// The first entry and the last.
    pub(super) fn ends(&self) -> Option<(Entry, Entry)> {
        let made = self.made.borrow();
        let first = self.commit.entries.first().or(made.first.as_ref())?;
        let last = made.last.as_ref().or(self.commit.entries.last())?;
        Some((first.clone(), last.clone()))
    }
}
