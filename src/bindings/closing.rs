//! The end of a handle, or of a workspace with all its handles: nothing that waits for somebody who
//! need never answer outlasts it.

use std::cell::{Cell, OnceCell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::{Rc, Weak};

use futures_channel::oneshot::{self, Sender};
use js_sys::Promise;

use crate::domain::error::Error;
use crate::service::Cancel;

/// Whether something was closed, and who is to be told when it is.
#[derive(Debug, Default)]
pub struct Closing {
    is_closed: Cell<bool>,
    waiting: RefCell<Vec<Sender<()>>>,
    limited: RefCell<Vec<Weak<Closing>>>,
    done: OnceCell<Promise>,
}

impl Closing {
    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// Another one, which is closed with this one at the latest.
    pub fn limited(&self) -> Rc<Self> {
        let own = Rc::new(Self::default());
        own.is_closed.set(self.is_closed());
        let mut limited = self.limited.borrow_mut();
        limited.retain(|own| own.strong_count() > 0);
        limited.push(Rc::downgrade(&own));
        own
    }

    /// Closes it.
    pub fn close(&self) {
        self.is_closed.set(true);
        for waiting in self.waiting.take() {
            // Who does not wait any more need not know.
            let _ = waiting.send(());
        }
        for own in self.limited.take() {
            if let Some(own) = own.upgrade() {
                own.close();
            }
        }
    }

    /// Closes it, and what hangs on it: once, however often it is asked for.
    pub fn close_with(&self, rest: impl FnOnce() -> Promise) -> Promise {
        self.close();
        self.done.get_or_init(rest).clone()
    }
}

impl Cancel for Closing {
    fn cancelled(&self) -> Option<Error> {
        self.is_closed().then(Error::closed)
    }

    fn until_cancelled<'a>(&'a self) -> Pin<Box<dyn Future<Output = Error> + 'a>> {
        Box::pin(async move {
            if !self.is_closed() {
                let (sender, receiver) = oneshot::channel();
                {
                    let mut waiting = self.waiting.borrow_mut();
                    // A handle may live long, and most of what it waits for ends before it.
                    waiting.retain(|own| !own.is_canceled());
                    waiting.push(sender);
                }
                // The sender is dropped only when it has been used.
                let _ = receiver.await;
            }
            Error::closed()
        })
    }
}
