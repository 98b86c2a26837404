//! What is erased leaves no trace but the line that says so, and takes nothing else along.

use std::future::Future as _;

use futures_executor::block_on;
use medallion::Code;
use medallion::domain::medallion::Status;
use medallion::service::{EventFilter, OnConflict};
use medallion::store::Stored;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::generate::documents;
use super::json::Json;
use crate::cases::models::Mock;
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, read, scope, session};
use crate::cases::world::World;

const MARK: &str = "erase-me";

/// A document with the mark in every field that can hold it.
fn marked(size: usize) -> Value {
    let mut marked = document("med-erased", &[MARK], &[MARK], &at(0));
    marked["meta"]["model"] = json!(MARK);
    marked["meta"][MARK] = json!({MARK: [MARK]});
    marked["summary"] = json!({
        "high_level": MARK, "subsystems": [{"name": MARK, "status": "stable", "notes": MARK}],
    });
    marked["decisions"] =
        json!([{"id": MARK, "statement": MARK, "rationale": MARK, "confidence": 1.0}]);
    marked["open_questions"] =
        json!([{"id": MARK, "question": MARK, "blocked_on": [MARK], "priority": "low"}]);
    marked["affordances"] = json!({
        "recommended_entry_points": [MARK], "avoid_repeating": [MARK], "invariants": [MARK],
    });
    marked["later"] = json!(MARK.repeat(size));
    marked
}

async fn assert_gone(world: &World) {
    for (seq, stored) in world.store().await.read(1, u32::MAX).await.unwrap() {
        let Stored::Entry(entry) = stored else { panic!("entry {seq} is damaged") };
        assert!(!entry.text.contains(MARK), "entry {seq}: {}", entry.text);
    }
}

