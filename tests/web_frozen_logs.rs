//! Logs of earlier forms, opened in a real browser: put there as the browser kept them, entry by
//! entry, past the store.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::rc::Rc;

use medallion::store::indexeddb::IndexedDbStore;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

pub mod frozen;
pub mod web_kit;
use web_kit::{fresh_name, js};

/// Puts a log there as the browser kept it, and its image.
async fn keep(log: &str, image: &str) -> String {
    let name = fresh_name();
    let [log, image] = [log, image].map(|text| serde_json::to_string(text).unwrap());
    let body = format!(
        "const entries = (text) => text.split('\\n').filter(Boolean).map((line) => JSON.parse(line));
        const stored = (text) => entries(text).map(({{ v, n, crc, t }}, at) => [at + 1, {{ v, n, crc: new Uint32Array(crc), t }}]);
        const stores = (db) => ['log', 'image', 'meta'].forEach((store) => db.createObjectStore(store));
        (await open(1, stores)).close();
        await put(...stored({log}));
        const db = await open(1);
        const parts = db.transaction('image', 'readwrite');
        for (const [key, part] of stored({image})) parts.objectStore('image').put(part, key);
        await ended(parts);
        db.close();"
    );
    js(&name, &body).await;
    name
}

#[wasm_bindgen_test]
async fn what_the_first_form_left_is_read_and_written() {
    let name = keep(frozen::FORM_1, "").await;
    frozen::check(Rc::new(IndexedDbStore::open(&name).await.unwrap())).await;
}

#[wasm_bindgen_test]
async fn everything_that_the_first_form_can_hold_is_read_with_its_image_and_without() {
    for image in ["", frozen::IMAGE] {
        let name = keep(frozen::EVERYTHING, image).await;
        frozen::check_everything(Rc::new(IndexedDbStore::open(&name).await.unwrap())).await;
    }
}

#[wasm_bindgen_test]
async fn what_a_later_version_left_is_opened_reported_and_written_on_after_a_rollback() {
    for image in ["", frozen::later::LATER_IMAGE] {
        let name = keep(frozen::later::LATER, image).await;
        let store = Rc::new(IndexedDbStore::open(&name).await.unwrap());
        let elsewhere = Rc::new(IndexedDbStore::open(&fresh_name()).await.unwrap());
        frozen::later::check_rollback(store, elsewhere).await;
    }
}

#[wasm_bindgen_test]
async fn a_later_and_an_earlier_version_work_side_by_side() {
    let name = fresh_name();
    let mut stores = Vec::new();
    for _ in 0..3 {
        stores.push(Rc::new(IndexedDbStore::open(&name).await.unwrap()));
    }
    frozen::later::check_mixed(stores[0].clone(), stores[1].clone(), stores[2].clone()).await;
}

#[wasm_bindgen_test]
async fn a_file_of_the_first_form_comes_in() {
    let name = fresh_name();
    frozen::check_file(Rc::new(IndexedDbStore::open(&name).await.unwrap())).await;
}
