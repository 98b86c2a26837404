//! What is kept of the history is a policy: it stands in the log, and is followed now and again.

use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::schema::to_json;
use medallion::service::journal::{Header, Packer, Written};
use medallion::service::{
    Caller, EventFilter, Medallions, OnConflict, Repeating, Retention, Workspace,
};
use medallion::store::memory::MemoryStore;
use medallion::store::{Commit, Store, Stored};

use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, read};
use crate::cases::watched::Watched;
use crate::cases::world::World;

const TWO: Retention = Retention { versions: Some(2), days: None };
const ALL: Retention = Retention { versions: None, days: None };
/// After so many entries the log is looked through.
const PAGE: u64 = 256;

async fn write(tab: &Medallions, id: &str, count: u64) {
    for number in 0..count {
        let text = document(id, &["n"], &[], &at(1 + number as u32));
        if tab.version(id).is_none() {
            tab.create(draft(&text)).await.unwrap();
        } else {
            tab.update(read(&text), None).await.unwrap();
        }
    }
}

async fn kept(tab: &Medallions, id: &str) -> usize {
    tab.history(id).await.unwrap().len()
}

async fn told(workspace: &Workspace) -> Vec<String> {
    let filter = EventFilter { entity_id: Some("history".into()), ..EventFilter::default() };
    let events = workspace.events(&filter).await.unwrap().items;
    events
        .iter()
        .map(|one| format!("{} by {}", one.event_type.as_str(), one.actor.as_str()))
        .collect()
}

async fn said(workspace: &Workspace) -> String {
    to_json(&workspace.health(true).await.unwrap().keep)
}

#[test]
fn it_is_followed_by_whoever_writes_once_enough_has_come_together() {
    block_on(async {
        let world = world();
        let (one, other) = (world.workspace().await, world.workspace().await);
        let (tab, elsewhere) = (world.medallions(&one), world.medallions(&other));
        write(&tab, "med-1", 5).await;
        let host = world.caller_named("host", "enough");
        assert_eq!(one.keep(&host, TWO).await.unwrap(), 3);
        other.sync().await.unwrap();
        write(&elsewhere, "med-1", PAGE - 1).await;
        world.settle().await;
        assert_eq!(kept(&elsewhere, "med-1").await as u64, PAGE + 1);
        write(&elsewhere, "med-1", 1).await;
        world.settle().await;
        assert_eq!(kept(&elsewhere, "med-1").await, 2);
        assert_eq!(told(&other).await, ["pruned by system", "pruned by host", "bounded by host"]);
        for workspace in [&one, &other] {
            let health = workspace.health(true).await.unwrap();
            assert!(health.problems.is_empty(), "{:?}", health.problems);
            assert_eq!(said(workspace).await, r#"{"versions":2}"#);
        }
    });
}

#[test]
fn a_later_session_follows_it_when_it_opens_with_its_image_and_without() {
    block_on(async {
        for has_image in [false, true] {
            let world = world();
            let first = world.workspace().await;
            let tab = world.medallions(&first);
            if has_image {
                let many =
                    (0..2_000).map(|id| document(&format!("med-many-{id}"), &["n"], &[], &at(0)));
                tab.create_many(many.map(|own| draft(&own)).collect()).await.unwrap();
            }
            first.keep(&world.caller(), TWO).await.unwrap();
            let known = world.entries().await.len() as u64;
            write(&tab, "med-1", PAGE.max(known / 3) + 1).await;
            first.close().await;
            if has_image {
                world.settle().await;
                // It writes an image, and dies before it does anything else.
                drop(world.workspace().await);
                world.settle().await;
                assert!(!world.store().await.image().await.unwrap().is_empty());
            }
            let second = world.workspace().await;
            assert_eq!(second.kept(), TWO);
            second.renew_history(&world.caller());
            world.settle().await;
            assert_eq!(kept(&world.medallions(&second), "med-1").await, 2);
        }
    });
}

#[test]
fn what_says_nothing_keeps_everything_from_then_on() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        assert_eq!(said(&workspace).await, "{}");
        assert_eq!(workspace.keep(&world.caller(), ALL).await.unwrap(), 0);
        assert!(told(&workspace).await.is_empty());
        workspace.keep(&world.caller(), TWO).await.unwrap();
        workspace.keep(&world.caller(), ALL).await.unwrap();
        write(&tab, "med-1", 2 * PAGE).await;
        world.settle().await;
        assert_eq!(
            (kept(&tab, "med-1").await as u64, said(&workspace).await),
            (2 * PAGE, "{}".into())
        );
        assert_eq!(told(&workspace).await, ["bounded by system", "bounded by system"]);
    });
}

