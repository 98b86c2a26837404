//! One read-write transaction of the web-sys connection, and how it ended.
//!
//! Only `complete` counts as success. A failure at the commit itself, where a full disk shows,
//! fires no error at any request: it is told by `abort` alone.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::events::EventListener;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

use super::failure::Failure;
use super::platform::{self, Database};
use crate::store::Durability;

/// A transaction that was begun; its requests are issued before anything is awaited.
pub(super) struct Running {
    inner: IdbTransaction,
    ended: oneshot::Receiver<bool>,
    culprit: Rc<RefCell<Option<IdbRequest>>>,
    is_over: Cell<bool>,
    _listeners: [EventListener; 3],
}

/// Who stops waiting for a transaction does not want it: it is undone, if that is still possible.
impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_over.get() {
            drop(self.inner.abort());
        }
    }
}

/// A transaction that the browser undid.
pub(super) struct Aborted {
    /// Why; `undefined` if the browser does not say.
    pub(super) cause: JsValue,
    /// The request that failed first, if one did.
    pub(super) request: Option<IdbRequest>,
}

/// Begins a transaction over `stores`.
pub(super) fn begin(
    connection: &IdbDatabase,
    stores: &[&str],
    durability: Durability,
) -> Result<Running, Failure> {
    let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
    let options = platform::options();
    options.set_durability(match durability {
        Durability::Relaxed => "relaxed",
        Durability::Strict => "strict",
    });
    let connection: &Database = connection.unchecked_ref();
    let inner = connection
        .transaction(&names, "readwrite", &options)
        .map_err(|cause| Failure::of("the store cannot be written", cause))?;
    Ok(Running::watch(inner))
}

impl Running {
    fn watch(inner: IdbTransaction) -> Self {
        let (sender, ended) = oneshot::channel();
        let sender = Rc::new(RefCell::new(Some(sender)));
        let end = |event, completed| {
            let sender = sender.clone();
            EventListener::once(&inner, event, move |_| {
                if let Some(sender) = sender.take() {
                    let _ = sender.send(completed);
                }
            })
        };
        let culprit: Rc<RefCell<Option<IdbRequest>>> = Rc::default();
        let seen = culprit.clone();
        let failed = EventListener::once(&inner, "error", move |event| {
            *seen.borrow_mut() = event.target().and_then(|target| target.dyn_into().ok());
        });
        let listeners = [end("complete", true), end("abort", false), failed];
        Self { inner, ended, culprit, is_over: Cell::new(false), _listeners: listeners }
    }

    /// A store of the transaction.
    pub(super) fn store(&self, name: &str) -> Result<IdbObjectStore, JsValue> {
        self.inner.object_store(name)
    }

    /// The platform's transaction.
    pub(super) fn inner(&self) -> &IdbTransaction {
        &self.inner
    }

    /// Waits for the end.
    pub(super) async fn end(mut self) -> Result<(), Aborted> {
        let ended = (&mut self.ended).await;
        self.is_over.set(true);
        match ended {
            Ok(true) => Ok(()),
            _ => {
                // The request knows better: after an early commit Firefox says of the transaction
                // no more than that it was aborted.
                let request = self.culprit.take();
                let own = request.as_ref().and_then(|request| request.error().ok().flatten());
                let cause = own.or_else(|| self.inner.error());
                let cause = cause.map_or(JsValue::UNDEFINED, JsValue::from);
                Err(Aborted { cause, request })
            }
        }
    }
}

/// Lets a transaction of a single request finish without waiting for that to be heard of, which
/// takes a trip to the page less. An engine without the method commits by itself a little later.
///
/// Never call this with several requests: Firefox 153 then completes the transaction when any but
/// the last of them failed, and keeps the others.
pub(super) fn commit_now(transaction: &IdbTransaction) {
    #[allow(deprecated)] // so web-sys has it; the standard took it back in
    drop(transaction.commit());
}
