//! What is done about each class of failure of a browser's storage. Each is produced by standing
//! between the store and the browser, in a real browser.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;

use medallion::store::conformance::{commit, entry};
use medallion::store::indexeddb::{IndexedDbStore, Patience};
use medallion::store::{Entry, EntrySource, Outcome, Signal, Store};
use medallion::{Code, Error};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

pub mod web_kit;
use web_kit::{cause_name, code, fresh, fresh_name, is_pending, js, signals};

const HASTY: Patience = Patience { opening: 300, transaction: 300, pauses: &[1, 2, 4] };

async fn hasty() -> (String, IndexedDbStore) {
    let name = fresh_name();
    let store = IndexedDbStore::open_with(&name, HASTY).await.unwrap();
    (name, store)
}

async fn texts(store: &IndexedDbStore) -> String {
    let found = store.read(1, 100).await.unwrap();
    let text = |stored| match stored {
        medallion::store::Stored::Entry(entry) => entry.text,
        medallion::store::Stored::Damaged(what) => panic!("{what}"),
    };
    found.into_iter().map(|(_, stored)| text(stored)).collect()
}

/// The next `times` calls of a method of IndexedDB's fail as JavaScript says.
async fn failing(name: &str, method: &str, times: u32, with: &str) {
    let body = format!(
        "const [owner, method] = '{method}'.split('.');
        const own = globalThis[owner].prototype[method];
        let left = {times};
        globalThis.calls = 0;
        globalThis.mend = () => {{ globalThis[owner].prototype[method] = own; }};
        globalThis[owner].prototype[method] = function (...args) {{
            calls += 1;
            if (left-- > 0) {{ {with} }}
            return own.apply(this, args);
        }};"
    );
    js(name, &body).await;
}

async fn mended(name: &str) -> f64 {
    js(name, "mend(); return calls;").await.as_f64().unwrap()
}

/// WebKit's "connection to the server lost", Chromium's failing backing store.
const UNKNOWN: &str =
    "throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');";

#[wasm_bindgen_test]
async fn a_failing_backing_store_is_tried_again_on_new_connections() {
    let (name, store) = hasty().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    let told = signals(&store);
    for times in 1..=3 {
        failing(&name, "IDBDatabase.transaction", times, UNKNOWN).await;
        let after = 2 * u64::from(times) - 1;
        assert_eq!(store.commit(commit(after, &["w"])).await.unwrap(), Outcome::Done);
        mended(&name).await;
        failing(&name, "IDBDatabase.transaction", times, UNKNOWN).await;
        assert_eq!(store.read(1, 9).await.unwrap().len() as u64, after + 1);
        mended(&name).await;
        store.commit(commit(after + 1, &["x"])).await.unwrap();
    }
    assert_eq!(texts(&store).await, "1wxwxwx");
    assert!(told.borrow().iter().all(|signal| *signal == Signal::Closed));
}

#[wasm_bindgen_test]
async fn a_backing_store_that_keeps_failing_is_degraded_and_heals() {
    let (name, store) = hasty().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    failing(&name, "IDBDatabase.transaction", 1_000, UNKNOWN).await;
    let error = store.commit(commit(1, &["2"])).await.unwrap_err();
    assert_eq!(error.code(), Code::Degraded);
    assert_eq!(cause_name(&error).unwrap(), "UnknownError");
    let before = js(&name, "return calls;").await.as_f64().unwrap();
    // From now on each call is one try.
    assert_eq!(code(store.commit(commit(1, &["2"])).await), Some(Code::Degraded));
    let after = mended(&name).await;
    assert!(after - before < before, "{before} calls, then {}", after - before);
    assert_eq!(store.commit(commit(1, &["2"])).await.unwrap(), Outcome::Done);
    assert_eq!(texts(&store).await, "12");
}

#[wasm_bindgen_test]
async fn opening_is_tried_again_too() {
    let name = fresh_name();
    failing(&name, "IDBFactory.open", 2, UNKNOWN).await;
    let store = IndexedDbStore::open_with(&name, HASTY).await.unwrap();
    mended(&name).await;
    store.commit(commit(0, &["1"])).await.unwrap();
    failing(&name, "IDBFactory.open", 1_000, UNKNOWN).await;
    assert_eq!(code(IndexedDbStore::open_with(&name, HASTY).await), Some(Code::Unavailable));
    mended(&name).await;
    assert_eq!(texts(&store).await, "1");
}

/// The browser aborts a commit without a word. Nothing of it is stored, so it is sent again.
#[wasm_bindgen_test]
async fn a_commit_that_was_aborted_without_a_reason_is_sent_again() {
    let (name, store) = hasty().await;
    js(&name, "let left = 1; globalThis.unspy = spied((t) => { if (t.mode === 'readwrite' && left-- > 0) queueMicrotask(() => t.abort()); });").await;
    assert_eq!(store.commit(commit(0, &["1", "2"])).await.unwrap(), Outcome::Done);
    js(&name, "unspy();").await;
    assert_eq!(texts(&store).await, "12");
}

