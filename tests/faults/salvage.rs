//! A disk of which some cannot be read: an export gives what can be, and says what it lacks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::service::{ImportReport, OnConflict, Workspace};
use medallion::store::memory::MemoryStore;
use medallion::store::{Answer, Seq, Store, Stored};
use medallion::{Code, Error};
use serde_json::{Value, json};

use crate::cases::native::world;
use crate::cases::passed_on::passed_on;
use crate::cases::samples::{at, document, draft, read};

/// Any read that meets one of these entries fails.
struct Holes {
    inner: MemoryStore,
    holes: Rc<RefCell<Vec<Seq>>>,
    code: Rc<Cell<Code>>,
    failed: Rc<Cell<usize>>,
}

impl Holes {
    fn check(&self, mut met: impl Iterator<Item = Seq>) -> Result<(), Error> {
        if !met.any(|seq| self.holes.borrow().contains(&seq)) {
            return Ok(());
        }
        self.failed.set(self.failed.get() + 1);
        Err(Error::new(self.code.get(), "a hole"))
    }
}

impl Store for Holes {
    passed_on! { commit image flush room persist close listen turn }

    fn read(&self, from: Seq, limit: u32) -> Answer<'_, Vec<(Seq, Stored)>> {
        Box::pin(async move {
            let found = self.inner.read(from, limit).await?;
            self.check(found.iter().map(|(seq, _)| *seq).chain([from]))?;
            Ok(found)
        })
    }

    fn get(&self, keys: Vec<Seq>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(async move {
            self.check(keys.iter().copied())?;
            self.inner.get(keys).await
        })
    }
}

struct Disk {
    workspace: Rc<Workspace>,
    tab: medallion::service::Medallions,
    holes: Rc<RefCell<Vec<Seq>>>,
    code: Rc<Cell<Code>>,
    failed: Rc<Cell<usize>>,
}

impl Disk {
    async fn on(inner: MemoryStore) -> Self {
        let (holes, failed): (Rc<RefCell<Vec<Seq>>>, Rc<Cell<usize>>) = Default::default();
        let code = Rc::new(Cell::new(Code::Degraded));
        let (own, its, count) = (holes.clone(), code.clone(), failed.clone());
        let store = Holes { inner, holes: own, code: its, failed: count };
        let world = world();
        let workspace = world.workspace_on(Rc::new(store)).await;
        Self { tab: world.medallions(&workspace), workspace, holes, code, failed }
    }

    async fn export(&self) -> Exported {
        let caller = world().caller();
        let whole = self.workspace.export("x", &caller, |_, _| {}).await;
        let mut text = String::new();
        let part = &mut |part: &str| {
            text.push_str(part);
            Ok(())
        };
        let first = self.workspace.export_parts("x", &caller, true, &|_, _| {}, part).await;
        let text = first.unwrap() + &text;
        match self.holes.borrow().is_empty() {
            true => assert_eq!(whole.unwrap().lines().count(), text.lines().count()),
            // A backup is whole or an error.
            false => {
                let error = whole.unwrap_err();
                assert_eq!(error.code(), self.code.get());
                assert!(error.message().contains("partial: true"), "{error}");
            }
        }
        let (first, rest) = text.split_once('\n').unwrap();
        let first: Value = serde_json::from_str(first).unwrap();
        let lines = rest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        // What it says of itself is true: it comes in elsewhere, and makes as many records.
        let elsewhere = world().workspace().await;
        let report = elsewhere.import(&text, &caller, OnConflict::Error, false).await.unwrap();
        let health = elsewhere.health(true).await.unwrap();
        assert!(health.problems.is_empty());
        let records: Value =
            serde_json::from_str(&medallion::domain::schema::to_json(&health.records)).unwrap();
        assert_eq!(first["records"], records);
        let tab = world().medallions(&elsewhere);
        Exported { first, lines, report, tab }
    }
}

struct Exported {
    first: Value,
    lines: Vec<Value>,
    report: ImportReport,
    tab: medallion::service::Medallions,
}

impl Exported {
    fn unread(&self) -> Vec<(u64, Option<u64>)> {
        let ranges = self.first["unread"].as_array().cloned().unwrap_or_default();
        ranges.iter().map(|own| (own["from"].as_u64().unwrap(), own["to"].as_u64())).collect()
    }

    fn lacks(&self) -> Vec<String> {
        let all = self.report.lacks.0.iter().flatten();
        all.map(|own| format!("{}: {}", own.path, own.message)).collect()
    }
}

/// A log of 600 entries: 200 medallions, each written twice and then half of them deleted.
async fn log() -> MemoryStore {
    let log = MemoryStore::new();
    let world = world();
    let workspace = world.workspace_on(Rc::new(log.connect())).await;
    let tab = world.medallions(&workspace);
    let id = |number: u32| format!("med-{number}");
    for number in 0..200 {
        tab.create(draft(&document(&id(number), &["n"], &[], &at(number)))).await.unwrap();
    }
    for number in 0..200 {
        tab.update(read(&document(&id(number), &["n"], &["new"], &at(1000 + number))), None)
            .await
            .unwrap();
    }
    for number in 0..200 {
        assert!(tab.delete(&id(number)).await.unwrap());
    }
    tab.create_many(
        (200..300).map(|own| draft(&document(&id(own), &["n"], &[], &at(own)))).collect(),
    )
    .await
    .unwrap();
    log
}

