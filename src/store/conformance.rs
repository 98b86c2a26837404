//! What every store must pass: one function per case, run on each adapter by its own tests.
//!
//! A case is given a way to connect: `connect(n)` answers with `n` fresh connections to one fresh,
//! empty log. It knows no adapter, needs no particular executor and never waits for time to pass.
//! [`for_each_conformance_case!`](crate::for_each_conformance_case) makes a named test of each.

use std::cell::RefCell;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use futures_channel::oneshot;

use super::{Commit, Entry, Seq, Signal, Store, Stored};
use crate::domain::error::{Code, Error};

mod cases;
mod many;
mod sources;

pub use cases::*;
pub use many::*;
pub use sources::*;

/// A connection under test.
pub type Connection = Rc<dyn Store>;

/// What is wrong with the store, in a sentence.
pub struct Failure(String);

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(format!("a call failed that must not: {error}"))
    }
}

/// What a case ends with.
pub type Verdict = Result<(), Failure>;

/// Calls a macro of yours with the names of all cases. Here it runs them; in a test file it makes
/// a test function of each.
///
/// ```
/// use std::rc::Rc;
/// use medallion::store::{conformance, memory::MemoryStore};
///
/// async fn connect(count: usize) -> Vec<conformance::Connection> {
///     let log = MemoryStore::new();
///     (0..count).map(|_| Rc::new(log.connect()) as conformance::Connection).collect()
/// }
///
/// macro_rules! run {
///     ($($case:ident)*) => { $(pollster::block_on(conformance::$case(connect)).unwrap();)* };
/// }
/// medallion::for_each_conformance_case!(run);
/// ```
#[macro_export]
macro_rules! for_each_conformance_case {
    ($with:ident) => {
        $with! {
            gives_back_what_it_took
            the_key_is_the_head_check
            a_commit_is_all_or_nothing
            a_commit_on_a_log_that_is_gone_is_evicted
            an_empty_commit_checks_the_head_and_changes_nothing
            rewrites_go_with_the_commit
            a_rewrite_of_nothing_changes_nothing
            the_image_goes_with_the_commit
            entries_made_meanwhile_are_one_commit
            a_source_that_fails_stores_nothing
            a_source_of_nothing_checks_the_head
            reads_ranges_and_limits
            reads_single_lines
            reads_what_is_not_there
            commits_in_flight_keep_their_order
            four_connections_make_one_order
            tells_the_others_and_not_itself
            flushes
            tells_the_room_it_has
            closing_ends_one_connection
            turns_exclude_each_other
            a_turn_given_up_goes_to_the_next
        }
    };
}

/// An entry of that text; the store does not care whether the checksums are right.
#[must_use]
pub fn entry(text: impl Into<String>) -> Entry {
    let text = text.into();
    let checksums = text.lines().map(|line| line.len() as u32).collect();
    Entry { version: 1, following: 0, checksums, text }
}

/// A commit of entries with these texts.
#[must_use]
pub fn commit(after: Seq, texts: &[&str]) -> Commit {
    Commit { after, entries: texts.iter().map(|text| entry(*text)).collect(), ..Commit::default() }
}

fn stored(text: &str) -> Stored {
    Stored::Entry(entry(text))
}

fn same<T: PartialEq + fmt::Debug>(what: &str, found: T, expected: T) -> Verdict {
    if found == expected {
        return Ok(());
    }
    let text = format!("{what}: found {found:?}, expected {expected:?}");
    Err(Failure(text.chars().take(2_000).collect()))
}

fn fails<T>(what: &str, answer: Result<T, Error>, code: Code) -> Verdict {
    same(what, answer.err().map(|error| error.code()), Some(code))
}

async fn one(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Result<Connection, Failure> {
    let first = connect(1).await.into_iter().next();
    first.ok_or_else(|| Failure("connect(1) gave no connection".into()))
}

async fn two(connect: impl AsyncFn(usize) -> Vec<Connection>) -> Result<[Connection; 2], Failure> {
    let both = connect(2).await.try_into();
    both.map_err(|_| Failure("connect(2) did not give two connections".into()))
}

async fn texts(store: &Connection) -> Result<Vec<String>, Failure> {
    let mut texts = Vec::new();
    for (place, (seq, found)) in (1..).zip(store.read(1, u32::MAX).await?) {
        same("the keys have no gap", seq, place)?;
        match found {
            Stored::Entry(entry) => texts.push(entry.text),
            Stored::Damaged(what) => return Err(Failure(format!("entry {seq} {what}"))),
        }
    }
    Ok(texts)
}

/// Runs everything at once, each in its own time.
async fn join<T>(mut all: Vec<Pin<Box<dyn Future<Output = T> + '_>>>) -> Vec<T> {
    let mut answers: Vec<Option<T>> = all.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, answer) in all.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let Poll::Ready(ready) = future.as_mut().poll(context)
            {
                *answer = Some(ready);
            }
        }
        if answers.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    answers.into_iter().flatten().collect()
}

/// Lets the others go first once.
async fn step_aside() {
    let mut stepped = false;
    poll_fn(|context| {
        if std::mem::replace(&mut stepped, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A listener that can be waited for.
#[derive(Default)]
struct Heard {
    signals: RefCell<Vec<Signal>>,
    waiting: RefCell<Option<oneshot::Sender<()>>>,
}

impl Heard {
    fn on(store: &Connection) -> Rc<Self> {
        let heard = Rc::new(Self::default());
        let ear = heard.clone();
        store.listen(Rc::new(move |signal| {
            ear.signals.borrow_mut().push(signal);
            let waiting = ear.waiting.take();
            if let Some(waiting) = waiting {
                let _ = waiting.send(());
            }
        }));
        heard
    }

    async fn of(&self, signal: Signal) {
        while !self.signals.borrow().contains(&signal) {
            let (sender, receiver) = oneshot::channel();
            self.waiting.replace(Some(sender));
            let _ = receiver.await;
        }
    }
}