#[test]
fn no_stored_value_contains_what_was_erased_and_its_neighbours_stay_whole() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        let marked_caller = world.caller_named(MARK, MARK);
        let theirs = medallion::service::Medallions::new(&workspace, marked_caller);
        let neighbours = ["med-a", "med-b"].map(|id| draft(&document(id, &["n"], &[], &at(0))));
        let [before, behind] = neighbours;
        theirs.create_many(vec![before, draft(&marked(1)), behind]).await.unwrap();
        tab.set_status("med-a", Status::Stale).await.unwrap();
        theirs.update(read(&marked(20_000)), None).await.unwrap();
        theirs.set_status("med-erased", Status::Stale).await.unwrap();
        theirs.set_status("med-erased", Status::Active).await.unwrap();
        let retiring = Mock::updating_with(
            json!({
                "summary": {"high_level": MARK}, "affordances": {},
                "retired": [{"id": MARK, "reason": MARK}],
            })
            .to_string(),
        );
        theirs.checkpoint(&session(scope(&[MARK], &[MARK]), MARK), &retiring).await.unwrap();
        theirs.delete("med-erased").await.unwrap();
        theirs.create(draft(&marked(3))).await.unwrap();
        let (open, other) = (world.workspace().await, world.tab().await);
        assert!(other.get("med-erased").await.unwrap().is_some());

        let asked = world.caller_named("host", "They asked for it.");
        let host = medallion::service::Medallions::new(&workspace, asked);
        assert!(host.erase("med-erased").await.unwrap());
        // The neighbours that were written by the same hand keep its name in their events.
        for stored in world.entries().await {
            let own = stored
                .text
                .split('\n')
                .filter(|line| !line.contains("\"med-a\"") && !line.contains("\"med-b\""));
            assert!(own.clone().all(|line| !line.contains(MARK)), "{:?}", own.collect::<Vec<_>>());
        }
        open.sync().await.unwrap();
        for (workspace, tab) in [(workspace.clone(), tab), (open.clone(), world.medallions(&open))]
        {
            assert!(tab.get("med-erased").await.unwrap().is_none());
            assert_eq!(tab.history("med-erased").await.unwrap_err().code(), Code::NotFound);
            assert_eq!(
                workspace.inspect("med-erased", None).await.unwrap_err().code(),
                Code::NotFound
            );
            assert_eq!((tab.count(), tab.history("med-a").await.unwrap().len()), (2, 2));
            assert_eq!(tab.history("med-b").await.unwrap().len(), 1);
            let own =
                EventFilter { entity_id: Some("med-erased".into()), ..EventFilter::default() };
            let left = workspace.events(&own).await.unwrap();
            let names: Vec<&str> = left.items.iter().map(|one| one.event_type.as_str()).collect();
            let reason = left.items[0].reason.as_deref();
            assert_eq!(
                (names, left.total, reason),
                (vec!["erased"], 1, Some("They asked for it."))
            );
            assert!(workspace.health(false).await.unwrap().problems.is_empty());
            let all = workspace.events(&EventFilter::default()).await.unwrap();
            assert_eq!((all.items.len(), all.total), (4, 4));
        }
        assert!(!world.tab().await.erase("med-erased").await.unwrap());
        let file = workspace.export("x", &world.caller(), |_, _| {}).await.unwrap();
        let elsewhere = world.another("elsewhere").workspace().await;
        let report =
            elsewhere.import(&file, &world.caller(), OnConflict::Error, false).await.unwrap();
        assert_eq!((report.records, report.skipped), (2, 0));
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn erasing_one_of_many_leaves_the_others_as_they_were(
        documents in proptest::collection::vec(documents(), 2..6),
        rounds in 1_usize..4,
        which in any::<usize>(),
    ) {
        let which = which % documents.len();
        let named = |number: usize, mut document: Json| {
            let id = if number == which { "med-erased".to_owned() } else { format!("med-{number}") };
            let Json::Object(members) = &mut document else { panic!() };
            let meta = &mut members.iter_mut().find(|(key, _)| key == "meta").unwrap().1;
            meta.set("medallion_id", super::json::text(&id));
            document.set(if number == which { MARK } else { "x-kept" }, super::json::text(MARK));
            (id, medallion::Medallion::parse(&document.text()).unwrap())
        };
        block_on(async {
            let world = world();
            let tab = world.tab().await;
            let all: Vec<_> = documents.into_iter().enumerate()
                .map(|(number, document)| named(number, document)).collect();
            let drafts = all.iter().map(|(_, document)| {
                medallion::domain::schema::parse(&document.to_json()).unwrap()
            });
            tab.create_many(drafts.collect()).await.unwrap();
            for _ in 0..rounds {
                for (_, document) in &all {
                    tab.update(document.clone(), None).await.unwrap();
                }
            }
            let mut before = Vec::new();
            for (id, _) in &all {
                before.push(tab.history(id).await.unwrap());
            }
            tab.erase("med-erased").await.unwrap();
            for tab in [tab, world.tab().await] {
                for ((id, _), before) in all.iter().zip(&before) {
                    match id.as_str() {
                        "med-erased" => assert!(tab.get(id).await.unwrap().is_none()),
                        id => assert_eq!(&tab.history(id).await.unwrap(), before),
                    }
                }
            }
            for stored in world.entries().await {
                assert!(!stored.text.contains(&format!("\"{MARK}\":")));
            }
        });
    }
}

#[test]
fn a_long_body_is_erased_from_every_entry_that_held_it() {
    block_on(async {
        let world = world();
        let tab = world.tab().await;
        tab.create(draft(&marked(40_000))).await.unwrap();
        assert!(world.entries().await.len() > 5);
        tab.erase("med-erased").await.unwrap();
        assert_gone(&world).await;
    });
}

/// While what is to be erased is being looked for, somebody else writes another version of it.
#[test]
fn a_version_that_comes_while_erasing_goes_too() {
    use crate::cases::faulty::{Call, Faulty};
    use std::cell::Cell;
    use std::rc::Rc;
    block_on(async {
        let world = world();
        let writer = world.tab().await;
        writer.create(draft(&marked(1))).await.unwrap();
        let left = Rc::new(Cell::new(3_u32));
        let plan = move |call: Call| {
            if call == Call::Commit && left.get() > 0 {
                left.set(left.get() - 1);
                // Nothing here waits, so this runs to its end at once.
                let written = std::pin::pin!(writer.update(read(&marked(2)), None));
                let waker = std::task::Waker::noop();
                let done = written.poll(&mut std::task::Context::from_waker(waker));
                assert!(matches!(done, std::task::Poll::Ready(Ok(_))));
            }
            None
        };
        let store = Rc::new(Faulty::new(world.store().await, plan));
        let tab = world.medallions(&world.workspace_on(store).await);
        assert!(tab.erase("med-erased").await.unwrap());
        assert_gone(&world).await;
        assert_eq!(world.tab().await.count(), 0);
    });
}
