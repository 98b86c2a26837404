//! A read that is under way while something else is done.

use std::future::poll_fn;
use std::task::Poll;

use crate::domain::error::Result;
use crate::store::Answer;

/// An answer of a store that was asked for, and is not needed yet.
pub(super) struct Ahead<'a, T> {
    answer: Answer<'a, T>,
    early: Option<Result<T>>,
}

impl<'a, T> Ahead<'a, T> {
    /// Asks. What is to be done meanwhile is done when this returns.
    pub async fn ask(mut answer: Answer<'a, T>) -> Self {
        let early = poll_fn(|context| match answer.as_mut().poll(context) {
            Poll::Ready(found) => Poll::Ready(Some(found)),
            Poll::Pending => Poll::Ready(None),
        });
        let early = early.await;
        Self { answer, early }
    }

    /// Waits for the answer.
    ///
    /// # Errors
    /// What the store says.
    pub async fn wait(self) -> Result<T> {
        match self.early {
            Some(found) => found,
            None => self.answer.await,
        }
    }
}
