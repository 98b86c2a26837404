//! Somebody is shown the change before it is stored, and may refuse it or part of it.

use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::medallion::Diff;
use medallion::llm::Approver;
use medallion::service::{Checkpoint, EventFilter, Medallions};
use medallion::store::Answer;
use medallion::{Code, Error};
use serde_json::{Value, json};

use crate::cases::models::{Approving, Mock};
use crate::cases::native::world;
use crate::cases::samples::{draft, muse, scope, session, value};
use crate::cases::world::World;

fn request(approver: Rc<dyn Approver>) -> Checkpoint {
    let muse = scope(&["repo:muse", "module:cli"], &["project_state", "refactor"]);
    Checkpoint { approver: Some(approver), ..session(muse, "s") }
}

/// An answer that changes something of every kind.
fn changed() -> Value {
    let mut said = muse();
    said["meta"]["knowledge_max_ts"] = json!("2025-06-01T00:00:00Z");
    said["meta"]["model"] = json!("gpt-next");
    said["summary"]["high_level"] = json!("Changed.");
    said["decisions"] =
        json!([{"id": "D[2].x", "statement": "s", "rationale": "r", "confidence": 0.25}]);
    said["open_questions"][0]["priority"] = json!("high");
    said
}

async fn with_muse() -> (World, Medallions) {
    let world = world();
    let tab = world.tab().await;
    tab.create(draft(&muse())).await.unwrap();
    (world, tab)
}

/// What is stored when only these paths were approved.
async fn approving(paths: &'static [&'static str]) -> (Value, World) {
    let (world, tab) = with_muse().await;
    let approver = Approving::new(move |diff: &Diff| {
        let mut part = diff.clone();
        let goes = |path: &str| paths.contains(&path);
        part.added.retain(|path, _| goes(path));
        part.changed.retain(|path, _| goes(path));
        part.removed.retain(|path, _| goes(path));
        Some(part)
    });
    let model = Mock::saying(changed().to_string());
    let made = tab.checkpoint(&request(approver.clone()), &model).await.unwrap();
    let shown: Vec<String> =
        approver.1.borrow().iter().flat_map(|diff| diff.paths()).map(str::to_owned).collect();
    let all = [
        r#"decisions["D[2].x"]"#,
        "meta.knowledge_max_ts",
        "meta.model",
        "open_questions[Q-001].priority",
        "summary.high_level",
        "decisions[D-001]",
    ];
    assert_eq!(shown, all);
    (value(&made), world)
}

/// The document before, with the time and the model's name of the one after.
fn before(after: &Value) -> Value {
    let mut before = muse();
    before["meta"]["updated_at"] = after["meta"]["updated_at"].clone();
    before["meta"]["model"] = after["meta"]["model"].clone();
    before
}

#[test]
fn who_refuses_ends_it_as_aborted_and_nothing_is_stored() {
    block_on(async {
        let (world, tab) = with_muse().await;
        let refusing = Approving::new(|_| None);
        let model = Mock::saying(changed().to_string());
        let error = tab.checkpoint(&request(refusing.clone()), &model).await.unwrap_err();
        assert_eq!(error.code(), Code::Aborted);
        let error = tab.preview(&request(refusing), &model).await.unwrap_err();
        assert_eq!(error.code(), Code::Aborted);
        assert_eq!(world.entries().await.len(), 1);
    });
}

#[test]
fn an_approver_that_fails_ends_it_with_its_error() {
    struct Failing;
    impl Approver for Failing {
        fn approve<'a>(&'a self, _: &'a Diff) -> Answer<'a, Option<Diff>> {
            Box::pin(async { Err(Error::new(Code::PermissionDenied, "nobody is there")) })
        }
    }
    block_on(async {
        let (world, tab) = with_muse().await;
        let model = Mock::saying(changed().to_string());
        let error = tab.checkpoint(&request(Rc::new(Failing)), &model).await.unwrap_err();
        assert_eq!(error.code(), Code::PermissionDenied);
        assert_eq!(world.entries().await.len(), 1);
    });
}

