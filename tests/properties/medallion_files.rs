//! Medallions as other programs write them down: one document, or a list of them.

use futures_executor::block_on;
use medallion::domain::medallion::Status;
use medallion::service::{ImportReport, OnConflict};
use medallion::{Code, Result};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases::native::world;
use crate::cases::samples::{at, document, muse, read, value};
use crate::cases::world::World;

async fn import(world: &World, file: &str, conflict: OnConflict) -> Result<ImportReport> {
    let workspace = world.workspace().await;
    workspace.import(&file, &world.caller_named("ada", "moved"), conflict, false).await
}

/// As the reference writes it: empty fields are `null`, times have no zone.
fn from_python() -> Value {
    let mut made = muse();
    made["meta"]["created_at"] = json!("2025-01-01T12:00:00");
    made["meta"]["updated_at"] = json!("2025-01-01T13:00:00.001500");
    made["meta"]["knowledge_min_ts"] = json!(null);
    made["meta"]["knowledge_max_ts"] = json!(null);
    made["affordances"]["invariants"] = json!(null);
    made
}

#[test]
fn a_document_comes_whole_however_it_is_laid_out_and_the_second_time_changes_nothing() {
    let made = from_python();
    let pretty = serde_json::to_string_pretty(&made).unwrap();
    let files = [
        made.to_string(),
        pretty.clone(),
        pretty.replace('\n', "\r\n"),
        format!("\u{feff}  {made}\n\n"),
        format!("[{made}]"),
        format!("\n[\n{pretty}\n]\n"),
    ];
    for file in files {
        block_on(async {
            let world = world();
            let report = import(&world, &file, OnConflict::Newer).await.unwrap();
            assert_eq!((report.records, report.skipped, report.problems.len()), (1, 0, 0));
            let tab = world.tab().await;
            let stored = tab.get("med-001").await.unwrap().unwrap().medallion().unwrap();
            assert_eq!(stored, read(&made));
            let entries = world.entries().await;
            let versions = tab.history("med-001").await.unwrap();
            assert_eq!((versions[0].actor.as_str(), versions.len()), ("ada", 1));
            assert_eq!(versions[0].reason.as_deref(), Some("moved"));
            for conflict in [OnConflict::Newer, OnConflict::Theirs, OnConflict::Error] {
                let again = import(&world, &file, conflict).await.unwrap();
                assert_eq!((again.records, again.skipped), (0, 1));
            }
            assert_eq!(world.entries().await, entries);
        });
    }
}

#[test]
fn a_document_of_a_later_version_is_no_wrong_one() {
    let mut later = muse();
    later["meta"]["schema_version"] = json!("medallion.v2");
    let other = document("med-1", &[], &[], &at(0));
    for (file, path) in
        [(later.clone(), "meta.schema_version"), (json!([other, later]), "[1].meta.schema_version")]
    {
        block_on(async {
            let world = world();
            let error = import(&world, &file.to_string(), OnConflict::Newer).await.unwrap_err();
            assert_eq!((error.code(), error.path()), (Code::VersionTooNew, Some(path)), "{error}");
            assert_eq!(world.tab().await.count(), 0);
        });
    }
}

