//! Logs as earlier versions left them, and what must be found in them. A frozen log is never made
//! again: when the form changes, another one is added beside it.

use std::rc::Rc;

use medallion::service::{Caller, EventFilter, Medallions, Repeating, Workspace};
use medallion::store::{Commit, Durability, Entry, Store};
use serde_json::Value;

/// The first form: every kind of line that it has, long bodies, and what was deleted and erased.
pub const FORM_1: &str = include_str!("../golden/log.v1.jsonl");

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

/// The whole log in one commit.
pub fn commit(frozen: &str) -> Commit {
    Commit { entries: entries(frozen), ..Commit::default() }
}
