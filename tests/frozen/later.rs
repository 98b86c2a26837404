//! A rollback, and two versions side by side: what a later version has left, opened by this one,
//! which is then the earlier one. What it does not know it leaves alone, carries through a file, and
//! reports; everything else it reads, and goes on writing.

use std::rc::Rc;

use medallion::Code;
use medallion::domain::medallion::{Medallion, Status};
use medallion::domain::schema;
use medallion::service::{
    Caller, Medallions, OnConflict, ProblemKind, Repeating, Retention, Workspace, operations,
};
use medallion::store::{Commit, Durability, Entry, Store, Stored};
use serde_json::Value;

use super::entries;

/// Entries of this form and of a later one; a medallion of a later schema; a kind, an event and a
/// field that this version does not know; a policy with an exception.
pub const LATER: &str = include_str!("../golden/later.v2.jsonl");
/// An image as only the later version reads it.
pub const LATER_IMAGE: &str = include_str!("../golden/later-image.v2.jsonl");

/// How many entries it has.
const COUNT: u64 = 7;

async fn open(store: &Rc<dyn Store>) -> (Rc<Workspace>, Medallions) {
    let opened = Workspace::open(store.clone(), Durability::Relaxed, Rc::new(|_| {})).await;
    let workspace = opened.unwrap();
    let tab = Medallions::new(&workspace, caller());
    (workspace, tab)
}

fn caller() -> Caller {
    Caller::new(Rc::new(Repeating::from("2026-02-01T00:00:00Z")))
}

async fn perform(workspace: &Workspace, name: &str, arguments: &[&str]) -> Value {
    let own = operations::all().find(|own| own.name == name).unwrap();
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    serde_json::from_str(&workspace.perform(&caller(), own, &arguments).await.unwrap()).unwrap()
}

async fn stored(store: &Rc<dyn Store>) -> Vec<Entry> {
    let all = store.read(1, u32::MAX).await.unwrap().into_iter();
    all.map(|(_, stored)| match stored {
        Stored::Entry(entry) => entry,
        Stored::Damaged(what) => panic!("{what}"),
    })
    .collect()
}

fn text(id: &str) -> String {
    format!(
        r#"{{"meta":{{"medallion_id":"{id}","model":"m"}},"scope":{{"graph_nodes":["n"],"tags":["old"]}},"summary":{{"high_level":"Of the earlier one."}},"affordances":{{}}}}"#
    )
}

async fn create(tab: &Medallions, id: &str) {
    tab.create(schema::parse(&text(id)).unwrap()).await.unwrap();
}

/// What is reported: the entry of each thing that only the later version knows.
async fn reported(workspace: &Workspace) -> Vec<u64> {
    let health = workspace.health(false).await.unwrap();
    assert!(health.problems.iter().all(|one| one.kind == ProblemKind::VersionTooNew), "{health:?}");
    health.problems.iter().map(|one| one.entry).collect()
}

