//! What stands at some keys of the log, by the web-sys connection.
//!
//! The requests of a transaction are answered in the order in which they were asked, so the answer to
//! the last of them says that all are there, and one listener does for all.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, IdbDatabase, IdbRequest, IdbTransaction};

use super::LOG;
use super::failure::Failure;
use super::transaction::commit_now;
use crate::store::Seq;

const READING: &str = "the store cannot be read";

/// What stands at each of these keys.
pub(super) async fn values(
    connection: &IdbDatabase,
    keys: &[Seq],
) -> Result<Vec<Option<JsValue>>, Failure> {
    let (transaction, requests) =
        ask(connection, keys).map_err(|cause| Failure::of(READING, cause))?;
    if let Some(last) = requests.last() {
        answered(last, &transaction).await;
    }
    let found = requests.iter().map(|request| {
        let result = request.result().map_err(|_| cause(request, &transaction))?;
        Ok((!result.is_undefined()).then_some(result))
    });
    found.collect::<Result<_, JsValue>>().map_err(|cause| Failure::of(READING, cause))
}

fn ask(
    connection: &IdbDatabase,
    keys: &[Seq],
) -> Result<(IdbTransaction, Vec<IdbRequest>), JsValue> {
    let transaction = connection.transaction_with_str(LOG)?;
    let log = transaction.object_store(LOG)?;
    let requests = keys.iter().map(|key| log.get(&JsValue::from_f64(*key as f64)));
    let requests = requests.collect::<Result<_, JsValue>>()?;
    // By itself it ends when this page is at rest again, and a commit that is issued before waits so
    // long.
    commit_now(&transaction);
    Ok((transaction, requests))
}

/// Waits for the last answer, or for the end of a transaction that gives none.
async fn answered(last: &IdbRequest, transaction: &IdbTransaction) {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let heard = |target: &EventTarget, event: &'static str| {
        let sender = sender.clone();
        EventListener::once(target, event, move |_| drop(sender.take()))
    };
    let _listeners = [heard(last, "success"), heard(transaction, "abort")];
    let _: Result<(), oneshot::Canceled> = receiver.await;
}

fn cause(request: &IdbRequest, transaction: &IdbTransaction) -> JsValue {
    let own = request.error().ok().flatten().or_else(|| transaction.error());
    own.map_or(JsValue::UNDEFINED, |cause| cause.unchecked_into())
}
