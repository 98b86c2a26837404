//! The memory store against the conformance suite, and what is its own.

#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::rc::Rc;

use medallion::store::conformance::{self, Connection, commit, entry};
use medallion::store::memory::MemoryStore;
use medallion::store::{Store, Stored};
use pollster::block_on;

async fn connect(count: usize) -> Vec<Connection> {
    let first = MemoryStore::new();
    (0..count).map(|_| Rc::new(first.connect()) as Connection).collect()
}

macro_rules! tests {
    ($($case:ident)*) => { $(
        #[test]
        fn $case() {
            block_on(conformance::$case(connect)).unwrap();
        }
    )* };
}
medallion::for_each_conformance_case!(tests);

#[test]
fn a_listener_may_call_back_in() {
    let store = MemoryStore::new();
    let other = store.connect();
    let handle = other.clone();
    other.listen(Rc::new(move |_| {
        block_on(handle.commit(commit(1, &["an answer"]))).unwrap();
        handle.close();
    }));
    block_on(store.commit(commit(0, &["a call"]))).unwrap();
    assert_eq!(block_on(store.read(1, 9)).unwrap().len(), 2);
}

#[test]
fn what_other_hands_put_there_is_read_as_it_is() {
    let store = MemoryStore::new();
    block_on(store.commit(commit(0, &["1", "2"]))).unwrap();
    assert!(store.tamper(1, Stored::Damaged("is not an object".into())));
    assert!(!store.tamper(3, Stored::Entry(entry("x"))));
    let found = block_on(store.read(1, 9)).unwrap();
    assert!(matches!(found.as_slice(), [(1, Stored::Damaged(_)), (2, Stored::Entry(_))]));
}

#[test]
fn patience_ends_the_wait_for_a_turn() {
    let store = MemoryStore::with_patience(|| Box::pin(std::future::ready(())));
    let held = block_on(store.turn("scope")).unwrap();
    drop(block_on(store.connect().turn("scope")).unwrap());
    drop(held);
    drop(block_on(store.turn("scope")).unwrap());
}
