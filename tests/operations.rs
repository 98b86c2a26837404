//! Changes without a model, one item at a time; all of them or none.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::cell::Cell;
use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::medallion::{Draft, MatchRule, Operation, apply};
use medallion::domain::schema;
use medallion::llm::StubModel;
use medallion::service::{Caller, Environment, Medallions, id_of};
use medallion::{Code, Result};
use serde_json::{Value, json};

mod cases;

use cases::native::world;
use cases::samples::{at, document, draft, muse, read, scope, session, value};

fn operations(given: &Value) -> Vec<Operation> {
    schema::parse(&given.to_string()).unwrap()
}

fn applied(given: &Value) -> Result<Value> {
    apply(&read(&muse()), &operations(given)).map(|made| serde_json::to_value(&made).unwrap())
}

#[test]
fn each_operation_changes_what_it_names_and_nothing_else() {
    let decision =
        json!({"id": "D-002", "statement": "s", "rationale": "r", "confidence": 0.5, "x": 1});
    let made = applied(&json!([
        {"op": "add", "list": "decisions", "item": decision},
        {"op": "change", "list": "decisions", "id": "D-001", "set": {"confidence": 0.25, "y": [2]}},
        {"op": "change", "list": "subsystems", "id": "cli", "set": {"status": "deprecated"}},
        {"op": "retire", "list": "open_questions", "id": "Q-001"},
        {"op": "set", "path": "summary.high_level", "value": "Set."},
        {"op": "set", "path": "affordances.invariants", "value": null},
        {"op": "set", "path": "meta.knowledge_max_ts", "value": "2026-01-01"},
        {"op": "set", "path": "meta.model", "value": "by hand"},
    ]))
    .unwrap();
    let mut expected = muse();
    expected["decisions"].as_array_mut().unwrap().push(decision);
    expected["decisions"][0]["confidence"] = json!(0.25);
    expected["decisions"][0]["y"] = json!([2]);
    expected["summary"]["subsystems"][0]["status"] = json!("deprecated");
    expected["open_questions"] = json!([]);
    expected["summary"]["high_level"] = json!("Set.");
    expected["affordances"]["invariants"] = json!(null);
    expected["meta"]["knowledge_max_ts"] = json!("2026-01-01T00:00:00Z");
    expected["meta"]["model"] = json!("by hand");
    assert_eq!(made, expected);
    assert_eq!(applied(&json!([])).unwrap(), muse());
}

#[test]
fn what_cannot_be_done_names_the_operation_or_the_place() {
    let one = json!({"op": "set", "path": "summary.high_level", "value": "Set."});
    for (wrong, path) in [
        (json!({"op": "add", "list": "decisions", "item": {}}), "operations[1].item.id"),
        (
            json!({"op": "add", "list": "subsystems", "item": {"id": "x"}}),
            "operations[1].item.name",
        ),
        (
            json!({"op": "add", "list": "decisions", "item": {"id": "D-001"}}),
            "operations[1].item.id",
        ),
        (
            json!({"op": "change", "list": "decisions", "id": "D-001", "set": {"id": "D-2"}}),
            "operations[1].set.id",
        ),
        (json!({"op": "change", "list": "decisions", "id": "D-9", "set": {}}), "operations[1].id"),
        (json!({"op": "retire", "list": "subsystems", "id": "api"}), "operations[1].id"),
        (
            json!({"op": "add", "list": "decisions", "item": {"id": "D-2"}}),
            "decisions[1].statement",
        ),
        (
            json!({"op": "set", "path": "meta.knowledge_min_ts", "value": 7}),
            "meta.knowledge_min_ts",
        ),
        (
            json!({"op": "set", "path": "meta.knowledge_min_ts", "value": "2099-01-01"}),
            "meta.knowledge_min_ts",
        ),
    ] {
        let error = applied(&json!([one, wrong])).unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some(path)), "{error}");
    }
    for (wrong, path) in [
        (json!({"op": "sing"}), "[0].op"),
        (json!({}), "[0].op"),
        (json!({"op": "set", "path": "meta.created_at", "value": ""}), "[0].path"),
        (json!({"op": "add", "list": "tags", "item": {}}), "[0].list"),
        (json!({"op": "add", "list": "decisions", "item": []}), "[0].item"),
    ] {
        let error = schema::parse::<Vec<Operation>>(&json!([wrong]).to_string()).unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some(path)), "{error}");
    }
    let twice = r#"[{"op":"change","list":"decisions","id":"D-001","set":{"x":1,"x":2}}]"#;
    let error =
        apply(&read(&muse()), &schema::parse::<Vec<Operation>>(twice).unwrap()).unwrap_err();
    assert_eq!(error.path(), Some("operations[0].set"));
}

