//! Bounding the history takes old versions and nothing else.

use futures_executor::block_on;
use medallion::Code;
use medallion::service::{OnConflict, Retention, Workspace};
use medallion::store::memory::MemoryStore;
use medallion::store::{Store, Stored};
use proptest::prelude::*;
use std::rc::Rc;

use super::connections::{commands, perform, seen};
use crate::cases::models::Mock;
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, read};
use crate::cases::watched::Watched;
use crate::cases::world::{Task, World, join, step_aside};

const ALL: Retention = Retention { versions: None, days: None };

fn versions(count: u64) -> Retention {
    Retention { versions: Some(count), ..ALL }
}

async fn text(world: &World) -> String {
    let stored = world.store().await.read(1, u32::MAX).await.unwrap();
    let text = |stored| match stored {
        Stored::Entry(entry) => entry.text,
        Stored::Damaged(what) => panic!("{what}"),
    };
    stored.into_iter().map(|(_, own)| text(own)).collect::<Vec<_>>().join("\n")
}

/// How many lines tell of records.
fn lines(text: &str) -> u64 {
    text.split('\n').filter(|line| line.contains("\"kind\":\"medallion\"")).count() as u64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_kept_is_what_was_newest(
        script in proptest::collection::vec(commands(), 0..40),
        count in 1_u64..5,
        more in proptest::collection::vec(commands(), 0..10),
    ) {
        block_on(async {
            let world = world();
            let workspace = world.workspace().await;
            let tab = world.medallions(&workspace);
            let model = Mock::collecting();
            for (number, command) in script.iter().enumerate() {
                perform(command, &workspace, &tab, &model, &format!("D-{number}")).await;
            }
            let other = world.workspace().await;
            let ids: Vec<String> = (0..5).map(|number| format!("med-{number}")).collect();
            let mut before = Vec::new();
            for id in &ids {
                before.push((tab.version(id), tab.history(id).await.unwrap_or_default()));
            }
            let total = lines(&text(&world).await);
            let gone = workspace.keep(&world.caller(), versions(count)).await.unwrap();
            assert_eq!(lines(&text(&world).await), total - gone);
            for (id, (version, history)) in ids.iter().zip(before) {
                assert_eq!(tab.version(id), version);
                let now = tab.history(id).await.unwrap_or_default();
                let numbers = |all: &[medallion::service::Version]| -> Vec<(u64, String)> {
                    all.iter().map(|one| (one.version, one.medallion.json().to_owned())).collect()
                };
                // A deletion is a version, and has no document.
                let top = version.or_else(|| history.first().map(|last| last.version + 1));
                let is_kept = |number: u64| top.is_some_and(|top| top - number < count);
                let newest = numbers(&history).into_iter();
                let kept: Vec<(u64, String)> =
                    newest.filter(|(number, _)| is_kept(*number)).collect();
                let now = numbers(&now);
                assert_eq!(now, kept, "{id}");
            }
            assert_eq!(workspace.keep(&world.caller(), versions(count)).await.unwrap(), 0);
            for (number, command) in more.iter().enumerate() {
                perform(command, &workspace, &tab, &model, &format!("D-more-{number}")).await;
            }
            let here = seen(&workspace, &tab).await;
            assert_eq!(seen(&other, &world.medallions(&other)).await, here);
            let anew = world.workspace().await;
            assert_eq!(seen(&anew, &world.medallions(&anew)).await, here);
        });
    }
}

