//! The cases about entries that are made while they are stored.

use std::cell::Cell;
use std::rc::Rc;

use super::{Connection, Verdict, commit, entry, fails, one, same, texts, two};
use crate::domain::error::{Code, Error, Result};
use crate::store::{Commit, Entry, EntrySource, Outcome};

/// Makes so many entries, numbered from 1, and may fail behind them.
struct Numbers {
    count: u32,
    then: Option<Code>,
    asked: Cell<u32>,
}

impl Numbers {
    fn new(count: u32, then: Option<Code>) -> Rc<Self> {
        Rc::new(Self { count, then, asked: Cell::new(0) })
    }
}

impl EntrySource for Numbers {
    fn each(&self, take: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()> {
        self.asked.set(self.asked.get() + 1);
        (1..=self.count).try_for_each(|number| take(entry(number.to_string())))?;
        self.then.map_or(Ok(()), |code| Err(Error::new(code, "the source failed")))
    }
}

/// What is made meanwhile stands behind what is there, in one commit with it.
///
/// # Errors
/// Says how the store fails the case.
pub async fn entries_made_meanwhile_are_one_commit(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let [a, b] = two(connect).await?;
    let hundred = Numbers::new(100, None);
    same("a hundred", a.commit_from(Commit::default(), hundred.clone()).await?, Outcome::Done)?;
    same("asked", hundred.asked.get() > 0, true)?;
    let numbers: Vec<String> = (1..=100).map(|number| number.to_string()).collect();
    same("the log", texts(&b).await? == numbers, true)?;

    let late = b.commit_from(commit(99, &["x"]), Numbers::new(2, None)).await?;
    same("the late one", late, Outcome::HeadMoved)?;
    let image = Some(vec![entry("image")]);
    let more = Commit { image, rewrites: vec![(1, entry("-"))], ..commit(100, &["x"]) };
    same("all at once", b.commit_from(more, Numbers::new(2, None)).await?, Outcome::Done)?;
    let found = texts(&a).await?;
    same("how many", found.len(), 103)?;
    let ends = (found.first().cloned(), found.get(99..).unwrap_or_default().join(" "));
    same("the log", ends, (Some("-".to_owned()), "100 x 1 2".to_owned()))?;
    same("the image", a.image().await?.len(), 1)
}

/// A source that fails takes all along, and the next commit is as good as any.
///
/// # Errors
/// Says how the store fails the case.
pub async fn a_source_that_fails_stores_nothing(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let store = one(connect).await?;
    same("one", store.commit(commit(0, &["0"])).await?, Outcome::Done)?;
    for count in [0, 1, 50] {
        let failing = Numbers::new(count, Some(Code::AlreadyExists));
        let answer = store.commit_from(commit(1, &[]), failing).await;
        fails("a source that fails", answer, Code::AlreadyExists)?;
        same("the log", texts(&store).await?.concat(), "0".to_owned())?;
    }
    same(
        "the next",
        store.commit_from(commit(1, &[]), Numbers::new(3, None)).await?,
        Outcome::Done,
    )?;
    same("the log", texts(&store).await?.concat(), "0123".to_owned())
}

/// A source of nothing still says whether the head moved.
///
/// # Errors
/// Says how the store fails the case.
pub async fn a_source_of_nothing_checks_the_head(
    connect: impl AsyncFn(usize) -> Vec<Connection>,
) -> Verdict {
    let [a, b] = two(connect).await?;
    let nothing = || Numbers::new(0, None);
    same("level", a.commit_from(commit(0, &[]), nothing()).await?, Outcome::Done)?;
    same("one", b.commit(commit(0, &["1"])).await?, Outcome::Done)?;
    same("behind", a.commit_from(commit(0, &[]), nothing()).await?, Outcome::HeadMoved)?;
    same("the log", texts(&a).await?.concat(), "1".to_owned())
}
