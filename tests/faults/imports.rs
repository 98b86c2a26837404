//! Imports in several commits: whatever happens to them, all of one is there or nothing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::event::EntityType;
use medallion::service::{
    Imaging, ImportReport, Listing, Medallions, OnConflict, Retention, Taking, Workspace,
    operations,
};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Store, Stored};
use medallion::{Code, Result};

use super::commands::{caller, everything, open};
use crate::cases::faulty::{Call, Fault, Faulty};
use crate::cases::samples::{at, document, draft, read};
use crate::cases::watched::Watched;
use crate::cases::world::{Task, join, step_aside};

/// So small that each few records are a commit.
const TAKING: Taking = Taking { conflict: OnConflict::Newer, dry_run: false, commit: 4_000 };

async fn import(workspace: &Workspace, file: &str) -> Result<ImportReport> {
    workspace.import_as(&file, &caller(), TAKING).await
}

fn new(id: &str, seconds: u32) -> medallion::domain::medallion::Draft {
    draft(&document(id, &["there"], &[id], &at(seconds)))
}

/// A file with forty medallions, one of several versions, one too long for an entry, one deleted.
async fn file() -> String {
    let (workspace, tab) = open(Rc::new(MemoryStore::new())).await;
    let all = (0..40).map(|number| new(&format!("med-{number}"), 9));
    tab.create_many(all.collect()).await.unwrap();
    let mut long = document("med-long", &["there"], &[], &at(9));
    long["later"] = serde_json::json!("x".repeat(120_000));
    tab.create(draft(&long)).await.unwrap();
    for seconds in 10..14 {
        tab.update(read(&document("med-7", &["there"], &[], &at(seconds))), None).await.unwrap();
    }
    tab.delete("med-9").await.unwrap();
    workspace.export("there", &caller(), |_, _| {}).await.unwrap()
}

/// A log in which one of those is older, one newer, and one of which the file knows nothing.
async fn log() -> MemoryStore {
    // Nobody waits for a turn: who imports at the same time finds out.
    let log = MemoryStore::with_patience(|| Box::pin(std::future::ready(())));
    let tab = open(Rc::new(log.connect())).await.1;
    tab.create_many(vec![new("med-1", 0), new("med-2", 3_000), new("own", 0)]).await.unwrap();
    log
}

async fn entries(log: &MemoryStore) -> Vec<String> {
    let text = |(_, stored)| match stored {
        Stored::Entry(entry) => entry.text,
        Stored::Damaged(what) => panic!("an entry {what}"),
    };
    log.read(1, u32::MAX).await.unwrap().into_iter().map(text).collect()
}

/// The same log once more, as it was after so many of these commits.
async fn replayed(watched: &Watched, count: usize) -> MemoryStore {
    let log = log().await;
    let commits = watched.done.borrow().clone();
    for commit in commits.into_iter().take(count) {
        log.commit(commit).await.unwrap();
    }
    log
}

#[test]
fn any_prefix_of_its_commits_shows_all_or_nothing_and_the_next_import_cleans_up() {
    block_on(async {
        let file = file().await;
        let log = log().await;
        let before = everything(&log).await;
        let watched = Rc::new(Watched::undisturbed(log.connect()));
        let (workspace, _) = open(watched.clone()).await;
        let report = import(&workspace, &file).await.unwrap();
        assert_eq!((report.records, report.skipped), (40, 1));
        let after = everything(&log).await;
        assert_ne!(before, after);
        let count = watched.done.borrow().len();
        assert!(count > 5, "{count} commits are no large import");
        for prefix in 0..=count {
            let log = replayed(&watched, prefix).await;
            let is_whole = prefix == count;
            assert_eq!(
                everything(&log).await,
                if is_whole { after.clone() } else { before.clone() }
            );
            let (workspace, tab) = open(Rc::new(log.connect())).await;
            let exported = workspace.export("x", &caller(), |_, _| {}).await.unwrap();
            assert_eq!(exported.contains("med-30"), is_whole, "after {prefix} commits");
            // What was cut off hinders nobody.
            tab.create(new("med-new", 20)).await.unwrap();
            assert!(tab.delete("med-new").await.unwrap());
            let report = import(&workspace, &file).await.unwrap();
            assert_eq!(report.records, if is_whole { 0 } else { 40 });
            let all = everything(&log).await;
            let own = |line: &&String| !line.contains("med-new");
            assert_eq!(
                all.iter().filter(own).collect::<Vec<_>>(),
                after.iter().collect::<Vec<_>>()
            );
            let bodies = entries(&log).await.concat().matches("About med-30.").count();
            assert_eq!(bodies, 1, "what was cut off after {prefix} commits is there still");
        }
    });
}

