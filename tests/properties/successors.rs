//! What took the place of what: links go forward to something that holds, or somebody is told.

use futures_executor::block_on;
use medallion::domain::medallion::Status;
use medallion::service::{Medallions, OnConflict, ProblemKind};
use medallion::{Code, Error, Medallion};
use serde_json::{Value, json};

use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, read, value};

const PLACE: &str = "meta.superseded_by.medallion_id";

fn superseded(id: &str, by: &str) -> Value {
    let mut document = document(id, &["n"], &[], &at(0));
    document["meta"]["status"] = json!("superseded");
    document["meta"]["superseded_by"] = json!({"medallion_id": by, "at": at(0)});
    document
}

async fn of_two(tab: &Medallions) {
    let both = ["med-1", "med-2"].map(|id| draft(&document(id, &["n"], &[], &at(0))));
    tab.create_many(both.into()).await.unwrap();
}

/// Each did what was right where it was done; together nothing is left that holds.
#[test]
fn medallions_that_superseded_each_other_are_named_by_health() {
    block_on(async {
        let (here, there) = (world(), world());
        let (one, other) = (here.workspace().await, there.workspace().await);
        let tab = here.medallions(&one);
        of_two(&tab).await;
        tab.create(draft(&superseded("med-0", "med-1"))).await.unwrap();
        let file = one.export("one", &here.caller(), |_, _| {}).await.unwrap();
        other.import(&file, &there.caller(), OnConflict::Newer, false).await.unwrap();
        tab.supersede("med-1", "med-2").await.unwrap();
        there.medallions(&other).supersede("med-2", "med-1").await.unwrap();
        assert_eq!(one.health(true).await.unwrap().problems, []);
        let file = other.export("other", &there.caller(), |_, _| {}).await.unwrap();
        one.import(&file, &here.caller(), OnConflict::Newer, false).await.unwrap();
        let problems = one.health(true).await.unwrap().problems;
        let [told] = &*problems else { panic!("{problems:?}") };
        assert_eq!(
            (told.kind, told.message.as_str()),
            (
                ProblemKind::Contradiction,
                "medallions are superseded by each other: med-1 → med-2 → med-1"
            )
        );
        assert_eq!((told.entity_id.0.as_deref(), told.entry > 0), (Some("med-1"), true));
        tab.set_status("med-2", Status::Active).await.unwrap();
        assert_eq!(one.health(true).await.unwrap().problems, []);
    });
}

#[test]
fn what_holds_again_by_an_update_has_no_successor() {
    block_on(async {
        let tab = world().tab().await;
        of_two(&tab).await;
        let mut again = value(&tab.supersede("med-1", "med-2").await.unwrap());
        again["meta"]["status"] = json!("active");
        let stored = tab.update(read(&again), None).await.unwrap();
        assert_eq!(value(&stored)["meta"].get("superseded_by"), None);
        tab.supersede("med-2", "med-1").await.unwrap();
    });
}

/// Such as an earlier version stored.
#[test]
fn a_link_of_what_holds_counts_for_nothing() {
    block_on(async {
        let tab = world().tab().await;
        of_two(&tab).await;
        let mut holds = superseded("med-3", "med-2");
        holds["meta"]["status"] = json!("active");
        tab.create(draft(&holds)).await.unwrap();
        tab.supersede("med-2", "med-3").await.unwrap();
    });
}

fn is_refused(error: &Error, path: &str) {
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some(path)), "{error}");
    assert!(error.message().contains("must be another medallion"), "{error}");
}

#[test]
fn nothing_that_is_handed_in_takes_its_own_place() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        of_two(&tab).await;
        let own = superseded("med-1", "med-1");
        is_refused(&tab.update(read(&own), None).await.unwrap_err(), PLACE);
        let new = superseded("med-3", "med-3");
        is_refused(&tab.create(draft(&new)).await.unwrap_err(), PLACE);
        let many = tab.create_many(vec![draft(&document("x", &[], &[], &at(0))), draft(&new)]);
        is_refused(&many.await.unwrap_err(), &format!("[1].{PLACE}"));
        let (file, caller) = (new.to_string(), world.caller());
        let taken = workspace.import(&file, &caller, OnConflict::Newer, false).await;
        is_refused(&taken.unwrap_err(), PLACE);
        // What was stored so by an earlier version can be read.
        assert!(Medallion::parse(&own.to_string()).is_ok());
    });
}

#[test]
fn an_update_makes_no_circle_either() {
    block_on(async {
        let tab = world().tab().await;
        of_two(&tab).await;
        tab.supersede("med-1", "med-2").await.unwrap();
        let error = tab.update(read(&superseded("med-2", "med-1")), None).await.unwrap_err();
        assert_eq!(error.code(), Code::Cycle, "{error}");
        // One that is not here makes none.
        tab.update(read(&superseded("med-2", "med-9")), None).await.unwrap();
    });
}
