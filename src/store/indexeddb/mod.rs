//! The store in a browser: one IndexedDB database for each log.
//!
//! rexie opens, creates, deletes and reads (`driver`), but for what is fetched by its key (`values`)
//! and an image that was read before this module was there; one commit function writes (`commit`).
//! This file knows what the port promises, and how often to try; not what an entry means.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{Answer, Commit, EntrySource, Listener, Outcome, Room, Seq, Signal, Store, Stored};
use crate::domain::error::Result;
use crate::domain::sorted::sorted_set;

mod codec;
mod commit;
mod connection;
mod driver;
mod failure;
mod lifecycle;
mod opening;
mod order;
mod patience;
mod platform;
mod recovery;
mod room;
mod sentinel;
mod signal;
mod task;
mod transaction;
mod turn;
mod utf8;
mod values;

use connection::{Link, Pair};
use failure::Failure;
use lifecycle::Turn;
use order::Order;
pub use patience::Patience;
use recovery::on_pair;
use signal::{Channel, Ear};
pub use utf8::utf8;

/// The object stores, all with keys of their own beside the value.
const LOG: &str = "log";
const IMAGE: &str = "image";
const META: &str = "meta";
/// The key in `meta` of the mark that a database gets when it is made: made anew, it has another.
const MARK: &str = "made";

/// What stands before the name of a workspace in the name of its database; `pkg-template/ahead.js` has it, too.
const PREFIX: &str = "medallion:";
/// How long an image that was asked for ahead is waited for, in milliseconds: asking again takes a few.
const AHEAD_LIMIT: u32 = 500;
/// How many entries one request brings: 12 MB at most, far below what a browser can pass at once.
const PAGE: u32 = 256;

/// One connection to one database.
#[derive(Clone)]
pub struct IndexedDbStore(Rc<Inner>);

struct Inner {
    database: String,
    ear: Ear,
    link: Rc<Link>,
    channel: RefCell<Option<Channel>>,
    lifecycle: RefCell<Vec<EventListener>>,
    /// The image, where it was asked for before this was there.
    ahead: Cell<Option<Promise>>,
}

impl fmt::Debug for IndexedDbStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IndexedDbStore").field("database", &self.0.database).finish_non_exhaustive()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.link.close();
    }
}

impl IndexedDbStore {
    /// Opens the log of that name, and creates it if there is none.
    ///
    /// # Errors
    /// `UNAVAILABLE` without IndexedDB, `BLOCKED_BY_OTHER_TAB` after 5 seconds of waiting for a
    /// deletion, `VERSION_TOO_NEW`, `CORRUPT` for a database of other stores, `QUOTA`.
    pub async fn open(name: &str) -> Result<Self> {
        Self::open_with(name, Patience::default()).await
    }

    /// The same with limits of the caller's.
    ///
    /// # Errors
    /// As [`IndexedDbStore::open`].
    pub async fn open_with(name: &str, patience: Patience) -> Result<Self> {
        let database = [PREFIX, name].concat();
        let ear = Ear::default();
        let channel = RefCell::new(Channel::open(&database, ear.clone()));
        let link = Link::new(database.clone(), ear.clone(), patience);
        link.pair().await?;
        if link.mark().is_some_and(|mark| sentinel::differs(&database, &mark)) {
            link.lost.set(true);
        }
        let lifecycle = RefCell::default();
        let ahead = Cell::default();
        let inner = Rc::new(Inner { database, ear, link, channel, lifecycle, ahead });
        let weak = Rc::downgrade(&inner);
        inner.lifecycle.replace(lifecycle::watch(move |turn| {
            if let Some(inner) = weak.upgrade() {
                inner.turned(turn);
            }
        }));
        Ok(Self(inner))
    }

    /// Takes the image from here the first time: a list of stored values, or anything else where
    /// there is none.
    pub fn expect_image(&self, image: Promise) {
        self.0.ahead.set(Some(image));
    }

