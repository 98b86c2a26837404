//! What is said before there is no room left.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::event::EventType;
use medallion::domain::time::Timestamp;
use medallion::service::{OnConflict, StorageNotice, Taking};
use medallion::store::memory::MemoryStore;
use medallion::store::{Answer, Commit, Outcome, Room, Store, Stored};
use medallion::{Code, Error};

use crate::cases::native::world;
use crate::cases::passed_on::passed_on;
use crate::cases::samples::{at, document, draft};

/// A store on a disk of which this much is used.
struct Disk {
    inner: MemoryStore,
    quota: Option<f64>,
    used: Rc<Cell<f64>>,
    looks: Rc<Cell<u32>>,
}

impl Store for Disk {
    passed_on! { commit read get image flush persist close listen turn }

    fn room(&self) -> Answer<'_, Room> {
        self.looks.set(self.looks.get() + 1);
        let room = Room { used: Some(self.used.get()), quota: self.quota, persisted: None };
        Box::pin(async move { Ok(room) })
    }
}

/// What is told while each of these is used in turn of a quota, with a megabyte written each time.
fn told(quota: Option<f64>, used: &[f64]) -> Vec<usize> {
    block_on(async {
        let world = world();
        let (now, looks) = (Rc::new(Cell::new(0.0)), Rc::new(Cell::new(0)));
        let inner = MemoryStore::new();
        let disk = Disk { inner, quota, used: now.clone(), looks: looks.clone() };
        let workspace = world.workspace_on(Rc::new(disk)).await;
        let tab = world.medallions(&workspace);
        let told = Rc::new(RefCell::new(Vec::new()));
        let (own, turn) = (told.clone(), Rc::new(Cell::new(0)));
        let number = turn.clone();
        let stop = workspace.watch_storage(Rc::new(move |notice| {
            assert_eq!(notice, StorageNotice::LowSpace);
            own.borrow_mut().push(number.get());
        }));
        for (step, used) in used.iter().enumerate() {
            now.set(*used);
            turn.set(step);
            let mut large = document(&format!("med-{step}"), &["n"], &[], &at(0));
            large["later"] = serde_json::json!("x".repeat(1_100_000));
            tab.create(draft(&large)).await.unwrap();
            // It is looked at beside the commit, and once for so much.
            assert_eq!(looks.get() as usize, step);
            tab.create(draft(&document(&format!("small-{step}"), &["n"], &[], &at(0))))
                .await
                .unwrap();
            world.settle().await;
            assert_eq!(looks.get() as usize, step + 1);
        }
        stop();
        told.take()
    })
}

#[test]
fn it_is_said_once_when_more_than_four_fifths_are_used_and_again_after_that_has_passed() {
    let (quota, share) = (1e9, |part: f64| part * 1e7);
    let used = [79.0, 81.0, 75.0, 81.0, 60.0, 90.0].map(share);
    assert_eq!(told(Some(quota), &used), [1, 5]);
    assert_eq!(told(None, &used[..3]), [0; 0]);
}

#[test]
fn it_is_said_when_less_than_16_megabytes_are_left() {
    assert_eq!(told(Some(40e6), &[20e6, 25e6, 1e6]), [1]);
}

#[test]
fn health_says_it_too() {
    block_on(async {
        let world = world();
        let used = Rc::new(Cell::new(0.0));
        let disk = Disk {
            inner: MemoryStore::new(),
            quota: Some(1e9),
            used: used.clone(),
            looks: Rc::default(),
        };
        let workspace = world.workspace_on(Rc::new(disk)).await;
        for (now, is_low) in [(1e8, false), (9e8, true), (1e8, false)] {
            used.set(now);
            assert_eq!(workspace.health(false).await.unwrap().low_space, is_low);
        }
        let event = StorageNotice::LowSpace.event("w", Timestamp::from_millis(0));
        assert_eq!(event.event_type, EventType::LowSpace);
        assert_eq!(event.new_value.unwrap().text(), "{\"code\":\"QUOTA\"}");
    });
}

/// A disk as Chromium counts it: what was too large takes its room, too, and then all is refused.
struct Narrow {
    inner: MemoryStore,
    quota: f64,
    used: Cell<f64>,
}

impl Store for Narrow {
    fn commit(&self, commit: Commit) -> Answer<'_, Outcome> {
        let rewrites = commit.rewrites.iter().map(|(_, entry)| entry);
        let size: usize = commit.entries.iter().chain(rewrites).map(|own| own.text.len()).sum();
        self.used.set(self.used.get() + size as f64);
        match self.used.get() > self.quota {
            true => Box::pin(async { Err(Error::new(Code::Quota, "no room")) }),
            false => self.inner.commit(commit),
        }
    }

    fn room(&self) -> Answer<'_, Room> {
        let room = Room { used: Some(self.used.get()), quota: Some(self.quota), persisted: None };
        Box::pin(async move { Ok(room) })
    }

    passed_on! { read get image flush persist close listen turn }
}

#[test]
fn a_file_that_is_too_large_leaves_room_to_write_and_nothing_of_itself() {
    block_on(async {
        let world = world();
        let there = world.another("there").workspace().await;
        let tab = world.medallions(&there);
        for number in 0..5 {
            let mut large = document(&format!("med-{number}"), &["n"], &[], &at(0));
            large["later"] = serde_json::json!("x".repeat(1_000_000));
            tab.create(draft(&large)).await.unwrap();
        }
        let file = there.export("there", &world.caller(), |_, _| {}).await.unwrap();
        for quota in [8.5e6, 10.5e6] {
            let log = MemoryStore::new();
            let disk = Narrow { inner: log.connect(), quota, used: Cell::new(0.0) };
            let workspace = world.workspace_on(Rc::new(disk)).await;
            let tab = world.medallions(&workspace);
            tab.create(draft(&document("own", &["n"], &[], &at(0)))).await.unwrap();
            let taking = Taking { conflict: OnConflict::Newer, dry_run: false, commit: 1 << 20 };
            let error = workspace.import_as(&file, &world.caller(), taking).await.unwrap_err();
            assert_eq!(error.code(), Code::Quota);
            tab.create(draft(&document("another", &["n"], &[], &at(0)))).await.unwrap();
            assert!(tab.erase("own").await.unwrap());
            assert!(workspace.health(false).await.unwrap().problems.is_empty());
            let entries = log.read(1, u32::MAX).await.unwrap();
            let size = |(_, stored): &(u64, Stored)| match stored {
                Stored::Entry(entry) => entry.text.len(),
                Stored::Damaged(what) => panic!("{what}"),
            };
            assert!(entries.iter().map(size).sum::<usize>() < 20_000);
        }
    });
}
