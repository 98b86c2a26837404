//! A damaged record is reported by `health`, hidden from lists, `CORRUPT` where it is asked for;
//! its neighbours in the same entry are unharmed; it can be written again, or deleted.

use futures_executor::block_on;
use medallion::Code;
use medallion::domain::medallion::Status;
use medallion::service::{Health, Listing, Medallions};
use medallion::store::Stored;

use super::tampering::{Log, first};
use crate::cases::native::world;
use crate::cases::samples::{at, document, ids, read, scope, value};

const NEWEST: u64 = 2;

/// A way to change a line, and what it is called.
type Way = (&'static str, fn(&str) -> String);

/// The line of an entry that tells of a record, changed.
fn line(text: &str, id: &str, change: impl Fn(&str) -> String) -> String {
    let own = format!("\"id\":\"{id}\"");
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| if line.contains(&own) { change(line) } else { line.to_owned() })
        .collect();
    lines.join("\n")
}

/// Ways to damage the newest version of `med-2`, with the checksum as it was.
fn alterations() -> Vec<Way> {
    vec![
        ("another text", |line| line.replace("About med-2.", "About med-7.")),
        ("cut in the body", |line| line[..line.len() / 2].to_owned()),
        ("cut behind the version", |line| line[..line.find("\"event\"").unwrap()].to_owned()),
        ("no JSON in the middle", |line| line.replace("\"summary\":", "\"summary\"")),
        ("a body that is text", |line| {
            format!("{}\"body\":\"\"}}", &line[..line.find("\"body\"").unwrap()])
        }),
        ("a time that is none", |line| line.replacen("\"at\":\"", "\"at\":\"x", 1)),
    ]
}

/// Ways to write a body that is no medallion, with a checksum that is right.
fn forgeries() -> Vec<Way> {
    vec![
        ("meta is a number", |line| replace_member(line, "\"meta\":{", "\"meta\":7,\"was\":{")),
        ("a status of its own", |line| line.replace("\"status\":\"active\"}", "\"status\":\"x\"}")),
        ("decisions are text", |line| line.replace("\"decisions\":[]", "\"decisions\":\"\"")),
        ("no summary", |line| line.replace("\"summary\"", "\"summery\"")),
        ("a node that is a number", |line| line.replace("[\"n\"]", "[7]")),
        ("updated before it was made", |line| {
            line.replace("\"updated_at\":\"2025", "\"updated_at\":\"1925")
        }),
        ("another id", |line| line.replace("\"medallion_id\":\"med-2\"", "\"medallion_id\":\"x\"")),
    ]
}

fn replace_member(line: &str, from: &str, to: &str) -> String {
    line.replacen(from, to, 1)
}

/// What holds when `med-2` is damaged and its neighbours are not.
async fn only_med_2_is_damaged(tab: &Medallions, how: &str) {
    let error = tab.get("med-2").await.unwrap_err();
    assert_eq!(error.code(), Code::Corrupt, "{how}");
    let listed = tab.list(&Listing::default()).await.unwrap();
    assert_eq!(ids(&listed.items), ["med-3", "med-1"], "{how}");
    let found = tab.latest_for_scope(&scope(&["n"], &[]), 10, &[Status::Active]).await.unwrap();
    assert_eq!(ids(&found), ["med-3", "med-1"], "{how}");
    assert_eq!(tab.count(), 2, "{how}");
    for id in ["med-1", "med-3"] {
        let stored = tab.get(id).await.unwrap().unwrap();
        assert_eq!(value(&stored)["meta"]["updated_at"], at(60).as_str(), "{how}");
        assert_eq!(tab.history(id).await.unwrap().len(), 2, "{how}");
    }
    assert_eq!(tab.set_status("med-2", Status::Stale).await.unwrap_err().code(), Code::Corrupt);
    assert_eq!(tab.create(first("med-2")).await.unwrap_err().code(), Code::AlreadyExists);
}

fn names(health: &Health) -> Vec<(u64, Option<&str>)> {
    health.problems.iter().map(|one| (one.entry, one.entity_id.0.as_deref())).collect()
}