#[test]
fn who_wins_is_decided_as_for_a_file_of_ours() {
    block_on(async {
        let world = world();
        let old = |id: &str| document(id, &["old"], &[], &at(0));
        let new = |id: &str| document(id, &["new"], &[], &at(60));
        import(&world, &json!([new("med-1"), old("med-2")]).to_string(), OnConflict::Newer)
            .await
            .unwrap();
        let file = json!([old("med-1"), new("med-2"), new("med-3")]).to_string();
        assert_eq!(
            import(&world, &file, OnConflict::Error).await.unwrap_err().code(),
            Code::Conflict
        );
        let report = import(&world, &file, OnConflict::Newer).await.unwrap();
        assert_eq!((report.records, report.skipped), (2, 1));
        let tab = world.tab().await;
        let node = async |id: &str| {
            let found = tab.get(id).await.unwrap().unwrap();
            value(&found)["scope"]["graph_nodes"][0].clone()
        };
        assert_eq!([node("med-1").await, node("med-2").await], ["new", "new"]);
        assert_eq!((tab.version("med-1"), tab.version("med-2")), (Some(1), Some(2)));
        assert_eq!(import(&world, "[]", OnConflict::Newer).await.unwrap().records, 0);
        tab.set_status("med-3", Status::Stale).await.unwrap();
    });
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_nothing_comes() {
    let good = document("med-1", &["n"], &[], &at(0));
    let mut wrong = document("med-2", &["n"], &[], &at(0));
    wrong["meta"]["status"] = json!("sung");
    let mut newer = good.clone();
    newer["meta"]["schema_version"] = json!("medallion.v2");
    let cases = [
        ("{}".to_owned(), ""),
        ("{".to_owned(), ""),
        (json!({"meta": 7}).to_string(), "meta"),
        (json!([good, wrong]).to_string(), "[1].meta.status"),
        (json!([good, good]).to_string(), "[1].meta.medallion_id"),
        (json!([good, 7]).to_string(), "[1]"),
        (format!("[{good},]"), ""),
        (format!("[,{good}]"), ""),
        (format!("[{good}"), ""),
        (format!("[{good}] x"), ""),
        (format!("[{good} {good}]"), ""),
        (format!("{good}, {good}"), ""),
        (format!("{good}}}"), ""),
        ("[]]".to_owned(), ""),
        (format!("[{good}, \"x"), ""),
    ];
    for (file, path) in cases {
        block_on(async {
            let world = world();
            let error = import(&world, &file, OnConflict::Newer).await.unwrap_err();
            assert_eq!(error.code(), Code::Invalid, "{error}: {file}");
            assert!(error.path().unwrap().starts_with(path), "{error}: {file}");
            assert!(world.entries().await.is_empty());
        });
    }
    block_on(async {
        let error = import(&world(), &newer.to_string(), OnConflict::Newer).await.unwrap_err();
        assert!(error.message().contains("medallion.v2"), "{error}");
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_list_of_any_documents_comes_and_goes_nowhere_the_second_time(
        texts in proptest::collection::vec(any::<String>(), 0..8),
        pretty in any::<bool>(),
    ) {
        block_on(async {
            let world = world();
            let made: Vec<Value> = texts.iter().enumerate().map(|(number, text)| {
                let mut made = document(&format!("med-{number}"), &["n"], &[], &at(0));
                made["later"] = json!({ text.clone(): ["[{\\\"", text] });
                made
            }).collect();
            let file = match pretty {
                true => serde_json::to_string_pretty(&made).unwrap(),
                false => serde_json::to_string(&made).unwrap(),
            };
            let report = import(&world, &file, OnConflict::Newer).await.unwrap();
            prop_assert_eq!(report.records, made.len() as u64);
            let tab = world.tab().await;
            for own in &made {
                let id = own["meta"]["medallion_id"].as_str().unwrap();
                let stored = tab.get(id).await.unwrap().unwrap();
                prop_assert_eq!(&value(&stored)["later"], &own["later"]);
            }
            prop_assert_eq!(import(&world, &file, OnConflict::Newer).await.unwrap().records, 0);
            Ok(())
        })?;
    }
}

#[test]
fn what_is_only_laid_out_otherwise_is_no_other_document() {
    block_on(async {
        let world = world();
        let mut made = from_python();
        made["later"] = json!({"deep": [1.5, {"text": "x/é"}]});
        import(&world, &made.to_string(), OnConflict::Error).await.unwrap();
        let pretty = serde_json::to_string_pretty(&made).unwrap();
        let escaped = pretty.replace("x/é", "\\u0078\\/\\u00e9").replace("1.5", "15e-1");
        for file in [&pretty, &escaped] {
            for conflict in [OnConflict::Newer, OnConflict::Theirs, OnConflict::Error] {
                let again = import(&world, file, conflict).await.unwrap();
                assert_eq!((again.records, again.skipped), (0, 1), "{file}");
            }
        }
        let other = pretty.replace("x/é", "x/e");
        let refused = import(&world, &other, OnConflict::Error).await.unwrap_err();
        assert_eq!(refused.code(), Code::Conflict);
    });
}
