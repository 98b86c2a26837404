//! Every command on a store whose k-th call goes wrong, for every k: it is done whole, or it has
//! changed nothing and its error says so; and the workspace works again after that.

use std::cell::Cell;
use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::medallion::{Operation, Status};
use medallion::domain::schema;
use medallion::llm::StubModel;
use medallion::service::{
    Caller, EventFilter, Listing, Medallions, OnConflict, Retention, Workspace,
};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Store};
use medallion::{Code, Result};
use serde_json::json;

use super::template::{PLAN, call, template};
use crate::cases::faulty::{Call, Fault, Faulty};
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, read, scope, session};

const COMMANDS: &[&str] = &[
    "create",
    "create_many",
    "create_many long",
    "update",
    "long update",
    "set_status",
    "supersede",
    "apply",
    "checkpoint new",
    "checkpoint",
    "delete",
    "erase",
    "import",
    "keep",
    "tasks.create",
    "tasks.delete",
    "tasks.import",
    "progress.submit",
    "paths.create",
    "plans.import",
    "plans.setTaskStatus",
    "learners.delete",
];

/// What is done in more than one commit, and ended by the next call where it was cut off.
const IN_STEPS: &[&str] = &["keep"];

async fn perform(command: &str, workspace: &Workspace, tab: &Medallions) -> Result<()> {
    let new = |id: &str| draft(&document(id, &["new"], &[], &at(9)));
    let changed = || document("med-1", &["n"], &[], &at(9));
    match command {
        "create" => tab.create(new("med-new")).await.map(drop),
        "create_many" => tab.create_many(vec![new("med-a"), new("med-b")]).await.map(drop),
        "create_many long" => {
            let many = (0..200).map(move |number| Ok(vec![new(&format!("med-long-{number}"))]));
            tab.batch(Box::new(many))?.store().await.map(drop)
        }
        "update" => tab.update(read(&changed()), Some(1)).await.map(drop),
        "long update" => {
            let mut long = changed();
            long["later"] = serde_json::json!("x".repeat(120_000));
            tab.update(read(&long), None).await.map(drop)
        }
        "set_status" => tab.set_status("med-1", Status::Stale).await.map(drop),
        "supersede" => tab.supersede("med-1", "med-2").await.map(drop),
        "apply" => {
            let set = r#"[{"op":"set","path":"summary.high_level","value":"Set."}]"#;
            let operations: Vec<Operation> = schema::parse(set)?;
            tab.apply("med-1", &operations, Some(1)).await.map(drop)
        }
        "checkpoint new" => {
            tab.checkpoint(&session(scope(&["new"], &[]), "s"), &StubModel).await.map(drop)
        }
        "checkpoint" => {
            tab.checkpoint(&session(scope(&["n"], &["med-1"]), "s"), &StubModel).await.map(drop)
        }
        "delete" => tab.delete("med-1").await.map(|deleted| assert!(deleted)),
        "erase" => tab.erase("med-1").await.map(|erased| assert!(erased)),
        "import" => {
            let other =
                Workspace::open(Rc::new(MemoryStore::new()), Durability::Relaxed, Rc::new(|_| {}));
            let other = other.await?;
            let there = Medallions::new(&other, caller());
            there.create_many(vec![new("med-1"), new("med-x")]).await?;
            let file = other.export("x", &caller(), |_, _| {}).await?;
            workspace.import(&file, &caller(), OnConflict::Theirs, false).await.map(drop)
        }
        "keep" => {
            let newest = Retention { versions: Some(1), days: None };
            workspace.keep(&caller(), newest).await.map(drop)
        }
        "learners.delete" => {
            let learner = template().learner.as_str().unwrap().to_owned();
            workspace.erase_learner(&caller(), &learner).await.map(|gone| assert!(gone))
        }
        operation => {
            let own = template();
            let (learner, project, plan) =
                (own.learner.clone(), own.project.clone(), own.plan.clone());
            let arguments = match operation {
                "tasks.create" => vec![json!({"task_type": "project", "title": "Water"})],
                "tasks.delete" => vec![project],
                "tasks.import" => vec![json!({"title": "Water", "epics": [{"title": "Wells"}]})],
                // It closes what stands above it, too.
                "progress.submit" => vec![learner, own.leaf(), json!({"content": "humic"})],
                "paths.create" => {
                    vec![json!({"learner_id": learner, "root_id": project, "name": "Mine"})]
                }
                "plans.import" => vec![json!(PLAN.replace("phase: 1", "phase: 2"))],
                "plans.setTaskStatus" => vec![plan, json!("A"), json!("done")],
                other => panic!("{other}?"),
            };
            call(workspace, &caller(), operation, &arguments).await.map(drop)
        }
    }
}

pub fn caller() -> Caller {
    world().caller()
}

