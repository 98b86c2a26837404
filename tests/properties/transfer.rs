//! A file holds all there is, and brings it back.

use futures_executor::block_on;
use medallion::domain::event::EntityType;
use medallion::domain::medallion::Status;
use medallion::llm::StubModel;
use medallion::service::journal::checksum;
use medallion::service::{
    EventFilter, ImportReport, Listing, Medallions, OnConflict, Taking, Workspace,
};
use medallion::{Code, Error};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::rc::Rc;

use super::connections::{Command, commands, perform};
use crate::cases::models::Mock;
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, id_of, read, scope, session, value};
use crate::cases::world::{World, step_aside};

async fn import(
    workspace: &Workspace,
    world: &World,
    file: &str,
    conflict: OnConflict,
) -> medallion::Result<ImportReport> {
    workspace.import(&file, &world.caller(), conflict, false).await
}

async fn export(workspace: &Workspace, world: &World) -> String {
    workspace.export("test", &world.caller(), |_, _| {}).await.unwrap()
}

/// Documents in their order, histories, events: all that a file must bring back.
async fn content(workspace: &Rc<Workspace>, world: &World) -> Vec<String> {
    let tab = world.medallions(workspace);
    let all = Listing { limit: usize::MAX, ..Listing::default() };
    let mut told = Vec::new();
    for stored in tab.list(&all).await.unwrap().items {
        let id = id_of(&stored);
        told.push(stored.json().to_owned());
        for one in tab.history(&id).await.unwrap() {
            told.push(format!("{id} {:?} {} {}", one.reason, one.actor, one.medallion.json()));
        }
    }
    let every = EventFilter { limit: usize::MAX, ..EventFilter::default() };
    let events = workspace.events(&every).await.unwrap().items;
    let events = events.into_iter().filter(|event| {
        event.event_type.as_str() != "erased" && event.entity_type != EntityType::Workspace
    });
    told.extend(events.map(|event| {
        serde_json::to_string(&medallion::domain::event::Event { seq: 0, ..event }).unwrap()
    }));
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn an_import_into_an_empty_workspace_brings_back_all_and_a_second_one_nothing(
        script in proptest::collection::vec(commands(), 0..40),
    ) {
        block_on(async {
            let world = world();
            let workspace = world.workspace().await;
            let tab = world.medallions(&workspace);
            let model = Mock::collecting().after(step_aside);
            for (number, command) in script.iter().enumerate() {
                perform(command, &workspace, &tab, &model, &format!("D-{number}")).await;
            }
            let file = export(&workspace, &world).await;
            let other = world.another("other");
            let empty = other.workspace().await;
            import(&empty, &world, &file, OnConflict::Error).await.unwrap();
            assert_eq!(content(&empty, &other).await, content(&workspace, &world).await);
            let fresh = other.workspace().await;
            assert_eq!(content(&fresh, &other).await, content(&workspace, &world).await);
            // Change by change, and nobody can tell but by the line that says it has ended.
            let pieces = world.another("pieces");
            let piecemeal = pieces.workspace().await;
            let taking = Taking { conflict: OnConflict::Error, dry_run: false, commit: 1 };
            piecemeal.import_as(&file, &world.caller(), taking).await.unwrap();
            assert_eq!(content(&piecemeal, &pieces).await, content(&workspace, &world).await);
            let reopened = pieces.workspace().await;
            assert_eq!(content(&reopened, &pieces).await, content(&workspace, &world).await);
            assert_eq!(import(&piecemeal, &world, &file, OnConflict::Error).await.unwrap().records, 0);
            let parts = std::cell::RefCell::new(Vec::new());
            let keep = &mut |part: &str| {
                parts.borrow_mut().push(part.to_owned());
                Ok(())
            };
            let name = "test";
            let first = piecemeal.export_parts(name, &world.caller(), false, &|_, _| {}, keep).await.unwrap();
            let (one, two) = (first + &parts.take().concat(), export(&piecemeal, &world).await);
            assert_eq!(one.split_once('\n').unwrap().1, two.split_once('\n').unwrap().1);
            let before = other.entries().await;
            for conflict in OnConflict::ALL {
                let report = import(&empty, &world, &file, *conflict).await.unwrap();
                assert_eq!(report.records, 0);
            }
            assert_eq!(other.entries().await, before);
            let again = export(&empty, &world).await;
            let lines = |file: &str| file.split_once('\n').unwrap().1.to_owned();
            let erases = script.iter().any(|one| matches!(one, Command::Erase(_)));
            assert!(erases || lines(&again).len() == lines(&file).len());
        });
    }
}

