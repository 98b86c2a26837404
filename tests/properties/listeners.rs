//! Who listens hears each change exactly once and in order, from whichever tab it comes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_executor::block_on;
use medallion::domain::medallion::Status;
use medallion::service::{EventFilter, Listener, Medallions, Workspace};
use proptest::prelude::*;

use super::connections::{Command, commands, perform};
use crate::cases::models::Mock;
use crate::cases::native::world;
use crate::cases::samples::{at, document, draft, ids, read, scope};
use crate::cases::world::step_aside;

type Stop = Box<dyn Fn()>;
type Heard = Rc<RefCell<Vec<(u64, String, bool)>>>;

fn listen(workspace: &Rc<Workspace>) -> (Heard, impl Fn() + use<>) {
    let heard = Heard::default();
    let ear = heard.clone();
    let stop = workspace.subscribe(Rc::new(move |change| {
        let what = format!("{} {}", change.event.entity_id, change.event.event_type.as_str());
        ear.borrow_mut().push((change.event.seq, what, change.local));
    }));
    (heard, stop)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn each_change_is_heard_once_and_in_order(
        script in proptest::collection::vec((commands(), any::<bool>(), any::<bool>()), 0..30),
    ) {
        // What is erased leaves the log, so it could not be compared with it.
        let script = script.into_iter().filter(|(command, ..)| !matches!(command, Command::Erase(_)));
        block_on(async {
            let world = world();
            let here = world.workspace().await;
            let there = world.workspace().await;
            let ears = [listen(&here).0, listen(&here).0, listen(&there).0];
            let model = Mock::collecting().after(step_aside);
            for (number, (command, own, hears)) in script.enumerate() {
                let workspace = if own { &here } else { &there };
                let tab = world.medallions(workspace);
                perform(&command, workspace, &tab, &model, &format!("D-{number}")).await;
                if hears {
                    world.settle().await;
                }
            }
            here.sync().await.unwrap();
            there.sync().await.unwrap();
            let every = EventFilter { limit: usize::MAX, ..EventFilter::default() };
            let mut events = here.events(&every).await.unwrap().items;
            events.reverse();
            let expected: Vec<(u64, String)> = events.iter()
                .map(|one| (one.seq, format!("{} {}", one.entity_id, one.event_type.as_str())))
                .collect();
            for ear in &ears {
                let heard: Vec<(u64, String)> =
                    ear.borrow().iter().map(|(seq, what, _)| (*seq, what.clone())).collect();
                prop_assert_eq!(&heard, &expected);
            }
            let local = |ear: &Heard| ear.borrow().iter().map(|(.., local)| *local).collect::<Vec<_>>();
            prop_assert_eq!(local(&ears[0]), local(&ears[1]));
            let opposite: Vec<bool> = local(&ears[2]).iter().map(|local| !local).collect();
            prop_assert_eq!(local(&ears[0]), opposite);
            Ok(())
        })?;
    }
}

async fn create(tab: &Medallions, id: &str) {
    tab.create(draft(&document(id, &["n"], &[], &at(0)))).await.unwrap();
}

#[test]
fn who_stops_listening_hears_nothing_more_not_even_of_the_change_at_hand() {
    block_on(async {
        let world = world();
        let workspace = world.workspace().await;
        let tab = world.medallions(&workspace);
        let stop_other: Rc<RefCell<Option<Stop>>> = Rc::default();
        let stops = stop_other.clone();
        let first: Listener = Rc::new(move |_| {
            if let Some(stop) = stops.take() {
                stop();
            }
        });
        let stop_first = workspace.subscribe(first);
        let (heard, stop) = listen(&workspace);
        create(&tab, "med-0").await;
        stop_other.replace(Some(Box::new(stop)));
        create(&tab, "med-1").await;
        create(&tab, "med-2").await;
        stop_first();
        stop_first();
        let expected: Vec<String> = vec!["med-0 created".into()];
        assert_eq!(heard.borrow().iter().map(|one| one.1.clone()).collect::<Vec<_>>(), expected);
    });
}

#[test]
fn a_closed_workspace_tells_nobody() {
    block_on(async {
        let world = world();
        let (closed, other) = (world.workspace().await, world.tab().await);
        let (heard, _) = listen(&closed);
        closed.close().await;
        create(&other, "med-1").await;
        world.settle().await;
        assert!(heard.borrow().is_empty());
    });
}

#[test]
fn a_watched_scope_is_told_now_and_after_each_change_of_its_answer() {
    block_on(async {
        let world = world();
        let (tab, other) = (world.tab().await, world.tab().await);
        create(&tab, "med-1").await;
        let told: Rc<RefCell<Vec<Vec<String>>>> = Rc::default();
        let ear = told.clone();
        let tell = Box::new(move |list: Vec<medallion::service::Document>| {
            ear.borrow_mut().push(ids(&list));
        });
        let stop =
            tab.watch_scope(scope(&["n"], &[]), 10, vec![Status::Active], tell).await.unwrap();
        assert_eq!(told.take(), [["med-1"]]);
        create(&other, "med-2").await;
        world.settle().await;
        assert_eq!(told.take(), [["med-2", "med-1"]]);
        other.create(draft(&document("med-3", &["elsewhere"], &[], &at(0)))).await.unwrap();
        world.settle().await;
        assert!(told.take().is_empty());
        tab.update(read(&document("med-1", &["n"], &[], &at(9))), None).await.unwrap();
        world.settle().await;
        assert_eq!(told.take(), [["med-1", "med-2"]]);
        other.set_status("med-1", Status::Stale).await.unwrap();
        world.settle().await;
        assert_eq!(told.take(), [["med-2"]]);
        stop();
        create(&tab, "med-4").await;
        world.settle().await;
        assert!(told.take().is_empty());
    });
}

/// Several changes before anybody can look again are one new answer.
#[test]
fn a_watch_that_is_behind_tells_the_newest_answer() {
    block_on(async {
        let world = world();
        let tab = world.tab().await;
        let told = Rc::new(Cell::new((0, 0)));
        let ear = told.clone();
        let tell = Box::new(move |list: Vec<medallion::service::Document>| {
            ear.set((ear.get().0 + 1, list.len()));
        });
        let _stop =
            tab.watch_scope(scope(&["n"], &[]), 10, vec![Status::Active], tell).await.unwrap();
        for id in ["med-1", "med-2", "med-3"] {
            create(&tab, id).await;
        }
        world.settle().await;
        assert_eq!(told.get(), (2, 3));
    });
}

/// However much others do while something holds the turn, it is looked at once.
#[test]
fn many_messages_of_another_tab_leave_one_look_in_the_line() {
    block_on(async {
        let world = world();
        let here = world.workspace().await;
        let other = world.tab().await;
        let (heard, _stop) = listen(&here);
        create(&other, "med-first").await;
        let waiting = world.waiting();
        for number in 1..100 {
            create(&other, &format!("med-{number}")).await;
        }
        assert_eq!(world.waiting(), waiting);
        world.settle().await;
        assert_eq!(heard.borrow().len(), 100);
        create(&other, "med-last").await;
        world.settle().await;
        assert_eq!(heard.borrow().len(), 101);
    });
}
