//! What is stored and found again: the reference's cases of its mock (S) and of SQLite (Q).

use medallion::domain::medallion::Status;
use medallion::service::Listing;
use medallion::{Code, Medallion};
use serde_json::json;

use super::samples::{at, document, draft, ids, muse, read, scope, value};
use super::world::World;

const ACTIVE: &[Status] = &[Status::Active];

fn first(time: u32) -> serde_json::Value {
    document("med-001", &["repo:muse"], &["project_state"], &at(time))
}

pub async fn s1_s2_s7_q1_q5_q6_what_was_created_is_found_by_its_id(world: World) {
    let tab = world.tab().await;
    let stored = tab.create(draft(&first(0))).await.unwrap();
    let found = tab.get("med-001").await.unwrap().unwrap();
    assert_eq!(found.json(), stored.json());
    let found = found.medallion().unwrap();
    assert_eq!(found, read(&first(0)));
    assert_eq!(found.scope, scope(&["repo:muse"], &["project_state"]));
    let elsewhere = world.tab().await.get("med-001").await.unwrap().unwrap();
    assert_eq!(elsewhere.json(), stored.json());
}

pub async fn s3_q3_q4_creating_twice_is_already_exists(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&first(0))).await.unwrap();
    for again in [&tab, &world.tab().await] {
        let error = again.create(draft(&first(9))).await.unwrap_err();
        assert_eq!(error.code(), Code::AlreadyExists);
        assert_eq!(error.path(), Some("meta.medallion_id"));
        assert!(error.message().contains("already exists"), "{error}");
    }
    assert_eq!(tab.history("med-001").await.unwrap().len(), 1);
}

pub async fn s4_s5_q11_update_stores_the_newer_summary(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&first(0))).await.unwrap();
    let mut next = first(0);
    next["meta"]["updated_at"] = json!(at(1));
    next["summary"]["high_level"] = json!("Updated summary");
    let stored = tab.update(read(&next), None).await.unwrap();
    let found = tab.get("med-001").await.unwrap().unwrap();
    assert_eq!(found.json(), stored.json());
    assert_eq!(value(&found)["summary"]["high_level"], "Updated summary");
    assert_eq!(value(&found)["meta"]["updated_at"], at(1).as_str());
    assert_eq!(value(&found)["meta"]["created_at"], at(0).as_str());
    assert_eq!(tab.version("med-001"), Some(2));
}

pub async fn s6_q12_updating_what_is_not_there_is_not_found(world: World) {
    let tab = world.tab().await;
    let error = tab.update(read(&first(0)), None).await.unwrap_err();
    assert_eq!(error.code(), Code::NotFound);
    assert!(error.message().contains("not found"), "{error}");
    assert!(world.entries().await.is_empty());
}

pub async fn s8_s9_q7_getting_what_is_not_there_gives_nothing(world: World) {
    let tab = world.tab().await;
    assert!(tab.get("nonexistent").await.unwrap().is_none());
    assert_eq!(tab.version("nonexistent"), None);
    assert_eq!(tab.history("nonexistent").await.unwrap_err().code(), Code::NotFound);
}

pub async fn s10_s11_the_exact_scope_finds_it(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&first(0))).await.unwrap();
    let asked = scope(&["repo:muse"], &["project_state"]);
    assert_eq!(ids(&tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap()), ["med-001"]);
}

pub async fn s12_part_of_the_scope_finds_it(world: World) {
    let tab = world.tab().await;
    let wide = document("med-002", &["repo:muse", "module:cli"], &["project_state"], &at(0));
    tab.create(draft(&wide)).await.unwrap();
    let asked = scope(&["repo:muse"], &["project_state"]);
    assert_eq!(ids(&tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap()), ["med-002"]);
}

pub async fn s13_another_scope_finds_nothing(world: World) {
    let tab = world.tab().await;
    let asked = scope(&["repo:nonexistent"], &["nonexistent"]);
    assert!(tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap().is_empty());
    tab.create(draft(&first(0))).await.unwrap();
    assert!(tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap().is_empty());
}

pub async fn s14_an_empty_scope_finds_nothing(world: World) {
    let tab = world.tab().await;
    assert!(tab.latest_for_scope(&scope(&[], &[]), 10, ACTIVE).await.unwrap().is_empty());
}