#[test]
fn days_are_looked_at_when_some_of_them_have_passed() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        write(&world.medallions(&workspace), "med-1", 4).await;
        let week = Retention { days: Some(7), ..ALL };
        assert_eq!(workspace.keep(&world.caller(), week).await.unwrap(), 0);
        let later = |day: &str| Caller::new(Rc::new(Repeating::from(day)));
        for (day, count) in
            [("2026-02-01T11:59:00Z", 4), ("2026-02-02T13:00:00Z", 4), ("2026-02-09T13:00:00Z", 1)]
        {
            // Each day another session.
            let session = world.workspace().await;
            session.renew_history(&later(day));
            world.settle().await;
            assert_eq!(kept(&world.medallions(&session), "med-1").await, count, "{day}");
        }
        // The day that was too soon is not told of.
        assert_eq!(
            told(&workspace).await,
            ["pruned by system", "pruned by system", "bounded by system"]
        );
    });
}

#[test]
fn it_never_goes_with_the_commit_of_another_and_each_of_its_own_is_bounded() {
    block_on(async {
        let log = MemoryStore::new();
        let world = world();
        let store = Rc::new(Watched::undisturbed(log.connect()));
        let workspace = world.workspace_on(store.clone()).await;
        let tab = world.medallions(&workspace);
        workspace.keep(&world.caller(), TWO).await.unwrap();
        write(&tab, "med-1", 4 * PAGE).await;
        world.settle().await;
        assert_eq!(kept(&tab, "med-1").await, 2);
        let done = store.done.borrow();
        let rewriting: Vec<_> = done.iter().filter(|one| !one.rewrites.is_empty()).collect();
        assert!(rewriting.len() > 3, "{}", rewriting.len());
        for commit in rewriting {
            assert!(commit.rewrites.len() as u64 <= PAGE);
            assert!(commit.entries.len() == 1 && commit.entries[0].text.starts_with("\"kept "));
        }
    });
}

#[test]
fn it_is_asked_for_once_and_not_at_every_commit_until_it_is_done() {
    block_on(async {
        let log = MemoryStore::new();
        let world = world();
        let workspace = world.workspace_on(Rc::new(log.connect())).await;
        workspace.keep(&world.caller(), TWO).await.unwrap();
        world.settle().await;
        let tab = world.medallions(&workspace);
        write(&tab, "med-1", PAGE + 10).await;
        // What was asked for is not done yet.
        assert_eq!(world.waiting(), 1);
        world.settle().await;
        assert_eq!(kept(&tab, "med-1").await, 2);
    });
}

async fn file_of(world: &World, policy: Retention, versions: u64) -> String {
    let workspace = world.workspace().await;
    workspace.keep(&world.caller(), policy).await.unwrap();
    write(&world.medallions(&workspace), "med-1", versions).await;
    workspace.export("x", &world.caller(), |_, _| {}).await.unwrap()
}