/// Ours: what other fields hold is kept byte for byte, beyond what a double can hold.
#[test]
fn operations_lose_nothing_that_they_do_not_name() {
    let odd = r#","x":1e400,"y":123456789012345678901234567890,"z":[1.10,"\u00e9"]}"#;
    let text = muse().to_string();
    let text = format!("{}{odd}", text.strip_suffix('}').unwrap());
    let document = medallion::Medallion::parse(&text).unwrap();
    let given = json!([{"op": "set", "path": "summary.high_level", "value": "Set."}]);
    let made = apply(&document, &operations(&given)).unwrap();
    assert!(made.to_json().ends_with(odd), "{}", made.to_json());
}

#[test]
fn operations_are_stored_as_one_version_or_not_at_all() {
    block_on(async {
        let world = world();
        let tab = world.tab().await;
        tab.create(draft(&muse())).await.unwrap();
        let set =
            operations(&json!([{"op": "set", "path": "summary.high_level", "value": "Set."}]));
        let made = value(&tab.apply("med-001", &set, Some(1)).await.unwrap());
        assert_eq!(made["summary"]["high_level"], "Set.");
        assert!(made["meta"]["updated_at"].as_str() > muse()["meta"]["updated_at"].as_str());
        assert_eq!(tab.apply("med-001", &set, Some(1)).await.unwrap_err().code(), Code::Conflict);
        assert_eq!(tab.apply("med-x", &set, None).await.unwrap_err().code(), Code::NotFound);
        let wrong = operations(&json!([
            {"op": "retire", "list": "decisions", "id": "D-001"},
            {"op": "retire", "list": "decisions", "id": "D-001"},
        ]));
        let error = tab.apply("med-001", &wrong, None).await.unwrap_err();
        assert_eq!(error.path(), Some("operations[1].id"));
        assert_eq!((tab.version("med-001"), world.entries().await.len()), (Some(2), 2));
        let diff = tab.diff("med-001", 1, 2).await.unwrap();
        let paths: Vec<&str> = diff.paths().collect();
        assert_eq!(paths, ["meta.updated_at", "summary.high_level"]);
        assert_eq!(tab.diff("med-001", 1, 9).await.unwrap_err().code(), Code::NotFound);
    });
}

/// Whatever took something out, the history says so; and why, where somebody did.
#[test]
fn the_history_says_what_went_with_a_version() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        let mut stored = muse();
        stored["decisions"]
            .as_array_mut()
            .unwrap()
            .push(json!({"id": "D-002", "statement": "s", "rationale": "r", "confidence": 0.5}));
        tab.create(draft(&stored)).await.unwrap();
        let retire = operations(&json!([
            {"op": "retire", "list": "decisions", "id": "D-001", "reason": "It was too large."},
            {"op": "retire", "list": "subsystems", "id": "cli", "reason": "Merged."},
            {"op": "retire", "list": "open_questions", "id": "Q-001"},
        ]));
        tab.apply("med-001", &retire, None).await.unwrap();
        stored["decisions"] = json!([]);
        stored["open_questions"] = json!([]);
        tab.update(read(&stored), None).await.unwrap();
        tab.delete("med-001").await.unwrap();
        stored["decisions"] = muse()["decisions"].clone();
        tab.create(draft(&stored)).await.unwrap();

        let history = json!(tab.history("med-001").await.unwrap());
        let told = |field: &str| -> Vec<Value> {
            history.as_array().unwrap().iter().map(|own| own[field].clone()).collect()
        };
        assert_eq!(told("version"), [5, 3, 2, 1].map(Value::from));
        let retired = [json!(null), json!(["D-002"]), json!(["D-001", "Q-001"]), json!(null)];
        assert_eq!(told("retired"), retired);
        let because = json!({"D-001": "It was too large.", "cli": "Merged."});
        assert_eq!(
            told("retired_because"),
            [json!(null), json!(null), because.clone(), json!(null)]
        );
        let events = workspace.events(&Default::default()).await.unwrap();
        let note: Value =
            serde_json::from_str(events.items[3].new_value.as_ref().unwrap().text()).unwrap();
        assert_eq!((&note["retired"], &note["retired_because"]), (&retired[2], &because));
    });
}