#[test]
fn who_approves_everything_gets_everything() {
    block_on(async {
        let (_, tab) = with_muse().await;
        let all = Approving::new(|diff: &Diff| Some(diff.clone()));
        let model = Mock::saying(changed().to_string());
        let made = value(&tab.checkpoint(&request(all), &model).await.unwrap());
        let mut expected = changed();
        expected["meta"]["updated_at"] = made["meta"]["updated_at"].clone();
        assert_eq!(made, expected);
    });
}

#[test]
fn what_was_not_approved_stays_as_it_was() {
    block_on(async {
        let (made, _) = approving(&[]).await;
        assert_eq!(made, before(&made));
        let (made, _) = approving(&["summary.high_level"]).await;
        let mut expected = before(&made);
        expected["summary"]["high_level"] = json!("Changed.");
        assert_eq!(made, expected);
        let (made, _) = approving(&[r#"decisions["D[2].x"]"#, "meta.knowledge_max_ts"]).await;
        let mut expected = before(&made);
        let decisions = json!([muse()["decisions"][0], changed()["decisions"][0]]);
        expected["decisions"] = decisions;
        expected["meta"]["knowledge_max_ts"] = json!("2025-06-01T00:00:00Z");
        assert_eq!(made, expected);
    });
}

#[test]
fn a_removal_that_was_not_approved_is_not_told_as_one() {
    block_on(async {
        for (paths, retired) in
            [(&[][..], None), (&["decisions[D-001]"][..], Some(json!(["D-001"])))]
        {
            let (_, world) = approving(paths).await;
            let events = world.workspace().await.events(&EventFilter::default()).await.unwrap();
            let note = events.items[0].new_value.as_ref().unwrap().text();
            let note: Value = serde_json::from_str(note).unwrap();
            assert_eq!(note.get("retired"), retired.as_ref());
        }
    });
}

#[test]
fn whoever_approves_something_else_than_was_shown_is_told_so_and_nothing_is_stored() {
    use medallion::domain::schema::Json;
    type Edit = fn(&mut Diff);
    let edits: [(Edit, &str, &str); 4] = [
        (
            |diff| {
                let path = "summary.high_level";
                diff.changed.entry(path, || panic!()).unwrap().to =
                    Json::from_text("\"Mine.\"".into());
            },
            "approve.summary.high_level",
            "as it was shown",
        ),
        (
            |diff| {
                let item = Json::from_text("{\"id\":\"D-9\"}".into());
                diff.added.insert("decisions[D-9]".into(), item);
            },
            "approve.decisions[D-9]",
            "was not shown",
        ),
        (
            |diff| {
                let item = Json::from_text("{}".into());
                diff.removed.insert("decisions[D-001]".into(), item);
            },
            "approve.decisions[D-001]",
            "as it was shown",
        ),
        (
            |diff| {
                let change = diff.changed.get("summary.high_level").cloned().unwrap();
                diff.changed.insert("scope.tags".into(), change);
            },
            "approve.scope.tags",
            "was not shown",
        ),
    ];
    for (edit, path, message) in edits {
        block_on(async {
            let (world, tab) = with_muse().await;
            let approver = Approving::new(move |diff: &Diff| {
                let mut edited = diff.clone();
                edit(&mut edited);
                Some(edited)
            });
            let model = Mock::saying(changed().to_string());
            let error = tab.checkpoint(&request(approver), &model).await.unwrap_err();
            assert_eq!((error.code(), error.path()), (Code::Invalid, Some(path)));
            assert!(error.message().contains(message), "{error}");
            assert_eq!(world.entries().await.len(), 1);
        });
    }
}

#[test]
fn a_first_version_can_be_approved_in_part() {
    block_on(async {
        let tab = world().tab().await;
        let approver = Approving::new(|diff: &Diff| {
            let mut part = diff.clone();
            part.changed.clear();
            Some(part)
        });
        let model = Mock::saying(changed().to_string());
        let made = value(&tab.checkpoint(&request(approver), &model).await.unwrap());
        assert_eq!(made["summary"]["high_level"], "");
        assert_eq!(made["decisions"], changed()["decisions"]);
    });
}
