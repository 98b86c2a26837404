//! Writes that are issued while a commit is in flight go out together (issue of the store, point
//! 1), and nobody can tell but by the clock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::medallion::Status;
use medallion::service::{Medallions, Workspace};
use medallion::store::memory::MemoryStore;
use medallion::store::{Durability, Store};
use medallion::{Code, Result};
use proptest::prelude::*;

use super::connections::{Command, commands, perform, seen};
use crate::cases::faulty::{Call, Fault, Faulty};
use crate::cases::models::Mock;
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, read};
use crate::cases::world::{Task, join, step_aside};

/// A connection whose commits are counted, and go wrong as the plan says for their number.
async fn counted(
    log: &MemoryStore,
    plan: impl Fn(usize) -> Option<Fault> + 'static,
) -> (Rc<Workspace>, Medallions, Rc<Cell<usize>>) {
    let commits = Rc::new(Cell::new(0));
    let own = commits.clone();
    let plan = move |call| {
        if call != Call::Commit {
            return None;
        }
        own.set(own.get() + 1);
        plan(own.get())
    };
    let store: Rc<dyn Store> = Rc::new(Faulty::new(Rc::new(log.connect()), plan));
    let workspace = Workspace::open(store, Durability::Relaxed, Rc::new(|_| {})).await.unwrap();
    let tab = Medallions::new(&workspace, world().caller());
    (workspace, tab, commits)
}

fn create<'a>(tab: &'a Medallions, id: &str) -> Task<'a, Result<()>> {
    let new = draft(&document(id, &["n"], &[], &at(0)));
    Box::pin(async move { tab.create(new).await.map(drop) })
}

fn update<'a>(tab: &'a Medallions, id: &str, expected: Option<u64>) -> Task<'a, Result<()>> {
    let next = read(&document(id, &["n"], &[], &at(9)));
    Box::pin(async move { tab.update(next, expected).await.map(drop) })
}

#[test]
fn what_is_issued_while_a_commit_is_in_flight_takes_one_more_commit() {
    block_on(async {
        let log = MemoryStore::new();
        let (workspace, tab, commits) = counted(&log, |_| None).await;
        let ids: Vec<String> = (0..50).map(|number| format!("med-{number}")).collect();
        let answers = join(ids.iter().map(|id| create(&tab, id)).collect()).await;
        assert!(answers.iter().all(Result::is_ok));
        assert_eq!((commits.get(), tab.count()), (2, 50));
        // They stand in the log in the order in which they were issued.
        let events = workspace.events(&Default::default()).await.unwrap();
        let order: Vec<&str> = events.items.iter().map(|event| event.entity_id.as_str()).collect();
        assert!(order.iter().rev().eq(&ids[..]));
    });
}

#[test]
fn no_promise_resolves_before_its_own_commit_is_complete() {
    block_on(async {
        let log = MemoryStore::new();
        let (_, tab, commits) = counted(&log, |_| None).await;
        let done: RefCell<Vec<(usize, usize)>> = RefCell::default();
        let all = ["a", "b", "c"].into_iter().enumerate().map(|(number, id)| {
            let (task, commits, done) = (create(&tab, id), commits.clone(), &done);
            Box::pin(async move {
                task.await.unwrap();
                done.borrow_mut().push((number, commits.get()));
            }) as Task<'_, ()>
        });
        join(all.collect()).await;
        assert_eq!(*done.borrow(), [(0, 1), (1, 2), (2, 2)]);
    });
}

#[test]
fn two_writes_of_one_record_are_two_commits_each_on_what_it_expects() {
    block_on(async {
        let log = MemoryStore::new();
        let (_, tab, commits) = counted(&log, |_| None).await;
        create(&tab, "med-1").await.unwrap();
        create(&tab, "med-2").await.unwrap();
        let all = vec![
            update(&tab, "med-1", Some(1)),
            update(&tab, "med-2", Some(1)),
            update(&tab, "med-1", Some(2)),
            update(&tab, "med-1", Some(2)),
            create(&tab, "med-2"),
        ];
        let answers = join(all).await;
        let codes: Vec<Option<Code>> =
            answers.iter().map(|own| own.as_ref().err().map(medallion::Error::code)).collect();
        let (late, taken) = (Some(Code::Conflict), Some(Code::AlreadyExists));
        assert_eq!(codes, [None, None, None, late, taken]);
        assert_eq!((tab.version("med-1"), tab.version("med-2")), (Some(3), Some(2)));
        assert_eq!(commits.get(), 2 + 3);
    });
}

#[test]
fn a_commit_that_fails_fails_for_all_who_were_in_it_and_nobody_else() {
    block_on(async {
        let log = MemoryStore::new();
        let fails_at = |number| move |at| (at == number).then_some(Fault::Fails(Code::Quota));
        let (_, tab, _) = counted(&log, fails_at(2)).await;
        let ids = ["a", "b", "c"];
        let answers = join(ids.iter().map(|id| create(&tab, id)).collect()).await;
        let failed: Vec<bool> = answers.iter().map(Result::is_err).collect();
        assert_eq!(failed, [false, true, true]);
        assert_eq!(tab.count(), 1);
        let again = join(ids[1..].iter().map(|id| create(&tab, id)).collect()).await;
        assert!(again.iter().all(Result::is_ok));
        assert_eq!(tab.count(), 3);
    });
}

