//! Whatever comes in, nothing panics: the answer is what was asked for, or an error with a code;
//! and what failed has stored nothing.

use futures_executor::block_on;
use medallion::domain::id::{Actor, RecordId};
use medallion::domain::medallion::{Operation, Scope, Stamp, apply, read_new, read_update};
use medallion::domain::schema;
use medallion::service::journal::checksum;
use medallion::service::{EventFilter, Listing, OnConflict, ProblemKind, StoredProblem};
use medallion::{Code, Error, Medallion};
use proptest::prelude::*;

use super::generate::{documents, names};
use super::json::{Json, damages, quoted, values};
use crate::cases::models::Mock;
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, muse, read, scope, session};

/// Texts of every kind: noise, JSON, damaged documents, each perhaps cut off or in a fence.
fn texts() -> impl Strategy<Value = String> {
    let damaged = (documents(), proptest::collection::vec(damages(), 0..4)).prop_map(
        |(mut document, damages)| {
            damages.iter().for_each(|damage| damage.apply(&mut document));
            document.text()
        },
    );
    let inner = prop_oneof![
        2 => ".{0,80}",
        1 => "[\\[\\]{}\",:0-9a-z\\\\\n]{0,80}",
        2 => values().prop_map(|value| value.text()),
        5 => damaged,
    ];
    let cut = (inner, any::<usize>(), 0..8).prop_map(|(text, at, how)| match how {
        0 => text.chars().take(at % (text.chars().count() + 1)).collect(),
        1 => format!("```json\n{text}\n```"),
        2 => quoted(&text),
        3 => format!("```{text}"),
        _ => text,
    });
    let deep = (1_usize..4000, prop_oneof![Just("["), Just("{\"a\":"), Just("{\"meta\":{\"x\":[")])
        .prop_map(|(depth, open)| open.repeat(depth));
    prop_oneof![9 => cut, 1 => deep]
}

fn stamp<'a>(id: &'a RecordId, actor: &'a Actor) -> Stamp<'a> {
    Stamp { now: "2026-01-31T12:00:00Z".parse().unwrap(), new_id: id, actor }
}

fn of_a_model<T>(answer: &Result<T, Error>) -> bool {
    answer.as_ref().err().is_none_or(|error| error.code() == Code::LlmInvalid)
}

