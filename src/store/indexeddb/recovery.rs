//! What is done about each class of failure, and how often.
//!
//! | class | what is done |
//! |---|---|
//! | lost: the connection is gone | opened again at once, and asked again |
//! | broken: the platform failed in the middle | opened again after each of a few growing pauses |
//! | full | what can be made again is freed; a disk that is not full after all is opened again |
//! | silent: no answer within the limit | given up; the next call opens again |
//! | anything else | told |
//!
//! A connection that failed once keeps failing: whatever is tried again is tried on a new one. As
//! long as everything fails, each call is a single try, so that nobody waits for pauses in vain.

use std::rc::Rc;

use super::connection::{Link, Pair};
use super::failure::Failure;
use super::{commit, room, task};
use crate::domain::error::Result;

/// Runs `work` on the connections until it succeeds or nothing more is to be tried.
pub(super) async fn on_pair<T>(
    link: &Rc<Link>,
    doing: &'static str,
    work: impl AsyncFn(&Pair) -> Result<T, Failure>,
) -> Result<T> {
    let mut attempts = Attempts::new(link);
    loop {
        let pair = link.pair().await?;
        let answer = task::before(link.patience.transaction, work(&pair)).await;
        let failure = match answer.unwrap_or(Err(Failure::Silent)) {
            Ok(answer) => {
                link.weary.set(false);
                return Ok(answer);
            }
            Err(failure) => failure,
        };
        if !attempts.again(&pair, &failure).await {
            return Err(failure.into_error(doing));
        }
    }
}

/// What has been tried at one call.
struct Attempts<'a> {
    link: &'a Rc<Link>,
    pauses: std::slice::Iter<'static, u32>,
    reopened: bool,
    freed: bool,
}

impl<'a> Attempts<'a> {
    fn new(link: &'a Rc<Link>) -> Self {
        let freed = link.weary.get();
        Self { link, pauses: link.pauses(), reopened: false, freed }
    }

    /// Does what the class of the failure asks for, and says whether to try again.
    async fn again(&mut self, pair: &Pair, failure: &Failure) -> bool {
        let again = match failure {
            Failure::Final(_) => return false,
            Failure::Full(_) => !std::mem::replace(&mut self.freed, true) && self.freed(pair).await,
            Failure::Lost(_) | Failure::Broken(_) | Failure::Silent => {
                self.link.lost(&pair.writer);
                let at_once = matches!(failure, Failure::Lost(_));
                match failure {
                    Failure::Silent => false,
                    _ if at_once && !std::mem::replace(&mut self.reopened, true) => true,
                    _ => match self.pauses.next() {
                        Some(pause) => {
                            task::pause(*pause).await;
                            true
                        }
                        None => false,
                    },
                }
            }
        };
        self.link.weary.set(!again);
        again
    }

    /// Throws away what can be made again.
    async fn freed(&self, pair: &Pair) -> bool {
        drop(commit::clear_image(&pair.writer).await);
        if room::is_ample().await {
            self.link.lost(&pair.writer);
        }
        true
    }
}