    fn send(&self, order: Order) -> Answer<'_, Outcome> {
        let inner = self.0.clone();
        Box::pin(task::finished(async move { inner.commit(order).await }))
    }

    /// Deletes the log of that name with all that is in it, also while it is open here: its
    /// connections close themselves. Deleting what is not there succeeds.
    ///
    /// # Errors
    /// `BLOCKED_BY_OTHER_TAB` when a tab does not let go within 5 seconds; the deletion stands in
    /// line then. `UNAVAILABLE` without IndexedDB.
    pub async fn delete(name: &str) -> Result<()> {
        let database = [PREFIX, name].concat();
        sentinel::forget(&database);
        driver::delete(&database, Patience::default().opening).await
    }

    /// The names of all logs of this origin, sorted.
    ///
    /// # Errors
    /// `UNAVAILABLE` where the browser cannot tell.
    pub async fn list() -> Result<Vec<String>> {
        let all = platform::database_names().await?;
        let ours = all.iter().filter_map(|name| name.strip_prefix(PREFIX));
        Ok(sorted_set(ours.map(str::to_owned)))
    }
}

impl Inner {
    async fn commit(&self, order: Order) -> Result<Outcome> {
        let is_unsure = Cell::new(false);
        let outcome = on_pair(&self.link, "the commit failed", async |pair| {
            let fate = match is_unsure.get() {
                true => commit::fate(&pair.writer, &order).await?,
                false => None,
            };
            let outcome = match fate {
                Some(outcome) => outcome,
                None => {
                    let outcome = commit::commit(&pair.writer, &order, pair.known.get()).await;
                    is_unsure.set(matches!(outcome, Err(Failure::Broken(_))));
                    outcome?
                }
            };
            if outcome == Outcome::Done {
                pair.saw(order.head());
            }
            Ok(outcome)
        });
        let outcome = outcome.await?;
        if order.adds()
            && outcome == Outcome::Done
            && let Some(channel) = &*self.channel.borrow()
        {
            channel.tell(order.head());
        }
        Ok(outcome)
    }

    async fn read(&self, from: Seq, limit: u32) -> Result<Vec<(Seq, Stored)>> {
        let mut found = Vec::new();
        let (mut next, mut left) = (from.max(1), limit);
        while left > 0 {
            let size = left.min(PAGE);
            let page = on_pair(&self.link, "the store cannot be read", async |pair| {
                let (keys, values) = pair.reader.page(next, size).await?;
                let keys: Vec<Option<Seq>> = keys.iter().map(seq).collect();
                if let Some(newest) = keys.iter().flatten().next_back() {
                    pair.saw(*newest);
                }
                Ok((keys, values))
            });
            let (keys, values) = page.await?;
            let full = keys.len() == size as usize;
            // A key that is no whole number is not ours, and no place in the log.
            let entries = keys.into_iter().zip(&values);
            found.extend(entries.filter_map(|(key, value)| Some((key?, codec::decode(value)))));
            match found.last() {
                Some((newest, _)) if full => next = newest + 1,
                _ => break,
            }
            left -= size;
        }
        Ok(found)
    }

    async fn get(&self, keys: Vec<Seq>) -> Result<Vec<Option<Stored>>> {
        let values = self.values(keys).await?;
        Ok(values.iter().map(|value| value.as_ref().map(codec::decode)).collect())
    }

    async fn get_lines(&self, places: Vec<(Seq, u32)>) -> Result<Vec<Option<Stored>>> {
        // The newest mostly come first.
        let keys = sorted_set(places.iter().rev().map(|(at, _)| *at));
        let values = self.values(keys.clone()).await?;
        let entries: Vec<_> = values.iter().map(|value| value.as_ref().map(codec::lines)).collect();
        let line = |(at, number): (Seq, u32)| {
            let place = keys.binary_search(&at).ok()?;
            entries.get(place)?.as_ref()?(number)
        };
        Ok(places.into_iter().map(line).collect())
    }

