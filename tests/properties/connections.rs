//! Four connections that do whatever they like end up seeing the same, which is what a new one
//! sees; and every version of everything is in a history.

use futures_executor::block_on;
use medallion::Code;
use medallion::domain::event::EventType;
use medallion::domain::medallion::{Status, Times};
use medallion::llm::Model;
use medallion::service::{
    Caller, EventFilter, Listing, Medallions, OnConflict, Repeating, Retention, Taking, Workspace,
};
use medallion::store::Durability;
use medallion::store::memory::MemoryStore;
use proptest::prelude::*;
use std::collections::HashMap;
use std::rc::Rc;

use crate::cases::models::Mock;
use crate::cases::native::{impatient_world, world};
use crate::cases::samples::{at, document, draft, id_of, read, scope, session};
use crate::cases::watched::Watched;
use crate::cases::world::{Task, World, join, step_aside};

#[derive(Debug, Clone)]
pub enum Command {
    Create(u8, u8),
    Update(u8, u8, bool),
    Checkpoint(u8),
    SetStatus(u8, usize),
    Supersede(u8, u8),
    Delete(u8),
    Erase(u8),
    Keep(u64),
    Import(usize),
    Sync,
    Aside,
}

pub fn commands() -> impl Strategy<Value = Command> {
    use Command::*;
    let id = 0_u8..5;
    prop_oneof![
        3 => (id.clone(), 0_u8..100).prop_map(|(id, time)| Create(id, time)),
        5 => (id.clone(), 0_u8..100, any::<bool>()).prop_map(|(id, time, sure)| Update(id, time, sure)),
        3 => (0_u8..3).prop_map(Checkpoint),
        2 => (id.clone(), 0_usize..3).prop_map(|(id, status)| SetStatus(id, status)),
        1 => (id.clone(), id.clone()).prop_map(|(one, other)| Supersede(one, other)),
        1 => id.clone().prop_map(Delete),
        1 => id.prop_map(Erase),
        1 => Just(Sync),
        2 => Just(Aside),
    ]
}

/// The same, with what bounds the history and what comes with a file, in one commit or in many.
fn commands_in_bulk() -> impl Strategy<Value = Command> {
    prop_oneof![
        18 => commands(),
        1 => (0_u64..3).prop_map(Command::Keep),
        1 => prop_oneof![Just(1_usize), Just(3_000), Just(1 << 20)].prop_map(Command::Import),
    ]
}

/// The codes that a command may end with when others are at work too.
const EXPECTED: [Code; 5] =
    [Code::AlreadyExists, Code::NotFound, Code::Conflict, Code::Cycle, Code::Invalid];

fn caller() -> Caller {
    Caller::new(Rc::new(Repeating::from("2026-01-31T12:00:00Z")))
}

/// A file with some of the records, each in two versions, and one that was deleted.
async fn file() -> String {
    let world = world();
    let workspace = world.workspace().await;
    let tab = world.medallions(&workspace);
    for number in 1..4 {
        let written = |seconds| document(&format!("med-{number}"), &["file"], &["t"], &at(seconds));
        tab.create(draft(&written(number))).await.unwrap();
        tab.update(read(&written(number * 30)), None).await.unwrap();
    }
    tab.delete("med-1").await.unwrap();
    workspace.export("file", &caller(), |_, _| {}).await.unwrap()
}

/// Does what it is told; an answer that nobody may give is a panic.
pub async fn perform(
    command: &Command,
    workspace: &Workspace,
    tab: &Medallions,
    model: &dyn Model,
    name: &str,
) {
    let id = |number: &u8| format!("med-{number}");
    let written = |number: &u8, time: &u8| {
        let mut written = document(&id(number), &[&id(number)], &["t"], &at(u32::from(*time)));
        written["decisions"] = serde_json::json!([]);
        written
    };
    let answer = match command {
        Command::Create(own, time) => tab.create(draft(&written(own, time))).await.map(drop),
        Command::Update(own, time, sure) => {
            let expected = tab.version(&id(own)).filter(|_| *sure);
            tab.update(read(&written(own, time)), expected).await.map(drop)
        }
        Command::Checkpoint(node) => {
            let request = session(scope(&[&format!("node-{node}")], &[]), name);
            tab.checkpoint(&request, model).await.map(drop)
        }
        Command::SetStatus(own, status) => {
            tab.set_status(&id(own), Status::ALL[*status]).await.map(drop)
        }
        Command::Supersede(own, by) => tab.supersede(&id(own), &id(by)).await.map(drop),
        Command::Delete(own) => tab.delete(&id(own)).await.map(drop),
        Command::Erase(own) => tab.erase(&id(own)).await.map(drop),
        Command::Keep(versions) => {
            let versions = Some(*versions).filter(|versions| *versions > 0);
            workspace.keep(&caller(), Retention { versions, days: None }).await.map(drop)
        }
        Command::Import(commit) => {
            let taking = Taking { conflict: OnConflict::Newer, dry_run: false, commit: *commit };
            workspace.import_as(&&*file().await, &caller(), taking).await.map(drop)
        }
        Command::Sync => workspace.sync().await,
        Command::Aside => {
            step_aside().await;
            Ok(())
        }
    };
    if let Err(error) = answer {
        assert!(EXPECTED.contains(&error.code()), "{command:?}: {error}");
    }
}