fn operations() -> impl Strategy<Value = String> {
    let word = |words: &'static [&'static str]| proptest::sample::select(words).prop_map(quoted);
    let list = || word(&["decisions", "open_questions", "subsystems", "nonsense"]);
    let id = || {
        prop_oneof![Just("D-001".to_owned()), Just("cli".to_owned()), names()]
            .prop_map(|id| quoted(&id))
    };
    let item = (id(), values()).prop_map(|(id, more)| {
        format!(r#"{{"id":{id},"name":{id},"statement":"","rationale":"","confidence":1,"question":"","priority":"low","status":"stable","notes":"","x":{}}}"#, more.text())
    });
    let path = word(&[
        "summary.high_level",
        "affordances.invariants",
        "meta.knowledge_min_ts",
        "meta.model",
        "affordances.avoid_repeating",
        "meta.status",
    ]);
    let one = prop_oneof![
        (list(), item)
            .prop_map(|(list, item)| format!(r#"{{"op":"add","list":{list},"item":{item}}}"#)),
        (list(), id(), values()).prop_map(|(list, id, value)| {
            format!(
                r#"{{"op":"change","list":{list},"id":{id},"set":{{"x":{},"notes":"n"}}}}"#,
                value.text()
            )
        }),
        (list(), id())
            .prop_map(|(list, id)| format!(r#"{{"op":"retire","list":{list},"id":{id}}}"#)),
        (path, values()).prop_map(|(path, value)| {
            format!(r#"{{"op":"set","path":{path},"value":{}}}"#, value.text())
        }),
        values().prop_map(|value| value.text()),
    ];
    prop_oneof![
        9 => proptest::collection::vec(one, 0..4).prop_map(|all| format!("[{}]", all.join(","))),
        1 => texts(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_a_document_or_an_error(text in texts()) {
        match Medallion::parse(&text) {
            Ok(read) => prop_assert_eq!(Medallion::parse(&read.to_json()).unwrap(), read),
            Err(error) => prop_assert!(
                [Code::Invalid, Code::VersionTooNew].contains(&error.code())
                    && !error.all_problems().is_empty(),
                "{}", error
            ),
        }
    }

    #[test]
    fn any_answer_is_a_medallion_or_the_models_error(text in texts(), guard in any::<bool>()) {
        let (id, actor) = (RecordId::new("med-new").unwrap(), Actor::system());
        let scope = Scope::of(&["n"], &[]).unwrap();
        let answer = read_new(&text, &scope, stamp(&id, &actor));
        prop_assert!(of_a_model(&answer), "{:?}", answer);
        if let Ok(answered) = answer {
            prop_assert_eq!(&answered.medallion.scope, &scope);
            answered.medallion.check().unwrap();
        }
        let existing = read(&muse());
        let answer = read_update(&text, &existing, guard, stamp(&id, &actor));
        prop_assert!(of_a_model(&answer), "{:?}", answer);
        if let Ok(answered) = answer {
            let made = &answered.medallion;
            prop_assert_eq!(&made.scope, &existing.scope);
            prop_assert_eq!(&made.meta.medallion_id, &existing.meta.medallion_id);
            prop_assert_eq!(made.meta.created_at, existing.meta.created_at);
            prop_assert!(made.meta.updated_at > existing.meta.updated_at);
            let gone = |id: &str| !made.decisions.iter().any(|one| one.id.as_str() == id);
            let told = answered.retired.iter().any(|one| one.id.as_str() == "D-001");
            prop_assert_eq!(gone("D-001"), told);
            prop_assert_eq!(Medallion::parse(&made.to_json()).unwrap(), made.clone());
        }
    }

    #[test]
    fn any_operations_are_applied_or_an_error(text in operations(), document in documents()) {
        let Ok(operations) = schema::parse::<Vec<Operation>>(&text) else { return Ok(()) };
        for document in [read(&muse()), Medallion::parse(&document.text()).unwrap()] {
            match apply(&document, &operations) {
                Ok(changed) => {
                    changed.check().unwrap();
                    prop_assert_eq!(&changed.scope, &document.scope);
                    prop_assert_eq!(&changed.meta.extra, &document.meta.extra);
                    prop_assert_eq!(&changed.extra, &document.extra);
                }
                Err(error) => prop_assert!(
                    error.code() == Code::Invalid && error.path().is_some_and(|path| !path.is_empty()),
                    "{}", error
                ),
            }
        }
    }

    #[test]
    fn any_cursor_is_a_page_or_an_error(cursor in prop_oneof![".{0,30}", "[0-9]{0,22}(~[0-9]{0,22})?", "2025-01-01T00:00:00Z~[0-9]{0,22}"]) {
        block_on(async {
            let world = world();
            let workspace = world.workspace().await;
            let tab = world.medallions(&workspace);
            tab.create(draft(&document("med-1", &["n"], &[], &at(0)))).await.unwrap();
            let before = Some(cursor);
            let listed = tab.list(&Listing { before: before.clone(), ..Listing::default() }).await;
            let told = workspace.events(&EventFilter { before, ..EventFilter::default() }).await;
            let errors = listed.err().into_iter().chain(told.err());
            for error in errors {
                assert_eq!((error.code(), error.path()), (Code::Invalid, Some("before")));
            }
        });
    }
}

/// A file with a manifest that is right for whatever stands in it.
fn file_of(lines: &str) -> String {
    let count = lines.lines().count();
    format!(
        r#"{{"format":"medallion-workspace","version":1,"workspace":"w","exported_at":"2026-01-01","lines":{count},"records":{{}},"crc":{}}}"#,
        checksum(lines)
    ) + "\n"
        + lines
}

fn lines() -> impl Strategy<Value = String> {
    let event = proptest::sample::select(vec!["created", "updated", "deleted", "erased", "x"]);
    let line = (documents(), event, proptest::collection::vec(damages(), 0..2), names()).prop_map(
        |(mut document, event, damages, id)| {
            let Json::Object(members) = &mut document else { panic!() };
            members.iter_mut().find(|(key, _)| key == "meta").unwrap().1
                .set("medallion_id", super::json::text(&id));
            damages.iter().for_each(|damage| damage.apply(&mut document));
            let head = format!(r#""kind":"medallion","id":{},"rev":1,"event":"{event}","actor":"a","at":"2026-01-01","new":1e400"#, quoted(&id));
            match event {
                "deleted" | "erased" => format!("{{{head}}}"),
                _ => format!("{{{head},\"body\":{}}}", document.text()),
            }
        },
    ).boxed();
    let any = texts().prop_map(|text| text.replace('\n', " "));
    prop_oneof![
        4 => proptest::collection::vec(line.clone(), 0..5).prop_map(|all| all.join("\n")),
        1 => proptest::collection::vec(prop_oneof![line, any], 0..3).prop_map(|all| all.join("\n")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_file_is_imported_whole_or_not_at_all(
        file in prop_oneof![4 => lines().prop_map(|lines| file_of(&lines)), 1 => texts()],
        conflict in proptest::sample::select(OnConflict::ALL),
    ) {
        block_on(async {
            let world = world();
            let workspace = world.workspace().await;
            let before = world.entries().await;
            let dry = workspace.import(&file, &world.caller(), conflict, true).await;
            assert_eq!(world.entries().await, before);
            match workspace.import(&file, &world.caller(), conflict, false).await {
                Ok(report) => {
                    assert_eq!(report.records, dry.unwrap().records);
                    // An event of a name that we do not know comes along, and is said to.
                    let health = workspace.health(false).await.unwrap();
                    let is_newer = |own: &StoredProblem| own.kind == ProblemKind::VersionTooNew;
                    assert!(health.problems.iter().all(is_newer));
                    let again = workspace.import(&file, &world.caller(), OnConflict::Error, false).await;
                    assert_eq!(again.unwrap().records, 0);
                }
                Err(error) => {
                    let expected = [Code::Invalid, Code::VersionTooNew, Code::Conflict];
                    assert!(expected.contains(&error.code()), "{error}");
                    assert_eq!(world.entries().await, before);
                }
            }
        });
    }

    #[test]
    fn any_answer_to_a_checkpoint_is_stored_whole_or_not_at_all(text in texts()) {
        block_on(async {
            let world = world();
            let tab = world.tab().await;
            let model = Mock::saying(text);
            for _ in 0..2 {
                let before = world.entries().await.len();
                match tab.checkpoint(&session(scope(&["n"], &[]), "s"), &model).await {
                    Ok(made) => assert_eq!(made.medallion().unwrap().to_json(), made.json()),
                    Err(error) => {
                        assert_eq!(error.code(), Code::LlmInvalid);
                        assert_eq!(world.entries().await.len(), before);
                    }
                }
            }
            assert!(world.workspace().await.health(false).await.unwrap().problems.is_empty());
        });
    }
}
