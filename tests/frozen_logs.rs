//! Logs of earlier forms, opened natively.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod frozen;

use std::rc::Rc;

use medallion::store::memory::MemoryStore;
use medallion::store::{Store, Stored};

#[test]
fn what_the_first_form_left_is_read_and_written() {
    pollster::block_on(async {
        let store = MemoryStore::new();
        store.commit(frozen::commit(frozen::FORM_1)).await.unwrap();
        frozen::check(Rc::new(store)).await;
    });
}

#[test]
fn everything_that_the_first_form_can_hold_is_read_with_its_image_and_without() {
    pollster::block_on(async {
        for image in [vec![], frozen::entries(frozen::IMAGE)] {
            let store = MemoryStore::new();
            store.commit(frozen::commit(frozen::EVERYTHING)).await.unwrap();
            store.tamper_image(image.into_iter().map(Stored::Entry).collect());
            frozen::check_everything(Rc::new(store)).await;
        }
    });
}

#[test]
fn a_file_of_the_first_form_comes_in() {
    pollster::block_on(frozen::check_file(Rc::new(MemoryStore::new())));
}