/// An import on a store whose calls fail from the k-th on, `times` of them. Says whether there was
/// such a call.
async fn with_fault(k: u64, times: u64, fault: Fault) -> bool {
    let (file, log) = (file().await, log().await);
    let calls = Rc::new(Cell::new(None::<u64>));
    let count = calls.clone();
    let plan = move |call: Call| {
        let number = count.get()?;
        let counts = fault != Fault::HeadMoved || call == Call::Commit;
        count.set(Some(number + u64::from(counts)));
        (counts && number >= k && number - k < times).then_some(fault)
    };
    let store = Rc::new(Faulty::new(Rc::new(log.connect()), plan));
    let (workspace, tab) = open(store).await;
    let before = everything(&log).await;
    calls.set(Some(0));
    let answer = import(&workspace, &file).await;
    let met = calls.replace(None).unwrap() > k;
    let seen = everything(&log).await;
    match answer {
        Ok(_) => assert_ne!(seen, before, "call {k}: said done, but is not"),
        Err(error) => {
            assert!(matches!(fault, Fault::Fails(code) if code == error.code()), "{k}: {error}");
            // It may be all there, if what failed was to read it back.
            let is_whole = tab.workspace_sees(&workspace, "med-30").await;
            assert_eq!(seen != before, is_whole, "call {k}");
            import(&workspace, &file).await.unwrap();
        }
    }
    workspace.sync().await.unwrap();
    let all = Listing { limit: usize::MAX, ..Listing::default() };
    let fresh = open(Rc::new(log.connect())).await.1;
    let here = tab.list(&all).await.unwrap();
    assert_eq!(here.total, 41);
    assert_eq!(here.total, fresh.list(&all).await.unwrap().total);
    let after = everything(&log).await;
    assert_eq!(after.iter().filter(|line| line.contains("import imported")).count(), 1, "{k}");
    met
}

trait Sees {
    async fn workspace_sees(&self, workspace: &Workspace, id: &str) -> bool;
}

impl Sees for Medallions {
    /// Once the fault is over.
    async fn workspace_sees(&self, workspace: &Workspace, id: &str) -> bool {
        workspace.sync().await.unwrap();
        self.get(id).await.unwrap().is_some()
    }
}

#[test]
fn a_call_that_fails_leaves_all_or_nothing_and_it_can_be_done_again() {
    for times in [1, u64::MAX] {
        let mut k = 0;
        while block_on(with_fault(k, times, Fault::Fails(Code::Quota))) {
            k += 1;
            assert!(k < 500, "calls without end");
        }
        assert!(k > 10, "{k} calls");
    }
}

#[test]
fn a_head_that_seems_to_have_moved_only_costs_another_try() {
    let mut k = 0;
    while block_on(with_fault(k, 1, Fault::HeadMoved)) {
        k += 1;
    }
    assert!(k > 5);
}

type Heard = Rc<RefCell<Vec<(String, bool, usize)>>>;

/// Keeps what is told, and how many medallions there are when it is.
fn heard(workspace: &Rc<Workspace>, tab: &Medallions) -> Heard {
    let heard = Heard::default();
    let (own, tab) = (heard.clone(), tab.clone());
    let stop = workspace.subscribe(Rc::new(move |change| {
        let id = change.event.entity_id.clone();
        own.borrow_mut().push((id, change.local, tab.count()));
    }));
    drop(stop);
    heard
}

#[test]
fn nobody_sees_or_hears_of_it_before_its_end_and_then_all_at_once() {
    block_on(async {
        let (file, log) = (file().await, log().await);
        let (other, theirs) = open(Rc::new(log.connect())).await;
        let newest = Retention { versions: Some(1), days: None };
        assert_eq!(other.keep(&caller(), newest).await.unwrap(), 0);
        let told = heard(&other, &theirs);
        let looks = Rc::new(Cell::new(0));
        let (looking, silent) = ((other.clone(), theirs.clone(), looks.clone()), told.clone());
        let watched = Watched::new(log.connect(), move |_| {
            let (other, theirs, looks) = looking.clone();
            let silent = silent.clone();
            Box::pin(async move {
                other.sync().await.unwrap();
                assert_eq!((theirs.count(), silent.borrow().len()), (3, 0));
                assert_eq!(theirs.version("med-1"), Some(1));
                let events = other.events(&Default::default()).await.unwrap();
                assert_eq!((events.total, events.items.len()), (4, 4));
                assert!(theirs.get("med-30").await.unwrap().is_none());
                assert_eq!(theirs.history("med-1").await.unwrap().len(), 1);
                assert_eq!(other.inspect("med-30", None).await.unwrap_err().code(), Code::NotFound);
                assert_eq!(other.keep(&caller(), newest).await.unwrap(), 0);
                assert!(other.health(false).await.unwrap().problems.is_empty());
                looks.set(looks.get() + 1);
            })
        });
        let (workspace, tab) = open(Rc::new(watched)).await;
        let own = heard(&workspace, &tab);
        import(&workspace, &file).await.unwrap();
        assert!(looks.get() > 5, "{} looks", looks.get());
        other.sync().await.unwrap();
        let lines = file.lines().count();
        for (told, local) in [(told, false), (own, true)] {
            let told = told.borrow();
            // Each line of the file that came, of two that were here the newest or nothing, and the end.
            assert_eq!(told.len(), lines - 1 - 1 + 1, "{told:?}");
            assert!(told.iter().all(|(_, own, count)| (*own, *count) == (local, 41)));
            assert_eq!(told.last().unwrap().0, "import");
        }
        let events = other.events(&Default::default()).await.unwrap();
        let end = &events.items[0];
        assert_eq!((end.entity_type, end.event_type.as_str()), (EntityType::Workspace, "imported"));
        assert_eq!(end.new_value.as_ref().unwrap().text(), "{\"records\":40}");
        assert_eq!(events.total, 4 + lines - 1);
        assert_eq!(everything(&log).await.len(), everything(&log.connect()).await.len());
    });
}

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
