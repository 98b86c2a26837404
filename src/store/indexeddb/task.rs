//! Work that goes on to its end whether or not somebody still waits for it.
//!
//! A future of rexie must never be dropped once it was polled: the browser then calls a closure
//! that is gone. And a commit that was sent happens, so it must be told. Both run as tasks of their
//! own, and only the answer can be abandoned.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;

use crate::domain::error::{Code, Error, Result};

/// Runs `work` to its end and gives its answer.
pub(super) async fn finished<T: 'static>(
    work: impl Future<Output = Result<T>> + 'static,
) -> Result<T> {
    let (sender, receiver) = oneshot::channel();
    spawn_local(async move { drop(sender.send(work.await)) });
    receiver.await.unwrap_or_else(|_| Err(Error::new(Code::Poisoned, "the module failed")))
}

/// Runs `work` to its end but waits for its answer only so long: `None` is that it took longer.
/// An answer that nobody waits for any more goes to `late`.
pub(super) async fn within<T: 'static>(
    milliseconds: u32,
    work: impl Future<Output = T> + 'static,
    late: impl FnOnce(T) + 'static,
) -> Option<T> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let giving_up = sender.clone();
    let limit = Timeout::new(milliseconds, move || drop(giving_up.take()));
    spawn_local(async move {
        let answer = work.await;
        match sender.take() {
            Some(sender) => {
                if let Err(unwanted) = sender.send(answer) {
                    late(unwanted);
                }
            }
            None => late(answer),
        }
        drop(limit);
    });
    receiver.await.ok()
}
