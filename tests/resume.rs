//! What a new session is told about medallions (design 6.5): which words, in which order, and what
//! goes first where there is little room.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use futures_executor::block_on;
use medallion::domain::resume::{Format, Resume};
use medallion::service::{Estimate, Medallions, Resuming};
use medallion::{Code, Result};
use serde_json::{Value, json};

mod cases;

use cases::native::world;
use cases::samples::{document, draft, muse, scope};

fn about(budget: u64, format: Format) -> Resuming {
    let scope = Some(scope(&["repo:muse"], &[]));
    Resuming { scope, learner_id: None, task_id: None, budget, format }
}

fn resumed(documents: &[Value], about: &Resuming) -> Result<Resume> {
    block_on(async {
        let tab: Medallions = world().tab().await;
        for own in documents {
            tab.create(draft(own)).await.unwrap();
        }
        tab.resume(about, &Estimate).await
    })
}

fn included(told: &Resume) -> Vec<&str> {
    let parts = told.parts.iter().filter(|part| part.included);
    parts.map(|part| part.id.as_str()).collect()
}

#[test]
fn a_medallion_is_told_in_markdown_part_by_part() {
    let told = resumed(&[muse()], &about(2000, Format::Markdown)).unwrap();
    let expected = "\
Notes of earlier sessions, the newest first. They hold unless you are told otherwise.

## repo:muse, module:cli, project_state, refactor (med-001, 2025-01-01T13:00:00Z)

Project Muse is a music generator; the command line works.

Must stay true:

- The file format is stable.

Open questions:

- Q-001 (medium, waits for performance_benchmark): Is it fast enough?

Decisions:

- D-001 (90 %): Keep the parser by hand. Because: It is small.

Begin with:

- src/main.rs

Do not repeat:

- Do not generate the parser.

Parts:

- cli (stable): Complete.
";
    assert_eq!(told.text, expected);
}

#[test]
fn in_short_each_part_is_a_line_and_reasons_are_left_out() {
    let told = resumed(&[muse()], &about(2000, Format::Compact)).unwrap();
    let expected = "\
Notes of earlier sessions, the newest first. They hold unless you are told otherwise.

# repo:muse, module:cli, project_state, refactor (med-001, 2025-01-01T13:00:00Z)
summary: Project Muse is a music generator; the command line works.
must stay true: The file format is stable.
open: Q-001 (medium): Is it fast enough?
decided: D-001: Keep the parser by hand.
begin with: src/main.rs
do not repeat: Do not generate the parser.
part: cli (stable)
";
    assert_eq!(told.text, expected);
}

#[test]
fn as_json_it_is_one_object_with_the_documents_own_names() {
    let told = resumed(&[muse()], &about(2000, Format::Json)).unwrap();
    let mut own: Value = serde_json::from_str(&told.text).unwrap();
    assert!(own["note"].is_string());
    let own = own["medallions"].as_array_mut().unwrap().remove(0);
    assert_eq!(own["medallion_id"], "med-001");
    assert_eq!(own["decisions"], muse()["decisions"]);
    assert_eq!(own["open_questions"], muse()["open_questions"]);
    assert_eq!(own["invariants"], muse()["affordances"]["invariants"]);
    assert_eq!(own["scope"], muse()["scope"]);
}

#[test]
fn where_room_is_short_what_is_worth_most_stays() {
    let mut own = muse();
    own["decisions"] = json!([
        {"id": "D-1", "statement": "A guess of the first day.", "rationale": "", "confidence": 0.1},
        {"id": "D-2", "statement": "What was measured twice.", "rationale": "", "confidence": 1.0},
    ]);
    own["open_questions"] = json!([
        {"id": "Q-1", "question": "What is it called?", "blocked_on": [], "priority": "low"},
        {"id": "Q-2", "question": "Does it lose data?", "blocked_on": [], "priority": "high"},
    ]);
    let told = resumed(&[own], &about(120, Format::Markdown)).unwrap();
    let inside = included(&told);
    for id in ["invariants/0", "open_questions/Q-2", "summary", "decisions/D-2"] {
        assert!(inside.contains(&&*format!("med-001/{id}")), "{id} is not in {inside:?}");
    }
    assert!(!inside.contains(&"med-001/decisions/D-1"), "{inside:?}");
    assert!(told.tokens <= 120);
    let left = told.parts.iter().find(|part| part.id == "med-001/decisions/D-1").unwrap();
    assert!(left.reason.starts_with("no room"), "{}", left.reason);
}

#[test]
fn what_the_newest_says_is_not_said_again_for_older_ones() {
    let mut older = muse();
    older["meta"]["medallion_id"] = json!("med-000");
    older["meta"]["updated_at"] = json!("2025-01-01T12:00:00Z");
    let told = resumed(&[older, muse()], &about(2000, Format::Markdown)).unwrap();
    assert_eq!(told.text.matches("The file format is stable.").count(), 1);
    let again = told.parts.iter().find(|part| part.id == "med-000/invariants/0").unwrap();
    assert_eq!(again.reason, "said already: med-001/invariants/0");
}

#[test]
fn what_must_be_said_and_does_not_fit_is_an_error_that_says_how_much_is_needed() {
    let error = resumed(&[muse()], &about(10, Format::Markdown)).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::BudgetTooSmall, Some("tokenBudget")));
    let details: Value = serde_json::from_str(error.details().unwrap().text()).unwrap();
    assert_eq!(details["must"], json!(["med-001/invariants/0"]));
    let needed = details["needed"].as_u64().unwrap();
    assert!(resumed(&[muse()], &about(needed, Format::Markdown)).is_ok());
    assert!(resumed(&[muse()], &about(needed - 1, Format::Markdown)).is_err());
}

#[test]
fn only_active_ones_are_told_of_and_where_there_are_none_nothing_is() {
    let mut stale = muse();
    stale["meta"]["status"] = json!("stale");
    let elsewhere = document("med-2", &["repo:other"], &[], "2025-01-01T12:00:00Z");
    let told = resumed(&[stale, elsewhere], &about(0, Format::Markdown)).unwrap();
    assert_eq!((told.text.as_str(), told.tokens, told.parts.len()), ("", 0, 0));
}

#[test]
fn somebody_must_say_what_it_is_about() {
    let nothing = Resuming { scope: None, ..about(10, Format::Markdown) };
    let error = resumed(&[], &nothing).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some("scope")));
    let nobodys = Resuming { task_id: Some("proj-1".into()), ..nothing };
    let error = resumed(&[], &nobodys).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::Invalid, Some("learnerId")));
}
