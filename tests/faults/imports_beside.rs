//! What others do while an import in several commits is under way.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::service::{
    Imaging, ImportReport, Medallions, OnConflict, Taking, Workspace, operations,
};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Store};
use medallion::{Code, Result};

use super::commands::{caller, everything, open};
use super::imports::{entries, file, import, log, new};
use crate::cases::faulty::Faulty;
use crate::cases::samples::{at, document, read};
use crate::cases::watched::Watched;
use crate::cases::world::{Task, join, step_aside};

type Deed = fn(Rc<Workspace>, Medallions) -> Task<'static, ()>;

/// An import during which another tab does something once, before the n-th commit of it; what is
/// there afterwards. None if there is no such commit.
async fn disturbed(n: usize, deed: Deed) -> Option<(MemoryStore, Result<ImportReport>)> {
    let (file, log) = (file().await, log().await);
    let (other, theirs) = open(Rc::new(log.connect())).await;
    let was_done = Rc::new(Cell::new(false));
    let done = was_done.clone();
    let watched = Watched::new(log.connect(), move |number| {
        let is_now = number == n && !done.replace(done.get() || number == n);
        let (other, theirs) = (other.clone(), theirs.clone());
        Box::pin(async move {
            if is_now {
                deed(other, theirs).await;
            }
        })
    });
    let (workspace, _) = open(Rc::new(watched)).await;
    let answer = import(&workspace, &file).await;
    assert_eq!(workspace.health(false).await.unwrap().problems.len(), 0);
    was_done.get().then_some((log, answer))
}

/// Does this before each commit, one after the other, and looks at what comes of it.
async fn always(deed: Deed, check: impl AsyncFn(Medallions, ImportReport)) {
    let mut n = 0;
    while let Some((log, answer)) = disturbed(n, deed).await {
        check(open(Rc::new(log.connect())).await.1, answer.unwrap()).await;
        // What was given up on the way is empty.
        let bodies = entries(&log).await.concat().matches("About med-30.").count();
        assert_eq!(bodies, 1, "before commit {n}");
        n += 1;
    }
    assert!(n > 5);
}

#[test]
fn what_others_write_meanwhile_stays() {
    block_on(always(
        |_, theirs| {
            Box::pin(async move { theirs.create(new("med-new", 0)).await.map(drop).unwrap() })
        },
        async |tab, report| {
            assert_eq!((tab.count(), report.records), (42, 40));
            assert!(tab.get("med-new").await.unwrap().is_some());
        },
    ));
}

#[test]
fn what_others_change_of_what_is_in_the_file_is_decided_upon_again() {
    block_on(async {
        // A newer version of what is older here: it wins.
        let newer: Deed = |_, theirs| {
            let newer = read(&document("med-1", &["newest"], &[], &at(3_000)));
            Box::pin(async move { theirs.update(newer, None).await.map(drop).unwrap() })
        };
        always(newer, async |tab, report| {
            assert_eq!((tab.count(), report.records), (41, 39));
            assert_eq!(tab.version("med-1"), Some(2));
            let found = tab.get("med-1").await.unwrap().unwrap().json().to_owned();
            assert!(found.contains("newest"), "{found}");
        })
        .await;
        // One that was not here at all.
        let made: Deed = |_, theirs| {
            Box::pin(async move { theirs.create(new("med-7", 3_000)).await.map(drop).unwrap() })
        };
        always(made, async |tab, report| {
            assert_eq!((tab.count(), report.records), (41, 39));
            assert_eq!(tab.history("med-7").await.unwrap().len(), 1);
        })
        .await;
        // One that goes, and then comes anew out of the file.
        let erased: Deed =
            |_, theirs| Box::pin(async move { assert!(theirs.erase("med-2").await.unwrap()) });
        always(erased, async |tab, report| {
            assert_eq!((tab.count(), report.records), (41, 41));
            assert_eq!(tab.history("med-2").await.unwrap().len(), 1);
        })
        .await;
    });
}

#[test]
fn of_two_at_once_the_later_one_is_done_and_the_other_says_so() {
    block_on(async {
        let (mut n, mut refused) = (1, 0);
        let later: Deed = |workspace, _| {
            Box::pin(async move {
                assert_eq!(import(&workspace, &file().await).await.unwrap().records, 40);
            })
        };
        while let Some((log, answer)) = disturbed(n, later).await {
            let (workspace, tab) = open(Rc::new(log.connect())).await;
            // One that was about to end finds all of it there.
            match answer {
                Ok(report) => assert_eq!(report.records, 0, "before commit {n}"),
                Err(error) => {
                    assert_eq!(error.code(), Code::Conflict, "before commit {n}");
                    refused += 1;
                }
            }
            assert_eq!(tab.count(), 41);
            assert_eq!(entries(&log).await.concat().matches("About med-30.").count(), 1);
            assert_eq!(import(&workspace, &file().await).await.unwrap().records, 0);
            n += 1;
        }
        assert!(refused > 3, "{refused} of {n}");
    });
}

