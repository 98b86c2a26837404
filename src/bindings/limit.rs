//! Functions of the host that may never answer: they are waited for only so long.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use gloo::timers::future::TimeoutFuture;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::domain::schema::decimal;

#[wasm_bindgen(module = "/pkg-template/values.js")]
extern "C" {
    /// What a value comes to, whatever kind of promise it is.
    pub(super) fn promised(value: &JsValue) -> Promise;
}

/// The longest time that a timer takes, in milliseconds; a longer one would be none.
const LONGEST: u32 = i32::MAX as u32;

/// What a promise comes to; `None` if it comes to nothing within so many milliseconds.
pub(super) async fn within(
    milliseconds: u32,
    answer: &JsValue,
) -> Option<Result<JsValue, JsValue>> {
    let mut answer = pin!(JsFuture::from(promised(answer)));
    let mut limit = pin!(TimeoutFuture::new(milliseconds.min(LONGEST)));
    poll_fn(|context| match answer.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => limit.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// That it took longer.
pub(super) fn too_long(who: &str, milliseconds: u32) -> String {
    format!("{who} did not answer within {} s", decimal(f64::from(milliseconds) / 1000.0))
}
