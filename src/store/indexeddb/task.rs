//! Work that goes on to its end whether or not somebody still waits for it, and waiting that ends
//! whether or not the work does.
//!
//! A future of rexie must never be dropped once it was polled: the browser then calls a closure
//! that is gone. And a commit that was sent happens, so it must be told. Both run as tasks of their
//! own, and only the answer can be abandoned.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures_channel::oneshot;
use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

use crate::domain::error::{Code, Error, Result};

/// A frozen page hears of the timer and of the answer in any order when it goes on: the answer
/// gets this long to come after the timer, in milliseconds.
const GRACE: u32 = 2_000;

/// Runs `work` to its end and gives its answer.
pub(super) async fn finished<T: 'static>(
    work: impl Future<Output = Result<T>> + 'static,
) -> Result<T> {
    let (sender, receiver) = oneshot::channel();
    let mut task = Box::pin(async move { drop(sender.send(work.await)) });
    // It begins now. The task polls it again, and can be woken.
    if task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        spawn_local(task);
    }
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

/// Waits for `work` only so long, and drops it then: `None`.
pub(super) async fn before<T>(milliseconds: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut limit = pin!(async {
        pause(milliseconds).await;
        pause(GRACE.min(milliseconds)).await;
    });
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => limit.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Lets this much time pass.
pub(super) async fn pause(milliseconds: u32) {
    TimeoutFuture::new(milliseconds).await;
}
