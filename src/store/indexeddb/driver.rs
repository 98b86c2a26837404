//! The only file that names rexie (and idb beneath it): opens and creates, deletes, reads
//! from a place on.
//!
//! What is known of rexie 0.6 and heeded here; `tests/web_rexie_traps.rs` shows each:
//! - one version and always the same three stores without an index: nothing is ever rebuilt or
//!   dropped by an upgrade;
//! - no transaction of rexie writes, and nobody waits for the end of one, which may hang or hide
//!   causes;
//! - every failure is taken from the failing request, where the `DOMException` still is;
//! - requests are lazy: those that belong together are all polled once before one is awaited;
//! - a future that was polled runs to its end in a task of its own ([`super::task`]).

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use idb::Error as IdbError;
use rexie::{KeyRange, ObjectStore, Rexie, Transaction, TransactionMode};
use wasm_bindgen::JsValue;

use super::failure::{self, Failure};
use super::{IMAGE, LOG, META, task};
use crate::domain::error::{Code, Error, Result};
use crate::store::Seq;

/// The physical version. There is only one, so no upgrade ever blocks a tab.
const VERSION: u32 = 1;
/// The greatest key that a number can be without losing its neighbours.
const LAST: f64 = 9_007_199_254_740_991.0;

const READING: &str = "the store cannot be read";

/// A connection for reading. Closed when dropped.
pub(super) struct Reader(Option<Rexie>);

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(database) = self.0.take() {
            database.close();
        }
    }
}

impl Reader {
    /// Opens the database within a limit, in milliseconds, and creates it if there is none.
    pub(super) async fn open(name: &str, limit: u32) -> Result<Self> {
        let build = Rexie::builder(name)
            .version(VERSION)
            .add_object_store(ObjectStore::new(LOG))
            .add_object_store(ObjectStore::new(IMAGE))
            .add_object_store(ObjectStore::new(META))
            .build();
        let late = |opened| drop(opened);
        let opened = task::within(limit, async { build.await.map(|db| Self(Some(db))) }, late);
        let reader = match opened.await {
            None => {
                return Err(blocked("the database cannot be opened: another tab is deleting it"));
            }
            Some(Ok(reader)) => reader,
            Some(Err(error)) => return Err(not_opened(error)),
        };
        match reader.has_our_stores() {
            true => Ok(reader),
            false => Err(Error::new(Code::Corrupt, "the database is not one of ours")),
        }
    }

    /// Keys and values of the log from `from` on, at most `limit`.
    pub(super) async fn page(
        &self,
        from: Seq,
        limit: u32,
    ) -> Result<(Vec<JsValue>, Vec<JsValue>), Failure> {
        if from as f64 > LAST {
            return Ok(Default::default());
        }
        let transaction = self.begin(LOG)?;
        let run = async move {
            let store = transaction.store(LOG)?;
            let range = || KeyRange::bound(&number(from), &LAST.into(), None, None);
            let (keys, values) = (range()?, range()?);
            let keys = store.get_all_keys(Some(keys), Some(limit));
            let values = store.get_all(Some(values), Some(limit));
            let (keys, values): (Request<'_, _>, Request<'_, _>) =
                (Box::pin(keys), Box::pin(values));
            let mut both = started_together(vec![keys, values], transaction).await.into_iter();
            match (both.next(), both.next()) {
                (Some(keys), Some(values)) => Ok((keys?, values?)),
                _ => Ok(Default::default()),
            }
        };
        to_the_end(run).await
    }

    /// All parts of the image, in the order of their keys.
    pub(super) async fn image(&self) -> Result<Vec<JsValue>, Failure> {
        let transaction = self.begin(IMAGE)?;
        to_the_end(async move { transaction.store(IMAGE)?.get_all(None, None).await }).await
    }

    /// One value of `meta`.
    pub(super) async fn meta(&self, key: &'static str) -> Result<Option<JsValue>, Failure> {
        let transaction = self.begin(META)?;
        to_the_end(async move { transaction.store(META)?.get(key.into()).await }).await
    }

