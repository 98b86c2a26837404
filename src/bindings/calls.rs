//! The calls of a handle that are under way. Some take several steps, or wait for a part of the
//! module: who closes the handle means to have them done.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot::{self, Sender};

/// How many there are, and who waits for their end.
#[derive(Debug, Default)]
pub struct Calls {
    count: Cell<usize>,
    waiting: RefCell<Vec<Sender<()>>>,
    above: Option<Rc<Calls>>,
}

/// A call that is under way, until it is dropped.
#[derive(Debug)]
pub struct Underway {
    calls: Rc<Calls>,
    /// The same among those of the handle above.
    _above: Option<Box<Underway>>,
}

impl Calls {
    /// Another one begins.
    pub fn begin(self: &Rc<Self>) -> Underway {
        self.count.set(self.count.get() + 1);
        let above = self.above.as_ref().map(|above| Box::new(above.begin()));
        Underway { calls: self.clone(), _above: above }
    }

    /// Those of a limited handle, which are among these too.
    pub fn limited(self: &Rc<Self>) -> Rc<Self> {
        Rc::new(Self { above: Some(self.clone()), ..Self::default() })
    }

    /// Returns once all are answered.
    pub async fn over(&self) {
        if self.count.get() > 0 {
            let (sender, receiver) = oneshot::channel();
            self.waiting.borrow_mut().push(sender);
            // The sender is dropped only when it has been used.
            let _ = receiver.await;
        }
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        let calls = &self.calls;
        calls.count.set(calls.count.get().saturating_sub(1));
        if calls.count.get() == 0 {
            for waiting in calls.waiting.take() {
                // Who does not wait any more need not know.
                let _ = waiting.send(());
            }
        }
    }
}