/// All that one connection sees: lists, versions, histories, events.
pub async fn seen(workspace: &Rc<Workspace>, tab: &Medallions) -> Vec<String> {
    workspace.sync().await.unwrap();
    let all = Listing { limit: usize::MAX, ..Listing::default() };
    let page = tab.list(&all).await.unwrap();
    assert_eq!((page.items.len(), page.total, tab.count()), (page.total, page.total, page.total));
    let every = EventFilter { limit: usize::MAX, ..EventFilter::default() };
    let events = workspace.events(&every).await.unwrap();
    // What comes with a file has times of its own.
    let is_own = events.items.iter().all(|event| event.event_type != EventType::Imported);
    let mut told = Vec::new();
    for stored in &page.items {
        let id = id_of(stored);
        told.push(format!("{id} {:?} {}", tab.version(&id), stored.json()));
        let mut later: Option<(u64, Times)> = None;
        for version in tab.history(&id).await.unwrap() {
            let (number, times) = (version.version, version.medallion.medallion().unwrap().times());
            // Time only rises; a deletion takes a number, and what comes behind it was made anew.
            if let Some((version, later)) = later.filter(|_| is_own) {
                assert!(later.updated_at > times.updated_at, "{id} {number}");
                let is_next = version == number + 1;
                assert!(!is_next || later.created_at == times.created_at, "{id} {number}");
            }
            later = Some((number, times));
            told.push(format!("{id} {} {}", version.version, version.medallion.json()));
        }
    }
    assert_eq!(events.items.len(), events.total);
    assert!(events.items.windows(2).all(|pair| pair[0].seq > pair[1].seq));
    told.extend(events.items.iter().map(|event| serde_json::to_string(event).unwrap()));
    assert!(workspace.health(false).await.unwrap().problems.is_empty());
    told
}