/// What is left of a history that two tabs bound, at the same time or one after the other.
async fn kept_by_two(counts: [u64; 2], writes: &[u8], together: bool) -> Vec<String> {
    let log = MemoryStore::new();
    let world = world();
    let caller = world.caller();
    let elsewhere = world.workspace().await;
    let tab = world.medallions(&elsewhere);
    for id in 0..3 {
        tab.create(draft(&document(&format!("med-{id}"), &["n"], &[], &at(0)))).await.unwrap();
    }
    for (number, id) in (1..).zip(writes) {
        let id = format!("med-{}", id % 3);
        tab.update(read(&document(&id, &["n"], &[], &at(number))), None).await.unwrap();
    }
    // A file puts many versions into one entry.
    let file = elsewhere.export("x", &caller, |_, _| {}).await.unwrap();
    let first = world.workspace_on(Rc::new(log.connect())).await;
    first.import(&file, &caller, OnConflict::Error, false).await.unwrap();
    let mut tabs = Vec::new();
    for _ in counts {
        let slow = Watched::new(log.connect(), |_| Box::pin(step_aside()));
        tabs.push(world.workspace_on(Rc::new(slow)).await);
    }
    let keep = |(tab, count): (&Rc<Workspace>, u64)| -> Task<'_, ()> {
        let (tab, caller) = (tab.clone(), caller.clone());
        Box::pin(async move {
            tab.keep(&caller, versions(count)).await.map(|_| ()).unwrap();
        })
    };
    let tasks: Vec<_> = tabs.iter().zip(counts).map(keep).collect();
    match together {
        true => {
            join(tasks).await;
        }
        false => {
            for task in tasks {
                task.await;
            }
        }
    }
    for tab in &tabs {
        tab.sync().await.unwrap();
        assert!(tab.health(true).await.unwrap().problems.is_empty());
        assert_eq!(world.medallions(tab).count(), 3);
    }
    let mut left = Vec::new();
    for (_, stored) in log.read(1, u32::MAX).await.unwrap() {
        let Stored::Entry(entry) = stored else { panic!() };
        let told = entry.text.split('\n').filter(|line| line.contains("\"kind\":\"medallion\""));
        left.extend(told.map(str::to_owned));
    }
    left
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_two_tabs_take_out_at_once_does_not_come_back(
        counts in [1_u64..6, 1_u64..6],
        writes in proptest::collection::vec(any::<u8>(), 0..30),
    ) {
        block_on(async {
            let expected = kept_by_two(counts, &writes, false).await;
            assert_eq!(kept_by_two(counts, &writes, true).await, expected);
        });
    }
}

#[test]
fn long_bodies_go_whole_and_their_neighbours_stay() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        let mut long = document("med-1", &["n"], &[], &at(1));
        let filler = |mark: &str| serde_json::json!(mark.repeat(30_000));
        long["later"] = filler("old-mark ");
        tab.create_many(vec![draft(&document("med-0", &["n"], &[], &at(0))), draft(&long)])
            .await
            .unwrap();
        for number in 2..600 {
            tab.create(draft(&document(&format!("med-{number}"), &["n"], &[], &at(number))))
                .await
                .unwrap();
        }
        long["later"] = filler("new-mark ");
        tab.update(read(&long), None).await.unwrap();
        assert!(text(&world).await.contains("old-mark"));
        assert_eq!(workspace.keep(&world.caller(), versions(1)).await.unwrap(), 1);
        let text = text(&world).await;
        assert!(!text.contains("old-mark") && text.contains("new-mark"));
        assert_eq!((tab.count(), tab.history("med-1").await.unwrap().len()), (600, 1));
        assert!(workspace.health(true).await.unwrap().problems.is_empty());
    });
}

#[test]
fn days_bound_it_too_and_the_newest_version_stays_whatever_its_age() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        tab.create(draft(&document("med-1", &["n"], &[], &at(1)))).await.unwrap();
        tab.create(draft(&document("med-2", &["n"], &[], &at(1)))).await.unwrap();
        tab.supersede("med-1", "med-2").await.unwrap();
        let keep = async |days| {
            workspace.keep(&world.caller(), Retention { days: Some(days), ..ALL }).await.unwrap()
        };
        assert_eq!(keep(3_650).await, 0);
        // The clock of the test goes on with every look, so that all of it is in the past.
        assert_eq!(keep(0).await, 1);
        let link = tab.get("med-1").await.unwrap().unwrap().medallion().unwrap();
        assert_eq!(link.meta.superseded_by.0.unwrap().medallion_id.as_str(), "med-2");
        assert_eq!(workspace.keep(&world.caller(), ALL).await.unwrap(), 0);
        let none = workspace.keep(&world.caller(), versions(0)).await.unwrap_err();
        assert_eq!((none.code(), none.path()), (Code::Invalid, Some("versions")));
    });
}