/// The commit is stored, but all that comes back is that the connection was lost: it is looked up
/// and not stored twice.
#[wasm_bindgen_test]
async fn a_commit_whose_answer_was_lost_is_stored_once() {
    let (name, store) = hasty().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    js(&name, LOSING_ANSWERS).await;
    assert_eq!(store.commit(commit(1, &["2"])).await.unwrap(), Outcome::Done);
    js(&name, "unspy();").await;
    assert_eq!(texts(&store).await, "12");
}

/// Makes three entries, as often as it is asked to.
#[derive(Default)]
struct Three {
    asked: Cell<u32>,
}

impl EntrySource for Three {
    fn each(&self, take: &mut dyn FnMut(Entry) -> Result<(), Error>) -> Result<(), Error> {
        self.asked.set(self.asked.get() + 1);
        ["a", "b", "c"].into_iter().try_for_each(|text| take(entry(text)))
    }
}

/// What is made while it is stored is made again for another try, and is known again where only the
/// answer was lost.
#[wasm_bindgen_test]
async fn a_commit_from_a_source_is_sent_again_and_stored_once() {
    let (name, store) = hasty().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    let source = Rc::new(Three::default());
    js(&name, "let left = 1; globalThis.unspy = spied((t) => { if (t.mode === 'readwrite' && left-- > 0) queueMicrotask(() => t.abort()); });").await;
    let stored = store.commit_from(commit(1, &["2"]), source.clone()).await.unwrap();
    js(&name, "unspy();").await;
    assert_eq!((stored, source.asked.get()), (Outcome::Done, 2));
    assert_eq!(texts(&store).await, "12abc");

    let source = Rc::new(Three::default());
    js(&name, LOSING_ANSWERS).await;
    let stored = store.commit_from(commit(5, &[]), source.clone()).await.unwrap();
    js(&name, "unspy();").await;
    assert_eq!((stored, source.asked.get()), (Outcome::Done, 1));
    assert_eq!(texts(&store).await, "12abcabc");
}

/// Completes the transactions of others, and tells them that they were aborted.
const LOSING_ANSWERS: &str = "let left = 1;
    globalThis.unspy = spied((t) => {
        if (t.mode !== 'readwrite' || left-- <= 0) return;
        const listen = t.addEventListener.bind(t);
        listen('complete', (event) => {
            event.stopImmediatePropagation();
            t.dispatchEvent(new Event('abort'));
        });
    });";

/// The same, and meanwhile another tab has written in its place.
#[wasm_bindgen_test]
async fn a_lost_commit_whose_place_is_taken_has_not_been_stored() {
    let name = fresh_name();
    let slow = Patience { pauses: &[500], ..HASTY };
    let store = IndexedDbStore::open_with(&name, slow).await.unwrap();
    store.commit(commit(0, &["1"])).await.unwrap();
    let other = IndexedDbStore::open(&name).await.unwrap();
    js(&name, "let left = 1; globalThis.unspy = spied((t) => { if (t.mode === 'readwrite' && left-- > 0) queueMicrotask(() => t.abort()); });").await;
    let mut ours = store.commit(commit(1, &["ours", "too"]));
    assert!(is_pending(ours.as_mut()).await);
    js(&name, "").await;
    assert_eq!(other.commit(commit(1, &["theirs"])).await.unwrap(), Outcome::Done);
    assert_eq!(ours.await.unwrap(), Outcome::HeadMoved);
    js(&name, "unspy();").await;
    assert_eq!(texts(&store).await, "1theirs");
}

/// A tab keeps a transaction going: what stands behind it is given up, and nothing of it happens.
#[wasm_bindgen_test]
async fn nothing_is_waited_for_without_a_limit() {
    let (name, store) = hasty().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    js(
        &name,
        "const db = await open();
        const transaction = db.transaction('log', 'readwrite');
        globalThis.held = true;
        globalThis.over = ended(transaction).then(() => db.close());
        const hold = () => { if (held) transaction.objectStore('log').get(1).onsuccess = hold; };
        hold();",
    )
    .await;
    assert_eq!(code(store.commit(commit(1, &["2", "3"])).await), Some(Code::Degraded));
    assert_eq!(code(store.read(1, 9).await), Some(Code::Degraded));
    assert_eq!(code(store.flush().await), Some(Code::Degraded));
    js(&name, "held = false; await over;").await;
    assert_eq!(texts(&store).await, "1");
    assert_eq!(store.commit(commit(1, &["4"])).await.unwrap(), Outcome::Done);
}