    fn begin(&self, store: &str) -> Result<Transaction, Failure> {
        let Some(database) = &self.0 else { return Err(Failure::Lost(JsValue::UNDEFINED)) };
        database.transaction(&[store], TransactionMode::ReadOnly).map_err(failed)
    }

    fn has_our_stores(&self) -> bool {
        let stores = self.0.as_ref().map(Rexie::store_names).unwrap_or_default();
        [LOG, IMAGE, META].iter().all(|ours| stores.iter().any(|store| store == ours))
    }
}

/// Deletes a database within a limit, in milliseconds, also one that is open here: its connections
/// close themselves.
pub(super) async fn delete(name: &str, limit: u32) -> Result<()> {
    let name = name.to_owned();
    let deleted = task::within(limit, async move { Rexie::delete(&name).await }, drop);
    match deleted.await {
        None => Err(blocked(
            "another tab keeps the database open: it is deleted as soon as that tab lets go",
        )),
        Some(Ok(())) => Ok(()),
        Some(Err(error)) => Err(not_opened(error)),
    }
}

type Request<'a, T> = Pin<Box<dyn Future<Output = rexie::Result<T>> + 'a>>;

/// Starts all requests of a transaction before the first answer is awaited. They are answered in the
/// order in which they were asked.
async fn started_together<T>(
    mut requests: Vec<Request<'_, T>>,
    transaction: Transaction,
) -> Vec<rexie::Result<T>> {
    let mut early = poll_fn(|context| {
        let poll = |request: &mut Request<'_, T>| match request.as_mut().poll(context) {
            Poll::Ready(answer) => Some(answer),
            Poll::Pending => None,
        };
        Poll::Ready(requests.iter_mut().map(poll).collect::<Vec<_>>())
    })
    .await;
    end_soon(transaction);
    let mut answers = Vec::with_capacity(requests.len());
    for (request, early) in requests.into_iter().zip(early.drain(..)) {
        answers.push(match early {
            Some(answer) => answer,
            None => request.await,
        });
    }
    answers
}

/// Lets a transaction end as soon as its requests are answered. By itself it ends when this page is at
/// rest again, and a commit that is issued before waits so long.
fn end_soon(transaction: Transaction) {
    wasm_bindgen_futures::spawn_local(async move { drop(transaction.commit().await) });
}

async fn to_the_end<T: 'static>(
    run: impl Future<Output = rexie::Result<T>> + 'static,
) -> Result<T, Failure> {
    let answer = task::finished(async move { Ok(run.await) }).await.map_err(Failure::Final)?;
    answer.map_err(failed)
}

fn number(key: Seq) -> JsValue {
    JsValue::from_f64(key as f64)
}

fn blocked(message: &'static str) -> Error {
    Error::new(Code::BlockedByOtherTab, message)
}

fn failed(error: rexie::Error) -> Failure {
    Failure::of(READING, cause(error))
}

fn not_opened(error: rexie::Error) -> Error {
    if matches!(error, rexie::Error::IdbError(IdbError::IndexedDbNotFound(_))) {
        return Error::new(Code::Unavailable, "there is no IndexedDB here");
    }
    failure::no_database(cause(error))
}

/// Digs out what the browser threw: rexie's own text for all of it is "idb error".
fn cause(error: rexie::Error) -> JsValue {
    let rexie::Error::IdbError(error) = error else { return JsValue::UNDEFINED };
    match error {
        IdbError::DomException(exception) => exception.into(),
        IdbError::GetAllFailed(value)
        | IdbError::GetAllKeysFailed(value)
        | IdbError::GetFailed(value)
        | IdbError::IndexedDbDeleteFailed(value)
        | IdbError::IndexedDbNotFound(value)
        | IdbError::IndexedDbOpenFailed(value)
        | IdbError::KeyRangeCreateFailed(value)
        | IdbError::ObjectStoreNotFound(value)
        | IdbError::TransactionOpenFailed(value)
        | IdbError::UnexpectedJsType(_, value) => value,
        _ => JsValue::UNDEFINED,
    }
}