#[test]
fn the_audit_trail_says_so_and_an_export_of_what_is_left_comes_in_elsewhere() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        tab.create(draft(&document("med-1", &["n"], &[], &at(1)))).await.unwrap();
        tab.update(read(&document("med-1", &["n"], &["x"], &at(2))), None).await.unwrap();
        let caller = world.caller_named("host", "enough");
        assert_eq!(workspace.keep(&caller, versions(1)).await.unwrap(), 1);
        let events = workspace.events(&Default::default()).await.unwrap();
        let told: Vec<&str> = events.items.iter().map(|one| one.event_type.as_str()).collect();
        assert_eq!((told, events.total), (vec!["pruned", "bounded", "updated"], 3));
        let pruned = serde_json::to_value(&events.items[0]).unwrap();
        assert_eq!((&pruned["actor"], &pruned["reason"]), (&"host".into(), &"enough".into()));
        assert_eq!(pruned["old_value"], serde_json::json!({"lines": 1}));
        let bounded = serde_json::to_value(&events.items[1]).unwrap();
        let (all, one) = (serde_json::json!({}), serde_json::json!({"versions": 1}));
        assert_eq!((&bounded["old_value"], &bounded["new_value"]), (&all, &one));
        assert_eq!((&bounded["actor"], &bounded["reason"]), (&"host".into(), &"enough".into()));

        let file = workspace.export("x", &caller, |_, _| {}).await.unwrap();
        let elsewhere = world.another("elsewhere").workspace().await;
        let report = elsewhere.import(&file, &caller, OnConflict::Error, false).await.unwrap();
        assert_eq!(report.records, 1);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// A file puts several versions of a record into one entry, deletions among them.
    #[test]
    fn what_came_from_a_file_is_bounded_like_what_was_written_here(
        script in proptest::collection::vec(commands(), 0..40),
        count in 1_u64..4,
    ) {
        block_on(async {
            let world = world();
            let (here, caller) = (world.workspace().await, world.caller());
            let tab = world.medallions(&here);
            let model = Mock::collecting();
            for (number, command) in script.iter().enumerate() {
                perform(command, &here, &tab, &model, &format!("D-{number}")).await;
            }
            let file = here.export("x", &caller, |_, _| {}).await.unwrap();
            let there = world.another("elsewhere").workspace().await;
            there.import(&file, &caller, OnConflict::Error, false).await.unwrap();
            let copies = world.medallions(&there);
            for workspace in [&here, &there] {
                workspace.keep(&caller, versions(count)).await.unwrap();
            }
            for number in 0..5 {
                let id = format!("med-{number}");
                let (own, copy) = (tab.history(&id).await, copies.history(&id).await);
                let texts = |all: Result<Vec<medallion::service::Version>, medallion::Error>| {
                    let texts = |all: Vec<medallion::service::Version>| -> Vec<(u64, String)> {
                        all.iter()
                            .map(|one| (one.version, one.medallion.json().to_owned()))
                            .collect()
                    };
                    all.map(texts).map_err(|error| error.code())
                };
                assert_eq!(texts(copy), texts(own), "{id}");
            }
            let health = there.health(true).await.unwrap();
            assert!(health.problems.is_empty(), "{:?}", health.problems);
            // What was bounded goes into a file with the numbers of its versions.
            let file = here.export("x", &caller, |_, _| {}).await.unwrap();
            let anew = world.another("anew").workspace().await;
            anew.import(&file, &caller, OnConflict::Error, false).await.unwrap();
            let copies = world.medallions(&anew);
            for number in 0..5 {
                let id = format!("med-{number}");
                assert_eq!(copies.version(&id), tab.version(&id), "{id}");
            }
        });
    }
}
