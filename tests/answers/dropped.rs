//! What an answer leaves out: kept and marked under a guard, recorded without one.

use futures_executor::block_on;
use medallion::domain::medallion::Decision;
use medallion::llm::StubModel;
use medallion::service::{Checkpoint, EventFilter, Medallions, Workspace};
use serde_json::{Value, json};
use std::rc::Rc;

use crate::cases::models::{Mock, summary};
use crate::cases::native::world;
use crate::cases::samples::{document, draft, scope, session, value};

/// A medallion with two decisions and two questions.
fn stored() -> Value {
    let mut stored = document("med-1", &["n"], &[], "2025-01-01T12:00:00Z");
    let decision =
        |id: &str| json!({"id": id, "statement": id, "rationale": "", "confidence": 1.0});
    let question =
        |id: &str| json!({"id": id, "question": id, "blocked_on": [], "priority": "low"});
    stored["decisions"] = json!([decision("D-1"), decision("D-2")]);
    stored["open_questions"] = json!([question("Q-1"), question("Q-2")]);
    stored
}

/// An answer with only the first of each, and this about the others.
fn answer(retired: Value) -> String {
    let mut said = stored();
    said["decisions"].as_array_mut().unwrap().pop();
    said["open_questions"].as_array_mut().unwrap().pop();
    said["retired"] = retired;
    said.to_string()
}

async fn with_stored() -> (Rc<Workspace>, Medallions) {
    let world = world();
    let workspace = world.workspace().await;
    let tab = world.medallions(&workspace);
    tab.create(draft(&stored())).await.unwrap();
    (workspace, tab)
}

