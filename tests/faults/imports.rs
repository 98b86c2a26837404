//! Imports in several commits: whatever happens to them, all of one is there or nothing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::event::EntityType;
use medallion::service::{
    ImportReport, Listing, Medallions, OnConflict, Retention, Taking, Workspace,
};
use medallion::store::memory::MemoryStore;
use medallion::store::{Store, Stored};
use medallion::{Code, Result};

use super::commands::{caller, everything, open};
use crate::cases::faulty::{Call, Fault, Faulty};
use crate::cases::samples::{at, document, draft, read};
use crate::cases::watched::Watched;

/// So small that each few records are a commit.
const TAKING: Taking = Taking { conflict: OnConflict::Newer, dry_run: false, commit: 4_000 };

pub async fn import(workspace: &Workspace, file: &str) -> Result<ImportReport> {
    workspace.import_as(&file, &caller(), TAKING).await
}

pub fn new(id: &str, seconds: u32) -> medallion::domain::medallion::Draft {
    draft(&document(id, &["there"], &[id], &at(seconds)))
}

/// A file with forty medallions, one of several versions, one too long for an entry, one deleted.
pub async fn file() -> String {
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
pub async fn log() -> MemoryStore {
    // Nobody waits for a turn: who imports at the same time finds out.
    let log = MemoryStore::with_patience(|| Box::pin(std::future::ready(())));
    let tab = open(Rc::new(log.connect())).await.1;
    tab.create_many(vec![new("med-1", 0), new("med-2", 3_000), new("own", 0)]).await.unwrap();
    log
}

pub async fn entries(log: &MemoryStore) -> Vec<String> {
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

/// A document of somebody else's. What a workspace of ours has stored is another matter: it comes
/// back as it was.
#[test]
fn documents_say_nothing_that_could_never_be_written_again() {
    block_on(async {
        let text = |id: &str, later: &str| {
            let text = document(id, &["there"], &[], &at(9)).to_string();
            format!("{},\"later\":{later}}}", text.strip_suffix('}').unwrap())
        };
        let (workspace, tab) = open(Rc::new(MemoryStore::new())).await;
        for later in [r#"["\ud800"]"#, r#"[1e999]"#] {
            let error = import(&workspace, &text("med-1", later)).await.unwrap_err();
            assert_eq!((error.code(), error.path()), (Code::Invalid, Some("later[0]")));
            tab.create(draft_of(&text("med-1", later))).await.unwrap();
            let file = workspace.export("there", &caller(), |_, _| {}).await.unwrap();
            let (elsewhere, other) = open(Rc::new(MemoryStore::new())).await;
            import(&elsewhere, &file).await.unwrap();
            assert!(other.get("med-1").await.unwrap().unwrap().json().contains(later));
            assert!(tab.erase("med-1").await.unwrap());
        }
    });
}

fn draft_of(text: &str) -> medallion::domain::medallion::Draft {
    medallion::domain::schema::parse(text).unwrap()
}