pub async fn open(store: Rc<dyn Store>) -> (Rc<Workspace>, Medallions) {
    let workspace = Workspace::open(store, Durability::Relaxed, Rc::new(|_| {})).await.unwrap();
    let tab = Medallions::new(&workspace, caller());
    (workspace, tab)
}

/// All there is, as a new connection sees it.
pub async fn everything(log: &MemoryStore) -> Vec<String> {
    let (workspace, tab) = open(Rc::new(log.connect())).await;
    assert!(workspace.health(false).await.unwrap().problems.is_empty());
    let all = Listing { limit: usize::MAX, ..Listing::default() };
    let mut told: Vec<String> = Vec::new();
    for stored in tab.list(&all).await.unwrap().items {
        let id = stored.medallion().unwrap().meta.medallion_id.to_string();
        let versions = tab.history(&id).await.unwrap();
        told.extend(versions.iter().map(|one| format!("{} {}", one.version, one.medallion.json())));
    }
    let events =
        workspace.events(&EventFilter { limit: 999, ..EventFilter::default() }).await.unwrap();
    told.extend(
        events.items.iter().map(|one| format!("{} {}", one.entity_id, one.event_type.as_str())),
    );
    let file = workspace.export("x", &caller(), |_, _| {}).await.unwrap();
    told.extend(file.lines().skip(1).map(str::to_owned));
    told
}

/// What a tab holds of it.
async fn held(workspace: &Workspace, tab: &Medallions) -> Vec<String> {
    let all = Listing { limit: usize::MAX, ..Listing::default() };
    let mut held: Vec<String> =
        tab.list(&all).await.unwrap().items.iter().map(|one| one.json().to_owned()).collect();
    let own = template();
    for (name, arguments) in [
        ("tasks.list", vec![]),
        ("learners.list", vec![]),
        ("plans.list", vec![]),
        ("progress.list", vec![own.learner.clone()]),
        ("paths.list", vec![own.learner.clone()]),
    ] {
        held.push(format!("{:?}", call(workspace, &caller(), name, &arguments).await.ok()));
    }
    held
}

/// The template, and a command on a store whose k-th call from then on goes wrong. Says whether
/// there was such a call.
async fn with_fault(command: &str, k: u64, fault: Fault, cold: bool) -> bool {
    let log = template().log().await;
    let calls = Rc::new(Cell::new(None::<u64>));
    let count = calls.clone();
    let plan = move |call: Call| {
        let number = count.get()?;
        let is_commits = matches!(fault, Fault::HeadMoved | Fault::Done(_));
        let counts = !is_commits || call == Call::Commit;
        count.set(Some(number + u64::from(counts)));
        (counts && number == k).then_some(fault)
    };
    let store = Rc::new(Faulty::new(Rc::new(log.connect()), plan));
    let (workspace, tab) = open(store).await;
    if !cold {
        tab.list(&Listing::default()).await.unwrap();
    }
    let before = everything(&log).await;
    calls.set(Some(0));
    let answer = perform(command, &workspace, &tab).await;
    let met = calls.replace(None).unwrap() > k;
    let after = everything(&log).await;
    match (&answer, fault) {
        (Ok(()), _) => assert_ne!(after, before, "{command}, call {k}: said done, but is not"),
        (Err(error), Fault::Fails(code)) => {
            assert_eq!(error.code(), code, "{command}, call {k}");
            if !IN_STEPS.contains(&command) {
                assert_eq!(after, before, "{command}, call {k}: said {error}, but did something");
            }
            // The fault is over: the same command is done now.
            perform(command, &workspace, &tab).await.unwrap();
            assert_ne!(everything(&log).await, before);
        }
        // It is all there, or nothing is.
        (Err(error), Fault::Done(code)) => {
            assert_eq!(error.code(), code, "{command}, call {k}");
            assert_ne!(after, before, "{command}, call {k}");
            if !IN_STEPS.contains(&command) {
                assert_eq!(after, done(command).await, "{command}, call {k}");
            }
        }
        (Err(error), Fault::Closes) => {
            assert_eq!(error.code(), Code::Closed, "{command}, call {k}");
            let is_all_or_nothing = after == before || after == done(command).await;
            assert!(is_all_or_nothing || IN_STEPS.contains(&command), "{command}, call {k}");
            return met;
        }
        (Err(error), Fault::HeadMoved) => panic!("{command}, call {k}: {error}"),
    }
    // The workspace and whoever opens it anew see the same.
    if fault != Fault::Closes {
        workspace.sync().await.unwrap();
        let (fresh, other) = open(Rc::new(log.connect())).await;
        assert_eq!(held(&workspace, &tab).await, held(&fresh, &other).await, "{command}, call {k}");
    }
    met
}

/// All there is after a command that nothing disturbed.
async fn done(command: &str) -> Vec<String> {
    let log = template().log().await;
    let (workspace, tab) = open(Rc::new(log.connect())).await;
    perform(command, &workspace, &tab).await.unwrap();
    everything(&log).await
}

