//! What the platform tells of room and persistence. Whatever it does not tell stays unknown.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::StorageEstimate;

use super::{platform, task};
use crate::store::Room;

/// How long the platform has to tell, in milliseconds.
const LIMIT: u32 = 5_000;
/// With so much room left, in bytes, a disk that is said to be full is not.
const AMPLE: f64 = 64e6;

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

/// Asks the platform to promise; some ask the user first, who may take this long.
pub(super) async fn persist() -> bool {
    const PATIENCE: u32 = 60_000;
    let Some(storage) = platform::storage() else { return false };
    let asked = storage.persist();
    let promised = task::before(PATIENCE, async { asked.ok()?.await.ok() }).await.flatten();
    promised.and_then(|answer| answer.as_bool()).unwrap_or(false)
}

/// Whether there is room for more by far, as far as the platform tells.
pub(super) async fn is_ample() -> bool {
    let Room { used, quota, .. } = room().await;
    matches!((used, quota), (Some(used), Some(quota)) if quota - used > AMPLE)
}

async fn answer(asked: Result<Promise, JsValue>) -> Option<JsValue> {
    task::before(LIMIT, async { asked.ok()?.await.ok() }).await.flatten()
}