#[test]
fn an_image_that_was_made_meanwhile_hides_and_shows_nothing() {
    block_on(async {
        let (file, log) = (file().await, log().await);
        let tasks: Rc<RefCell<Vec<Task<'static, ()>>>> = Rc::default();
        let spawned = tasks.clone();
        let spawn: medallion::service::Spawn = Rc::new(move |task| spawned.borrow_mut().push(task));
        let imaging = Imaging { records: 1, tail: 1 };
        let (store, made) = (log.connect(), Rc::new(Cell::new(0)));
        let count = made.clone();
        let imaged = move || -> Task<'static, Rc<Workspace>> {
            let (store, spawn, tasks) = (store.connect(), spawn.clone(), tasks.clone());
            let count = count.clone();
            Box::pin(async move {
                let image = store.connect();
                let open =
                    Workspace::open_with(Rc::new(store), Durability::Relaxed, spawn, imaging);
                let workspace = open.await.unwrap();
                for task in tasks.take() {
                    task.await;
                }
                count.set(count.get() + usize::from(!image.image().await.unwrap().is_empty()));
                workspace
            })
        };
        let image = imaged.clone();
        let watched = Rc::new(Watched::new(log.connect(), move |_| {
            let image = image();
            Box::pin(async move {
                let workspace = image.await;
                assert_eq!(Medallions::new(&workspace, caller()).count(), 3);
            })
        }));
        let (workspace, _) = open(watched).await;
        let before = everything(&log).await;
        import(&workspace, &file).await.unwrap();
        assert!(made.get() > 5);
        let after = everything(&log).await;
        assert_ne!(after, before);
        // The first makes one, the second reads it.
        for _ in 0..2 {
            let workspace = imaged().await;
            let tab = Medallions::new(&workspace, caller());
            assert_eq!((tab.count(), tab.history("med-7").await.unwrap().len()), (41, 5));
            assert_eq!(everything(&log).await, after);
            let report = import(&workspace, &file).await.unwrap();
            assert_eq!(report.records, 0);
        }
    });
}

/// Whoever asks about tasks for the first time while an import is taken in is answered.
#[test]
fn tasks_can_be_asked_for_while_an_import_is_taken_in() {
    block_on(async {
        let file = file().await;
        let create = operations::all().find(|own| own.name == "tasks.create").unwrap();
        let task = [String::from(r#"{"task_type":"project","title":"Soil"}"#)];
        for delay in 0..90 {
            let log = MemoryStore::new();
            let slow = || Rc::new(Faulty::new(Rc::new(log.connect()), |_| None));
            let ((here, _), (silent, _)) = (open(slow()).await, open(slow()).await);
            let imports: Task<'_, Result<()>> =
                Box::pin(async { import(&here, &file).await.map(drop) });
            let follows: Task<'_, Result<()>> = Box::pin(async {
                for _ in 0..40 {
                    silent.sync().await?;
                }
                Ok(())
            });
            let asks: Task<'_, Result<()>> = Box::pin(async {
                for _ in 0..delay {
                    step_aside().await;
                }
                silent.perform(&caller(), create, &task).await.map(drop)
            });
            for answer in join(vec![imports, follows, asks]).await {
                answer.unwrap_or_else(|error| panic!("after {delay} steps: {error:?}"));
            }
        }
    });
}

/// Whoever looks late finds the import ended, and its lines over many pages.
#[test]
fn a_tab_that_looks_late_sees_all_of_an_import_or_nothing_while_it_reads() {
    block_on(async {
        let (there, tab) = open(Rc::new(MemoryStore::new())).await;
        let all = (0..600).map(|number| new(&format!("med-{number}"), 9));
        tab.create_many(all.collect()).await.unwrap();
        let file = there.export("there", &caller(), |_, _| {}).await.unwrap();
        let log = MemoryStore::new();
        // It hears nothing, and lets others go first at each call.
        let (late, theirs) = open(Rc::new(Faulty::new(Rc::new(log.connect()), |_| None))).await;
        let (told, counts) = (Rc::new(Cell::new(0)), Rc::new(RefCell::new(Vec::new())));
        let (count, seen, counted) = (told.clone(), theirs.clone(), counts.clone());
        let stop = late.subscribe(Rc::new(move |_| {
            count.set(count.get() + 1);
            counted.borrow_mut().push(seen.count());
        }));
        let (here, _) = open(Rc::new(log.connect())).await;
        let taking = Taking { conflict: OnConflict::Newer, dry_run: false, commit: 1 };
        here.import_as(&file, &caller(), taking).await.unwrap();
        assert_eq!((theirs.count(), told.get()), (0, 0));
        let done = Rc::new(Cell::new(false));
        let (is_done, looked) = (done.clone(), counts.clone());
        let follows: Task<'_, ()> = Box::pin(async move {
            late.sync().await.unwrap();
            is_done.set(true);
        });
        let looks: Task<'_, ()> = Box::pin(async move {
            while !done.get() {
                looked.borrow_mut().push(theirs.count());
                step_aside().await;
            }
        });
        join(vec![follows, looks]).await;
        stop();
        counts.borrow_mut().dedup();
        assert_eq!(*counts.borrow(), [0, 600]);
        // Each of them, and that it has ended.
        assert_eq!(told.get(), 601);
    });
}