fn every_call_of_every_command(fault: Fault) {
    for command in COMMANDS {
        for cold in [true, false] {
            let mut k = 0;
            while block_on(with_fault(command, k, fault, cold)) {
                k += 1;
                assert!(k < 50, "{command} calls the store without end");
            }
            assert!(k > 0, "{command} never calls the store");
        }
    }
}

#[test]
fn a_call_that_fails_leaves_all_or_nothing() {
    every_call_of_every_command(Fault::Fails(Code::Quota));
    every_call_of_every_command(Fault::Fails(Code::Unavailable));
}

#[test]
fn what_was_done_and_reported_as_failed_is_seen_whole() {
    every_call_of_every_command(Fault::Done(Code::Unavailable));
}

#[test]
fn a_connection_that_closes_in_the_middle_leaves_all_or_nothing() {
    every_call_of_every_command(Fault::Closes);
}

#[test]
fn a_head_that_seems_to_have_moved_only_costs_a_second_try() {
    every_call_of_every_command(Fault::HeadMoved);
}

/// A backup is whole or an error: what cannot be read now is not left out. The body stands on both
/// sides of the end of a page.
#[test]
fn an_export_is_whole_whichever_call_fails() {
    block_on(async {
        let log = MemoryStore::new();
        let (_, writer) = open(Rc::new(log.connect())).await;
        for number in 0..254 {
            writer
                .create(draft(&document(&format!("med-{number}"), &["n"], &[], &at(0))))
                .await
                .unwrap();
        }
        let mut long = document("med-long", &["n"], &[], &at(0));
        long["later"] = serde_json::json!("x".repeat(120_000));
        writer.create(draft(&long)).await.unwrap();
        writer.create(draft(&document("med-last", &["n"], &[], &at(0)))).await.unwrap();
        for code in [Code::Degraded, Code::Closed, Code::Evicted, Code::Unavailable] {
            let mut k = 0;
            loop {
                let calls = Rc::new(Cell::new(None::<u64>));
                let count = calls.clone();
                let plan = move |_| {
                    let number = count.get()?;
                    count.set(Some(number + 1));
                    (number == k).then_some(Fault::Fails(code))
                };
                let store = Rc::new(Faulty::new(Rc::new(log.connect()), plan));
                let (workspace, _) = open(store).await;
                calls.set(Some(0));
                let file = workspace.export("x", &caller(), |_, _| {}).await;
                if calls.get().unwrap() <= k {
                    let file = file.unwrap();
                    assert!(file.contains("med-long") && file.contains("med-last"));
                    assert!(!file.contains("damaged"));
                    assert!(k > 3, "{k} calls: the body does not reach past the page");
                    break;
                }
                assert_eq!(file.unwrap_err().code(), code, "call {k}");
                k += 1;
            }
        }
    });
}

#[test]
fn reads_that_fail_say_so_and_then_work() {
    block_on(async {
        let log = MemoryStore::new();
        let (_, writer) = open(Rc::new(log.connect())).await;
        writer.create(draft(&document("med-1", &["n"], &[], &at(0)))).await.unwrap();
        for call in [Call::Get, Call::Read, Call::Flush, Call::Turn] {
            let store: Rc<dyn Store> = Rc::new(log.connect());
            let (store, broken) = Faulty::switched(store, call, Code::Unavailable);
            let (workspace, tab) = open(store).await;
            broken.set(true);
            let mut answers = vec![
                (Call::Get, tab.get("med-1").await.map(drop)),
                (Call::Get, tab.history("med-1").await.map(drop)),
                (Call::Get, workspace.inspect("med-1", None).await.map(drop)),
                (Call::Read, workspace.events(&EventFilter::default()).await.map(drop)),
                (Call::Read, workspace.sync().await),
                (Call::Flush, workspace.flush().await),
            ];
            if call == Call::Turn {
                let turn = tab.checkpoint(&session(scope(&["n"], &[]), "s"), &StubModel).await;
                answers.push((Call::Turn, turn.map(drop)));
            }
            for (own, answer) in answers {
                if own == call {
                    assert_eq!(answer.unwrap_err().code(), Code::Unavailable, "{call:?}");
                }
            }
            broken.set(false);
            assert!(tab.get("med-1").await.unwrap().is_some());
            workspace.health(false).await.unwrap();
        }
    });
}

#[test]
fn a_workspace_that_cannot_be_read_does_not_open() {
    block_on(async {
        let store: Rc<dyn Store> = Rc::new(MemoryStore::new());
        let (store, broken) = Faulty::switched(store, Call::Read, Code::Unavailable);
        broken.set(true);
        let opened = Workspace::open(store, Durability::Relaxed, Rc::new(|_| {})).await;
        assert_eq!(opened.unwrap_err().code(), Code::Unavailable);
    });
}