pub async fn s15_q15_the_limit_bounds_the_answer(world: World) {
    let tab = world.tab().await;
    for number in 0..5 {
        let id = format!("med-00{number}");
        let stored = document(&id, &["repo:muse"], &["project_state"], &at(number));
        tab.create(draft(&stored)).await.unwrap();
    }
    let asked = scope(&["repo:muse"], &["project_state"]);
    let found = tab.latest_for_scope(&asked, 3, ACTIVE).await.unwrap();
    assert_eq!(ids(&found), ["med-004", "med-003", "med-002"]);
}

pub async fn s16_newest_first(world: World) {
    let tab = world.tab().await;
    for number in [1, 0, 2] {
        let id = format!("med-00{number}");
        tab.create(draft(&document(&id, &["repo:muse"], &[], &at(number)))).await.unwrap();
    }
    let found = tab.latest_for_scope(&scope(&["repo:muse"], &[]), 10, ACTIVE).await.unwrap();
    assert_eq!(ids(&found), ["med-002", "med-001", "med-000"]);
    let listed = tab.list(&Listing::default()).await.unwrap();
    assert_eq!(ids(&listed.items), ["med-002", "med-001", "med-000"]);
}

/// Ours: a limit below zero cannot be written down in Rust; the JavaScript face reads it as zero.
pub async fn s17_s18_q17_a_limit_of_zero_gives_nothing(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&first(0))).await.unwrap();
    let asked = scope(&["repo:muse"], &["project_state"]);
    assert!(tab.latest_for_scope(&asked, 0, ACTIVE).await.unwrap().is_empty());
    let none = tab.list(&Listing { limit: 0, ..Listing::default() }).await.unwrap();
    assert_eq!((none.items.len(), none.next, none.total), (0, None, 1));
}

pub async fn s19_q26_every_store_fills_the_same_port(world: World) {
    let store = world.store().await;
    assert!(store.read(1, 10).await.unwrap().is_empty());
    let tab = world.medallions(&world.workspace_on(store.clone()).await);
    tab.create(draft(&first(0))).await.unwrap();
    assert_eq!(store.read(1, 10).await.unwrap().len(), 1);
}

/// Q2 is an empty placeholder in the reference.
pub async fn q2_q9_q10_a_closed_workspace_says_so_and_opens_again_with_all_there_was(world: World) {
    let workspace = world.workspace().await;
    let tab = world.medallions(&workspace);
    tab.create(draft(&first(0))).await.unwrap();
    workspace.close().await;
    workspace.close().await;
    assert!(workspace.is_closed());
    assert_eq!(tab.get("med-001").await.unwrap_err().code(), Code::Closed);
    assert_eq!(tab.create(draft(&first(0))).await.unwrap_err().code(), Code::Closed);
    assert_eq!(tab.list(&Listing::default()).await.unwrap_err().code(), Code::Closed);
    assert_eq!(workspace.sync().await.unwrap_err().code(), Code::Closed);
    assert_eq!(workspace.flush().await.unwrap_err().code(), Code::Closed);
    assert!(world.tab().await.get("med-001").await.unwrap().is_some());
}

pub async fn q8_every_field_of_a_stored_medallion_is_preserved(world: World) {
    world.tab().await.create(draft(&muse())).await.unwrap();
    let found = world.tab().await.get("med-001").await.unwrap().unwrap();
    assert_eq!(value(&found), muse());
    assert_eq!(Medallion::parse(found.json()).unwrap(), read(&muse()));
}

pub async fn q13_update_keeps_created_at(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&first(0))).await.unwrap();
    let stored = tab.update(read(&first(30)), None).await.unwrap();
    assert_eq!(value(&stored)["meta"]["created_at"], at(0).as_str());
    assert_eq!(value(&stored)["meta"]["updated_at"], at(30).as_str());
}

pub async fn q14_two_of_one_scope_are_two_hits(world: World) {
    let tab = world.tab().await;
    for (number, id) in ["med-a", "med-b"].iter().enumerate() {
        let stored = document(id, &["repo:muse"], &["project_state"], &at(number as u32));
        tab.create(draft(&stored)).await.unwrap();
    }
    let asked = scope(&["repo:muse"], &["project_state"]);
    assert_eq!(ids(&tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap()), ["med-b", "med-a"]);
}

pub async fn q16_neither_node_nor_tag_matches(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&document("med-1", &["repo:other"], &["different"], &at(0)))).await.unwrap();
    let asked = scope(&["repo:muse"], &["project_state"]);
    assert!(tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap().is_empty());
}
