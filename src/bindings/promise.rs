//! Every call answers with a promise, and every promise is settled.
//!
//! A panic would leave promises pending for ever, since nothing unwinds. It never happens on
//! purpose; if it does, the hook here rejects what is in flight and what is called later, with
//! `POISONED`.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::errors;
use crate::domain::error::{Code, Error, Result};

thread_local! {
    static POISON: RefCell<Option<String>> = const { RefCell::new(None) };
    static PENDING: RefCell<Pending> = const { RefCell::new(Pending { rejects: Vec::new(), free: Vec::new() }) };
}

/// What rejects the promises that are not settled yet, each at a place of its own: many may be under
/// way at once.
struct Pending {
    rejects: Vec<Option<Function>>,
    free: Vec<usize>,
}

impl Pending {
    fn begin(&mut self, reject: Function) -> usize {
        let place = self.free.pop().unwrap_or(self.rejects.len());
        match self.rejects.get_mut(place) {
            Some(free) => *free = Some(reject),
            None => self.rejects.push(Some(reject)),
        }
        place
    }

    fn end(&mut self, place: usize) {
        if self.rejects.get_mut(place).and_then(Option::take).is_some() {
            self.free.push(place);
        }
    }

    fn is_empty(&self) -> bool {
        self.rejects.len() == self.free.len()
    }
}

/// Installs the hook, when the module is loaded.
#[wasm_bindgen(start, skip_typescript)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        let message = info.to_string();
        POISON
            .with(|poison| drop(poison.try_borrow_mut().map(|mut poison| *poison = Some(message))));
        let pending = PENDING.with(|pending| {
            pending.try_borrow_mut().map(|mut all| std::mem::take(&mut all.rejects))
        });
        for reject in pending.into_iter().flatten().flatten() {
            let error = poisoned().map_or(JsValue::UNDEFINED, |error| errors::to_js(&error));
            drop(reject.call1(&JsValue::UNDEFINED, &error));
        }
    }));
}

/// What every call ends with once the module has failed.
pub fn poisoned() -> Option<Error> {
    let message = POISON.with(|poison| poison.try_borrow().ok().and_then(|poison| poison.clone()));
    let message = format!("the module failed and must be loaded again: {}", message?);
    Some(Error::new(Code::Poisoned, message))
}

/// A task that ends with a value for JavaScript.
pub type Task = Pin<Box<dyn Future<Output = Result<JsValue>>>>;

/// The answer of a task, as a promise.
pub fn promise(task: impl Future<Output = Result<JsValue>> + 'static) -> Promise {
    settle(Box::pin(task))
}

/// One copy for all tasks: what differs between them is behind the pointer.
pub fn settle(task: Task) -> Promise {
    answer_of(task, false)
}

/// The same for a task that begins before this returns, unless something else is under way: nothing
/// may overtake what was asked for before, or begin in the middle of it.
pub fn settle_at_once(task: Task) -> Promise {
    answer_of(task, PENDING.with(|pending| pending.borrow().is_empty()))
}

fn answer_of(task: Task, at_once: bool) -> Promise {
    if let Some(error) = poisoned() {
        return Promise::reject(&errors::to_js(&error));
    }
    let mut task = Some(task);
    Promise::new(&mut |resolve, reject| {
        let Some(mut task) = task.take() else { return };
        let (resolve, reject): (Function, Function) =
            (resolve.unchecked_into(), reject.unchecked_into());
        let place = PENDING.with(|pending| pending.borrow_mut().begin(reject.clone()));
        // Polled again below, where somebody can be woken.
        let begun = match at_once {
            true => task.as_mut().poll(&mut Context::from_waker(Waker::noop())),
            false => Poll::Pending,
        };
        spawn_local(async move {
            let answer = match begun {
                Poll::Ready(answer) => answer,
                Poll::Pending => task.await,
            };
            PENDING.with(|pending| pending.borrow_mut().end(place));
            // Settling a promise does not throw.
            drop(match answer {
                Ok(value) => resolve.call1(&JsValue::UNDEFINED, &value),
                Err(error) => reject.call1(&JsValue::UNDEFINED, &errors::to_js(&error)),
            });
        });
    })
}