async fn can_be_written_again(log: &Log, how: &str) {
    let (workspace, tab) = log.open().await;
    tab.update(read(&document("med-2", &["n"], &[], &at(90))), None).await.unwrap();
    for tab in [&tab, &log.open().await.1] {
        assert_eq!(
            value(&tab.get("med-2").await.unwrap().unwrap())["meta"]["updated_at"],
            at(90).as_str()
        );
        assert_eq!(tab.count(), 3, "{how}");
        let versions = tab.history("med-2").await.unwrap();
        assert_eq!(versions[0].version, 3, "{how}");
        assert_eq!(versions.last().unwrap().version, 1, "{how}");
    }
    assert_eq!(names(&workspace.health(false).await.unwrap()), [(NEWEST, Some("med-2"))], "{how}");
}

async fn can_be_deleted(log: &Log, how: &str) {
    let (_, tab) = log.open().await;
    assert!(tab.delete("med-2").await.unwrap(), "{how}");
    for tab in [&tab, &log.open().await.1] {
        assert!(tab.get("med-2").await.unwrap().is_none(), "{how}");
        assert_eq!(tab.count(), 2, "{how}");
    }
}

#[test]
fn a_line_whose_checksum_is_wrong() {
    for (how, alter) in alterations() {
        for deletes in [false, true] {
            block_on(async {
                let log = Log::of_three().await;
                log.alter(NEWEST, |text| line(text, "med-2", alter)).await;
                let (workspace, tab) = log.open().await;
                only_med_2_is_damaged(&tab, how).await;
                let health = workspace.health(false).await.unwrap();
                assert_eq!(names(&health), [(NEWEST, Some("med-2"))], "{how}");
                assert_eq!(*health.records.get("medallion").unwrap(), 2, "{how}");
                if deletes {
                    can_be_deleted(&log, how).await
                } else {
                    can_be_written_again(&log, how).await
                }
            });
        }
    }
}

#[test]
fn a_body_that_is_no_medallion_though_its_checksum_is_right() {
    for (how, forge) in forgeries() {
        for deletes in [false, true] {
            block_on(async {
                let log = Log::of_three().await;
                log.rewrite(NEWEST, |text| line(text, "med-2", forge)).await;
                let (workspace, tab) = log.open().await;
                let health = workspace.health(false).await.unwrap();
                assert_eq!(names(&health), [(NEWEST, Some("med-2"))], "{how}");
                assert_eq!(*health.records.get("medallion").unwrap(), 2, "{how}");
                only_med_2_is_damaged(&tab, how).await;
                // Without anybody having asked for its health.
                let (_, tab) = log.open().await;
                assert_eq!(tab.get("med-2").await.unwrap_err().code(), Code::Corrupt, "{how}");
                only_med_2_is_damaged(&tab, how).await;
                if deletes {
                    can_be_deleted(&log, how).await
                } else {
                    can_be_written_again(&log, how).await
                }
            });
        }
    }
}

#[test]
fn damage_while_the_workspace_is_open() {
    for (how, alter) in alterations() {
        block_on(async {
            let log = Log::of_three().await;
            let (workspace, tab) = log.open().await;
            log.alter(NEWEST, |text| line(text, "med-2", alter)).await;
            // A list that meets it goes on without it.
            let listed = tab.list(&Listing::default()).await.unwrap();
            assert_eq!(ids(&listed.items), ["med-3", "med-1"], "{how}");
            only_med_2_is_damaged(&tab, how).await;
            assert_eq!(names(&workspace.health(false).await.unwrap()), [(NEWEST, Some("med-2"))]);
            can_be_written_again(&log, how).await;
        });
    }
}

#[test]
fn an_entry_cut_between_its_lines_is_reported() {
    block_on(async {
        let log = Log::of_three().await;
        log.alter(NEWEST, |text| text.rsplit_once('\n').unwrap().0.to_owned()).await;
        let (workspace, tab) = log.open().await;
        let health = workspace.health(false).await.unwrap();
        assert_eq!(names(&health), [(NEWEST, None)]);
        for id in ["med-1", "med-2"] {
            assert_eq!(tab.version(id), Some(2));
        }
    });
}

/// What stood in an entry that is wholly gone cannot be known. Each of its records shows its
/// version before; who still has it open is told.
#[test]
fn an_entry_that_is_something_else_is_reported_and_takes_only_its_own_versions_along() {
    block_on(async {
        let log = Log::of_three().await;
        let (_, open) = log.open().await;
        assert!(log.0.tamper(NEWEST, Stored::Damaged("is a number".into())));
        assert_eq!(open.get("med-2").await.unwrap_err().code(), Code::Corrupt);
        let (workspace, tab) = log.open().await;
        let health = workspace.health(false).await.unwrap();
        assert_eq!(names(&health), [(NEWEST, None)]);
        assert!(health.problems[0].message.contains("is a number"));
        for id in ["med-1", "med-2", "med-3"] {
            assert_eq!(
                value(&tab.get(id).await.unwrap().unwrap())["meta"]["updated_at"],
                at(0).as_str()
            );
            tab.update(read(&document(id, &["n"], &[], &at(90))), None).await.unwrap();
        }
        assert_eq!(log.open().await.1.count(), 3);
    });
}