/// Ids are of one list; decisions, questions and subsystems may have the same.
#[test]
fn reasons_are_those_of_what_is_really_gone_and_none_is_lost() {
    let named = |id: &str| json!({"id": id, "statement": "s", "rationale": "", "confidence": 1});
    let mut stored = muse();
    stored["decisions"] = json!([named("1"), named("2"), named("3")]);
    stored["open_questions"] = json!([{"id": "1", "question": "q", "priority": "low"}]);
    let part = |name: &str| json!({"name": name, "status": "stable", "notes": ""});
    stored["summary"]["subsystems"] = json!([part("2"), part("cli")]);
    let retire = |list: &str, id: &str, reason: &str| json!({"op": "retire", "list": list, "id": id, "reason": reason});
    let add = |id: &str| json!({"op": "add", "list": "decisions", "item": named(id)});
    for (given, retired, because) in [
        (
            json!([retire("decisions", "1", "wrong"), retire("open_questions", "1", "answered")]),
            json!(["1"]),
            json!({"1": "wrong; answered"}),
        ),
        (json!([retire("decisions", "1", "reworded"), add("1")]), json!(null), json!(null)),
        (json!([add("4"), retire("decisions", "4", "no")]), json!(null), json!(null)),
        (
            json!([retire("subsystems", "2", "merged"), retire("subsystems", "cli", "split")]),
            json!(null),
            json!({"cli": "split", "summary.subsystems[2]": "merged"}),
        ),
        (
            json!([retire("subsystems", "2", "merged"), retire("decisions", "2", "wrong")]),
            json!(["2"]),
            json!({"2": "wrong", "summary.subsystems[2]": "merged"}),
        ),
    ] {
        block_on(async {
            let tab = world().tab().await;
            tab.create(draft(&stored)).await.unwrap();
            tab.apply("med-001", &operations(&given), None).await.unwrap();
            let newest = json!(tab.history("med-001").await.unwrap())[0].clone();
            assert_eq!((&newest["retired"], &newest["retired_because"]), (&retired, &because));
        });
    }
}

#[test]
fn the_full_text_of_a_summary_goes_when_another_one_is_set() {
    let mut stored = muse();
    stored["summary"]["high_level"] = json!("Old…");
    stored["summary"]["high_level_full"] = json!("Old and long.");
    for (text, full) in [("New.", json!(null)), ("Old…", json!("Old and long."))] {
        let set = operations(&json!([{"op": "set", "path": "summary.high_level", "value": text}]));
        let made = serde_json::to_value(apply(&read(&stored), &set).unwrap()).unwrap();
        let summary = &made["summary"];
        assert_eq!((&summary["high_level"], &summary["high_level_full"]), (&json!(text), &full));
    }
}

/// Design rule 3, also where the one before was written by a clock that goes fast.
#[test]
fn what_takes_the_place_of_a_deleted_one_is_newer() {
    block_on(async {
        let world = world();
        for (id, last) in
            [("med-past", "2024-01-01T00:00:00Z"), ("med-future", "2099-01-01T00:00:00Z")]
        {
            for tab in [world.tab().await, world.tab().await] {
                let made = tab.create(draft(&document(id, &["n"], &[], last))).await.unwrap();
                let got = tab.get(id).await.unwrap().unwrap();
                assert_eq!(made.json(), got.json());
                assert!(tab.delete(id).await.unwrap());
            }
            let tab = world.tab().await;
            let history = tab.history(id).await.unwrap();
            let times: Vec<_> =
                history.iter().map(|own| own.medallion.medallion().unwrap().times()).collect();
            assert!(times[0].updated_at > times[1].updated_at, "{times:?}");
            assert_eq!(times[0].created_at, times[1].created_at);
        }
    });
}

/// A source of ids that repeats itself, or gives what is none.
struct Odd(fn(u32) -> String, Cell<u32>);

impl Environment for Odd {
    fn now(&self) -> Result<i64> {
        Ok(1_700_000_000_000)
    }

    fn new_id(&self, _: &str) -> Result<String> {
        self.1.set(self.1.get() + 1);
        Ok(self.0(self.1.get()))
    }
}

