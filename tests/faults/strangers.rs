//! What this version does not know: kinds, events and forms of a later one. All of it is left
//! alone; what keeps something from being read is reported.

use futures_executor::block_on;
use medallion::Code;
use medallion::service::{EventFilter, Listing, ProblemKind};
use medallion::store::Stored;

use super::tampering::{Log, first};

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
            assert!(workspace.health(false).await.unwrap().problems.is_empty());
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
        let file = workspace.export("x", &crate::cases::native::world().caller(), |_, _| {}).await;
        assert!(!file.unwrap().contains("A task"));
        assert!(tab.erase("med-2").await.unwrap());
        tab.create(first("med-4")).await.unwrap();
        assert_eq!(log.entry(3).await, before);
        assert_eq!(log.open().await.1.count(), 3);
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
