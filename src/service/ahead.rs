//! A read that is under way while something else is done.

use std::future::poll_fn;
use std::task::Poll;

use crate::domain::error::Result;
use crate::store::Answer;

/// An answer of a store that was asked for, and is not needed yet.
pub(super) enum Ahead<'a, T> {
    /// It has come.
    Here(Result<T>),
    /// It is on its way.
    Asked(Answer<'a, T>),
}

impl<'a, T> Ahead<'a, T> {
    /// Asks. What is to be done meanwhile is done when this returns.
    pub async fn ask(mut answer: Answer<'a, T>) -> Self {
        let early = poll_fn(|context| match answer.as_mut().poll(context) {
            Poll::Ready(found) => Poll::Ready(Some(found)),
            Poll::Pending => Poll::Ready(None),
        });
        if let Some(found) = early.await {
            return Self::Here(found);
        }
        others_first().await;
        Self::Asked(answer)
    }

    /// Waits for the answer.
    ///
    /// # Errors
    /// What the store says.
    pub async fn wait(self) -> Result<T> {
        match self {
            Self::Here(found) => found,
            Self::Asked(answer) => answer.await,
        }
    }
}

/// Lets tasks go on that were begun before this. A store asks its platform in one of its own.
async fn others_first() {
    // Who was woken twice stands in line already, before what it has begun since.
    let mut turns = 2;
    poll_fn(|context| {
        if turns == 0 {
            return Poll::Ready(());
        }
        turns -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
