//! Logs of earlier forms, opened in a real browser: put there as the browser kept them, entry by
//! entry, past the store.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::rc::Rc;

use medallion::store::indexeddb::IndexedDbStore;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

pub mod frozen;
pub mod web_kit;
use web_kit::{fresh_name, js};

#[wasm_bindgen_test]
async fn what_the_first_form_left_is_read_and_written() {
    let name = fresh_name();
    let text = serde_json::to_string(frozen::FORM_1).unwrap();
    let body = format!(
        "const entries = {text}.trim().split('\\n').map((line) => JSON.parse(line));
        const stores = (db) => ['log', 'image', 'meta'].forEach((store) => db.createObjectStore(store));
        (await open(1, stores)).close();
        await put(...entries.map(({{ v, n, crc, t }}, at) => [at + 1, {{ v, n, crc: new Uint32Array(crc), t }}]));"
    );
    js(&name, &body).await;
    frozen::check(Rc::new(IndexedDbStore::open(&name).await.unwrap())).await;
}