/// One medallion that is here and in the file, differently, and one that is only in the file.
async fn disagreeing(world: &World, here_is_newer: bool) -> (Rc<Workspace>, Medallions, String) {
    let other = world.another("other").workspace().await;
    let there = world.medallions(&other);
    let (here_at, there_at) = if here_is_newer { (at(60), at(30)) } else { (at(30), at(60)) };
    there.create(draft(&document("med-1", &["there"], &[], &there_at))).await.unwrap();
    there.create(draft(&document("med-2", &["there"], &[], &at(0)))).await.unwrap();
    let workspace = world.workspace().await;
    let tab = world.medallions(&workspace);
    tab.create(draft(&document("med-1", &["here"], &[], &here_at))).await.unwrap();
    let file = export(&other, world).await;
    (workspace, tab, file)
}

#[test]
fn every_policy_decides_who_wins() {
    for (conflict, here_is_newer, wins) in [
        (OnConflict::Newer, true, "here"),
        (OnConflict::Newer, false, "there"),
        (OnConflict::Ours, false, "here"),
        (OnConflict::Theirs, true, "there"),
    ] {
        block_on(async {
            let world = world();
            let (workspace, tab, file) = disagreeing(&world, here_is_newer).await;
            let report = import(&workspace, &world, &file, conflict).await.unwrap();
            let changed = u64::from(wins == "there");
            assert_eq!((report.records, report.skipped), (1 + changed, 1 - changed));
            let stored = value(&tab.get("med-1").await.unwrap().unwrap());
            assert_eq!(stored["scope"]["graph_nodes"], json!([wins]), "{conflict:?}");
            assert_eq!(tab.version("med-1"), Some(1 + changed));
            let history = tab.history("med-1").await.unwrap();
            let first = &history.last().unwrap().medallion;
            assert_eq!(value(first)["scope"]["graph_nodes"], json!(["here"]));
            assert!(tab.get("med-2").await.unwrap().is_some());
            let again = import(&workspace, &world, &file, conflict).await.unwrap();
            assert_eq!((again.records, again.skipped), (0, 2));
        });
    }
}

#[test]
fn error_means_that_nothing_comes() {
    block_on(async {
        let world = world();
        let (workspace, tab, file) = disagreeing(&world, false).await;
        let error = import(&workspace, &world, &file, OnConflict::Error).await.unwrap_err();
        assert_eq!(error.code(), Code::Conflict);
        assert!(error.message().contains("med-1"));
        assert_eq!((tab.count(), world.entries().await.len()), (1, 1));
    });
}

#[test]
fn a_dry_run_tells_and_changes_nothing() {
    block_on(async {
        let world = world();
        let (workspace, _, file) = disagreeing(&world, false).await;
        let report =
            workspace.import(&file, &world.caller(), OnConflict::Newer, true).await.unwrap();
        assert_eq!((report.records, report.skipped), (2, 0));
        assert_eq!(world.entries().await.len(), 1);
    });
}

#[test]
fn what_was_deleted_later_is_deleted_and_what_was_written_later_comes_back() {
    for (deleted_here, stays) in [(true, false), (false, false)] {
        block_on(async {
            let world = world();
            let other = world.another("other").workspace().await;
            let (workspace, there) = (world.workspace().await, world.medallions(&other));
            let tab = world.medallions(&workspace);
            for one in [&tab, &there] {
                one.create(draft(&document("med-1", &["n"], &[], &at(0)))).await.unwrap();
            }
            if deleted_here {
                tab.delete("med-1").await.unwrap()
            } else {
                there.delete("med-1").await.unwrap()
            };
            let file = export(&other, &world).await;
            import(&workspace, &world, &file, OnConflict::Newer).await.unwrap();
            assert_eq!(tab.get("med-1").await.unwrap().is_some(), stays);
            if deleted_here {
                there
                    .update(read(&document("med-1", &["n"], &[], "2099-01-01")), None)
                    .await
                    .unwrap();
                let file = export(&other, &world).await;
                import(&workspace, &world, &file, OnConflict::Newer).await.unwrap();
                assert!(tab.get("med-1").await.unwrap().is_some());
                assert_eq!(tab.version("med-1"), Some(3));
            }
        });
    }
}

/// A file from these lines, with a manifest that is right.
pub fn file_of(lines: &[impl std::fmt::Display]) -> String {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let manifest = json!({
        "format": "medallion-workspace", "version": 1, "workspace": "w", "records": {},
        "exported_at": "2026-01-01T00:00:00Z", "lines": lines.len(), "crc": checksum(&text),
    });
    format!("{manifest}\n{text}")
}

fn line(id: &str, event: &str, body: Option<Value>) -> Value {
    let mut line =
        json!({"kind": "medallion", "id": id, "rev": 1, "event": event, "actor": "a", "at": at(0)});
    if let Some(body) = body {
        line["body"] = body;
    }
    line
}

pub fn created(id: &str) -> Value {
    line(id, "created", Some(document(id, &["n"], &[], &at(0))))
}

