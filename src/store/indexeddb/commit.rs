//! The one commit function. Nothing is awaited in it but the database: all requests are issued in
//! the same tick, and the key of the first `add` is the check that nobody wrote in between.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbRequest, IdbTransaction};

use super::failure::{self, Failure};
use super::order::Order;
use super::transaction::{self, Running};
use super::values::values;
use super::{IMAGE, LOG, MARK, META, codec};
use crate::domain::error::{Code, Error};
use crate::store::{Commit, Durability, Entry, Outcome, Seq, Stored};

const DOING: &str = "the commit failed";
/// The key in `meta` of the time of the last flush, which is there to be written.
const FLUSHED: &str = "flushed";

/// Runs a commit. `known` is the newest entry that this connection has seen in the log.
pub(super) async fn commit(
    connection: &IdbDatabase,
    order: &Order,
    known: Seq,
) -> Result<Outcome, Failure> {
    let (running, issued) = match start(connection, order, known)? {
        Ok(started) => started,
        // After an abort for want of space Firefox lets the next transaction only delete, and the
        // one after it is whole again. Nothing of this one was sent.
        Err(_) => start(connection, order, known)?.map_err(|cause| Failure::of(DOING, cause))?,
    };
    let Err(aborted) = running.end().await else { return Ok(Outcome::Done) };
    match issued.unmet.get() {
        Some(Unmet::HeadMoved) => return Ok(Outcome::HeadMoved),
        Some(Unmet::Gone(at)) => return Err(missing(Code::Evicted, at)),
        Some(Unmet::NoSuchEntry(at)) => return Err(missing(Code::Corrupt, at)),
        None => {}
    }
    let taken = issued.first.is_some() && aborted.request == issued.first;
    if taken && failure::name(&aborted.cause) == "ConstraintError" {
        return Ok(Outcome::HeadMoved);
    }
    Err(Failure::of(DOING, aborted.cause))
}

/// Writes to `meta` in a strict transaction that stands behind all commits in flight: once it is on
/// the disk, so is everything before it.
pub(super) async fn flush(connection: &IdbDatabase) -> Result<(), Failure> {
    const DOING: &str = "the store cannot be flushed";
    let running = transaction::begin(connection, &[LOG, META], Durability::Strict)?;
    let now = js_sys::Date::now().into();
    let put = running.store(META).and_then(|meta| meta.put_with_key(&now, &FLUSHED.into()));
    put.map_err(|cause| Failure::of(DOING, cause))?;
    transaction::commit_now(running.inner());
    running.end().await.map_err(|aborted| Failure::of(DOING, aborted.cause))
}

/// Gives the database its mark, unless it has one.
pub(super) async fn mark(connection: &IdbDatabase, mark: &JsValue) -> Result<(), Failure> {
    const DOING: &str = "the database cannot be made";
    let running = transaction::begin(connection, &[META], Durability::Relaxed)?;
    let add = running.store(META).and_then(|meta| meta.add_with_key(mark, &MARK.into()));
    add.map_err(|cause| Failure::of(DOING, cause))?;
    transaction::commit_now(running.inner());
    match running.end().await {
        Err(aborted) if failure::name(&aborted.cause) != "ConstraintError" => {
            Err(Failure::of(DOING, aborted.cause))
        }
        _ => Ok(()),
    }
}

/// What became of a commit whose answer never came: it stands in the log, something else stands in
/// its place, or, with `None`, nothing does.
pub(super) async fn fate(
    connection: &IdbDatabase,
    order: &Order,
) -> Result<Option<Outcome>, Failure> {
    let Some((first, last)) = order.ends() else { return Ok(None) };
    let found = values(connection, &[order.commit.after + 1, order.head()]).await?;
    let mut found = found.iter().map(|value| value.as_ref().map(codec::decode));
    let is_ours = |found: &Option<Stored>, entry: &Entry| matches!(found, Some(Stored::Entry(own)) if own == entry);
    Ok(match (found.next().flatten(), found.next().flatten()) {
        (None, _) => None,
        (start, end) if is_ours(&start, &first) && is_ours(&end, &last) => Some(Outcome::Done),
        _ => Some(Outcome::HeadMoved),
    })
}

/// Throws the image away: it can be made again from the log.
pub(super) async fn clear_image(connection: &IdbDatabase) -> Result<(), Failure> {
    const DOING: &str = "the image cannot be cleared";
    let running = transaction::begin(connection, &[IMAGE], Durability::Relaxed)?;
    let clear = running.store(IMAGE).and_then(|image| image.clear());
    clear.map_err(|cause| Failure::of(DOING, cause))?;
    transaction::commit_now(running.inner());
    running.end().await.map_err(|aborted| Failure::of(DOING, aborted.cause))
}

