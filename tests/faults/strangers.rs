//! What this version does not know: kinds, events and forms of a later one. All of it is left
//! alone; what keeps something from being read is reported.

use futures_executor::block_on;
use medallion::Code;
use medallion::service::{
    EventFilter, Health, Listing, OnConflict, ProblemKind, Taking, Workspace,
};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Store, Stored};
use serde_json::json;
use std::rc::Rc;

use super::commands::caller;
use super::tampering::{Log, first};
use super::template::call;
use crate::cases::native::world;
use crate::cases::watched::Watched;

/// A line of a kind that this version does not know, about something with the id of a medallion.
const UNKNOWN: &str = r#"{"kind":"comet","id":"med-2","rev":1,"event":"created","actor":"somebody","at":"2026-01-01T00:00:00Z","more":1e400,"body":{"title":"A task"}}"#;

#[test]
fn a_line_of_an_unknown_kind_is_left_alone() {
    block_on(async {
        let log = Log::of_three().await;
        let (workspace, tab) = log.open().await;
        log.append(UNKNOWN, 1).await;
        log.append(&UNKNOWN.replace("\"rev\":1", "\"rev\":2,\"prev\":3"), 1).await;
        let before = (log.entry(3).await, log.entry(4).await);
        workspace.sync().await.unwrap();
        for (workspace, tab) in [(workspace, tab), log.open().await] {
            assert_eq!((tab.count(), tab.version("med-2")), (3, Some(2)));
            assert_eq!(tab.history("med-2").await.unwrap().len(), 2);
            let health = workspace.health(false).await.unwrap();
            let found: Vec<_> = health.problems.iter().map(|one| (one.kind, one.entry)).collect();
            assert_eq!(found, [3, 4].map(|entry| (ProblemKind::VersionTooNew, entry)));
            assert_eq!(health.problems[0].entity_id.0.as_deref(), Some("med-2"));
            let all = workspace.events(&EventFilter::default()).await.unwrap();
            assert_eq!((all.total, all.items.len()), (6, 6));
            let somebody = EventFilter { actor: Some("somebody".into()), ..EventFilter::default() };
            assert_eq!(workspace.events(&somebody).await.unwrap().total, 0);
        }
        let (_, tab) = log.open().await;
        assert!(tab.erase("med-2").await.unwrap());
        assert_eq!((log.entry(3).await, log.entry(4).await), before);
        assert_eq!(log.open().await.1.count(), 2);
    });
}

#[test]
fn an_unknown_kind_in_the_entry_of_a_record_is_not_its_history() {
    block_on(async {
        let log = Log::of_three().await;
        let more = UNKNOWN.replace("\"rev\":1", "\"rev\":1,\"prev\":1");
        log.rewrite(2, |text| format!("{text}\n{more}")).await;
        let (_, tab) = log.open().await;
        assert_eq!(tab.history("med-2").await.unwrap().len(), 2);
        assert!(tab.erase("med-2").await.unwrap());
        assert!(log.entry(2).await.text.contains("A task"));
    });
}

#[test]
fn an_entry_of_a_newer_form_is_left_alone_and_reported() {
    block_on(async {
        let log = Log::of_three().await;
        let looks_like_ours = UNKNOWN.replace("\"comet\"", "\"medallion\"");
        log.append(&looks_like_ours, 2).await;
        let before = log.entry(3).await;
        let (workspace, tab) = log.open().await;
        assert_eq!((tab.count(), tab.version("med-2")), (3, Some(2)));
        let health = workspace.health(false).await.unwrap();
        let found: Vec<_> = health.problems.iter().map(|one| (one.kind, one.entry)).collect();
        assert_eq!(found, [(ProblemKind::VersionTooNew, 3)]);
        assert_eq!(workspace.events(&EventFilter::default()).await.unwrap().items.len(), 6);
        assert!(tab.erase("med-2").await.unwrap());
        tab.create(first("med-4")).await.unwrap();
        assert_eq!(log.entry(3).await, before);
        assert_eq!(log.open().await.1.count(), 3);
    });
}

async fn export(workspace: &Workspace) -> String {
    workspace.export("x", &world().caller(), |_, _| {}).await.unwrap()
}

async fn import(log: &Log, file: &str) -> u64 {
    let (workspace, _) = log.open().await;
    let newer = OnConflict::Newer;
    workspace.import(&file, &world().caller(), newer, false).await.unwrap().records
}

/// What follows the first line, which tells the time.
fn lines(file: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = file.lines().skip(1).collect();
    lines.sort_unstable();
    lines
}

