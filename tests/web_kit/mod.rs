//! What browser tests need beside the crate: other hands on the same database, in plain JavaScript.

#![allow(dead_code)]

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use js_sys::{Function, Promise};
use medallion::store::indexeddb::IndexedDbStore;
use medallion::store::{Signal, Store};
use medallion::{Code, Error};
use wasm_bindgen::{JsCast, JsValue};

/// Tools for [`js`].
const TOOLS: &str = r#"
const open = (version, upgrade) => new Promise((resolve, reject) => {
    const request = indexedDB.open(database, version);
    request.onupgradeneeded = () => upgrade?.(request.result, request.transaction);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
});
const ended = (transaction) => new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
});
const put = async (...pairs) => {
    const db = await open();
    const transaction = db.transaction("log", "readwrite");
    for (const [key, value] of pairs) transaction.objectStore("log").put(value, key);
    await ended(transaction);
    db.close();
};
const spied = (keep) => {
    const own = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...args) {
        const transaction = own.apply(this, args);
        keep(transaction, this);
        return transaction;
    };
    return () => { IDBDatabase.prototype.transaction = own; };
};
"#;

/// Runs JavaScript as the body of an async function, with the name of the log's database at hand.
pub async fn js(log: &str, body: &str) -> JsValue {
    let database = format!("medallion:{log}");
    let text = format!("{TOOLS} return (async () => {{ {body} }})();");
    let run = Function::new_with_args("database", &text);
    let promise = run.call1(&JsValue::UNDEFINED, &database.into()).unwrap();
    promise.unchecked_into::<Promise>().await.unwrap()
}

/// A name that no other test has.
pub fn fresh_name() -> String {
    format!("test-{}", js_sys::Math::random())
}

/// A fresh log and its name.
pub async fn fresh() -> (String, IndexedDbStore) {
    let name = fresh_name();
    let store = IndexedDbStore::open(&name).await.unwrap();
    (name, store)
}

/// Keeps every signal that a store tells.
pub fn signals(store: &IndexedDbStore) -> Rc<RefCell<Vec<Signal>>> {
    let told: Rc<RefCell<Vec<Signal>>> = Rc::default();
    let keep = told.clone();
    store.listen(Rc::new(move |signal| keep.borrow_mut().push(signal)));
    told
}

/// The code of the error that is there.
pub fn code<T>(answer: Result<T, Error>) -> Option<Code> {
    answer.err().map(|error| error.code())
}

/// The name of the platform's error behind ours.
pub fn cause_name(error: &Error) -> Option<String> {
    let cause = error.cause()?.get::<JsValue>()?;
    js_sys::Reflect::get(cause, &"name".into()).ok()?.as_string()
}

/// Polls once, and says whether it is still pending.
pub async fn is_pending<T>(mut future: Pin<&mut (impl Future<Output = T> + ?Sized)>) -> bool {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await
}
