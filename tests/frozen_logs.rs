//! Logs of earlier forms, opened natively.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

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
fn what_a_later_version_left_is_opened_reported_and_written_on_after_a_rollback() {
    pollster::block_on(async {
        for image in [vec![], frozen::entries(frozen::later::LATER_IMAGE)] {
            let store = MemoryStore::new();
            store.commit(frozen::commit(frozen::later::LATER)).await.unwrap();
            store.tamper_image(image.into_iter().map(Stored::Entry).collect());
            frozen::later::check_rollback(Rc::new(store), Rc::new(MemoryStore::new())).await;
        }
    });
}

#[test]
fn a_later_and_an_earlier_version_work_side_by_side() {
    pollster::block_on(async {
        let log = MemoryStore::new();
        let [later, one, two] = [(); 3].map(|()| Rc::new(log.connect()));
        frozen::later::check_mixed(later, one, two).await;
    });
}

#[test]
fn a_file_of_the_first_form_comes_in() {
    pollster::block_on(frozen::check_file(Rc::new(MemoryStore::new())));
}
