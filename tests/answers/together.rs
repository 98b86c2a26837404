//! Several connections checkpoint one scope at once (design rule 3; X9, X10).

use std::cell::Cell;
use std::rc::Rc;

use futures_executor::block_on;
use medallion::Code;
use medallion::llm::StubModel;
use medallion::service::Medallions;

use crate::cases::models::{Mock, summary};
use crate::cases::native::{impatient_world, world};
use crate::cases::samples::{id_of, scope, session, version};
use crate::cases::world::{Task, World, join, step_aside};

async fn decisions(tab: &Medallions, id: &str) -> Vec<String> {
    let stored = tab.get(id).await.unwrap().unwrap().medallion().unwrap();
    let mut names: Vec<String> = stored.decisions.iter().map(|one| one.id.to_string()).collect();
    names.sort_unstable();
    names
}

async fn two_at_once(world: &World, first_exists: bool) -> Vec<u32> {
    let (one, other) = (world.tab().await, world.tab().await);
    let mut expected = vec!["D-one".to_owned(), "D-other".to_owned()];
    if first_exists {
        one.checkpoint(&session(scope(&["n"], &[]), "D-first"), &Mock::collecting()).await.unwrap();
        expected.insert(0, "D-first".into());
    }
    let models = [Mock::collecting().after(step_aside), Mock::collecting().after(step_aside)];
    let tasks = [(&one, "D-one"), (&other, "D-other")].into_iter().zip(&models);
    let all = tasks.map(|((tab, name), model)| {
        let request = session(scope(&["n"], &[]), name);
        Box::pin(async move { id_of(&tab.checkpoint(&request, model).await.unwrap()) })
            as Task<'_, String>
    });
    let ids = join(all.collect()).await;
    assert_eq!(ids[0], ids[1]);
    let tab = world.tab().await;
    assert_eq!((tab.count(), decisions(&tab, &ids[0]).await), (1, expected.clone()));
    let history = tab.history(&ids[0]).await.unwrap();
    let counts: Vec<usize> = history.iter().map(|one| version(one).decisions.len()).collect();
    assert_eq!(counts, (1..=expected.len()).rev().collect::<Vec<_>>());
    models.iter().map(|model| model.calls()).map(|(made, updated)| made + updated).collect()
}

#[test]
fn x9_x10_both_evidences_are_in_with_at_most_one_wasted_call_each() {
    for first_exists in [false, true] {
        block_on(async {
            let mut calls = two_at_once(&impatient_world(), first_exists).await;
            calls.sort_unstable();
            assert_eq!(calls, [1, 2], "one of them was asked again");
        });
    }
}

#[test]
fn who_waits_for_its_turn_wastes_no_call() {
    for first_exists in [false, true] {
        block_on(async {
            assert_eq!(two_at_once(&world(), first_exists).await, [1, 1]);
        });
    }
}

/// Asked once, and five times again; then it is the caller's turn.
#[test]
fn five_tries_after_a_conflict_and_then_it_is_told() {
    block_on(async {
        let world = impatient_world();
        let (tab, other) = (world.tab().await, world.tab().await);
        let request = session(scope(&["n"], &[]), "D-mine");
        let id = id_of(&tab.checkpoint(&request, &StubModel).await.unwrap());
        let left = Rc::new(Cell::new(u32::MAX));
        let others = left.clone();
        let model = Mock::collecting().after(move || {
            let (other, interferes) = (other.clone(), others.get() > 0);
            others.set(others.get().saturating_sub(1));
            async move {
                if interferes {
                    let request = session(scope(&["n"], &[]), "The other's.");
                    other.checkpoint(&request, &StubModel).await.unwrap();
                }
            }
        });
        let error = tab.checkpoint(&request, &model).await.unwrap_err();
        assert_eq!((error.code(), model.calls()), (Code::Conflict, (0, 6)));
        assert_eq!((decisions(&tab, &id).await.len(), tab.version(&id)), (0, Some(7)));
        left.set(5);
        tab.checkpoint(&request, &model).await.unwrap();
        assert_eq!(
            (decisions(&tab, &id).await, tab.version(&id)),
            (vec!["D-mine".into()], Some(13))
        );
    });
}

#[test]
fn what_happens_to_other_scopes_wastes_no_call() {
    block_on(async {
        let world = impatient_world();
        let (tab, other) = (world.tab().await, world.tab().await);
        let model = Mock::collecting().after(move || {
            let other = other.clone();
            async move {
                let elsewhere = session(scope(&["elsewhere"], &[]), "s");
                other.checkpoint(&elsewhere, &StubModel).await.unwrap();
            }
        });
        for name in ["D-1", "D-2"] {
            tab.checkpoint(&session(scope(&["n"], &[]), name), &model).await.unwrap();
        }
        assert_eq!(model.calls(), (1, 1));
    });
}

#[test]
fn a_medallion_deleted_while_a_model_thinks_is_made_anew() {
    block_on(async {
        let world = impatient_world();
        let (tab, other) = (world.tab().await, world.tab().await);
        let request = session(scope(&["n"], &[]), "s");
        let id = id_of(&tab.checkpoint(&request, &StubModel).await.unwrap());
        let gone = id.clone();
        let model = Mock::saying(summary("Again.")).after(move || {
            let (other, gone) = (other.clone(), gone.clone());
            async move {
                other.delete(&gone).await.unwrap();
            }
        });
        let made = tab.checkpoint(&request, &model).await.unwrap();
        assert_ne!(id_of(&made), id);
        assert_eq!((model.calls(), tab.count()), ((1, 1), 1));
    });
}