async fn run(world: &World, scripts: &[Vec<Command>]) {
    let mut tabs = Vec::new();
    for _ in scripts {
        let workspace = world.workspace().await;
        tabs.push((workspace.clone(), world.medallions(&workspace)));
    }
    let model = Mock::collecting().after(step_aside);
    let tasks = scripts.iter().zip(&tabs).enumerate().map(|(own, (script, (workspace, tab)))| {
        let model = &model;
        Box::pin(async move {
            for (number, command) in script.iter().enumerate() {
                perform(command, workspace, tab, model, &format!("D-{own}-{number}")).await;
            }
        }) as Task<'_, ()>
    });
    join(tasks.collect()).await;
    world.settle().await;
    let workspace = world.workspace().await;
    let replayed = seen(&workspace, &world.medallions(&workspace)).await;
    for (workspace, tab) in &tabs {
        assert_eq!(seen(workspace, tab).await, replayed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn four_connections_end_with_the_same_state_as_a_new_one(
        scripts in
            proptest::collection::vec(proptest::collection::vec(commands_in_bulk(), 0..25), 4),
        patient in any::<bool>(),
    ) {
        block_on(async {
            run(&if patient { world() } else { impatient_world() }, &scripts).await;
        });
    }

    #[test]
    fn every_evidence_of_four_connections_is_in(counts in proptest::collection::vec(0_usize..6, 4)) {
        block_on(async {
            let world = world();
            let scripts: Vec<Vec<Command>> =
                counts.iter().map(|count| vec![Command::Checkpoint(0); *count]).collect();
            run(&world, &scripts).await;
            let tab = world.tab().await;
            let found = tab.latest_for_scope(&scope(&["node-0"], &[]), 10, &[Status::Active]).await;
            let decisions: usize = found.unwrap().iter()
                .map(|one| one.medallion().unwrap().decisions.len()).sum();
            assert_eq!(decisions, counts.iter().sum::<usize>());
        });
    }
}

/// Commands decide on the newest state, also where this tab has not heard of it yet.
#[test]
fn a_command_knows_what_another_tab_has_just_done() {
    block_on(async {
        let world = world();
        let (one, other) = (world.tab().await, world.tab().await);
        let first = |id: &str| draft(&document(id, &["n"], &[], &at(0)));
        one.create(first("med-1")).await.unwrap();
        other.set_status("med-1", Status::Stale).await.unwrap();
        one.update(read(&document("med-1", &["n"], &[], &at(9))), Some(2)).await.unwrap();
        one.create(first("med-2")).await.unwrap();
        other.supersede("med-1", "med-2").await.unwrap();
        assert!(one.delete("med-2").await.unwrap());
        assert!(!other.delete("med-2").await.unwrap());
        one.create(first("med-3")).await.unwrap();
        assert!(other.delete("med-3").await.unwrap());
        one.create(first("med-4")).await.unwrap();
        assert!(other.erase("med-4").await.unwrap());
        one.create(first("med-4")).await.unwrap();
    });
}

#[test]
fn what_was_asked_for_before_the_end_is_stored_and_what_comes_later_is_not() {
    block_on(async {
        let world = world();
        let store = MemoryStore::new();
        let slow = Watched::new(store.connect(), |_| Box::pin(step_aside()));
        let workspace = world.workspace_on(Rc::new(slow)).await;
        let tab = world.medallions(&workspace);
        let create = |id: String| -> Task<'_, Option<Code>> {
            let (tab, made) = (&tab, draft(&document(&id, &["n"], &[], &at(0))));
            Box::pin(async move { tab.create(made).await.err().map(|error| error.code()) })
        };
        let mut tasks: Vec<_> = (0..8).map(|number| create(format!("med-{number}"))).collect();
        tasks.push(Box::pin(async {
            workspace.close().await;
            None
        }));
        tasks.push(create("med-late".into()));
        let mut answers = join(tasks).await;
        assert_eq!(answers.pop().flatten(), Some(Code::Closed));
        assert!(answers.iter().all(Option::is_none), "{answers:?}");
        let after = world.medallions(&world.workspace_on(Rc::new(store)).await);
        assert_eq!((after.count(), after.version("med-late")), (8, None));
    });
}

#[test]
fn a_workspace_is_as_durable_as_the_strictest_of_those_who_share_it() {
    block_on(async {
        let store = Rc::new(Watched::undisturbed(MemoryStore::new()));
        let workspace = world().workspace_on(store.clone()).await;
        let tab = world().medallions(&workspace);
        for asked in [Durability::Relaxed, Durability::Strict, Durability::Relaxed] {
            workspace.require(asked);
            let id = format!("med-{}", tab.count());
            tab.create(draft(&document(&id, &["n"], &[], &at(0)))).await.unwrap();
        }
        let done: Vec<_> = store.done.borrow().iter().map(|commit| commit.durability).collect();
        assert_eq!(done, [Durability::Relaxed, Durability::Strict, Durability::Strict]);
    });
}

/// A chain of supersessions is walked, and a circle is refused.
#[test]
fn what_superseded_something_cannot_be_superseded_by_it() {
    block_on(async {
        let tab = world().tab().await;
        let ids: Vec<String> = (0..5).map(|number| format!("med-{number}")).collect();
        let drafts = ids.iter().map(|id| draft(&document(id, &["n"], &[], &at(0))));
        tab.create_many(drafts.collect()).await.unwrap();
        for pair in ids.windows(2) {
            let made = tab.supersede(&pair[0], &pair[1]).await.unwrap().medallion().unwrap();
            let link = made.meta.superseded_by.0.unwrap();
            assert_eq!(
                (made.meta.status, link.medallion_id.as_str()),
                (Status::Superseded, &*pair[1])
            );
        }
        let error = tab.supersede("med-4", "med-0").await.unwrap_err();
        assert_eq!(error.code(), Code::Cycle);
        assert!(error.message().contains("med-0 → med-1 → med-2 → med-3 → med-4"), "{error}");
        let same = tab.supersede("med-4", "med-4").await.unwrap_err();
        assert_eq!((same.code(), same.path()), (Code::Invalid, Some("newId")));
        assert_eq!(tab.supersede("med-4", "").await.unwrap_err().path(), Some("newId"));
        assert_eq!(tab.supersede("med-4", "x").await.unwrap_err().code(), Code::NotFound);
        let again = tab.set_status("med-0", Status::Active).await.unwrap().medallion().unwrap();
        assert!(again.meta.superseded_by.0.is_none());
        let versions: HashMap<_, _> = ids.iter().map(|id| (id, tab.version(id))).collect();
        tab.set_status("med-0", Status::Active).await.unwrap();
        assert_eq!(tab.version("med-0"), versions[&ids[0]], "setting what is set makes no version");
    });
}
