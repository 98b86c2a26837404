//! A full disk, in the one engine whose limit a test can set without driving the browser from
//! outside. It stands alone because what it fills is full for every test of the same page.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used)]

use medallion::Code;
use medallion::store::conformance::entry;
use medallion::store::indexeddb::IndexedDbStore;
use medallion::store::{Commit, Entry, Outcome, Store};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

pub mod web_kit;
use web_kit::{cause_name, fresh, js};

/// Other engines let no page set its own limit: there this fills nothing and asserts nothing. In
/// Firefox `webdriver.json` has to set `dom.quotaManager.temporaryStorage.fixedLimit`.
#[wasm_bindgen_test]
async fn in_firefox_a_full_store_says_quota_and_keeps_what_it_has() {
    let (name, store) = fresh().await;
    if js(&name, "return navigator.userAgent.includes('Firefox');").await.is_falsy() {
        return;
    }
    let quota = store.room().await.unwrap().quota.unwrap();
    assert!(quota <= 64e6, "the limit is not set: {quota}");
    let noise = |_| {
        let random = std::iter::repeat_with(|| js_sys::Math::random().to_string());
        entry(random.take(Entry::LIMIT / 20).collect::<String>())
    };
    // First many entries at once, whose abort comes late; then one by one, committed early.
    let mut known = 0;
    for size in [40, 1, 1, 1] {
        let error = loop {
            let entries: Vec<Entry> = (0..size).map(noise).collect();
            match store.commit(Commit { after: known, entries, ..Commit::default() }).await {
                Ok(outcome) => assert_eq!(outcome, Outcome::Done),
                Err(error) => break error,
            }
            known += size;
        };
        assert_eq!(error.code(), Code::Quota, "{error}");
        assert_eq!(cause_name(&error).unwrap(), "QuotaExceededError");
        let tail = store.read(known, 9).await.unwrap();
        assert_eq!(tail.last().unwrap().0, known);
    }
    IndexedDbStore::delete(&name).await.unwrap();
}
