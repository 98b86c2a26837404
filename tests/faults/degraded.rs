//! A disk that fails: reading goes on, writing says so with its code, everybody who wants to know
//! is told, and it heals when the disk does.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::Code;
use medallion::domain::medallion::Status;
use medallion::service::{EventFilter, Medallions, ProblemKind, StorageNotice, Workspace};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Signal, Store};

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
        Self::on(fault, plan).await
    }

    async fn on(
        fault: Rc<Cell<Option<Code>>>,
        plan: impl Fn(Call) -> Option<Fault> + 'static,
    ) -> Self {
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

/// A connection that goes, and what is found then: nothing, that it cannot be read, or all there was.
#[test]
fn who_is_idle_hears_of_the_loss_when_the_connection_goes() {
    block_on(async {
        for found in [Some(Code::Evicted), Some(Code::Unavailable), None] {
            let (fault, looks): (Rc<Cell<Option<Code>>>, Rc<Cell<u32>>) = Default::default();
            let (own, count) = (fault.clone(), looks.clone());
            let plan = move |call| {
                count.set(count.get() + u32::from(call == Call::Read));
                own.get().filter(|_| call == Call::Read).map(Fault::Fails)
            };
            let store = Rc::new(Faulty::new(Rc::new(MemoryStore::new()), plan));
            let world = world();
            let workspace = world.workspace_on(store.clone()).await;
            let told: Rc<RefCell<Vec<StorageNotice>>> = Rc::default();
            let keep = told.clone();
            drop(workspace.watch_storage(Rc::new(move |notice| keep.borrow_mut().push(notice))));
            fault.set(found);
            looks.set(0);
            // It is lost again and again while it is looked for.
            store.signal(Signal::Closed);
            store.signal(Signal::Closed);
            assert_eq!(*told.borrow(), []);
            world.settle().await;
            assert_eq!(looks.get(), 1, "looked once");
            let expected = found.map(|code| match code {
                Code::Evicted => StorageNotice::Evicted,
                code => StorageNotice::Degraded(code),
            });
            assert_eq!(told.borrow().as_slice(), expected.as_slice());
            assert_eq!(workspace.is_there().await, found != Some(Code::Evicted));
            // The next loss is looked at, too.
            store.signal(Signal::Closed);
            assert_eq!(workspace.is_there().await, found != Some(Code::Evicted));
            assert_eq!(looks.get(), 2);
        }
    });
}

#[test]
fn what_went_before_it_was_opened_is_told_to_each_and_it_goes_on_as_a_new_one() {
    block_on(async {
        let store = Faulty::new(Rc::new(MemoryStore::new()), |_| None);
        store.lost.set(true);
        let world = world();
        let workspace = world.workspace_on(Rc::new(store)).await;
        for _ in 0..2 {
            let told: Rc<RefCell<Vec<StorageNotice>>> = Rc::default();
            let keep = told.clone();
            drop(workspace.watch_storage(Rc::new(move |notice| keep.borrow_mut().push(notice))));
            assert_eq!(*told.borrow(), [StorageNotice::Evicted]);
        }
        let health = workspace.health(false).await.unwrap();
        assert_eq!((health.problems[0].kind, health.problems.len()), (ProblemKind::Evicted, 1));
        assert!(!health.degraded && !workspace.is_evicted());
        let tab = world.medallions(&workspace);
        tab.create(draft(&document("med-1", &["n"], &[], &at(1)))).await.unwrap();
    });
}

const CALLS: [Call; 7] =
    [Call::Commit, Call::Read, Call::Get, Call::Flush, Call::Turn, Call::Room, Call::Image];

/// Whichever call fails, the health is told, and so is who subscribed.
#[test]
fn the_health_is_an_answer_whichever_call_fails() {
    block_on(async {
        for call in CALLS {
            let fault: Rc<Cell<Option<Code>>> = Rc::default();
            let own = fault.clone();
            let plan = move |made| own.get().filter(|_| made == call).map(Fault::Fails);
            let disk = Disk::on(fault, plan).await;
            let mut long = document("med-long", &["n"], &[], &at(1));
            long["later"] = serde_json::json!("x".repeat(120_000));
            disk.tab.create(draft(&long)).await.unwrap();
            for code in CODES {
                disk.told.borrow_mut().clear();
                disk.fault.set(Some(code));
                let is_writing = matches!(call, Call::Commit | Call::Flush);
                if is_writing {
                    let flushed = disk.workspace.flush().await;
                    assert!(flushed.is_err() || disk.write("med-2").await == Some(code));
                }
                let health = disk.workspace.health(false).await.unwrap();
                let known = *health.records.get("medallion").unwrap();
                assert_eq!((known, health.entries > 3), (2, true), "{call:?}");
                let is_felt = !matches!(call, Call::Turn | Call::Image);
                let is_healed = call == Call::Commit && code != Code::Quota;
                assert_eq!(health.degraded, is_felt && !is_healed, "{call:?} {code:?}");
                let is_read = matches!(call, Call::Read | Call::Get | Call::Room);
                assert_eq!(health.problems.len(), usize::from(is_read), "{call:?}");
                for problem in &health.problems {
                    assert_eq!(problem.kind, ProblemKind::Unreadable);
                    assert!(problem.message.contains(code.as_str()), "{}", problem.message);
                }
                let degraded = StorageNotice::Degraded(code);
                let is_told = is_felt && call != Call::Room;
                assert_eq!(disk.told.borrow().contains(&degraded), is_told, "{call:?}");
                // What is held here is still told.
                assert_eq!(disk.tab.count(), 2);

                disk.fault.set(None);
                if is_writing {
                    assert_eq!(disk.write("med-2").await, None);
                    assert!(disk.tab.erase("med-2").await.unwrap());
                }
                disk.workspace.sync().await.unwrap();
                let health = disk.workspace.health(false).await.unwrap();
                assert!(!health.degraded && health.problems.is_empty(), "{call:?}");
                let last = disk.told.borrow().last().copied();
                assert_eq!(last, is_told.then_some(StorageNotice::Healed), "{call:?}");
            }
        }
    });
}

#[test]
fn who_only_reads_hears_that_reading_fails_and_that_it_works_again() {
    block_on(async {
        let looks = [(Call::Get, "history"), (Call::Read, "events"), (Call::Read, "events about")];
        for ((call, look), code) in looks.into_iter().zip(CODES.into_iter().cycle()) {
            let fault: Rc<Cell<Option<Code>>> = Rc::default();
            let own = fault.clone();
            let disk =
                Disk::on(fault, move |made| own.get().filter(|_| made == call).map(Fault::Fails))
                    .await;
            let about = EventFilter { learner_id: Some("ada".into()), ..EventFilter::default() };
            let looks = async || match look {
                "history" => disk.tab.history("med-1").await.map(drop),
                "events" => disk.workspace.events(&EventFilter::default()).await.map(drop),
                _ => disk.workspace.events(&about).await.map(drop),
            };
            disk.fault.set(Some(code));
            for _ in 0..2 {
                assert_eq!(looks().await.unwrap_err().code(), code);
            }
            assert_eq!(*disk.told.borrow(), [StorageNotice::Degraded(code)], "told once");
            disk.fault.set(None);
            // Writing is not reading.
            assert_eq!(disk.write("med-2").await, None);
            assert_eq!(disk.told.borrow().len(), 1);
            looks().await.unwrap();
            assert_eq!(disk.told.borrow().last(), Some(&StorageNotice::Healed));
        }
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

#[test]
fn what_can_neither_be_read_nor_written_for_one_reason_is_told_once() {
    block_on(async {
        for code in CODES {
            let disk = Disk::with(&[Call::Read, Call::Commit]).await;
            disk.fault.set(Some(code));
            assert!(disk.workspace.sync().await.is_err());
            assert!(disk.write("med-2").await.is_some());
            assert!(disk.workspace.sync().await.is_err());
            disk.fault.set(None);
            assert_eq!(disk.write("med-2").await, None);
            let told = [StorageNotice::Degraded(code), StorageNotice::Healed];
            assert_eq!(*disk.told.borrow(), told);
        }
    });
}