#[test]
fn what_was_erased_in_a_file_does_not_come() {
    block_on(async {
        let world = world();
        let (workspace, tab) = (world.workspace().await, world.tab().await);
        let lines = [
            created("med-1"),
            created("med-2"),
            line("med-1", "erased", None),
            line("med-2", "erased", None),
            created("med-2"),
        ];
        let report = import(&workspace, &world, &file_of(&lines), OnConflict::Newer).await.unwrap();
        assert_eq!(report.records, 1);
        tab.list(&Listing::default()).await.unwrap();
        let tab = world.tab().await;
        assert_eq!((tab.count(), tab.version("med-2"), tab.version("med-1")), (1, Some(1), None));
    });
}

#[test]
fn a_file_that_is_damaged_or_not_ours_is_refused_whole() {
    let good = file_of(&[created("med-1")]);
    let with = |from: &str, to: &str| good.replacen(from, to, 1);
    let mut other_id = created("med-1");
    other_id["id"] = json!("med-2");
    let unknown = |field: &str, text: &str| {
        let mut line = created("med-1");
        line[field] = json!(text);
        file_of(&[line])
    };
    let cases = [
        (String::new(), Code::Invalid, Some("")),
        ("7\n".into(), Code::Invalid, Some("")),
        (with("medallion-workspace", "another"), Code::Invalid, Some("format")),
        (with("\"version\":1", "\"version\":2"), Code::VersionTooNew, None),
        (with("\"lines\":1", "\"lines\":2"), Code::Invalid, Some("lines")),
        (with("About", "about"), Code::Invalid, Some("crc")),
        (file_of(&[json!({})]), Code::Invalid, Some("line 2.kind")),
        (
            file_of(&[created("med-1"), other_id]),
            Code::Invalid,
            Some("line 3.body.meta.medallion_id"),
        ),
        (unknown("kind", "workspace"), Code::Invalid, Some("line 2.kind")),
        (
            file_of(&[json!({"kind": "entry", "form": 1, "crc": [], "text": ""})]),
            Code::Invalid,
            Some("line 2"),
        ),
        (unknown("actor", ""), Code::Invalid, Some("line 2.actor")),
        (unknown("at", "soon"), Code::Invalid, Some("line 2.at")),
        (unknown("id", ""), Code::Invalid, Some("line 2.id")),
        (
            file_of(&[line("med-1", "created", Some(json!({})))]),
            Code::Invalid,
            Some("line 2.body.meta"),
        ),
    ];
    for (file, code, path) in cases {
        block_on(async {
            let world = world();
            let workspace = world.workspace().await;
            let error: Error =
                import(&workspace, &world, &file, OnConflict::Newer).await.unwrap_err();
            assert_eq!((error.code(), error.path()), (code, path), "{error}: {file}");
            assert!(world.entries().await.is_empty());
        });
    }
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let file = file_of(&[created("med-1"), json!({})]);
        let report =
            workspace.import(&file, &world.caller(), OnConflict::Newer, true).await.unwrap();
        assert_eq!((report.records, &*report.problems[0].path), (1, "line 3.kind"));
        import(&workspace, &world, &good, OnConflict::Newer).await.unwrap();
    });
}

#[test]
fn a_file_repairs_what_is_damaged_here_and_damage_does_not_travel() {
    block_on(async {
        let world = world();
        let tab = world.tab().await;
        tab.create(draft(&document("med-1", &["n"], &[], &at(0)))).await.unwrap();
        let mut long = document("med-2", &["n"], &[], &at(0));
        long["later"] = json!("x".repeat(3_000_000));
        tab.create(draft(&long)).await.unwrap();
        tab.set_status("med-2", Status::Stale).await.unwrap();
        let progress = std::cell::RefCell::new(Vec::new());
        let workspace = world.workspace().await;
        let told = |done, total| progress.borrow_mut().push((done, total));
        let file = workspace.export("test", &world.caller(), told).await.unwrap();
        let entries = world.entries().await.len() as u64;
        assert!(entries > 128, "a long body goes on over pages");
        assert!(progress.borrow().windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(progress.borrow().last(), Some(&(entries, entries)));

        let store = world.store().await;
        let rewrites = vec![(1, medallion::store::conformance::entry("{\"x\":1}"))];
        let commit = medallion::store::Commit { after: entries, rewrites, ..Default::default() };
        store.commit(commit).await.unwrap();
        let damaged = world.workspace().await;
        assert_eq!(world.medallions(&damaged).count(), 1);
        let partial = export(&damaged, &world).await;
        assert!(!partial.contains("med-1"));
        let report = import(&damaged, &world, &file, OnConflict::Newer).await.unwrap();
        assert_eq!((report.records, report.skipped), (1, 1));
        assert_eq!(world.tab().await.count(), 2);
    });
}

#[test]
fn a_checkpoint_goes_on_from_an_imported_medallion() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        import(&workspace, &world, &file_of(&[created("med-1")]), OnConflict::Newer).await.unwrap();
        let tab = world.medallions(&workspace);
        let made = tab.checkpoint(&session(scope(&["n"], &[]), "s"), &StubModel).await.unwrap();
        assert_eq!((id_of(&made).as_str(), tab.version("med-1")), ("med-1", Some(2)));
    });
}