#[test]
fn all_but_the_entries_that_cannot_be_read_goes_out_and_those_are_named() {
    block_on(async {
        // Nothing of it was read before: nothing of the bodies is in memory.
        let disk = Disk::on(log().await).await;
        assert_eq!(disk.export().await.unread(), []);
        for holes in [
            vec![1],
            vec![256, 257, 258],
            vec![5, 7, 300, 400],
            (200..=330).collect(),
            (1..=560).collect(),
        ] {
            disk.holes.replace(holes.clone());
            let out = disk.export().await;
            let named: Vec<u64> =
                out.unread().iter().flat_map(|(from, to)| *from..=to.unwrap()).collect();
            assert_eq!(named, holes);
            assert_eq!(out.lacks().len(), out.unread().len());
            assert!(out.lacks()[0].contains("DEGRADED: a hole"), "{:?}", out.lacks());
            // Nothing else is missing: 600 lines of one each, and 100 in the last entries. That
            // something was deleted is still known.
            let known = holes.iter().filter(|hole| (401..=600).contains(*hole)).count();
            assert_eq!(out.lines.len(), 700 - holes.len() + known);
        }
    });
}

#[test]
fn what_was_deleted_does_not_come_back_because_that_cannot_be_read() {
    block_on(async {
        let disk = Disk::on(log().await).await;
        disk.holes.replace((401..=600).collect());
        let out = disk.export().await;
        assert_eq!((out.unread(), out.lines.len()), (vec![(401, Some(600))], 700));
        assert_eq!((out.tab.count(), out.tab.version("med-0")), (100, None));
        assert_eq!(out.tab.history("med-0").await.unwrap().len(), 2);
    });
}

#[test]
fn the_newest_version_goes_out_of_memory_where_it_is_there_and_else_an_older_one() {
    block_on(async {
        let disk = Disk::on(MemoryStore::new()).await;
        disk.tab.create(draft(&document("med-1", &["n"], &[], &at(1)))).await.unwrap();
        disk.tab.update(read(&document("med-1", &["n"], &["new"], &at(2))), None).await.unwrap();
        disk.holes.replace(vec![2]);
        let out = disk.export().await;
        let newest = out.tab.get("med-1").await.unwrap().unwrap();
        assert_eq!(newest.medallion().unwrap().scope.tags.len(), 1);
        assert_eq!(out.lines[1]["reason"], "what was stored could not be read");

        let cold = Disk::on({
            let log = MemoryStore::new();
            let warm = world().workspace_on(Rc::new(log.connect())).await;
            let file: Vec<Value> = out.lines.clone();
            assert_eq!(file.len(), 2);
            let tab = world().medallions(&warm);
            tab.create(draft(&document("med-1", &["n"], &[], &at(1)))).await.unwrap();
            tab.update(read(&document("med-1", &["n"], &["new"], &at(2))), None).await.unwrap();
            log
        })
        .await;
        cold.holes.replace(vec![2]);
        let out = cold.export().await;
        let older = out.tab.get("med-1").await.unwrap().unwrap();
        assert_eq!(older.medallion().unwrap().scope.tags.len(), 0);
    });
}

#[test]
fn a_long_body_of_which_a_part_cannot_be_read_is_left_out_and_its_neighbours_are_not() {
    block_on(async {
        let log = MemoryStore::new();
        let warm = world().workspace_on(Rc::new(log.connect())).await;
        let tab = world().medallions(&warm);
        for id in ["med-1", "med-2"] {
            let mut long = document(id, &["n"], &[], &at(1));
            long["later"] = json!(id.repeat(30_000));
            tab.create(draft(&long)).await.unwrap();
        }
        let disk = Disk::on(log.connect()).await;
        let entries = disk.workspace.health(true).await.unwrap().entries;
        // Behind the head of the first body there are as many parts as behind that of the second.
        for part in 1..entries / 2 {
            disk.holes.replace(vec![1 + part]);
            let out = disk.export().await;
            assert_eq!((out.lines.len(), &out.lines[0]["id"]), (1, &json!("med-2")), "{part}");
            assert_eq!(out.tab.count(), 1);
        }
    });
}

#[test]
fn a_disk_that_is_gone_gives_what_is_in_memory_and_is_not_asked_for_ever() {
    block_on(async {
        for code in [Code::Degraded, Code::Unavailable, Code::Evicted] {
            let disk = Disk::on(log().await).await;
            for id in ["med-200", "med-299"] {
                disk.tab.get(id).await.unwrap().unwrap();
            }
            let entries = disk.workspace.health(true).await.unwrap().entries;
            disk.holes.replace((1..=entries + 1).collect());
            disk.code.set(code);
            let out = disk.export().await;
            assert_eq!(out.unread(), [(1, None)]);
            assert!(out.lacks()[0].contains(code.as_str()));
            assert_eq!((out.tab.count(), out.lines.len()), (2, 202));
            assert!(disk.failed.get() < 600, "{}", disk.failed.get());
        }
    });
}

#[test]
fn what_is_closed_is_closed() {
    block_on(async {
        let disk = Disk::on(log().await).await;
        disk.workspace.close().await;
        let error = disk.workspace.export("x", &world().caller(), |_, _| {}).await.unwrap_err();
        assert_eq!(error.code(), Code::Closed);
    });
}
