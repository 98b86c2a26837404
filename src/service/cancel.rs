//! Giving up what goes on: whoever no longer wants a checkpoint need not wait for it.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use crate::domain::error::{Code, Error, Result};
use crate::store::Answer;

/// Somebody who may stop wanting a checkpoint while it goes on.
pub trait Cancel {
    /// The error to end with, if it is no longer wanted.
    fn cancelled(&self) -> Option<Error>;

    /// Ends as soon as it is no longer wanted, with the error to end with.
    fn until_cancelled<'a>(&'a self) -> Pin<Box<dyn Future<Output = Error> + 'a>>;
}

/// Whether a checkpoint is still wanted; nobody can end one that has nobody here.
#[derive(Clone, Default)]
pub struct Wanted {
    until: Ends,
    in_turn_until: Ends,
}

type Ends = Vec<Rc<dyn Cancel>>;

impl Wanted {
    /// Wanted until that one says otherwise.
    #[must_use]
    pub fn until(cancel: Rc<dyn Cancel>) -> Self {
        Self::default().and_until(cancel)
    }

    /// And only until that one says otherwise, too.
    #[must_use]
    pub fn and_until(mut self, cancel: Rc<dyn Cancel>) -> Self {
        self.until.push(cancel);
        self
    }

    /// Wanted for good, but standing behind others only until that one says otherwise.
    #[must_use]
    pub fn in_turn_until(mut self, cancel: Rc<dyn Cancel>) -> Self {
        self.in_turn_until.push(cancel);
        self
    }

    /// What a checkpoint that is no longer wanted ends with.
    #[must_use]
    pub fn aborted() -> Error {
        Error::new(Code::Aborted, "the checkpoint was aborted; nothing is stored")
    }

    /// Whether it is.
    ///
    /// # Errors
    /// What it ends with if it is not.
    pub fn check(&self) -> Result<()> {
        match self.until.iter().find_map(|cancel| cancel.cancelled()) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// What something comes to, unless it is no longer wanted before: then it is dropped.
    pub(super) async fn wait<T>(&self, task: Answer<'_, T>) -> Result<T> {
        unless(&self.until, task).await?
    }

    /// A turn that comes by itself, or the other one when standing behind others is over.
    pub(super) async fn turn<T>(&self, own: Answer<'_, T>, other: Answer<'_, T>) -> Result<T> {
        let turn = async {
            match unless(&self.in_turn_until, own).await {
                Ok(turn) => turn,
                Err(_) => other.await,
            }
        };
        self.wait(Box::pin(turn)).await
    }
}

/// What something comes to, or what one of these ended it with before.
async fn unless<T>(ends: &Ends, mut task: Answer<'_, T>) -> Result<Result<T>> {
    let mut ends: Vec<_> = ends.iter().map(|cancel| cancel.until_cancelled()).collect();
    poll_fn(|context| {
        let ended = ends.iter_mut().find_map(|end| match end.as_mut().poll(context) {
            Poll::Ready(error) => Some(error),
            Poll::Pending => None,
        });
        match ended {
            Some(error) => Poll::Ready(Err(error)),
            None => task.as_mut().poll(context).map(Ok),
        }
    })
    .await
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Wanted").field(&self.check().is_ok()).finish()
    }
}
