//! Opening a database with web-sys, only if it is there.
//!
//! IndexedDB has no call for that: asked for a database that does not exist it starts to make one,
//! and that is undone while it happens.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, IdbDatabase, IdbOpenDbRequest};

use super::{failure, platform, task};
use crate::domain::error::{Code, Error, Result};

/// Opens the database within a limit, in milliseconds. One that is not there is `EVICTED`; `lost` is
/// set if the browser says that it threw away what there was.
pub(super) async fn existing(name: &str, limit: u32, lost: &Rc<Cell<bool>>) -> Result<IdbDatabase> {
    let request = platform::factory()?.open(name).map_err(failure::no_database)?;
    let late = |opened: Result<IdbDatabase>| {
        if let Ok(database) = opened {
            database.close();
        }
    };
    let opened = task::within(limit, answered(request, lost.clone()), late).await;
    let blocked = || Error::new(Code::BlockedByOtherTab, "another tab is deleting the database");
    opened.unwrap_or_else(|| Err(blocked()))
}

async fn answered(request: IdbOpenDbRequest, lost: Rc<Cell<bool>>) -> Result<IdbDatabase> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let is_new = Rc::new(Cell::new(false));
    let noticed = is_new.clone();
    let options = EventListenerOptions::enable_prevent_default();
    let target: &EventTarget = &request;
    let on = |event: &'static str| {
        let (sender, request) = (sender.clone(), request.clone());
        EventListener::once_with_options(target, event, options, move |event| {
            event.prevent_default();
            if let Some(sender) = sender.take() {
                let _ = sender.send(request.result());
            }
        })
    };
    let undo = request.clone();
    let _listeners = [
        on("success"),
        on("error"),
        EventListener::once(target, "upgradeneeded", move |event| {
            noticed.set(true);
            // Chromium alone says so.
            let loss = Reflect::get(event, &"dataLoss".into()).ok();
            if loss.and_then(|loss| loss.as_string()).is_some_and(|loss| loss == "total") {
                lost.set(true);
            }
            if let Some(transaction) = undo.transaction() {
                drop(transaction.abort());
            }
        }),
    ];
    let result = receiver.await.unwrap_or_else(|_| Ok(JsValue::UNDEFINED));
    if is_new.get() {
        return Err(evicted());
    }
    match result.map(JsCast::dyn_into::<IdbDatabase>) {
        Ok(Ok(database)) => Ok(database),
        _ => {
            let cause = request.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from);
            Err(failure::no_database(cause))
        }
    }
}

/// The error of a database that is gone, or another one by the same name.
pub(super) fn evicted() -> Error {
    Error::new(Code::Evicted, "the database was deleted while it was in use")
}
