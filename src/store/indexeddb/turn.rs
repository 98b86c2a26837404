//! A turn among all tabs: a Web Lock that is waited for a while and then done without.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortController;

use super::platform;

/// How long a turn is waited for. A frozen tab keeps its lock, and a model call can take minutes.
const PATIENCE: u32 = 10_000;

/// The lock is kept until the promise that the browser waits for is resolved.
struct Turn(Function);

impl Drop for Turn {
    fn drop(&mut self) {
        drop(self.0.call0(&JsValue::UNDEFINED));
    }
}

/// Takes the request back when nobody waits for it any more. Once it is granted that does nothing.
struct Waiting(AbortController);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Waits for the lock of that name. The guard is empty where it was not to be had.
pub(super) async fn turn(name: String) -> Box<dyn Any> {
    try_turn(name).await.unwrap_or_else(|| Box::new(()))
}

async fn try_turn(name: String) -> Option<Box<dyn Any>> {
    let locks = platform::locks()?;
    let waiting = Waiting(AbortController::new().ok()?);
    let options = platform::options();
    options.set_signal(&waiting.0.signal());

    let (sender, receiver) = oneshot::channel::<Turn>();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let (waiter, giving_up) = (sender.clone(), sender.clone());
    let granted: Closure<dyn FnMut(JsValue) -> Promise> = Closure::new(move |_lock| {
        Promise::new(&mut |resolve, _| {
            // A turn that nobody waits for is dropped here, and so given back.
            let turn = Turn(resolve);
            if let Some(waiter) = waiter.take() {
                let _ = waiter.send(turn);
            }
        })
    });
    let request =
        locks.request(&name, &options, granted.as_ref().unchecked_ref::<Function>()).ok()?;
    wasm_bindgen_futures::spawn_local(async move {
        // Settles when the lock is given back, or at once when it is not to be had.
        drop(request.await);
        drop(sender.take());
        drop(granted);
    });

    let controller = waiting.0.clone();
    let limit = Timeout::new(PATIENCE, move || {
        controller.abort();
        drop(giving_up.take());
    });
    let turn = receiver.await.ok()?;
    drop(limit);
    Some(Box::new(turn))
}
