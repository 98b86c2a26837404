//! Proves that a browser can be driven at all: IndexedDB takes a value and gives it back.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used)]

use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn indexed_db_gives_back_what_it_took() {
    let db = Rexie::builder("smoke")
        .version(1)
        .add_object_store(ObjectStore::new("things"))
        .build()
        .await
        .unwrap();

    let write = db.transaction(&["things"], TransactionMode::ReadWrite).unwrap();
    let things = write.store("things").unwrap();
    things.put(&JsValue::from("a value"), Some(&JsValue::from("key"))).await.unwrap();
    write.done().await.unwrap();

    let read = db.transaction(&["things"], TransactionMode::ReadOnly).unwrap();
    let found = read.store("things").unwrap().get(JsValue::from("key")).await.unwrap();
    assert_eq!(found.and_then(|value| value.as_string()).as_deref(), Some("a value"));
}
