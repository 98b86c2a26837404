//! What `health` and `inspect` tell.

use futures_executor::block_on;
use medallion::Code;
use medallion::service::{Health, Inspection};
use serde_json::Value;

use super::tampering::{Log, first};

async fn health(log: &Log) -> Health {
    log.open().await.0.health(true).await.unwrap()
}

#[test]
fn a_sound_log_has_no_problems() {
    block_on(async {
        let log = Log::of_three().await;
        let health = health(&log).await;
        assert!(health.problems.is_empty() && health.ephemeral && !health.degraded);
        assert_eq!((*health.records.get("medallion").unwrap(), health.entries), (3, 2));
        assert!(health.bytes.unwrap() > 0);
        assert_eq!((health.quota, health.persisted), (None, Some(false)));
    });
}

#[test]
fn an_earlier_version_that_is_damaged_is_reported_and_hides_nothing() {
    block_on(async {
        let log = Log::of_three().await;
        log.alter(1, |text| text.replace("About med-2.", "About med-9.")).await;
        let (workspace, tab) = log.open().await;
        let health = workspace.health(false).await.unwrap();
        let found: Vec<_> =
            health.problems.iter().map(|one| (one.entry, one.entity_id.0.as_deref())).collect();
        assert_eq!(found, [(1, Some("med-2"))]);
        assert_eq!((tab.count(), tab.version("med-2")), (3, Some(2)));
        let versions: Vec<u64> =
            tab.history("med-2").await.unwrap().iter().map(|one| one.version).collect();
        assert_eq!(versions, [2]);
        assert_eq!(tab.diff("med-2", 1, 2).await.unwrap_err().code(), Code::NotFound);
    });
}

fn lines(inspection: &Inspection) -> Vec<(u64, u64, Value)> {
    let stored = |text: &str| serde_json::from_str(text).unwrap();
    inspection.lines.iter().map(|one| (one.entry, one.line, stored(one.stored.text()))).collect()
}

#[test]
fn an_inspection_shows_every_line_as_it_is_stored() {
    block_on(async {
        let log = Log::of_three().await;
        let (workspace, tab) = log.open().await;
        let mut long = crate::cases::samples::document("med-2", &["n"], &[], "2026-01-01");
        long["later"] = serde_json::json!("x".repeat(90_000));
        tab.update(crate::cases::samples::read(&long), None).await.unwrap();
        tab.delete("med-2").await.unwrap();
        let found = lines(&workspace.inspect("med-2", None).await.unwrap());
        let places: Vec<(u64, u64)> =
            found.iter().map(|(entry, line, _)| (*entry, *line)).collect();
        assert_eq!(places[1..], [(3, 0), (2, 1), (1, 1)]);
        assert_eq!((&found[0].2["event"], found[0].2.get("body")), (&"deleted".into(), None));
        assert_eq!(found[1].2["body"]["later"].as_str().unwrap().len(), 90_000);
        assert_eq!(found[2].2["event"], "imported");
        assert_eq!(found[3].2["event"], "created");
        assert_eq!(workspace.inspect("med-x", None).await.unwrap_err().code(), Code::NotFound);
    });
}

#[test]
fn an_id_that_was_erased_begins_anew() {
    block_on(async {
        let log = Log::of_three().await;
        let (workspace, tab) = log.open().await;
        assert!(tab.erase("med-2").await.unwrap());
        tab.create(first("med-2")).await.unwrap();
        for (workspace, tab) in [(workspace, tab), log.open().await] {
            assert_eq!(tab.version("med-2"), Some(1));
            assert_eq!(tab.history("med-2").await.unwrap().len(), 1);
            let own = medallion::service::EventFilter {
                entity_id: Some("med-2".into()),
                ..Default::default()
            };
            let events = workspace.events(&own).await.unwrap();
            let names: Vec<&str> = events.items.iter().map(|one| one.event_type.as_str()).collect();
            assert_eq!((names, events.total), (vec!["created", "erased"], 2));
        }
    });
}
