//! Other hands at the log: entries changed past all rules.

use medallion::domain::medallion::Draft;
use medallion::service::journal::checksum;
use medallion::service::{Medallions, Workspace};
use medallion::store::memory::MemoryStore;
use medallion::store::{Commit, Durability, Entry, Store, Stored};
use std::rc::Rc;

use crate::cases::native::world;
use crate::cases::samples::{at, document, draft};

/// A log in memory that can be tampered with.
pub struct Log(pub MemoryStore);

impl Log {
    /// Three medallions in one entry, each with an earlier version in another one.
    pub async fn of_three() -> Self {
        let log = Self(MemoryStore::new());
        let (_, tab) = log.open().await;
        tab.create_many(["med-1", "med-2", "med-3"].map(first).to_vec()).await.unwrap();
        let (workspace, _) = log.open().await;
        // Every second version in one entry, as an import writes them.
        let other = Self(MemoryStore::new());
        let (from, there) = other.open().await;
        let drafts =
            ["med-1", "med-2", "med-3"].map(|id| draft(&document(id, &["n"], &[id], &at(60))));
        there.create_many(drafts.to_vec()).await.unwrap();
        let caller = world().caller();
        let file = from.export("other", &caller, |_, _| {}).await.unwrap();
        let theirs = medallion::service::OnConflict::Theirs;
        workspace.import(&file, &caller, theirs, false).await.unwrap();
        log
    }

    pub async fn open(&self) -> (Rc<Workspace>, Medallions) {
        let store = Rc::new(self.0.connect());
        let opened = Workspace::open(store, Durability::Relaxed, Rc::new(|_| {})).await;
        let workspace = opened.unwrap();
        let tab = Medallions::new(&workspace, world().caller());
        (workspace, tab)
    }

    pub async fn entry(&self, seq: u64) -> Entry {
        match self.0.read(seq, 1).await.unwrap().pop() {
            Some((_, Stored::Entry(entry))) => entry,
            other => panic!("no entry {seq}: {other:?}"),
        }
    }

    /// Changes the text of an entry and leaves its checksums.
    pub async fn alter(&self, seq: u64, change: impl Fn(&str) -> String) {
        let entry = self.entry(seq).await;
        let text = change(&entry.text);
        assert_ne!(text, entry.text, "nothing was altered");
        assert!(self.0.tamper(seq, Stored::Entry(Entry { text, ..entry })));
    }

    /// Changes the text of an entry, with checksums that are right.
    pub async fn rewrite(&self, seq: u64, change: impl Fn(&str) -> String) {
        let entry = self.entry(seq).await;
        let text = change(&entry.text);
        assert_ne!(text, entry.text, "nothing was rewritten");
        assert!(self.0.tamper(seq, Stored::Entry(signed(&text, entry.version))));
    }

    /// Adds an entry of these lines.
    pub async fn append(&self, text: &str, version: u32) {
        let after = self.0.read(1, u32::MAX).await.unwrap().len() as u64;
        let entries = vec![signed(text, version)];
        self.0.commit(Commit { after, entries, ..Commit::default() }).await.unwrap();
    }
}

/// An entry of these lines, with checksums that are right.
pub fn signed(text: &str, version: u32) -> Entry {
    let checksums = text.split('\n').map(checksum).collect();
    Entry { version, following: 0, checksums, text: text.to_owned() }
}

pub fn first(id: &str) -> Draft {
    draft(&document(id, &["n"], &[id], &at(0)))
}
