//! What the platform tells of room and persistence. Whatever it does not tell stays unknown.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::StorageEstimate;

use super::platform;
use crate::store::Room;

/// Asks for both.
pub(super) async fn room() -> Room {
    let Some(storage) = platform::storage() else { return Room::default() };
    let estimate = answer(storage.estimate()).await;
    let estimate = estimate.as_ref().map(JsCast::unchecked_ref::<StorageEstimate>);
    Room {
        used: estimate.and_then(StorageEstimate::get_usage),
        quota: estimate.and_then(StorageEstimate::get_quota),
        persisted: answer(storage.persisted()).await.and_then(|answer| answer.as_bool()),
    }
}

async fn answer(asked: Result<Promise, JsValue>) -> Option<JsValue> {
    asked.ok()?.await.ok()
}
