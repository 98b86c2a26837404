//! A session's end and the next one's beginning: C1 to C17 and I1 to I6.

use medallion::Code;
use medallion::domain::medallion::Status;
use medallion::llm::StubModel;
use medallion::service::Listing;
use serde_json::json;

use super::faulty::{Call, Faulty};
use super::models::{Mock, summary};
use super::samples::{at, document, draft, id_of, ids, muse, scope, session, value};
use super::world::World;

const ACTIVE: &[Status] = &[Status::Active];

pub async fn c1_c2_the_first_checkpoint_asks_generate_once_and_creates(world: World) {
    let tab = world.tab().await;
    let asked = scope(&["repo:muse"], &["project_state"]);
    let expected = asked.clone();
    let model = Mock::new(
        move |scope, evidence| {
            assert_eq!((scope, &*evidence.session_summary), (&expected, "First session."));
            Ok(summary("Generated."))
        },
        |_, _| panic!("there is nothing to update"),
    );
    let made = tab.checkpoint(&session(asked.clone(), "First session."), &model).await.unwrap();
    assert_eq!(model.calls(), (1, 0));
    assert_eq!(value(&made)["summary"]["high_level"], "Generated.");
    assert_eq!(made.medallion().unwrap().scope, asked);
    assert_eq!(tab.get(&id_of(&made)).await.unwrap().unwrap().json(), made.json());
    assert_eq!((tab.count(), tab.version(&id_of(&made))), (1, Some(1)));
}

pub async fn c3_c8_an_error_of_the_model_passes_with_what_was_tried(world: World) {
    let tab = world.tab().await;
    let request = session(scope(&["repo:muse"], &[]), "A session.");
    let failing = Mock::failing(Code::LlmFailed);
    let error = tab.checkpoint(&request, &failing).await.unwrap_err();
    assert_eq!(error.code(), Code::LlmFailed);
    assert!(error.message().starts_with("Failed to generate medallion"), "{error}");
    assert!(world.entries().await.is_empty());
    tab.checkpoint(&request, &StubModel).await.unwrap();
    let error = tab.checkpoint(&request, &failing).await.unwrap_err();
    assert_eq!(error.code(), Code::LlmFailed);
    assert!(error.message().starts_with("Failed to update medallion"), "{error}");
    assert_eq!((failing.calls(), world.entries().await.len()), ((1, 1), 1));
}

pub async fn c4_c9_an_error_of_the_store_passes_with_what_was_tried(world: World) {
    let (store, full) = Faulty::switched(world.store().await, Call::Commit, Code::Quota);
    let tab = world.medallions(&world.workspace_on(store).await);
    let request = session(scope(&["repo:muse"], &[]), "A session.");
    full.set(true);
    let error = tab.checkpoint(&request, &StubModel).await.unwrap_err();
    assert_eq!(error.code(), Code::Quota);
    assert!(error.message().starts_with("Failed to create medallion"), "{error}");
    full.set(false);
    tab.checkpoint(&request, &StubModel).await.unwrap();
    full.set(true);
    let error = tab.checkpoint(&request, &StubModel).await.unwrap_err();
    assert_eq!(error.code(), Code::Quota);
    assert!(error.message().starts_with("Failed to update medallion in store"), "{error}");
    assert_eq!(world.entries().await.len(), 1);
}

/// Ours: a wrong shape is the model's error, with the paths (design rule 5).
pub async fn c5_c10_an_answer_of_the_wrong_shape_is_the_models_error(world: World) {
    let tab = world.tab().await;
    let request = session(scope(&["repo:muse"], &[]), "A session.");
    let wrong = Mock::saying(r#"{"summary": {"high_level": 7}, "affordances": {}}"#);
    let error = tab.checkpoint(&request, &wrong).await.unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::LlmInvalid, Some("summary.high_level")));
    assert!(error.message().starts_with("Generated medallion schema validation failed"), "{error}");
    tab.checkpoint(&request, &StubModel).await.unwrap();
    let error = tab.checkpoint(&request, &wrong).await.unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::LlmInvalid, Some("summary.high_level")));
    assert!(error.message().starts_with("Updated medallion schema validation failed"), "{error}");
    assert_eq!(world.entries().await.len(), 1);
}

pub async fn c6_the_second_checkpoint_asks_update_once(world: World) {
    let tab = world.tab().await;
    let request = session(scope(&["repo:muse"], &[]), "A session.");
    let first = tab.checkpoint(&request, &StubModel).await.unwrap();
    let expected = first.medallion().unwrap();
    let model = Mock::new(
        |_, _| panic!("there is something to update"),
        move |existing, evidence| {
            assert_eq!((existing, &*evidence.session_summary), (&expected, "A session."));
            Ok(summary("Updated."))
        },
    );
    let second = tab.checkpoint(&request, &model).await.unwrap();
    assert_eq!(model.calls(), (0, 1));
    assert_eq!((id_of(&first), tab.count()), (id_of(&second), 1));
    assert_eq!(value(&second)["summary"]["high_level"], "Updated.");
    assert_eq!(tab.history(&id_of(&first)).await.unwrap().len(), 2);
}