/// Kinds, events, and forms of entries of a later version, short and long.
async fn log_of_strangers() -> Log {
    let log = Log::of_three().await;
    log.append(UNKNOWN, 1).await;
    log.append(&UNKNOWN.replace("\"rev\":1", "\"rev\":2,\"prev\":3"), 1).await;
    let long = "x".repeat(60_000);
    let body = format!("{{\"text\":\"{long}\"}}");
    let head =
        UNKNOWN.replace("med-2", "long").replace(r#""body":{"title":"A task"}"#, r#""parts":2"#);
    log.append(&head, 1).await;
    for part in [&body[..30_000], &body[30_000..]] {
        log.append(&serde_json::to_string(part).unwrap(), 1).await;
    }
    log.append(&UNKNOWN.replace("med-2", "gone").replace(r#","body":{"title":"A task"}"#, ""), 1)
        .await;
    log.append("some lines\nof another \"form\"", 2).await;
    let sung = log.entry(2).await.text.split('\n').next().unwrap().replace("imported", "sung");
    log.append(&sung.replace("\"rev\":2", "\"rev\":3").replace("\"prev\":1", "\"prev\":2"), 1)
        .await;
    log
}

#[test]
fn what_only_a_newer_version_knows_goes_through_a_file_as_it_is_and_only_once() {
    block_on(async {
        let log = log_of_strangers().await;
        let file = export(&log.open().await.0).await;
        assert!(file.contains(r#""more":1e400"#) && file.contains(r#""event":"sung""#));
        assert!(file.contains(&format!(r#"{{"text":"{}"}}"#, "x".repeat(60_000))));
        assert!(!file.contains("parts") && !file.contains("prev"));
        let there = Log(MemoryStore::new());
        // Three medallions, three records of a kind of its own, one entry.
        assert_eq!(import(&there, &file).await, 7);
        let (workspace, tab) = there.open().await;
        assert_eq!((tab.count(), tab.version("med-1")), (3, Some(3)));
        assert_eq!(lines(&export(&workspace).await), lines(&file));
        let kinds = |health: &Health| {
            let mut all: Vec<_> =
                health.problems.iter().map(|one| (one.kind, one.entity_id.0.clone())).collect();
            all.sort_by(|one, other| one.1.cmp(&other.1));
            all
        };
        let told = kinds(&workspace.health(false).await.unwrap());
        assert_eq!(told, kinds(&log.open().await.0.health(false).await.unwrap()));
        assert_eq!(told.len(), 6);
        let events = workspace.events(&EventFilter::default()).await.unwrap();
        assert_eq!(events.items.len(), events.total);
        // The newer version finds its way back through what came.
        let raw = |entries: Vec<(u64, Stored)>| -> Vec<serde_json::Value> {
            let texts = entries.into_iter().map(|(_, stored)| match stored {
                Stored::Entry(entry) => entry.text,
                Stored::Damaged(what) => panic!("{what}"),
            });
            let texts: Vec<String> = texts.collect();
            let all = texts.iter().flat_map(|text| text.split('\n'));
            all.filter_map(|line| serde_json::from_str(&line.replace("1e400", "1")).ok()).collect()
        };
        let stored = there.0.read(1, u32::MAX).await.unwrap();
        let heads = stored.len();
        let comets: Vec<_> = raw(stored)
            .into_iter()
            .filter(|one| one["kind"] == "comet" && one["id"] == "med-2")
            .collect();
        assert_eq!((&comets[0]["rev"], comets[0].get("prev")), (&1.into(), None));
        assert_eq!(comets[1]["rev"], 2);
        assert!(comets[1]["prev"].as_u64().unwrap() > 0);

        assert_eq!(import(&there, &file).await, 0);
        assert_eq!(import(&log, &file).await, 0);
        assert_eq!(there.0.read(1, u32::MAX).await.unwrap().len(), heads);
    });
}

#[test]
fn a_large_file_brings_it_in_many_commits_and_what_is_given_up_leaves_nothing() {
    block_on(async {
        let file = export(&log_of_strangers().await.open().await.0).await;
        let taking = Taking { conflict: OnConflict::Newer, dry_run: false, commit: 500 };
        let dry = Taking { dry_run: true, ..taking };
        let there = Log(MemoryStore::new());
        let (workspace, _) = there.open().await;
        let caller = world().caller();
        assert_eq!(workspace.import_as(&file.as_str(), &caller, dry).await.unwrap().records, 7);
        assert!(there.0.read(1, 9).await.unwrap().is_empty());
        assert_eq!(workspace.import_as(&file.as_str(), &caller, taking).await.unwrap().records, 7);
        assert_eq!(lines(&export(&there.open().await.0).await), lines(&file));

        // Another import begins in the middle of this one.
        let there = Log(MemoryStore::with_patience(|| Box::pin(std::future::ready(()))));
        let other = there.0.connect();
        let text = file.clone();
        let watched = Watched::new(there.0.connect(), move |number| {
            let (other, text) = (other.clone(), text.clone());
            Box::pin(async move {
                if number == 2 {
                    assert_eq!(import(&Log(other), &text).await, 7);
                }
            })
        });
        let opened = Workspace::open(Rc::new(watched), Durability::Relaxed, Rc::new(|_| {}));
        let refused = opened.await.unwrap().import_as(&file.as_str(), &caller, taking).await;
        assert_eq!(refused.unwrap_err().code(), Code::Conflict);
        let (workspace, _) = there.open().await;
        assert_eq!(lines(&export(&workspace).await), lines(&file));
        let mut stored = String::new();
        for (_, entry) in there.0.read(1, u32::MAX).await.unwrap() {
            stored.push_str(&format!("{entry:?}"));
        }
        assert_eq!(stored.matches("A task").count(), 2, "what was given up is stored still");
    });
}

#[test]
fn a_document_of_a_newer_version_comes_with_a_file_and_is_never_overwritten() {
    block_on(async {
        let log = Log::of_three().await;
        let old = export(&log.open().await.0).await;
        log.rewrite(2, |text| text.replace("medallion.v1", "medallion.v2")).await;
        let file = export(&log.open().await.0).await;
        let there = Log(MemoryStore::new());
        assert_eq!(import(&there, &file).await, 3);
        assert_eq!(lines(&export(&there.open().await.0).await), lines(&file));
        for again in [&file, &old] {
            let (workspace, tab) = there.open().await;
            let theirs = OnConflict::Theirs;
            let report = workspace.import(again, &world().caller(), theirs, false).await.unwrap();
            assert_eq!((report.records, report.skipped), (0, 3));
            assert_eq!(tab.get("med-2").await.unwrap_err().code(), Code::VersionTooNew);
        }
    });
}

#[test]
fn an_entry_of_no_form_is_damaged() {
    block_on(async {
        let log = Log::of_three().await;
        log.append(UNKNOWN, 0).await;
        let (workspace, tab) = log.open().await;
        let health = workspace.health(false).await.unwrap();
        let found: Vec<_> = health.problems.iter().map(|one| (one.kind, one.entry)).collect();
        assert_eq!((found, tab.count()), (vec![(ProblemKind::Damaged, 3)], 3));
    });
}

/// A medallion of a later version: hidden, a typed error, reported, exported as it is; neither
/// overwritten nor lost.
#[test]
fn a_document_of_a_newer_version_is_left_alone_and_can_be_exported() {
    block_on(async {
        let log = Log::of_three().await;
        log.rewrite(2, |text| {
            let lines = text.split('\n').map(|line| match line.contains("\"id\":\"med-2\"") {
                true => {
                    line.replace("medallion.v1", "medallion.v2").replace("\"tags\"", "\"labels\"")
                }
                false => line.to_owned(),
            });
            lines.collect::<Vec<_>>().join("\n")
        })
        .await;
        let (workspace, tab) = log.open().await;
        assert_eq!(tab.get("med-2").await.unwrap_err().code(), Code::VersionTooNew);
        assert_eq!(tab.list(&Listing::default()).await.unwrap().items.len(), 2);
        let own = crate::cases::samples::document("med-2", &["n"], &[], "2026-01-01");
        let error = tab.update(crate::cases::samples::read(&own), None).await.unwrap_err();
        assert_eq!(error.code(), Code::VersionTooNew);
        let health = workspace.health(false).await.unwrap();
        let found: Vec<_> = health
            .problems
            .iter()
            .map(|one| (one.kind, one.entry, one.entity_id.0.as_deref()))
            .collect();
        assert_eq!(found, [(ProblemKind::VersionTooNew, 2, Some("med-2"))]);
        let file = workspace.export("x", &crate::cases::native::world().caller(), |_, _| {}).await;
        assert!(file.unwrap().contains("\"schema_version\":\"medallion.v2\""));
        let newest = &tab.history("med-2").await.unwrap()[0];
        assert!(newest.medallion.json().contains("medallion.v2"));
    });
}

/// Nobody can tell whom it is about; it counts if a text in it is the learner's id as a whole.
#[test]
fn a_document_of_a_newer_version_goes_with_a_learner_whom_it_names_and_not_for_part_of_a_word() {
    block_on(async {
        let log = Log::of_three().await;
        log.rewrite(2, |text| {
            text.replace("medallion.v1", "medallion.v2")
                .replace("About med-2.", "Canada")
                .replace("About med-3.", "ada")
        })
        .await;
        let (workspace, _) = log.open().await;
        let ada = json!({"id": "ada", "name": "A"});
        call(&workspace, &caller(), "learners.create", &[ada]).await.unwrap();
        assert!(workspace.erase_learner(&caller(), "ada").await.unwrap());
        let text = log.entry(2).await.text;
        assert!(text.contains("Canada") && text.contains("About med-1."), "{text}");
        assert!(!text.contains("\"ada\""), "{text}");
    });
}

#[test]
fn what_other_hands_put_in_place_of_an_entry_stays_there() {
    block_on(async {
        let log = Log::of_three().await;
        assert!(log.0.tamper(1, Stored::Damaged("is a number".into())));
        let (_, tab) = log.open().await;
        assert!(tab.erase("med-2").await.unwrap());
        let first = medallion::store::Store::read(&log.0, 1, 1).await.unwrap().remove(0);
        assert_eq!(first, (1, Stored::Damaged("is a number".into())));
    });
}
