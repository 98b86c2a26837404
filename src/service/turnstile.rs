//! One at a time, in the order of arrival.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use futures_channel::oneshot::{self, Sender};

/// Lets one task through at a time, first come, first served. A task that is dropped while it
/// waits, or while it is inside, holds nobody up.
#[derive(Debug, Default)]
pub struct Turnstile {
    state: Rc<RefCell<State>>,
}

#[derive(Debug, Default)]
struct State {
    taken: bool,
    waiting: VecDeque<Sender<Turn>>,
}

/// The turn of one task; dropping it lets the next one in.
#[derive(Debug)]
pub struct Turn(Rc<RefCell<State>>);

impl Turnstile {
    /// Waits for its turn.
    pub async fn enter(&self) -> Turn {
        let (sender, receiver) = oneshot::channel();
        {
            let mut state = self.state.borrow_mut();
            if !std::mem::replace(&mut state.taken, true) {
                return Turn(self.state.clone());
            }
            state.waiting.push_back(sender);
        }
        // The sender is only ever dropped with a turn in it.
        receiver.await.unwrap_or_else(|_| Turn(self.state.clone()))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let next = self.0.borrow_mut().waiting.pop_front();
        match next {
            None => self.0.borrow_mut().taken = false,
            // Where nobody waits any more the turn comes back, and is dropped for the one behind.
            Some(sender) => drop(sender.send(Turn(self.0.clone()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    fn poll<F: Future>(task: Pin<&mut F>) -> Option<F::Output> {
        match task.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        }
    }

    #[test]
    fn tasks_go_through_in_the_order_of_arrival_and_a_dropped_one_holds_nobody_up() {
        let turnstile = Turnstile::default();
        let first = poll(pin!(turnstile.enter())).unwrap();
        let mut second = Box::pin(turnstile.enter());
        let mut third = Box::pin(turnstile.enter());
        let mut fourth = pin!(turnstile.enter());
        assert!(
            poll(second.as_mut()).is_none()
                && poll(third.as_mut()).is_none()
                && poll(fourth.as_mut()).is_none()
        );
        drop(second);
        drop(first);
        assert!(poll(fourth.as_mut()).is_none());
        // Its turn has come, and it is dropped before it takes it.
        drop(third);
        let fourth = poll(fourth).unwrap();
        assert!(poll(pin!(turnstile.enter())).is_none());
        drop(fourth);
        assert!(poll(pin!(turnstile.enter())).is_some());
    }
}