async fn checkpoint(tab: &Medallions, guard: bool, said: &str) -> Value {
    let request = Checkpoint { guard, ..session(scope(&["n"], &[]), "s") };
    value(&tab.checkpoint(&request, &Mock::saying(said)).await.unwrap())
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// What the newest event says now.
async fn note(workspace: &Workspace) -> Value {
    let page = workspace.events(&EventFilter::default()).await.unwrap();
    serde_json::from_str(page.items[0].new_value.as_ref().unwrap().text()).unwrap()
}

async fn newest_retired(tab: &Medallions) -> Vec<String> {
    let newest = tab.history("med-1").await.unwrap().remove(0);
    newest.retired.0.unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn without_a_guard_what_is_dropped_is_recorded_in_event_and_history() {
    block_on(async {
        let (workspace, tab) = with_stored().await;
        let made = checkpoint(&tab, false, &answer(json!([]))).await;
        assert_eq!(
            (ids(&made["decisions"]), ids(&made["open_questions"])),
            (vec!["D-1"], vec!["Q-1"])
        );
        assert!(made.get("retired").is_none());
        let note = note(&workspace).await;
        assert_eq!((&note["version"], &note["retired"]), (&json!(2), &json!(["D-2", "Q-2"])));
        assert_eq!(note.get("kept"), None);
        assert_eq!(newest_retired(&tab).await, ["D-2", "Q-2"]);
        assert_eq!(tab.history("med-1").await.unwrap().len(), 2);
    });
}

#[test]
fn with_a_guard_what_is_dropped_without_a_word_is_kept_and_marked_since_then() {
    block_on(async {
        let (workspace, tab) = with_stored().await;
        let made = checkpoint(&tab, true, &answer(json!([]))).await;
        assert_eq!(ids(&made["decisions"]), ["D-1", "D-2"]);
        assert_eq!(ids(&made["open_questions"]), ["Q-1", "Q-2"]);
        assert_eq!(made["decisions"][0].get("unconfirmed_since"), None);
        let since = made["decisions"][1]["unconfirmed_since"].clone();
        assert!(since.is_string() && made["open_questions"][1]["unconfirmed_since"].is_string());
        let kept = note(&workspace).await;
        assert_eq!((&kept["kept"], kept.get("retired")), (&json!(["D-2", "Q-2"]), None));
        assert!(newest_retired(&tab).await.is_empty());

        let again = checkpoint(&tab, true, &answer(json!([]))).await;
        assert_eq!(again["decisions"][1]["unconfirmed_since"], since);
        let confirmed = checkpoint(&tab, true, &stored().to_string()).await;
        assert_eq!(confirmed["decisions"], stored()["decisions"]);
        let confirmed = note(&workspace).await;
        assert_eq!((confirmed.get("kept"), confirmed.get("retired")), (None, None));
    });
}

/// A model that changes what it was given and answers with all of it gives the mark back, too.
#[test]
fn what_a_model_names_again_loses_its_mark_even_where_the_answer_echoes_it() {
    block_on(async {
        let (_, tab) = with_stored().await;
        let marked = checkpoint(&tab, true, &answer(json!([]))).await;
        let since = &marked["decisions"][1]["unconfirmed_since"];
        assert!(since.is_string());
        // The stub reads no evidence: nothing is confirmed by it.
        let request = Checkpoint { guard: true, ..session(scope(&["n"], &[]), "s") };
        let same = value(&tab.checkpoint(&request, &StubModel).await.unwrap());
        assert_eq!(same["decisions"], marked["decisions"]);

        let mut echoed = marked.clone();
        echoed["decisions"].as_array_mut().unwrap().remove(0);
        let made = checkpoint(&tab, true, &echoed.to_string()).await;
        assert_eq!(ids(&made["decisions"]), ["D-2", "D-1"]);
        assert_eq!(made["decisions"][0].get("unconfirmed_since"), None);
        assert!(made["decisions"][1]["unconfirmed_since"].as_str() > since.as_str());
        assert_eq!(made["open_questions"], stored()["open_questions"]);
    });
}

#[test]
fn a_model_that_is_guarded_needs_no_guard() {
    block_on(async {
        let (_, tab) = with_stored().await;
        let model = Mock::saying(answer(json!([]))).guarded();
        let made = tab.checkpoint(&session(scope(&["n"], &[]), "s"), &model).await.unwrap();
        assert_eq!(ids(&value(&made)["decisions"]), ["D-1", "D-2"]);
    });
}

#[test]
fn what_is_retired_by_name_goes_with_its_reason_even_under_a_guard() {
    block_on(async {
        for guard in [true, false] {
            let (workspace, tab) = with_stored().await;
            let retired = json!([{"id": "D-2", "reason": "It was wrong."}, {"id": "Q-2"}]);
            let made = checkpoint(&tab, guard, &answer(retired)).await;
            assert_eq!(
                (ids(&made["decisions"]), ids(&made["open_questions"])),
                (vec!["D-1"], vec!["Q-1"])
            );
            assert_eq!(newest_retired(&tab).await, ["D-2", "Q-2"]);
            let note = note(&workspace).await;
            assert_eq!(note["retired"], json!(["D-2", "Q-2"]));
            assert_eq!(note["retired_because"], json!({"D-2": "It was wrong."}));
        }
    });
}

/// A field that this version does not know is not what it means by that name.
#[test]
fn a_field_of_that_name_that_was_there_before_is_not_what_the_model_retires() {
    for field in [json!([{"id": "D-2", "reason": "old"}]), json!("since 2020"), json!({"x": 1.0})] {
        block_on(async {
            let (workspace, tab) = with_stored().await;
            let mut own = stored();
            own["retired"] = field.clone();
            tab.update(serde_json::from_value(own.clone()).unwrap(), None).await.unwrap();
            let made = checkpoint(&tab, true, &answer(field.clone())).await;
            assert_eq!(ids(&made["decisions"]), ["D-1", "D-2"], "the guard keeps it");
            assert_eq!((&made["retired"], note(&workspace).await.get("retired")), (&field, None));
            // What is not what it was is the model's.
            let made = checkpoint(&tab, true, &answer(json!([{"id": "D-2"}]))).await;
            assert_eq!((ids(&made["decisions"]), &made["retired"]), (vec!["D-1"], &field));
        });
    }
}

#[test]
fn only_what_is_really_gone_counts_as_retired() {
    block_on(async {
        let (workspace, tab) = with_stored().await;
        let retired =
            json!([{"id": "D-1"}, {"id": "D-99"}, {"id": "D-2"}, {"id": "D-2"}, {"id": "Q-2"}]);
        let made = checkpoint(&tab, true, &answer(retired)).await;
        assert_eq!(ids(&made["decisions"]), ["D-1"]);
        assert_eq!(note(&workspace).await["retired"], json!(["D-2", "Q-2"]));
        let mut new = document("med-9", &[], &[], "2025-01-01T12:00:00Z");
        new["retired"] = json!([{"id": "D-1"}]);
        let request = session(scope(&["new"], &[]), "s");
        tab.checkpoint(&request, &Mock::saying(new.to_string())).await.unwrap();
        assert_eq!(note(&workspace).await.get("retired"), None);
    });
}

#[test]
fn a_preview_names_what_would_go_and_what_would_be_kept() {
    block_on(async {
        let (workspace, tab) = with_stored().await;
        let request = Checkpoint { guard: true, ..session(scope(&["n"], &[]), "s") };
        let said = answer(json!([{"id": "D-2"}]));
        let preview = tab.preview(&request, &Mock::saying(said)).await.unwrap();
        assert_eq!(preview.action.as_str(), "update");
        let retired: Vec<&str> = preview.retired.iter().map(|id| id.as_str()).collect();
        let kept: Vec<&str> = preview.kept.iter().map(|id| id.as_str()).collect();
        assert_eq!((retired, kept), (vec!["D-2"], vec!["Q-2"]));
        let paths: Vec<&str> = preview.diff.paths().collect();
        assert_eq!(paths, ["open_questions[Q-2].unconfirmed_since", "decisions[D-2]"]);
        let left: Vec<&Decision> = preview.medallion.decisions.iter().collect();
        assert_eq!(left.len(), 1);

        let new = session(scope(&["new"], &[]), "s");
        let preview = tab.preview(&new, &Mock::saying(summary("New."))).await.unwrap();
        assert_eq!(preview.action.as_str(), "create");
        assert_eq!(preview.diff.paths().collect::<Vec<_>>(), ["summary.high_level"]);
        let events = workspace.events(&EventFilter::default()).await.unwrap();
        assert_eq!((tab.count(), tab.version("med-1"), events.total), (1, Some(1), 1));
    });
}