fn missing(code: Code, at: Seq) -> Failure {
    Failure::Final(Error::new(code, format!("entry {at} is not in the log")))
}

/// Begins and issues. The inner error is what a request threw before it was sent.
fn start(
    connection: &IdbDatabase,
    order: &Order,
    known: Seq,
) -> Result<Result<(Running, Issued), JsValue>, Failure> {
    let Commit { image, durability, .. } = &order.commit;
    let stores: &[&str] = if image.is_some() { &[LOG, IMAGE] } else { &[LOG] };
    let running = transaction::begin(connection, stores, *durability)?;
    // One that is not waited for to its end is undone when it is dropped.
    match issue(&running, order, known) {
        Ok(issued) => Ok(Ok((running, issued))),
        Err(Unissued::Thrown(cause)) => Ok(Err(cause)),
        Err(Unissued::Refused(error)) => Err(Failure::Final(error)),
    }
}

/// Why not every request was issued.
enum Unissued {
    /// One of them threw.
    Thrown(JsValue),
    /// The source of the entries failed.
    Refused(Error),
}

impl From<JsValue> for Unissued {
    fn from(cause: JsValue) -> Self {
        Self::Thrown(cause)
    }
}

/// A condition of the commit that did not hold.
#[derive(Clone, Copy)]
enum Unmet {
    HeadMoved,
    Gone(Seq),
    NoSuchEntry(Seq),
}

struct Issued {
    first: Option<IdbRequest>,
    unmet: Rc<Cell<Option<Unmet>>>,
    _decision: Option<EventListener>,
}

/// Issues every request: what must stand there, what is added, what is replaced.
fn issue(running: &Running, order: &Order, known: Seq) -> Result<Issued, Unissued> {
    let commit = &order.commit;
    let log = running.store(LOG)?;
    let key = |at: Seq| JsValue::from_f64(at as f64);
    let mut conditions = Vec::new();
    if commit.after > known {
        conditions.push((log.get_key(&key(commit.after))?, true, Unmet::Gone(commit.after)));
    }
    for (at, _) in &commit.rewrites {
        conditions.push((log.get_key(&key(*at))?, true, Unmet::NoSuchEntry(*at)));
    }
    let mut first = None;
    let mut thrown = None;
    let added =
        order.each(&mut |at, entry| match log.add_with_key(&codec::encode(entry), &key(at)) {
            Ok(request) => {
                first.get_or_insert(request);
                Ok(())
            }
            Err(cause) => {
                thrown = Some(cause);
                Err(Error::new(Code::Aborted, DOING))
            }
        });
    match (thrown, added) {
        (Some(cause), _) => return Err(Unissued::Thrown(cause)),
        (None, added) => added.map_err(Unissued::Refused)?,
    }
    if first.is_none() {
        conditions.push((log.get_key(&key(commit.after + 1))?, false, Unmet::HeadMoved));
    }
    for (at, entry) in &commit.rewrites {
        log.put_with_key(&codec::encode(entry), &key(*at))?;
    }
    if let Some(parts) = &commit.image {
        let image = running.store(IMAGE)?;
        image.clear()?;
        for (number, part) in (1..).zip(parts) {
            image.put_with_key(&codec::encode(part), &key(number))?;
        }
    }
    if order.is_single() && conditions.is_empty() {
        transaction::commit_now(running.inner());
    }
    let unmet: Rc<Cell<Option<Unmet>>> = Rc::default();
    let decision = decide(running.inner().clone(), conditions, unmet.clone());
    Ok(Issued { first, unmet, _decision: decision })
}

/// Looks at the answers when the last of them is heard, while the transaction can still be aborted.
fn decide(
    transaction: IdbTransaction,
    conditions: Vec<(IdbRequest, bool, Unmet)>,
    verdict: Rc<Cell<Option<Unmet>>>,
) -> Option<EventListener> {
    let last = conditions.last()?.0.clone();
    Some(EventListener::once(&last, "success", move |_| {
        let holds = |request: &IdbRequest, wanted: bool| {
            request.result().is_ok_and(|found| found.is_undefined() != wanted)
        };
        if let Some((.., unmet)) =
            conditions.iter().find(|(asked, wanted, _)| !holds(asked, *wanted))
        {
            verdict.set(Some(*unmet));
            let _ = transaction.abort();
        }
    }))
}
