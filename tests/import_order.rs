//! An imported workspace tells its story in the order in which it happened.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use medallion::domain::medallion::{Draft, Status};
use medallion::service::{
    Caller, EventFilter, Listing, Medallions, OnConflict, Repeating, Workspace,
};
use medallion::store::{Durability, memory::MemoryStore};

async fn workspace() -> Rc<Workspace> {
    let store = Rc::new(MemoryStore::new());
    Workspace::open(store, Durability::Relaxed, Rc::new(|_| {})).await.unwrap()
}

async fn story(workspace: &Rc<Workspace>, medallions: &Medallions) -> (Vec<String>, Vec<String>) {
    let events = workspace.events(&EventFilter::default()).await.unwrap().items;
    let events =
        events.iter().map(|event| format!("{} {}", event.entity_id, event.event_type.as_str()));
    let list = medallions.list(&Listing::default()).await.unwrap().items;
    let ids =
        list.iter().map(|document| document.medallion().unwrap().meta.medallion_id.to_string());
    (events.collect(), ids.collect())
}

#[test]
fn events_and_medallions_of_one_moment_keep_their_order() {
    futures_executor::block_on(async {
        let here = workspace().await;
        let caller = Caller::new(Rc::new(Repeating::from("2026-01-31T12:00:00Z")));
        let medallions = Medallions::new(&here, caller.clone());
        for id in ["b", "a", "c"] {
            let draft = format!(
                r#"{{"meta":{{"medallion_id":"{id}","updated_at":"2030-01-01"}},"scope":{{"tags":["t"]}},
                    "summary":{{"high_level":""}},"affordances":{{}}}}"#
            );
            let draft: Draft = medallion::domain::schema::parse(&draft).unwrap();
            medallions.create(draft).await.unwrap();
        }
        medallions.set_status("c", Status::Stale).await.unwrap();
        medallions.set_status("a", Status::Stale).await.unwrap();
        medallions.set_status("c", Status::Active).await.unwrap();

        let there = workspace().await;
        let file = here.export("here", &caller, |_, _| {}).await.unwrap();
        there.import(&file, &caller, OnConflict::Newer, false).await.unwrap();
        let copied = Medallions::new(&there, caller);
        assert_eq!(story(&there, &copied).await, story(&here, &medallions).await);
    });
}
