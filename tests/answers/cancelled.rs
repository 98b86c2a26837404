//! Whoever no longer wants a checkpoint need not wait for it, whatever it waits for.

use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_executor::block_on;
use medallion::domain::medallion::{Diff, Status};
use medallion::llm::{Approver, Model, StubModel};
use medallion::service::{Cancel, Checkpoint, Medallions, Wanted};
use medallion::store::Answer;
use medallion::{Code, Error};

use crate::cases::models::{Approving, Mock, summary};
use crate::cases::native::world;
use crate::cases::samples::{id_of, scope, session};
use crate::cases::world::{Task, World, join, step_aside};

/// What somebody presses who no longer wants it.
#[derive(Default)]
struct Button {
    is_pressed: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

impl Button {
    fn press(&self) {
        self.is_pressed.set(true);
        self.waiting.take().into_iter().for_each(Waker::wake);
    }
}

impl Cancel for Button {
    fn cancelled(&self) -> Option<Error> {
        self.is_pressed.get().then(Wanted::aborted)
    }

    fn until_cancelled<'a>(&'a self) -> Pin<Box<dyn Future<Output = Error> + 'a>> {
        Box::pin(poll_fn(|context| match self.is_pressed.get() {
            true => Poll::Ready(Wanted::aborted()),
            false => {
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        }))
    }
}

/// A checkpoint that a button ends.
fn request(button: &Rc<Button>) -> Checkpoint {
    let wanted = Wanted::until(button.clone());
    Checkpoint { wanted, ..session(scope(&["n"], &[]), "s") }
}

/// What becomes of a checkpoint when the button is pressed a while after it has begun.
async fn pressed(
    tab: &Medallions,
    button: &Button,
    request: &Checkpoint,
    model: &dyn Model,
) -> Error {
    let press = Box::pin(async {
        for _ in 0..20 {
            step_aside().await;
        }
        button.press();
        None
    });
    let begun = Box::pin(async { Some(tab.checkpoint(request, model).await.unwrap_err()) });
    let tasks: Vec<Task<'_, Option<Error>>> = vec![begun, press];
    join(tasks).await.swap_remove(0).unwrap()
}

async fn assert_nothing_is_left(world: &World) {
    assert!(world.entries().await.is_empty());
    // The scope is free for the next one.
    let model = Mock::saying(summary("Next."));
    world.tab().await.checkpoint(&session(scope(&["n"], &[]), "s"), &model).await.unwrap();
    assert_eq!(world.entries().await.len(), 1);
}

#[test]
fn who_cancels_while_a_model_thinks_need_not_wait_for_its_answer() {
    block_on(async {
        let world = world();
        let (tab, button) = (world.tab().await, Rc::new(Button::default()));
        let model = Mock::saying(summary("Never.")).after(pending);
        let error = pressed(&tab, &button, &request(&button), &model).await;
        assert_eq!((error.code(), model.calls()), (Code::Aborted, (1, 0)));
        assert_nothing_is_left(&world).await;
    });
}

#[test]
fn each_of_those_who_may_end_a_checkpoint_ends_it() {
    for pressed_one in 0..3 {
        block_on(async {
            let world = world();
            let tab = world.tab().await;
            let buttons: [Rc<Button>; 3] = Default::default();
            let wanted = buttons.iter().fold(Wanted::default(), |wanted, button| {
                assert!(wanted.check().is_ok());
                wanted.and_until(button.clone())
            });
            let request = Checkpoint { wanted, ..session(scope(&["n"], &[]), "s") };
            let model = Mock::saying(summary("Never.")).after(pending);
            let error = pressed(&tab, &buttons[pressed_one], &request, &model).await;
            assert_eq!((error.code(), model.calls()), (Code::Aborted, (1, 0)));
            assert!(request.wanted.check().is_err());
            assert_nothing_is_left(&world).await;
        });
    }
}

#[test]
fn who_cancels_while_somebody_is_asked_need_not_wait_for_what_they_say() {
    struct Silent;
    impl Approver for Silent {
        fn approve<'a>(&'a self, _: &'a Diff) -> Answer<'a, Option<Diff>> {
            Box::pin(pending())
        }
    }
    block_on(async {
        let world = world();
        let (tab, button) = (world.tab().await, Rc::new(Button::default()));
        let request = Checkpoint { approver: Some(Rc::new(Silent)), ..request(&button) };
        let model = Mock::saying(summary("Shown."));
        let error = pressed(&tab, &button, &request, &model).await;
        assert_eq!((error.code(), model.calls()), (Code::Aborted, (1, 0)));
        assert_nothing_is_left(&world).await;
    });
}

#[test]
fn who_cancels_while_another_has_the_turn_need_not_wait_for_it() {
    block_on(async {
        let world = world();
        let (tab, button) = (world.tab().await, Rc::new(Button::default()));
        let name = scope(&["n"], &[]).key().text();
        let turn = world.store().await.turn(&name).await.unwrap();
        let model = Mock::saying(summary("Never asked."));
        let error = pressed(&tab, &button, &request(&button), &model).await;
        assert_eq!((error.code(), model.calls()), (Code::Aborted, (0, 0)));
        drop(turn);
        assert_nothing_is_left(&world).await;
    });
}

/// More of them than there are tries: without a turn of their own some would be in each other's way.
#[test]
fn who_is_not_to_stand_behind_others_any_more_is_still_stored_one_by_one() {
    block_on(async {
        let world = world();
        let (tab, button) = (world.tab().await, Rc::new(Button::default()));
        let name = scope(&["n"], &[]).key().text();
        let turn = world.store().await.turn(&name).await.unwrap();
        let wanted = Wanted::default().in_turn_until(button.clone());
        let request = Checkpoint { wanted, ..session(scope(&["n"], &[]), "s") };
        let mut tasks: Vec<Task<'_, bool>> = Vec::new();
        for _ in 0..20 {
            tasks.push(Box::pin(async { tab.checkpoint(&request, &StubModel).await.is_ok() }));
        }
        tasks.push(Box::pin(async {
            for _ in 0..20 {
                step_aside().await;
            }
            assert_eq!(tab.count(), 0, "they stand behind the turn");
            button.press();
            true
        }));
        assert!(join(tasks).await.into_iter().all(|stored| stored));
        let found = tab.latest_for_scope(&request.scope, 10, &[Status::Active]).await.unwrap();
        assert_eq!((found.len(), tab.version(&id_of(&found[0]))), (1, Some(20)));
        drop(turn);
    });
}

/// An answer that comes in the same moment comes too late.
#[test]
fn what_was_cancelled_is_shown_to_nobody_and_is_not_stored() {
    block_on(async {
        let world = world();
        let (tab, button) = (world.tab().await, Rc::new(Button::default()));
        let pressing = button.clone();
        let model = Mock::saying(summary("Late.")).after(move || {
            pressing.press();
            async {}
        });
        let approver = Approving::new(|_| panic!("nobody is asked any more"));
        let request = Checkpoint { approver: Some(approver), ..request(&button) };
        let error = tab.checkpoint(&request, &model).await.unwrap_err();
        assert_eq!((error.code(), model.calls()), (Code::Aborted, (1, 0)));
        assert_nothing_is_left(&world).await;
    });
}