#[test]
fn a_file_brings_it_to_where_there_was_nothing_and_nowhere_else() {
    block_on(async {
        for large in [false, true] {
            let world = world();
            let file = file_of(&world.another("from"), TWO, 9).await;
            assert!(file.lines().next().unwrap().contains(r#""keep":{"versions":2}"#));
            let taking = medallion::service::Taking {
                conflict: OnConflict::Newer,
                dry_run: false,
                commit: if large { 1 } else { usize::MAX },
            };
            let restored = world.another("restored").workspace().await;
            let dry = medallion::service::Taking { dry_run: true, ..taking };
            restored.import_as(&file.as_str(), &world.caller(), dry).await.unwrap();
            assert_eq!(restored.kept(), ALL);
            let report = restored.import_as(&file.as_str(), &world.caller(), taking).await.unwrap();
            assert_eq!((report.records, restored.kept()), (1, TWO));
            let again = restored.import_as(&file.as_str(), &world.caller(), taking).await.unwrap();
            assert_eq!(again.records, 0);
            // It is followed at once: a file in Node is open for a moment only.
            world.settle().await;
            assert_eq!(told(&restored).await, ["pruned by system", "bounded by system"]);
            assert_eq!(kept(&world.medallions(&restored), "med-1").await, 2);

            let mine = world.another("mine");
            let own = mine.workspace().await;
            write(&mine.medallions(&own), "med-mine", 4).await;
            own.import_as(&file.as_str(), &world.caller(), taking).await.unwrap();
            assert_eq!((own.kept(), said(&own).await), (ALL, "{}".into()));
        }
    });
}

#[test]
fn a_file_of_nothing_but_a_policy_brings_it_too() {
    block_on(async {
        let world = world();
        let file = file_of(&world.another("from"), TWO, 0).await;
        let restored = world.another("restored").workspace().await;
        restored.import(&file, &world.caller(), OnConflict::Newer, false).await.unwrap();
        world.settle().await;
        assert_eq!(restored.kept(), TWO);
        assert_eq!(told(&restored).await, ["bounded by system"], "nothing was there to be pruned");
    });
}

/// What stands in the log of a policy, said by other hands.
async fn policy_line(said: &str) -> (World, Rc<dyn Store>) {
    let world = world();
    let workspace = world.workspace().await;
    workspace.keep(&world.caller(), Retention { versions: Some(9), days: None }).await.unwrap();
    let store = world.store().await;
    let said = serde_json::value::RawValue::from_string(said.into()).unwrap();
    let header = Header {
        kind: "workspace",
        id: "history",
        rev: 1,
        prev: None,
        import: None,
        event: "bounded",
        reason: None,
        actor: "system",
        at: "2026-01-31T12:00:00Z".parse().unwrap(),
        written: None,
        old: None,
        new: Some(&said),
    };
    let mut packer = Packer::new(1);
    packer.add(&Written { header, body: None });
    let entries = packer.finish().entries;
    store.commit(Commit { after: 1, entries, ..Commit::default() }).await.unwrap();
    (world, store)
}

#[test]
fn what_is_in_doubt_keeps_everything() {
    block_on(async {
        let more = r#"{"versions":2,"except":["med-1"]}"#;
        for said in [more, r#"{"versions":0}"#, r#"{"versions":"two"}"#, "[]"] {
            let (world, _) = policy_line(said).await;
            assert_eq!(world.workspace().await.kept(), ALL, "{said}");
        }
        let (world, _) = policy_line(r#"{"versions":2}"#).await;
        assert_eq!(world.workspace().await.kept(), TWO);
        // One that was stored and is damaged: nobody knows what it said.
        let log = MemoryStore::new();
        let mut entries = world.entries().await;
        entries[1].text = entries[1].text.replace("\"versions\":2", "\"versions\":3");
        log.commit(Commit { entries, ..Commit::default() }).await.unwrap();
        let workspace = world.workspace_on(Rc::new(log)).await;
        assert_eq!(workspace.kept(), ALL);
        assert_eq!(workspace.health(true).await.unwrap().problems.len(), 1);
    });
}

#[test]
fn links_to_what_took_a_place_stay_however_little_is_kept() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        write(&tab, "med-1", 3).await;
        write(&tab, "med-2", 1).await;
        tab.supersede("med-1", "med-2").await.unwrap();
        workspace
            .keep(&world.caller(), Retention { versions: Some(1), days: Some(0) })
            .await
            .unwrap();
        write(&tab, "med-2", 2 * PAGE).await;
        world.settle().await;
        let anew = world.medallions(&world.workspace().await);
        let old = anew.get("med-1").await.unwrap().unwrap().medallion().unwrap();
        assert_eq!(old.meta.superseded_by.0.unwrap().medallion_id.as_str(), "med-2");
        assert_eq!((kept(&anew, "med-1").await, kept(&anew, "med-2").await), (1, 1));
        let stored = world.store().await.read(1, u32::MAX).await.unwrap();
        assert!(stored.iter().all(|(_, own)| matches!(own, Stored::Entry(_))));
    });
}
