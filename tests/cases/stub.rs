//! The model that needs no model: L1 to L15.

use medallion::domain::time::Timestamp;
use medallion::llm::{Model, StubModel};
use medallion::service::Medallions;
use medallion::{Code, Evidence, Medallion};
use serde_json::json;

use super::samples::{draft, muse, read, scope, session};
use super::world::World;

async fn checkpoint(tab: &Medallions, summary: &str) -> medallion::Result<Medallion> {
    let request = session(scope(&["repo:muse"], &["project_state"]), summary);
    tab.checkpoint(&request, &StubModel).await?.medallion()
}

pub async fn l1_a_generated_medallion_is_the_stubs(world: World) {
    let made = checkpoint(&world.tab().await, "First session.").await.unwrap();
    let meta = serde_json::to_value(&made.meta).unwrap();
    assert!(made.meta.medallion_id.as_str().starts_with("med-"));
    assert_eq!(made.meta.medallion_id.as_str().len(), "med-".len() + 12);
    assert_eq!(
        (&meta["schema_version"], &meta["status"], &meta["model"]),
        (&json!("medallion.v1"), &json!("active"), &json!("stub-llm"))
    );
}

/// A summary of more than 300 code points is cut there, and leading blanks stay (A3.2). Ours: its
/// full text stays beside it.
pub async fn l2_l3_l4_scope_and_summary_become_the_document(world: World) {
    let tab = world.tab().await;
    let made = checkpoint(&tab, "  First session.").await.unwrap();
    assert_eq!(made.scope, scope(&["repo:muse"], &["project_state"]));
    assert_eq!(made.summary.high_level.as_str(), "  First session.");
    assert!(made.decisions.is_empty() && made.open_questions.is_empty());
    assert!(made.affordances.invariants.is_none());
    let long = session(scope(&["other"], &[]), &"🎓".repeat(301));
    let made = tab.checkpoint(&long, &StubModel).await.unwrap().medallion().unwrap();
    assert_eq!(made.summary.high_level.as_str(), "🎓".repeat(300));
    let full = |made: &Medallion| made.summary.extra.get("high_level_full").map(str::to_owned);
    assert_eq!(full(&made), Some(json!("🎓".repeat(301)).to_string()));
    let again = tab.checkpoint(&long, &StubModel).await.unwrap().medallion().unwrap();
    assert_eq!(full(&again), full(&made));
    let just = session(scope(&["just"], &[]), &"🎓".repeat(300));
    assert_eq!(full(&tab.checkpoint(&just, &StubModel).await.unwrap().medallion().unwrap()), None);
}

pub async fn l5_both_times_are_now(world: World) {
    let clock = world.caller();
    let before = clock.now().unwrap();
    let made = checkpoint(&world.tab().await, "First session.").await.unwrap();
    let after = clock.now().unwrap();
    assert_eq!(made.meta.created_at, made.meta.updated_at);
    assert!(before < made.meta.created_at && made.meta.created_at < after);
}

async fn is_refused(tab: &Medallions, summary: &str) {
    let error = checkpoint(tab, summary).await.unwrap_err();
    assert_eq!(error.code(), Code::LlmInvalid);
    assert!(error.message().contains("cannot be empty"), "{error}");
}

pub async fn l6_l7_blank_evidence_is_an_error_of_the_model(world: World) {
    let tab = world.tab().await;
    is_refused(&tab, "").await;
    is_refused(&tab, "   \n\t  ").await;
    assert!(world.entries().await.is_empty());
    let asked = StubModel.generate(&scope(&["a"], &[]), &Evidence::of(" ")).await.unwrap_err();
    assert_eq!(asked.code(), Code::LlmInvalid);
    assert!(asked.message().contains("cannot be empty"));
}

pub async fn l8_l14_what_the_stub_writes_can_be_written_as_text(world: World) {
    let tab = world.tab().await;
    for summary in ["First session.", "Second session."] {
        let made = checkpoint(&tab, summary).await.unwrap();
        assert_eq!(Medallion::parse(&made.to_json()).unwrap(), made);
    }
}

pub async fn l9_l10_l11_l15_an_update_changes_only_the_time(world: World) {
    let tab = world.tab().await;
    let mut stored = muse();
    stored["scope"] = json!({"graph_nodes": ["repo:muse"], "tags": ["project_state"]});
    tab.create(draft(&stored)).await.unwrap();
    let made = checkpoint(&tab, "Second session.").await.unwrap();
    let mut expected = read(&stored);
    assert!(made.meta.updated_at > expected.meta.updated_at);
    expected.meta.updated_at = made.meta.updated_at;
    assert_eq!(made, expected);
    let again = checkpoint(&tab, "Third session.").await.unwrap();
    assert!(again.meta.updated_at > made.meta.updated_at);
    assert!(again.meta.updated_at < Timestamp::from_millis(i64::MAX));
}

pub async fn l12_l13_blank_evidence_is_an_error_on_update_too(world: World) {
    let tab = world.tab().await;
    checkpoint(&tab, "First session.").await.unwrap();
    is_refused(&tab, "").await;
    is_refused(&tab, " \n ").await;
    let stored = read(&muse());
    let asked = StubModel.update(&stored, &Evidence::of("")).await.unwrap_err();
    assert_eq!(asked.code(), Code::LlmInvalid);
    assert_eq!(world.entries().await.len(), 1);
}