#[test]
fn a_source_of_ids_that_repeats_itself_or_gives_none_is_told() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let mut nameless = document("x", &["n"], &[], &at(0));
        nameless["meta"].as_object_mut().unwrap().remove("medallion_id");
        let source = Rc::new(Odd(|_| "med-same".to_owned(), Cell::new(0)));
        let tab = Medallions::new(&workspace, Caller::new(source.clone()));
        tab.create(draft(&nameless)).await.unwrap();
        let error = tab.create(draft(&nameless)).await.unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some("newId")));
        assert!(source.1.get() < 20);
        let none =
            Medallions::new(&workspace, Caller::new(Rc::new(Odd(|_| String::new(), Cell::new(0)))));
        let error = none.create(draft(&nameless)).await.unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some("newId")));
        assert_eq!(tab.count(), 1);
    });
}

#[test]
fn ids_of_a_batch_are_looked_for_like_that_of_one() {
    block_on(async {
        let workspace = world().workspace().await;
        let source = Rc::new(Odd(|asked| format!("med-{}", asked / 2), Cell::new(1)));
        let tab = Medallions::new(&workspace, Caller::new(source));
        let mut nameless = document("x", &["n"], &[], &at(0));
        nameless["meta"].as_object_mut().unwrap().remove("medallion_id");
        let new = || draft(&nameless);
        let made = tab.create_many(vec![new(), new(), new()]).await.unwrap();
        assert_eq!(made.iter().map(|id| &**id).collect::<Vec<_>>(), ["med-1", "med-2", "med-3"]);
        let given = |id: &str| draft(&document(id, &["n"], &[], &at(0)));
        let behind = tab.create_many(vec![new(), given("med-4")]).await.unwrap_err();
        assert_eq!((behind.code(), behind.path()), (Code::Invalid, Some("newId")), "{behind}");
        assert!(behind.message().contains("gave med-4, which [1] of the list has"), "{behind}");
        let twice = tab.create_many(vec![new(), given("y"), given("y")]).await.unwrap_err();
        assert_eq!(twice.path(), Some("[2].meta.medallion_id"));
        let before = tab.create_many(vec![given("med-5"), new()]).await.unwrap();
        assert_eq!(&*before[1], "med-6");
    });
}

/// What is wrong with a clock or a source of ids is not the model's.
#[test]
fn a_checkpoint_does_not_blame_the_model_for_the_source_of_ids() {
    block_on(async {
        let workspace = world().workspace().await;
        let none =
            Medallions::new(&workspace, Caller::new(Rc::new(Odd(|_| String::new(), Cell::new(0)))));
        let request = session(scope(&["n"], &[]), "s");
        let error = none.checkpoint(&request, &StubModel).await.unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some("newId")));
        assert!(error.message().starts_with("newId"), "{error}");
    });
}

#[test]
fn a_draft_of_a_later_version_is_no_wrong_one() {
    let mut later = document("x", &["n"], &[], &at(0));
    later["meta"]["schema_version"] = json!("medallion.v2");
    let error = Draft::parse(&later.to_string()).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::VersionTooNew, Some("meta.schema_version")));
    later["meta"]["schema_version"] = json!("draft");
    assert_eq!(Draft::parse(&later.to_string()).unwrap_err().code(), Code::Invalid);
}

#[test]
fn ids_say_what_they_are_of() {
    assert_eq!(id_of("medallion", [0, 1, 2, 0xfd, 0xfe, 0xff]), "med-000102fdfeff");
    assert_eq!(id_of("task", [0; 6]), "task-000000000000");
    assert_eq!(MatchRule::default(), MatchRule::Exact);
}

/// All or none, with the place in the list.
#[test]
fn many_are_created_in_one_commit_or_not_at_all() {
    block_on(async {
        let world = world();
        let tab = world.tab().await;
        let one = |id: &str| draft(&document(id, &["n"], &[], &at(0)));
        let error = tab.create_many(vec![one("a"), one("b"), one("a")]).await.unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::Invalid, Some("[2].meta.medallion_id")));
        tab.create(one("b")).await.unwrap();
        let error = tab.create_many(vec![one("a"), one("b")]).await.unwrap_err();
        assert_eq!(
            (error.code(), error.path()),
            (Code::AlreadyExists, Some("[1].meta.medallion_id"))
        );
        let mut wrong = document("c", &["n"], &[], &at(9));
        wrong["meta"]["updated_at"] = json!(at(0));
        let error = tab.create_many(vec![one("a"), draft(&wrong)]).await.unwrap_err();
        assert_eq!(error.path(), Some("[1].meta.updated_at"));
        assert!(tab.create_many(Vec::new()).await.unwrap().is_empty());
        assert_eq!((tab.count(), world.entries().await.len()), (1, 1));
    });
}