/// What the later version has left is in the store; this one opens it.
pub async fn check_rollback(store: Rc<dyn Store>, elsewhere: Rc<dyn Store>) {
    let before = stored(&store).await;
    assert_eq!(before, entries(LATER));
    let (workspace, tab) = open(&store).await;
    assert_eq!(reported(&workspace).await, [2, 3, 4, 5, 6]);
    assert_eq!((tab.count(), tab.version("med-1"), tab.version("med-2")), (1, Some(2), None));
    assert_eq!(tab.get("med-2").await.unwrap_err().code(), Code::VersionTooNew);
    assert_eq!(tab.history("med-1").await.unwrap().len(), 2);
    let task = perform(&workspace, "tasks.get", &["\"proj-0000\""]).await;
    assert_eq!((&task["title"], task["melody"].is_string()), (&"Renamed later".into(), true));
    // A policy that is not understood takes nothing away.
    assert_eq!(workspace.kept(), Retention::default());

    // It goes on writing, beside what it does not know.
    create(&tab, "med-3").await;
    let newest = tab.get("med-1").await.unwrap().unwrap();
    let changed = Medallion::parse(&newest.json().replace("About med-1", "Of the earlier one"));
    tab.update(changed.unwrap(), Some(2)).await.unwrap();
    assert!(tab.delete("med-3").await.unwrap());
    perform(&workspace, "tasks.update", &["\"proj-0000\"", r#"{"title":"Renamed back"}"#]).await;
    let refused = tab.set_status("med-2", Status::Stale).await.unwrap_err();
    assert_eq!(refused.code(), Code::VersionTooNew);
    assert_eq!(stored(&store).await[..before.len()], before);

    // All of it goes through a file.
    let file = workspace.export("x", &caller(), |_, _| {}).await.unwrap();
    for kept in ["medallion.v2", "\"kind\":\"comet\"", "\"sung\"", "a form of a later version"] {
        assert!(file.contains(kept), "{kept}");
    }
    let (there, theirs) = open(&elsewhere).await;
    let report = there.import(&file, &caller(), OnConflict::Error, false).await.unwrap();
    assert_eq!((report.records, report.problems.len()), (6, 0));
    assert_eq!(theirs.get("med-2").await.unwrap_err().code(), Code::VersionTooNew);
    // All but the policy, which is of that log.
    assert_eq!(reported(&there).await.len(), 4);

    // And the next session of it finds all of that.
    let (again, tab) = open(&store).await;
    assert_eq!((tab.count(), tab.version("med-1")), (1, Some(3)));
    let task = perform(&again, "tasks.get", &["\"proj-0000\""]).await;
    assert_eq!((&task["title"], task["melody"].is_string()), (&"Renamed back".into(), true));
    assert_eq!(reported(&again).await, [2, 3, 4, 5, 6]);
}

/// The later version writes in one tab while the earlier one has the workspace open in two others.
pub async fn check_mixed(later: Rc<dyn Store>, one: Rc<dyn Store>, two: Rc<dyn Store>) {
    let (first, tab) = open(&one).await;
    let (second, _) = open(&two).await;
    let told = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let heard = told.clone();
    let listener: medallion::service::Listener =
        Rc::new(move |change| heard.borrow_mut().push(change.event.entity_id.clone()));
    drop(second.subscribe(listener));
    let mut head = 0;
    for (number, entry) in entries(LATER).into_iter().enumerate() {
        let commit = Commit { after: head, entries: vec![entry], ..Commit::default() };
        assert_eq!(later.commit(commit).await.unwrap(), medallion::store::Outcome::Done);
        // Who is not the newest finds out when it commits, and does so behind what it does not know.
        create(&tab, &format!("med-old-{number}")).await;
        head += 2;
    }
    second.sync().await.unwrap();
    for workspace in [&first, &second] {
        workspace.sync().await.unwrap();
        assert_eq!(reported(workspace).await.len(), 5);
        let live = Medallions::new(workspace, caller());
        assert_eq!((live.count(), live.version("med-1")), (1 + COUNT as usize, Some(2)));
        assert_eq!(live.get("med-2").await.unwrap_err().code(), Code::VersionTooNew);
    }
    // Everything that has a name here is told, once and in order.
    let old: Vec<String> = (0..COUNT).map(|number| format!("med-old-{number}")).collect();
    let own: Vec<String> =
        told.borrow().iter().filter(|id| id.starts_with("med-old")).cloned().collect();
    assert_eq!(own, old);
    assert_eq!(told.borrow().iter().filter(|id| *id == "med-1").count(), 2);
    assert!(!told.borrow().iter().any(|id| id == "com-1"));

    // The later version goes back to what both know: it is theirs again.
    let known = entries(LATER)[0].text.split('\n').nth(1).unwrap().to_owned();
    let again =
        known.replace("\"rev\":1", "\"rev\":3,\"prev\":3").replace("created\",", "updated\",");
    let entry = Entry {
        version: 1,
        following: 0,
        checksums: vec![medallion::service::journal::checksum(&again)],
        text: again,
    };
    let commit = Commit { after: head, entries: vec![entry], ..Commit::default() };
    assert_eq!(later.commit(commit).await.unwrap(), medallion::store::Outcome::Done);
    first.sync().await.unwrap();
    assert_eq!(tab.version("med-2"), Some(3));
    tab.set_status("med-2", Status::Stale).await.unwrap();
    assert_eq!((tab.version("med-2"), tab.history("med-2").await.unwrap().len()), (Some(4), 4));
}