#[test]
fn a_long_body_with_a_damaged_part_is_damaged_and_can_be_erased() {
    block_on(async {
        let log = Log::of_three().await;
        let (_, tab) = log.open().await;
        let mut long = document("med-long", &["n"], &[], &at(99));
        long["later"] = serde_json::json!("x".repeat(100_000));
        tab.create(crate::cases::samples::draft(&long)).await.unwrap();
        tab.create(first("med-behind")).await.unwrap();
        let entries = tab_entries(&log).await;
        assert!(entries > 5, "the body is long");
        for damage in [true, false] {
            match damage {
                true => assert!(log.0.tamper(4, Stored::Damaged("is a number".into()))),
                false => log.alter(5, |text| text.replace("xx", "xy")).await,
            }
            let (workspace, tab) = log.open().await;
            assert_eq!(tab.get("med-long").await.unwrap_err().code(), Code::Corrupt);
            let health = workspace.health(false).await.unwrap();
            assert!(names(&health).contains(&(3, Some("med-long"))), "{health:?}");
            assert_eq!(tab.count(), 4);
        }
        let (_, tab) = log.open().await;
        assert!(tab.erase("med-long").await.unwrap());
        let (workspace, tab) = log.open().await;
        assert!(tab.get("med-behind").await.unwrap().is_some());
        assert!(workspace.health(false).await.unwrap().problems.is_empty());
        for seq in 3..=entries {
            assert!(!log.entry(seq).await.text.contains("xx"), "entry {seq}");
        }
    });
}

/// What the first line of an export says of damage, and how many lines follow.
async fn exported(log: &Log) -> (Option<u64>, usize) {
    let (workspace, _) = log.open().await;
    let file = workspace.export("x", &world().caller(), |_, _| {}).await.unwrap();
    let first: serde_json::Value = serde_json::from_str(file.lines().next().unwrap()).unwrap();
    let follow = file.lines().count() - 1;
    assert_eq!(first["lines"], follow);
    (first.get("damaged").map(|count| count.as_u64().unwrap()), follow)
}

#[test]
fn an_export_says_how_many_damaged_lines_it_leaves_out() {
    block_on(async {
        let log = Log::of_three().await;
        let (_, tab) = log.open().await;
        let mut long = document("med-long", &["n"], &[], &at(99));
        long["later"] = serde_json::json!("x".repeat(100_000));
        tab.create(crate::cases::samples::draft(&long)).await.unwrap();
        assert_eq!(exported(&log).await, (None, 7));
        // A part of a body is none of its own.
        log.alter(4, |text| text.replace("xx", "xy")).await;
        assert_eq!(exported(&log).await, (Some(1), 6));
        log.alter(NEWEST, |text| text.replace("About med-2.", "About med-7.")).await;
        assert_eq!(exported(&log).await, (Some(2), 5));
        // What stood in an entry that is wholly gone cannot be known.
        assert!(log.0.tamper(1, Stored::Damaged("is a number".into())));
        assert_eq!(exported(&log).await, (Some(3), 2));
    });
}

/// Nobody can tell whose it is.
#[test]
fn a_line_without_a_trace_stays_when_its_record_is_erased_and_health_names_it() {
    block_on(async {
        let log = Log::of_three().await;
        log.alter(NEWEST, |text| line(text, "med-2", |own| own.replace("{\"kind\"", "kind"))).await;
        let (_, tab) = log.open().await;
        assert!(tab.erase("med-2").await.unwrap());
        assert!(!log.entry(1).await.text.contains("med-2"));
        assert!(log.entry(NEWEST).await.text.contains("About med-2."));
        let health = log.open().await.0.health(false).await.unwrap();
        assert_eq!(names(&health), [(NEWEST, None)]);
    });
}

async fn tab_entries(log: &Log) -> u64 {
    medallion::store::Store::read(&log.0, 1, u32::MAX).await.unwrap().len() as u64
}