#[test]
fn another_tab_that_is_faster_costs_one_more_try_and_not_one_for_each() {
    block_on(async {
        let log = MemoryStore::new();
        let (_, tab, commits) = counted(&log, |_| None).await;
        let other = Workspace::open(Rc::new(log.connect()), Durability::Relaxed, Rc::new(|_| {}));
        let other = Medallions::new(&other.await.unwrap(), world().caller());
        create(&tab, "med-1").await.unwrap();
        // The other tab creates one of them, and changes what nobody here looks at.
        create(&other, "med-5").await.unwrap();
        update(&other, "med-1", None).await.unwrap();
        commits.set(0);
        let ids: Vec<String> = (2..10).map(|number| format!("med-{number}")).collect();
        let answers = join(ids.iter().map(|id| create(&tab, id)).collect()).await;
        let failed = answers.into_iter().filter_map(Result::err).map(|error| error.code());
        assert_eq!(failed.collect::<Vec<_>>(), [Code::AlreadyExists]);
        assert_eq!(tab.count(), 9);
        assert!(commits.get() <= 4, "{}", commits.get());
    });
}

#[test]
fn who_is_dropped_while_it_waits_holds_up_nobody_who_joined_it() {
    block_on(async {
        let log = MemoryStore::new();
        let (_, tab, _) = counted(&log, |_| None).await;
        let mut first = create(&tab, "a");
        let mut leader = create(&tab, "b");
        let mut follower = create(&tab, "c");
        let poll = |task: &mut Task<'_, Result<()>>| {
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            task.as_mut().poll(&mut context).is_ready()
        };
        assert!(!poll(&mut first) && !poll(&mut leader) && !poll(&mut follower));
        drop(leader);
        let answers = join(vec![first, follower]).await;
        assert!(answers.iter().all(Result::is_ok));
        assert_eq!((tab.count(), tab.version("b")), (2, None));
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Every group of commands is issued at once, on two connections.
    #[test]
    fn commands_that_are_issued_at_once_end_with_what_the_log_says(
        scripts in proptest::collection::vec(
            proptest::collection::vec(proptest::collection::vec(commands(), 1..8), 0..6),
            2,
        ),
        unlucky in 0_usize..12,
    ) {
        block_on(async {
            let log = MemoryStore::new();
            let mut tabs = Vec::new();
            for _ in &scripts {
                let plan = move |at| (at == unlucky).then_some(Fault::HeadMoved);
                tabs.push(counted(&log, plan).await);
            }
            let model = Mock::collecting().after(step_aside);
            let next = Cell::new(0);
            let tasks = scripts.iter().zip(&tabs).map(|(script, (workspace, tab, _))| {
                let (model, next) = (&model, &next);
                Box::pin(async move {
                    for group in script {
                        let together = group.iter().map(|own: &Command| {
                            let name = format!("D-{}", next.replace(next.get() + 1));
                            Box::pin(async move {
                                perform(own, workspace, tab, model, &name).await;
                            }) as Task<'_, ()>
                        });
                        join(together.collect()).await;
                    }
                }) as Task<'_, ()>
            });
            join(tasks.collect()).await;
            let fresh = Workspace::open(Rc::new(log.connect()), Durability::Relaxed, Rc::new(|_| {}));
            let fresh = fresh.await.unwrap();
            let replayed = seen(&fresh, &Medallions::new(&fresh, world().caller())).await;
            for (workspace, tab, _) in &tabs {
                prop_assert_eq!(&seen(workspace, tab).await, &replayed);
            }
            Ok(())
        })?;
    }

    /// What each was told is what it is by then.
    #[test]
    fn statuses_that_are_set_at_once_are_those_that_were_answered(
        statuses in proptest::collection::vec((0_u8..3, 0_usize..2), 1..12),
    ) {
        block_on(async {
            let log = MemoryStore::new();
            let (_, tab, _) = counted(&log, |_| None).await;
            for number in 0..3 {
                create(&tab, &format!("med-{number}")).await.unwrap();
            }
            let tab = &tab;
            let all = statuses.iter().map(|(id, status)| {
                let (id, status) = (format!("med-{id}"), Status::ALL[*status]);
                Box::pin(async move {
                    let answer = tab.set_status(&id, status).await.unwrap();
                    answer.medallion().unwrap().meta.status == status
                }) as Task<'_, bool>
            });
            prop_assert!(join(all.collect()).await.into_iter().all(|right| right));
            for number in 0..3_u8 {
                let last = statuses.iter().rfind(|(id, _)| *id == number).map(|(_, status)| *status);
                let now = tab.get(&format!("med-{number}")).await.unwrap().unwrap();
                let now = now.medallion().unwrap().meta.status;
                prop_assert_eq!(now, Status::ALL[last.unwrap_or(0)]);
            }
            Ok(())
        })?;
    }
}