const FULL: &str = "throw new DOMException('full', 'QuotaExceededError');";

#[wasm_bindgen_test]
async fn a_disk_that_is_full_for_a_moment_costs_the_image_and_no_error() {
    let (name, store) = hasty().await;
    let image = "const db = await open();
        const t = db.transaction('image', 'readwrite'); const s = t.objectStore('image');";
    js(&name, &format!("{image} s.put('part', 1); await ended(t); db.close();")).await;
    // Twice, because a request that throws is issued once more at once.
    failing(&name, "IDBObjectStore.add", 2, FULL).await;
    assert_eq!(store.commit(commit(0, &["1"])).await.unwrap(), Outcome::Done);
    mended(&name).await;
    let left = format!("{image} const q = s.count(); await ended(t); db.close(); return q.result;");
    assert_eq!(js(&name, &left).await.as_f64(), Some(0.0));
}

#[wasm_bindgen_test]
async fn a_disk_that_stays_full_is_quota_and_reading_goes_on() {
    let (name, store) = hasty().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    failing(&name, "IDBObjectStore.add", 1_000, FULL).await;
    for _ in 0..2 {
        let error = store.commit(commit(1, &["2"])).await.unwrap_err();
        assert_eq!(error.code(), Code::Quota);
        assert_eq!(cause_name(&error).unwrap(), "QuotaExceededError");
        assert_eq!(texts(&store).await, "1");
    }
    mended(&name).await;
    assert_eq!(store.commit(commit(1, &["2"])).await.unwrap(), Outcome::Done);
}

/// Synthetic events: `storage-events.test.mjs` freezes a real page.
#[wasm_bindgen_test]
async fn a_page_that_rests_lets_go_and_takes_up_again() {
    let (name, store) = fresh().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    let told = signals(&store);
    let events = [
        (
            "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));",
            "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));",
        ),
        (
            "document.dispatchEvent(new Event('freeze'));",
            "document.dispatchEvent(new Event('resume'));",
        ),
    ];
    for (number, (rest, resume)) in (1..).zip(events) {
        // A commit in flight comes to its end.
        let mut flying = store.commit(commit(number, &["x"]));
        assert!(is_pending(flying.as_mut()).await);
        js(&name, rest).await;
        assert_eq!(flying.await.unwrap(), Outcome::Done);
        // Nothing stands in the way of a newer version; this one closes at once.
        let blocked = js(
            &name,
            "return new Promise((resolve, reject) => {
                const request = indexedDB.open(database, 1);
                request.onblocked = () => resolve(true);
                request.onsuccess = () => { request.result.close(); resolve(false); };
                request.onerror = () => reject(request.error);
            });",
        );
        assert_eq!(blocked.await.as_bool(), Some(false));
        let other = IndexedDbStore::open(&name).await.unwrap();
        js(&name, resume).await;
        assert_eq!(told.take(), [Signal::Resumed]);
        other.close();
    }
    assert_eq!(texts(&store).await, "1xx");
}

#[wasm_bindgen_test]
async fn a_page_that_goes_away_or_has_just_come_rests_not() {
    let (name, store) = fresh().await;
    let told = signals(&store);
    js(
        &name,
        "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));",
    )
    .await;
    assert_eq!(store.commit(commit(0, &["1"])).await.unwrap(), Outcome::Done);
    assert_eq!(*told.borrow(), []);
}

#[wasm_bindgen_test]
async fn who_waits_for_another_tab_is_told_and_then_given_an_error() {
    let name = fresh_name();
    let limit = Patience { opening: 1_500, ..HASTY };
    let store = IndexedDbStore::open_with(&name, limit).await.unwrap();
    let told = signals(&store);
    js(&name, "globalThis.stubborn = await open();").await;
    let mut deletion = pin!(IndexedDbStore::delete(&name));
    assert!(is_pending(deletion.as_mut()).await);
    js(&name, "await new Promise((resolve) => setTimeout(resolve, 50));").await;
    assert_eq!(code(store.read(1, 1).await), Some(Code::BlockedByOtherTab));
    assert_eq!(*told.borrow(), [Signal::Closed, Signal::Waiting]);
    js(&name, "stubborn.close();").await;
    deletion.await.unwrap();
}

/// An engine without estimates has nothing that could keep it waiting.
#[wasm_bindgen_test]
async fn room_is_told_even_if_the_browser_does_not_answer() {
    let (name, store) = fresh().await;
    let silence = "const storage = globalThis.StorageManager?.prototype;
        globalThis.own = storage?.estimate;
        if (own) storage.estimate = () => new Promise(() => {});";
    js(&name, silence).await;
    let room = store.room().await.unwrap();
    js(&name, "if (own) StorageManager.prototype.estimate = own;").await;
    assert_eq!(room.used, None);
}
