//! A disk that fails: reading goes on, writing says so with its code, everybody who wants to know
//! is told, and it heals when the disk does.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::Code;
use medallion::domain::medallion::Status;
use medallion::service::{Medallions, StorageNotice, Workspace};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Store};

use crate::cases::faulty::{Call, Fault, Faulty};
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, scope};

struct Disk {
    workspace: Rc<Workspace>,
    tab: Medallions,
    /// Which code every write fails with.
    fault: Rc<Cell<Option<Code>>>,
    told: Rc<RefCell<Vec<StorageNotice>>>,
}

impl Disk {
    async fn new() -> Self {
        Self::with(&[Call::Commit, Call::Flush]).await
    }

    async fn with(calls: &'static [Call]) -> Self {
        let fault: Rc<Cell<Option<Code>>> = Rc::default();
        let own = fault.clone();
        let plan = move |call| own.get().filter(|_| calls.contains(&call)).map(Fault::Fails);
        let store: Rc<dyn Store> = Rc::new(Faulty::new(Rc::new(MemoryStore::new()), plan));
        let workspace = Workspace::open(store, Durability::Relaxed, Rc::new(|_| {})).await.unwrap();
        let told: Rc<RefCell<Vec<StorageNotice>>> = Rc::default();
        let keep = told.clone();
        drop(workspace.watch_storage(Rc::new(move |notice| keep.borrow_mut().push(notice))));
        let tab = Medallions::new(&workspace, world().caller());
        tab.create(draft(&document("med-1", &["n"], &[], &at(1)))).await.unwrap();
        Self { workspace, tab, fault, told }
    }

    async fn write(&self, id: &str) -> Option<Code> {
        let written = self.tab.create(draft(&document(id, &["n"], &[], &at(2)))).await;
        written.err().map(|error| error.code())
    }

    async fn is_degraded(&self) -> bool {
        self.workspace.health(false).await.unwrap().degraded
    }
}

const CODES: [Code; 4] = [Code::Degraded, Code::Quota, Code::Unavailable, Code::BlockedByOtherTab];

#[test]
fn reading_goes_on_while_writing_fails_and_the_next_write_heals() {
    block_on(async {
        for code in CODES {
            let disk = Disk::new().await;
            assert!(!disk.is_degraded().await);
            disk.fault.set(Some(code));
            assert_eq!(disk.write("med-2").await, Some(code));
            assert_eq!(disk.write("med-2").await, Some(code));
            assert_eq!(*disk.told.borrow(), [StorageNotice::Degraded(code)], "told once");
            assert!(disk.is_degraded().await);

            assert!(disk.tab.get("med-1").await.unwrap().is_some());
            let found = disk
                .tab
                .latest_for_scope(&scope(&["n"], &[]), 10, &[Status::Active])
                .await
                .unwrap();
            assert_eq!((found.len(), disk.tab.count()), (1, 1), "nothing half-written is seen");
            let file = disk.workspace.export("x", &world().caller(), |_, _| {}).await.unwrap();
            assert!(file.contains("med-1") && !file.contains("med-2"));

            disk.fault.set(None);
            assert_eq!(disk.write("med-2").await, None);
            assert_eq!(disk.told.borrow().last(), Some(&StorageNotice::Healed));
            assert!(!disk.is_degraded().await);
            assert_eq!(disk.told.borrow().len(), 2);
        }
    });
}

#[test]
fn a_look_at_the_health_finds_out_that_it_healed() {
    block_on(async {
        let disk = Disk::new().await;
        disk.fault.set(Some(Code::Degraded));
        assert_eq!(disk.write("med-2").await, Some(Code::Degraded));
        assert!(disk.is_degraded().await);
        disk.fault.set(None);
        assert!(!disk.is_degraded().await);
        assert_eq!(disk.told.borrow().last(), Some(&StorageNotice::Healed));
    });
}

/// A flush writes next to nothing, so that it works says little of a disk that is full.
#[test]
fn a_full_disk_is_not_healed_by_writing_nothing() {
    block_on(async {
        let disk = Disk::with(&[Call::Commit]).await;
        disk.fault.set(Some(Code::Quota));
        assert_eq!(disk.write("med-2").await, Some(Code::Quota));
        disk.workspace.flush().await.unwrap();
        assert!(disk.is_degraded().await);
        disk.fault.set(None);
        assert_eq!(disk.write("med-2").await, None);
        assert!(!disk.is_degraded().await);
    });
}

#[test]
fn what_is_wrong_with_a_command_is_no_fault_of_the_disk() {
    block_on(async {
        let disk = Disk::new().await;
        assert_eq!(disk.write("med-1").await, Some(Code::AlreadyExists));
        assert_eq!(disk.tab.delete("med-x").await.ok(), Some(false));
        assert_eq!(*disk.told.borrow(), []);
    });
}

#[test]
fn data_that_went_is_told_once_and_never_heals() {
    block_on(async {
        for calls in [&[Call::Commit, Call::Flush] as &[Call], &[Call::Read]] {
            let disk = Disk::with(calls).await;
            disk.fault.set(Some(Code::Evicted));
            for _ in 0..2 {
                let _ = disk.write("med-2").await;
                let _ = disk.workspace.sync().await;
            }
            assert_eq!(*disk.told.borrow(), [StorageNotice::Evicted]);
            assert!(disk.workspace.is_evicted());
            disk.fault.set(None);
            let _ = disk.write("med-2").await;
            assert!(disk.workspace.is_evicted());
            assert_eq!(disk.told.borrow().len(), 1);
        }
    });
}