/// Ours: of several active ones of exactly this scope (design rule 1).
pub async fn c7_the_newest_of_several_is_updated(world: World) {
    let tab = world.tab().await;
    for (second, id) in [(5, "med-newest"), (0, "med-oldest")] {
        tab.create(draft(&document(id, &["repo:muse"], &[], &at(second)))).await.unwrap();
    }
    let request = session(scope(&["repo:muse"], &[]), "A session.");
    assert_eq!(id_of(&tab.checkpoint(&request, &StubModel).await.unwrap()), "med-newest");
    tab.set_status("med-newest", Status::Stale).await.unwrap();
    assert_eq!(id_of(&tab.checkpoint(&request, &StubModel).await.unwrap()), "med-oldest");
}

/// Ours: whatever fails keeps its own code; a look-up that fails is not "unexpected".
pub async fn c11_c15_c16_a_failing_look_up_keeps_its_code(world: World) {
    world.tab().await.create(draft(&document("med-1", &["repo:muse"], &[], &at(0)))).await.unwrap();
    let (store, broken) = Faulty::switched(world.store().await, Call::Get, Code::Unavailable);
    let tab = world.medallions(&world.workspace_on(store).await);
    broken.set(true);
    let asked = scope(&["repo:muse"], &[]);
    let error = tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap_err();
    assert_eq!(error.code(), Code::Unavailable);
    let never = Mock::saying("");
    let error = tab.checkpoint(&session(asked, "A session."), &never).await.unwrap_err();
    assert_eq!((error.code(), never.calls()), (Code::Unavailable, (0, 0)));
    assert_eq!(world.entries().await.len(), 1);
}

pub async fn c12_c13_c14_loading_is_a_query_by_scope(world: World) {
    let tab = world.tab().await;
    let asked = scope(&["repo:muse"], &[]);
    assert!(tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap().is_empty());
    for second in 0..12 {
        let id = format!("med-{second:03}");
        tab.create(draft(&document(&id, &["repo:muse"], &[], &at(second)))).await.unwrap();
    }
    let found = tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap();
    assert_eq!((found.len(), id_of(&found[0])), (10, "med-011".to_owned()));
}

pub async fn c17_i4_i5_checkpoints_of_one_scope_make_one_medallion(world: World) {
    let tab = world.tab().await;
    let asked = scope(&["repo:muse"], &["project_state"]);
    let mut made = Vec::new();
    for text in ["First.", "Second.", "Third."] {
        let request = session(asked.clone(), text);
        made.push(tab.checkpoint(&request, &StubModel).await.unwrap().medallion().unwrap());
    }
    assert!(made.iter().all(|one| one.meta.medallion_id == made[0].meta.medallion_id));
    assert!(made.iter().all(|one| one.meta.created_at == made[0].meta.created_at));
    assert!(made.windows(2).all(|pair| pair[0].meta.updated_at < pair[1].meta.updated_at));
    assert!(made.iter().all(|one| one.summary.high_level.as_str() == "First."));
    for tab in [tab, world.tab().await] {
        assert_eq!(tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap().len(), 1);
        assert_eq!(tab.count(), 1);
    }
}

pub async fn i1_a_full_document_is_preserved(world: World) {
    let tab = world.tab().await;
    tab.create(draft(&muse())).await.unwrap();
    let found = value(&tab.get("med-001").await.unwrap().unwrap());
    assert_eq!(found, muse());
    assert_eq!(found["affordances"]["invariants"].as_array().unwrap().len(), 1);
}

pub async fn i2_three_are_found(world: World) {
    let tab = world.tab().await;
    let all = ["med-1", "med-2", "med-3"];
    let drafts = all.map(|id| draft(&document(id, &[id], &[], &at(0))));
    assert_eq!(tab.create_many(drafts.to_vec()).await.unwrap(), all.map(Into::into));
    assert_eq!(world.entries().await.len(), 1);
    for id in all {
        assert_eq!(id_of(&tab.get(id).await.unwrap().unwrap()), id);
        assert_eq!(ids(&tab.latest_for_scope(&scope(&[id], &[]), 10, ACTIVE).await.unwrap()), [id]);
    }
}

pub async fn i3_times_are_preserved(world: World) {
    let tab = world.tab().await;
    let mut stored = document("med-1", &[], &["t"], "2025-01-01T12:00:00Z");
    stored["meta"]["updated_at"] = json!("2025-01-01T13:00:00.25Z");
    tab.create(draft(&stored)).await.unwrap();
    let found = value(&world.tab().await.get("med-1").await.unwrap().unwrap());
    assert_eq!(found["meta"]["created_at"], "2025-01-01T12:00:00Z");
    assert_eq!(found["meta"]["updated_at"], "2025-01-01T13:00:00.25Z");
}

pub async fn i6_loading_respects_order_and_limit(world: World) {
    let tab = world.tab().await;
    for second in 0..3 {
        let id = format!("med-{second}");
        tab.create(draft(&document(&id, &["repo:muse"], &[], &at(second)))).await.unwrap();
    }
    let asked = scope(&["repo:muse"], &[]);
    let found = tab.latest_for_scope(&asked, 10, ACTIVE).await.unwrap();
    assert_eq!(ids(&found), ["med-2", "med-1", "med-0"]);
    assert_eq!(tab.latest_for_scope(&asked, 2, ACTIVE).await.unwrap().len(), 2);
    let other = scope(&["repo:other"], &[]);
    assert!(tab.latest_for_scope(&other, 10, ACTIVE).await.unwrap().is_empty());
    assert_eq!(tab.list(&Listing::default()).await.unwrap().total, 3);
}
