//! Logs as earlier versions left them, and what must be found in them. A frozen log is never made
//! again: when the form changes, another one is added beside it.

pub mod later;

use std::rc::Rc;

use medallion::domain::schema::to_json;
use medallion::service::{
    Caller, EventFilter, Medallions, OnConflict, Repeating, Workspace, operations,
};
use medallion::store::{Commit, Durability, Entry, Store};
use serde_json::Value;

/// The first form: every kind of line that it has, long bodies, and what was deleted and erased.
pub const FORM_1: &str = include_str!("../golden/log.v1.jsonl");

/// A log of that form with a record of every kind, and with every mark: an import that came to its
/// end, one that was given up, a history that was bounded.
pub const EVERYTHING: &str = include_str!("../golden/everything.v1.jsonl");
/// Its image. Another version makes its own, and must not be led astray by this one.
pub const IMAGE: &str = include_str!("../golden/image.v1.jsonl");
/// The same as a file.
pub const FILE: &str = include_str!("../golden/everything.v1.medallion");

/// The entries of a frozen log.
pub fn entries(frozen: &str) -> Vec<Entry> {
    let entry = |line: &str| {
        let form: Value = serde_json::from_str(line).unwrap();
        let sums = form["crc"].as_array().unwrap().iter();
        Entry {
            version: form["v"].as_u64().unwrap() as u32,
            following: form["n"].as_u64().unwrap() as u32,
            checksums: sums.map(|sum| sum.as_u64().unwrap() as u32).collect(),
            text: form["t"].as_str().unwrap().to_owned(),
        }
    };
    frozen.lines().map(entry).collect()
}

/// Opens what is stored and looks at all of it.
pub async fn check(store: Rc<dyn Store>) {
    let workspace = Workspace::open(store, Durability::Relaxed, Rc::new(|_| {})).await.unwrap();
    let caller = Caller::new(Rc::new(Repeating::from("2030-01-01T00:00:00Z")));
    let tab = Medallions::new(&workspace, caller.clone());
    let health = workspace.health(false).await.unwrap();
    assert!(health.problems.is_empty(), "{:?}", health.problems);
    assert_eq!((tab.count(), *health.records.get("task").unwrap()), (3, 3));

    let versions = |id: &'static str| {
        let tab = tab.clone();
        async move {
            let all = tab.history(id).await.unwrap();
            all.iter().map(|one| one.version).collect::<Vec<u64>>()
        }
    };
    assert_eq!(versions("med-1").await, [4, 3, 2, 1]);
    assert_eq!(versions("med-long").await, [2, 1]);
    assert_eq!(versions("med-deleted").await, [1]);
    assert_eq!(tab.version("med-erased"), None);
    let long = tab.get("med-long").await.unwrap().unwrap().medallion().unwrap();
    assert_eq!(long.summary.high_level.as_str(), "語 🎓 é \"quoted\" \\ and more");
    let old = tab.get("med-1").await.unwrap().unwrap().medallion().unwrap();
    assert_eq!(old.meta.superseded_by.0.unwrap().medallion_id.as_str(), "med-2");
    assert!(
        tab.get("med-2").await.unwrap().unwrap().json().contains("\"unknown\":{\"kept\":true}")
    );

    let all = EventFilter { limit: usize::MAX, ..EventFilter::default() };
    let events = workspace.events(&all).await.unwrap();
    assert_eq!(events.items.len(), events.total);
    let erased = events.items.iter().filter(|one| one.entity_id == "med-erased");
    assert_eq!(erased.map(|one| one.event_type.as_str()).collect::<Vec<_>>(), ["erased"]);

    // It can be written too, and read again.
    tab.delete("med-2").await.unwrap();
    assert_eq!(tab.count(), 2);
}

/// Opens the log with everything in it, and looks at all of it.
pub async fn check_everything(store: Rc<dyn Store>) {
    let workspace = Workspace::open(store, Durability::Relaxed, Rc::new(|_| {})).await.unwrap();
    let caller = Caller::new(Rc::new(Repeating::from("2030-01-01T00:00:00Z")));
    let health = workspace.health(false).await.unwrap();
    assert!(health.problems.is_empty(), "{:?}", health.problems);
    assert_eq!((to_json(&health.records).as_str(), health.entries), (RECORDS, 99));
    let tab = Medallions::new(&workspace, caller.clone());
    let versions: Vec<u64> =
        tab.history("med-1").await.unwrap().iter().map(|one| one.version).collect();
    assert_eq!(versions, (41..=60).rev().collect::<Vec<u64>>());
    let long = tab.get("med-long").await.unwrap().unwrap();
    assert!(long.json().contains("語 🎓"));
    let old = tab.get("med-old").await.unwrap().unwrap().medallion().unwrap();
    assert_eq!(old.meta.superseded_by.0.unwrap().medallion_id.as_str(), "med-2");
    assert_eq!((tab.version("med-erased"), tab.version("med-gone")), (None, None));
    assert_eq!(tab.version("med-far-1"), Some(2));
    let events = workspace.events(&EventFilter { limit: 999, ..EventFilter::default() }).await;
    let events = events.unwrap();
    assert_eq!((events.items.len(), events.total), (58, 58));
    let states = ask(&workspace, &caller, "progress.list").await;
    let is_closed = |state: &&Value| state["title"] == "Acid" && state["status"] == "closed";
    assert_eq!(states.as_array().unwrap().iter().filter(is_closed).count(), 1, "{states}");
    assert_eq!(ask(&workspace, &caller, "paths.list").await[0]["name"], "Mine");
    // What the file says is here already.
    let again = workspace.import(&FILE, &caller, OnConflict::Newer, false).await.unwrap();
    assert_eq!((again.records, again.skipped), (0, 30));
    tab.delete("med-2").await.unwrap();
}

const RECORDS: &str = r#"{"comment":1,"content":1,"criterion":1,"dependency":1,"help_request":1,"learner":1,"medallion":10,"objective":1,"path":1,"plan":1,"progress":1,"submission":2,"summary":1,"task":4,"validation":2}"#;

/// What the one learner is told.
async fn ask(workspace: &Workspace, caller: &Caller, name: &str) -> Value {
    let ask = async |name: &str, arguments: &[String]| -> Value {
        let own = operations::all().find(|own| own.name == name).unwrap();
        serde_json::from_str(&workspace.perform(caller, own, arguments).await.unwrap()).unwrap()
    };
    let ada = ask("learners.list", &[]).await[0]["id"].to_string();
    ask(name, &[ada]).await
}

/// Takes the frozen file into an empty log.
pub async fn check_file(store: Rc<dyn Store>) {
    let workspace = Workspace::open(store, Durability::Relaxed, Rc::new(|_| {})).await.unwrap();
    let caller = Caller::new(Rc::new(Repeating::from("2030-01-01T00:00:00Z")));
    let report = workspace.import(&FILE, &caller, OnConflict::Error, false).await.unwrap();
    assert_eq!((report.records, report.problems.len()), (30, 0));
    let health = workspace.health(false).await.unwrap();
    assert_eq!((to_json(&health.records).as_str(), health.problems.len()), (RECORDS, 0));
    let tab = Medallions::new(&workspace, caller);
    assert_eq!(tab.history("med-1").await.unwrap().len(), 20);
}

/// The whole log in one commit.
pub fn commit(frozen: &str) -> Commit {
    Commit { entries: entries(frozen), ..Commit::default() }
}
