//! The IndexedDB store against the conformance suite, in a service worker.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_service_worker);

pub mod web_conformance;

#[wasm_bindgen_test::wasm_bindgen_test]
fn runs_where_it_says() {
    assert_eq!(js_sys::global().constructor().name(), "ServiceWorkerGlobalScope");
}
