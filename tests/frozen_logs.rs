//! Logs of earlier forms, opened natively.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod frozen;

use std::rc::Rc;

use medallion::store::Store;
use medallion::store::memory::MemoryStore;

#[test]
fn what_the_first_form_left_is_read_and_written() {
    pollster::block_on(async {
        let store = MemoryStore::new();
        store.commit(frozen::commit(frozen::FORM_1)).await.unwrap();
        frozen::check(Rc::new(store)).await;
    });
}
