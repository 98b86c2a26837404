//! The port: what a store must do for us, and nothing about how.
//!
//! A store keeps one append-only log. Its entries have the keys 1, 2, 3 … without a gap; the key
//! is the head check, so two writers can never both be next. What an entry means is not the
//! store's business: it moves text. Two adapters stand beside this file, [`memory`] and
//! `indexeddb`, and one [`conformance`] suite runs against both.

use std::any::Any;
use std::future::{Future, ready};
use std::pin::Pin;
use std::rc::Rc;

use crate::domain::error::Result;

pub mod conformance;
#[cfg(target_family = "wasm")]
pub mod indexeddb;
pub mod memory;

/// The key of a log entry. The first is 1; 0 stands before it.
pub type Seq = u64;

/// What a store answers with. Single-threaded on purpose: JavaScript values cannot move.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// One entry of the log, as stored: `{v, n, crc, t}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The version of the form of `text`.
    pub version: u32,
    /// How many entries of the same commit follow this one, as far as was known when it was
    /// written: at least one, and 0 on the last.
    pub following: u32,
    /// A CRC-32 of each line of `text`, in order.
    pub checksums: Vec<u32>,
    /// JSON lines, at most [`Entry::LIMIT`] bytes as stored.
    pub text: String,
}

impl Entry {
    /// The most bytes that one entry's text takes as stored: Chromium moves values above 64 KB
    /// into files of their own, which is slow and fails more often.
    pub const LIMIT: usize = 48 * 1024;
}

/// What stands at one key of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// An entry of the right form. Whether its text is right is for the reader to see.
    Entry(Entry),
    /// Something else, put there by other hands; a sentence says what.
    Damaged(String),
}

impl Stored {
    /// One line of it, counted from 0, as an entry of its own.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<Self> {
        let Self::Entry(entry) = self else { return Some(self.clone()) };
        let number = number as usize;
        let text = entry.text.split('\n').nth(number)?.to_owned();
        let checksums = entry.checksums.get(number).copied().into_iter().collect();
        Some(Self::Entry(Entry { checksums, text, ..*entry }))
    }
}

/// How sure a commit must be before it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Handed to the operating system: survives the browser's death, not a power cut.
    #[default]
    Relaxed,
    /// Written to the disk.
    Strict,
}

/// A change of the log, all of it or nothing.
#[derive(Debug, Clone, Default)]
pub struct Commit {
    /// The newest entry that the writer knows. Its entries become `after + 1`, `after + 2` …
    pub after: Seq,
    /// What is added.
    pub entries: Vec<Entry>,
    /// Old entries that are replaced in the same transaction: only an erasure does that.
    pub rewrites: Vec<(Seq, Entry)>,
    /// What replaces the image in the same transaction; nothing in it means that there is none.
    pub image: Option<Vec<Entry>>,
    /// How sure it must be.
    pub durability: Durability,
}

/// Entries that are made while they are stored: the platform stores the first of them while the
/// next are still made, and they are never held all at once.
pub trait EntrySource {
    /// Makes them, in order, and hands each to `take`; from the first on, each time it is called.
    ///
    /// # Errors
    /// What it says itself, or what `take` says. Nothing is stored then.
    fn each(&self, take: &mut dyn FnMut(Entry) -> Result<()>) -> Result<()>;
}

/// What became of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored, whole.
    Done,
    /// Somebody else wrote first; nothing of it is stored. Catch up and decide again.
    HeadMoved,
}

/// What a store tells without being asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Another connection has committed; the newest entry it knows.
    Advanced(Seq),
    /// The connection is gone: the browser closed it, or somebody deletes the database.
    /// The next call opens a new one where that is possible.
    Closed,
    /// A new connection is long in coming: another one is in its way. It is waited for a while.
    Waiting,
    /// The page goes on after it was frozen or hidden away: signals may have been missed.
    Resumed,
}

/// Who is told of signals.
pub type Listener = Rc<dyn Fn(Signal)>;

/// Room and safety of the storage, as far as the platform tells.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Room {
    /// Bytes in use, of this origin.
    pub used: Option<f64>,
    /// Bytes that the platform grants to this origin.
    pub quota: Option<f64>,
    /// Whether the platform promised not to evict it.
    pub persisted: Option<bool>,
}

/// What a store must do. Implement it, run [`conformance`] on it, and a workspace runs on it.
///
/// Every method may be called while others are in flight.
pub trait Store {
    /// Adds the entries at `after + 1` onwards and replaces the rewrites, in one transaction. With
    /// no entries it still says whether the head moved.
    ///
    /// # Errors
    /// `QUOTA`, `CLOSED`, `UNAVAILABLE`, `DEGRADED` with the platform's cause; nothing is stored
    /// then. A rewrite of a key that does not exist is `CORRUPT`. An `after` that does not exist,
    /// or another log in the place of the one that was opened, is `EVICTED`.
    fn commit(&self, commit: Commit) -> Answer<'_, Outcome>;

    /// The same with entries behind those of the commit that are made meanwhile. The source may be
    /// asked more than once, and must not wait for anything.
    ///
    /// # Errors
    /// As `commit`; and what the source says.
    fn commit_from(&self, mut commit: Commit, source: Rc<dyn EntrySource>) -> Answer<'_, Outcome> {
        let made = source.each(&mut |entry| {
            commit.entries.push(entry);
            Ok(())
        });
        match made {
            Ok(()) => self.commit(commit),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    /// What stands from `from` on (inclusive), in order, at most `limit` of them.
    fn read(&self, from: Seq, limit: u32) -> Answer<'_, Vec<(Seq, Stored)>>;

    /// What stands at these keys, in the order asked for; `None` where nothing does.
    fn get(&self, keys: Vec<Seq>) -> Answer<'_, Vec<Option<Stored>>>;

    /// What stands at these lines, in the order asked for, each as an entry of one line; `None` where
    /// nothing does. Lines are counted from 0.
    ///
    /// # Errors
    /// As `get`.
    fn get_lines(&self, places: Vec<(Seq, u32)>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(async move {
            let found = self.get(places.iter().map(|(at, _)| *at).collect()).await?;
            let line = |(stored, (_, number)): (Option<Stored>, _)| stored?.line(number);
            Ok(found.into_iter().zip(places).map(line).collect())
        })
    }

    /// The parts of the image, in order; none if there is no image. It is a hint, beside the log:
    /// a store may lose it when it needs the room.
    fn image(&self) -> Answer<'_, Vec<Stored>>;

    /// Returns once everything committed so far is on the disk, as [`Durability::Strict`] has it.
    fn flush(&self) -> Answer<'_, ()>;

    /// Room and safety.
    fn room(&self) -> Answer<'_, Room>;

    /// Asks the platform not to throw the data away when it needs the room, and says whether it
    /// promised.
    fn persist(&self) -> Answer<'_, bool>;

    /// Whether something stood here before and was gone when this connection was opened, as far as
    /// the platform tells: thrown away by it, or taken by other hands.
    fn was_lost(&self) -> bool {
        false
    }

    /// Ends the connection. Calling again changes nothing; later calls of others are `CLOSED`.
    fn close(&self);

    /// Who is told of signals from now on. There is one listener; a new one replaces it.
    fn listen(&self, listener: Listener);

    /// Waits for a turn among all connections at what `name` stands for, for a while at most, and
    /// keeps it until the guard is dropped. Sparing work is all it is good for: nothing may rely
    /// on being alone, and a store may answer at once.
    fn turn<'a>(&'a self, name: &str) -> Answer<'a, Box<dyn Any>>;
}