    async fn values(&self, keys: Vec<Seq>) -> Result<Vec<Option<JsValue>>> {
        let values = on_pair(&self.link, "the store cannot be read", async |pair| {
            values::values(&pair.writer, &keys).await
        });
        values.await
    }

    async fn image(&self) -> Result<Vec<Stored>> {
        let ahead = match self.ahead.take() {
            Some(image) => task::before(AHEAD_LIMIT, JsFuture::from(image)).await,
            None => None,
        };
        let values = match ahead.map(|image| image.map(JsCast::dyn_into::<Array>)) {
            Some(Ok(Ok(values))) => values.to_vec(),
            _ => {
                let read = async |pair: &Pair| pair.reader.image().await;
                on_pair(&self.link, "the image cannot be read", read).await?
            }
        };
        Ok(values.iter().map(codec::decode).collect())
    }

    async fn flush(&self) -> Result<()> {
        let flush = async |pair: &Pair| commit::flush(&pair.writer).await;
        on_pair(&self.link, "the store cannot be flushed", flush).await
    }
}

impl Inner {
    /// Lets go of everything that keeps a page from resting, and takes it up again afterwards.
    fn turned(&self, turn: Turn) {
        match turn {
            Turn::Rests => {
                self.link.rest();
                self.silence();
            }
            Turn::Resumes if self.link.ended().is_none() => {
                if self.channel.borrow().is_none() {
                    self.channel.replace(Channel::open(&self.database, self.ear.clone()));
                }
                self.ear.tell(Signal::Resumed);
            }
            Turn::Resumes => {}
        }
    }

    /// Ends the channel, later: this may run within its listener.
    fn silence(&self) {
        let channel = self.channel.take();
        wasm_bindgen_futures::spawn_local(async move { drop(channel) });
    }
}

fn seq(key: &JsValue) -> Option<Seq> {
    let number = key.as_f64()?;
    let whole = number as Seq;
    (whole as f64 == number).then_some(whole)
}

impl Store for IndexedDbStore {
    fn commit(&self, commit: Commit) -> Answer<'_, Outcome> {
        self.send(Order::new(commit, None))
    }

    fn commit_from(&self, commit: Commit, source: Rc<dyn EntrySource>) -> Answer<'_, Outcome> {
        self.send(Order::new(commit, Some(source)))
    }

    fn read(&self, from: Seq, limit: u32) -> Answer<'_, Vec<(Seq, Stored)>> {
        Box::pin(self.0.read(from, limit))
    }

    fn get(&self, keys: Vec<Seq>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(self.0.get(keys))
    }

    fn get_lines(&self, places: Vec<(Seq, u32)>) -> Answer<'_, Vec<Option<Stored>>> {
        Box::pin(self.0.get_lines(places))
    }

    fn image(&self) -> Answer<'_, Vec<Stored>> {
        Box::pin(self.0.image())
    }

    fn flush(&self) -> Answer<'_, ()> {
        Box::pin(self.0.flush())
    }

    fn room(&self) -> Answer<'_, Room> {
        Box::pin(async {
            self.0.link.pair().await?;
            Ok(room::room().await)
        })
    }

    fn persist(&self) -> Answer<'_, bool> {
        Box::pin(async {
            self.0.link.pair().await?;
            Ok(room::persist().await)
        })
    }

    fn was_lost(&self) -> bool {
        self.0.link.lost.get()
    }

    fn close(&self) {
        self.0.ear.replace(None);
        self.0.link.close();
        self.0.silence();
    }

    fn listen(&self, listener: Listener) {
        self.0.ear.replace(Some(listener));
    }

    fn turn<'a>(&'a self, name: &str) -> Answer<'a, Box<dyn Any>> {
        let name = [&self.0.database, ":", name].concat();
        Box::pin(async move {
            match self.0.link.ended() {
                Some(error) => Err(error),
                None => Ok(turn::turn(name).await),
            }
        })
    }
}
