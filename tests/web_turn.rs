//! Turns by Web Locks: what they do when the lock is not to be had.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used)]

use std::pin::pin;

use medallion::store::Store;
use medallion::store::indexeddb::IndexedDbStore;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

pub mod web_kit;
use web_kit::{fresh, is_pending, js};

/// Takes the 10 seconds that it is about.
#[wasm_bindgen_test]
async fn a_turn_that_is_never_given_back_is_waited_for_only_so_long() {
    let (name, store) = fresh().await;
    let other = IndexedDbStore::open(&name).await.unwrap();
    let kept = store.turn("scope").await.unwrap();
    drop(other.turn("scope").await.unwrap());
    // It went on without the lock, and left no request for it behind.
    let state = "const { held, pending } = await navigator.locks.query();
        const ours = (locks) => locks.filter((lock) => lock.name.startsWith(database)).length;
        return `${ours(held)} ${ours(pending)}`;";
    assert_eq!(js(&name, state).await.as_string().unwrap(), "1 0");
    drop(kept);
    drop(other.turn("scope").await.unwrap());
}

#[wasm_bindgen_test]
async fn a_turn_that_nobody_waits_for_any_more_leaves_the_queue() {
    let (name, store) = fresh().await;
    let other = IndexedDbStore::open(&name).await.unwrap();
    let kept = store.turn("scope").await.unwrap();
    {
        let mut waits = pin!(other.turn("scope"));
        assert!(is_pending(waits.as_mut()).await);
    }
    let pending = "return (await navigator.locks.query()).pending.length;";
    assert_eq!(js(&name, pending).await.as_f64(), Some(0.0));
    drop(kept);
}

#[wasm_bindgen_test]
async fn without_locks_every_turn_is_given_at_once() {
    let (name, store) = fresh().await;
    js(
        &name,
        "Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });",
    )
    .await;
    let both = (store.turn("scope").await, store.turn("scope").await);
    js(&name, "delete navigator.locks;").await;
    assert!(both.0.is_ok() && both.1.is_ok());
}
