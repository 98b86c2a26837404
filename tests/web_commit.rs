//! The commit function and the connections in a real browser: hints, causes, and a database that
//! other hands change, delete or replace.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::pin::pin;
use std::rc::Rc;

use medallion::Code;
use medallion::store::conformance::{commit, entry};
use medallion::store::indexeddb::IndexedDbStore;
use medallion::store::{Commit, Durability, Outcome, Signal, Store, Stored};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

pub mod web_kit;
use web_kit::{cause_name, code, fresh, fresh_name, is_pending, js, signals};

async fn head(store: &IndexedDbStore) -> u64 {
    store.read(1, 1_000).await.unwrap().last().map_or(0, |(seq, _)| *seq)
}

#[wasm_bindgen_test]
async fn the_durability_hint_arrives() {
    let (name, store) = fresh().await;
    js(&name, "globalThis.hints = []; globalThis.unspy = spied((t) => { if (t.mode === 'readwrite') hints.push(t.durability); });").await;
    store.commit(commit(0, &["1"])).await.unwrap();
    let strict = Commit { durability: Durability::Strict, ..commit(1, &["2"]) };
    assert_eq!(store.commit(strict).await.unwrap(), Outcome::Done);
    store.flush().await.unwrap();
    let hints = js(&name, "unspy(); return hints.join();").await;
    assert_eq!(hints.as_string().unwrap(), "relaxed,strict,strict");
}

#[wasm_bindgen_test]
async fn an_abort_tells_its_cause_and_leaves_nothing() {
    for place in 2..=4 {
        let (name, store) = fresh().await;
        js(&name, &format!("await put([{place}, 'in the way']);")).await;
        let error = store.commit(commit(0, &["1", "2", "3", "4"])).await.unwrap_err();
        assert_eq!(error.code(), Code::Corrupt);
        assert_eq!(cause_name(&error).unwrap(), "ConstraintError");
        assert_eq!(store.read(1, 9).await.unwrap().len(), 1);
    }
}

/// Why the commit function does so only with a single request. The day this fails, Firefox is mended.
#[wasm_bindgen_test]
async fn an_early_commit_of_several_requests_is_not_whole_in_firefox() {
    let (name, _store) = fresh().await;
    let ended = js(
        &name,
        "await put([1, 'in the way']);
        const db = await open();
        const transaction = db.transaction('log', 'readwrite');
        for (const key of [1, 2]) transaction.objectStore('log').add('new', key);
        transaction.commit();
        const how = await ended(transaction).then(() => 'complete', () => 'abort');
        db.close();
        return `${navigator.userAgent.includes('Firefox')} ${how}`;",
    );
    let ended = ended.await.as_string().unwrap();
    assert!(["true complete", "false abort"].contains(&ended.as_str()), "{ended}");
}

#[wasm_bindgen_test]
async fn an_abort_undoes_rewrites_too() {
    let (name, store) = fresh().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    js(&name, "await put([3, 'in the way']);").await;
    let erase = Commit { rewrites: vec![(1, entry("-"))], ..commit(1, &["2", "3"]) };
    let error = store.commit(erase).await.unwrap_err();
    assert_eq!(cause_name(&error).unwrap(), "ConstraintError");
    assert_eq!(store.get(vec![1]).await.unwrap(), [Some(Stored::Entry(entry("1")))]);
    assert_eq!(store.get(vec![2]).await.unwrap(), [None]);
}

#[wasm_bindgen_test]
async fn a_commit_that_nobody_waits_for_happens_and_is_told() {
    let (name, store) = fresh().await;
    let other = IndexedDbStore::open(&name).await.unwrap();
    let (sender, receiver) = futures_channel::oneshot::channel();
    let sender = std::cell::Cell::new(Some(sender));
    other.listen(Rc::new(move |signal| {
        let _ = sender.take().unwrap().send(signal);
    }));
    {
        let mut answer = store.commit(commit(0, &["1"]));
        assert!(is_pending(answer.as_mut()).await);
    }
    assert_eq!(receiver.await.unwrap(), Signal::Advanced(1));
    assert_eq!(head(&store).await, 1);
}

#[wasm_bindgen_test]
async fn reads_that_nobody_waits_for_harm_nothing() {
    let (name, store) = fresh().await;
    store.commit(commit(0, &["1", "2"])).await.unwrap();
    js(&name, "globalThis.uncaught = []; globalThis.hear = (e) => uncaught.push(e.message); addEventListener('error', hear);").await;
    {
        let (mut a, mut b) = (store.read(1, 9), store.get(vec![1, 2, 3]));
        assert!(is_pending(a.as_mut()).await && is_pending(b.as_mut()).await);
        js(&name, "").await; // their requests are under way
    }
    store.flush().await.unwrap();
    let uncaught = js(&name, "removeEventListener('error', hear); return uncaught.join();").await;
    assert_eq!(uncaught.as_string().unwrap(), "");
}

#[wasm_bindgen_test]
async fn a_listener_may_close_its_own_store() {
    let (name, store) = fresh().await;
    let other = IndexedDbStore::open(&name).await.unwrap();
    let (sender, receiver) = futures_channel::oneshot::channel();
    let sender = std::cell::Cell::new(Some(sender));
    let handle = other.clone();
    other.listen(Rc::new(move |_| {
        handle.close();
        let _ = sender.take().unwrap().send(());
    }));
    store.commit(commit(0, &["1"])).await.unwrap();
    receiver.await.unwrap();
    store.commit(commit(1, &["2"])).await.unwrap();
    assert_eq!(code(other.read(1, 1).await), Some(Code::Closed));
}

#[wasm_bindgen_test]
async fn a_connection_that_died_in_silence_is_opened_again() {
    let (name, store) = fresh().await;
    let told = signals(&store);
    js(&name, "globalThis.ours = []; globalThis.unspy = spied((t, db) => ours.push(db));").await;
    store.commit(commit(0, &["1"])).await.unwrap();
    assert_eq!(head(&store).await, 1);
    js(&name, "unspy(); for (const db of ours) db.close();").await;
    assert_eq!(store.commit(commit(1, &["2"])).await.unwrap(), Outcome::Done);
    assert_eq!(*told.borrow(), [Signal::Closed]);
    assert_eq!(head(&store).await, 2);
}

#[wasm_bindgen_test]
async fn connections_that_made_the_database_together_agree_on_which_it_is() {
    let name = fresh_name();
    let openings: Vec<_> = (0..4)
        .map(|_| {
            let (sender, receiver) = futures_channel::oneshot::channel();
            let name = name.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let _ = sender.send(IndexedDbStore::open(&name).await);
            });
            receiver
        })
        .collect();
    let mut stores = Vec::new();
    for opening in openings {
        stores.push(opening.await.unwrap().unwrap());
    }
    js(&name, "globalThis.ours = []; globalThis.unspy = spied((t, db) => ours.push(db));").await;
    for store in &stores {
        store.flush().await.unwrap();
    }
    js(&name, "unspy(); for (const db of ours) db.close();").await;
    for store in &stores {
        store.flush().await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn the_close_event_is_told_and_the_next_call_opens_again() {
    let (name, store) = fresh().await;
    let told = signals(&store);
    js(&name, "globalThis.ours = []; globalThis.unspy = spied((t, db) => ours.push(db));").await;
    store.commit(commit(0, &["1"])).await.unwrap();
    js(
        &name,
        "unspy(); for (const db of ours) { db.close(); db.dispatchEvent(new Event('close')); }",
    )
    .await;
    assert_eq!(*told.borrow(), [Signal::Closed]);
    assert_eq!(head(&store).await, 1);
    store.flush().await.unwrap();
}

#[wasm_bindgen_test]
async fn a_deletion_elsewhere_is_not_held_up_and_is_told() {
    let (name, store) = fresh().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    let told = signals(&store);
    let blocked = js(
        &name,
        "return new Promise((resolve, reject) => {
            let blocked = false;
            const request = indexedDB.deleteDatabase(database);
            request.onblocked = () => { blocked = true; };
            request.onsuccess = () => resolve(blocked);
            request.onerror = () => reject(request.error);
        });",
    );
    assert_eq!(blocked.await.as_bool(), Some(false));
    assert_eq!(*told.borrow(), [Signal::Closed]);

    assert_eq!(code(store.commit(commit(1, &["2"])).await), Some(Code::Evicted));
    assert_eq!(code(store.read(1, 1).await), Some(Code::Evicted));
    assert_eq!(code(store.flush().await), Some(Code::Evicted));
    assert!(!IndexedDbStore::list().await.unwrap().contains(&name));
}

#[wasm_bindgen_test]
async fn a_database_made_anew_is_not_taken_for_the_old_one() {
    let (name, store) = fresh().await;
    store.commit(commit(0, &["old 1", "old 2"])).await.unwrap();
    IndexedDbStore::delete(&name).await.unwrap();
    let anew = IndexedDbStore::open(&name).await.unwrap();
    anew.commit(commit(0, &["new 1", "new 2"])).await.unwrap();

    assert_eq!(code(store.commit(commit(2, &["old 3"])).await), Some(Code::Evicted));
    assert_eq!(code(store.read(3, 9).await), Some(Code::Evicted));
    assert_eq!(head(&anew).await, 2);
}

#[wasm_bindgen_test]
async fn deletes_what_is_open_and_in_use_here() {
    let (name, store) = fresh().await;
    let _others = [IndexedDbStore::open(&name).await.unwrap(), store.clone()];
    let mut answer = store.commit(commit(0, &["1"]));
    assert!(is_pending(answer.as_mut()).await);
    IndexedDbStore::delete(&name).await.unwrap();
    let _ = answer.await; // whichever was first: it ends
    IndexedDbStore::delete(&name).await.unwrap();
    assert!(!IndexedDbStore::list().await.unwrap().contains(&name));
}

#[wasm_bindgen_test]
async fn lists_ours_by_their_own_names() {
    let (name, store) = fresh().await;
    let second = format!("{name} ü/:x");
    let other = IndexedDbStore::open(&second).await.unwrap();
    js(&name, "globalThis.foreign = await new Promise((r) => { const q = indexedDB.open('foreign'); q.onsuccess = () => r(q.result); });").await;
    let names = IndexedDbStore::list().await.unwrap();
    assert!(names.contains(&name) && names.contains(&second));
    assert!(!names.iter().any(|name| name.contains("foreign")));
    js(&name, "foreign.close(); indexedDB.deleteDatabase('foreign');").await;
    store.close();
    other.close();
}

#[wasm_bindgen_test]
async fn what_other_hands_put_there_is_damaged_and_its_neighbours_are_not() {
    let (name, store) = fresh().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    js(
        &name,
        "const crc = new Uint32Array([1]);
        await put(
            [2, null], [3, 'text'], [4, {}], [5, [1]],
            [6, { v: 1.5, n: 0, crc, t: 'x' }], [7, { v: 1, n: -1, crc, t: 'x' }],
            [8, { v: 1, n: 0, crc: 'no', t: 'x' }], [9, { v: 1, n: 0, crc, t: 7 }],
            [10, undefined], [11, { v: 1, n: 0, crc, t: 'x', more: 1 }],
            [1.5, 'between'], ['log', 'a text key'], [-1, 'before'],
        );",
    )
    .await;
    assert_eq!(store.commit(commit(11, &["12"])).await.unwrap(), Outcome::Done);
    let found = store.read(1, 100).await.unwrap();
    assert_eq!(found.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
    let damaged = found.iter().filter(|(_, stored)| matches!(stored, Stored::Damaged(_)));
    assert_eq!(damaged.map(|(seq, _)| *seq).collect::<Vec<_>>(), (2..=10).collect::<Vec<_>>());
    let got = store.get(vec![9, 11]).await.unwrap();
    assert!(matches!(got[0], Some(Stored::Damaged(_))));
    assert!(matches!(got[1], Some(Stored::Entry(_))));
}

#[wasm_bindgen_test]
async fn a_newer_database_is_told_as_such() {
    let name = fresh_name();
    js(&name, "(await open(2)).close();").await;
    let error = IndexedDbStore::open(&name).await.unwrap_err();
    assert_eq!(error.code(), Code::VersionTooNew);
    assert_eq!(cause_name(&error).unwrap(), "VersionError");
}

#[wasm_bindgen_test]
async fn an_upgrade_by_a_newer_version_is_not_held_up() {
    let (name, store) = fresh().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    js(&name, "(await open(2)).close();").await;
    assert_eq!(code(store.commit(commit(1, &["2"])).await), Some(Code::VersionTooNew));
}

#[wasm_bindgen_test]
async fn a_database_of_other_stores_is_not_ours() {
    let name = fresh_name();
    js(&name, "(await open(1, (db) => db.createObjectStore('other'))).close();").await;
    assert_eq!(code(IndexedDbStore::open(&name).await), Some(Code::Corrupt));
}

#[wasm_bindgen_test]
async fn a_tab_that_does_not_let_go_is_told_of() {
    let (name, store) = fresh().await;
    store.close();
    js(&name, "globalThis.stubborn = await open();").await;
    // The deletion stands in line, and who opens stands behind it.
    let (mut deletion, mut opening) =
        (pin!(IndexedDbStore::delete(&name)), pin!(IndexedDbStore::open(&name)));
    assert!(is_pending(deletion.as_mut()).await && is_pending(opening.as_mut()).await);
    assert_eq!(code(deletion.await), Some(Code::BlockedByOtherTab));
    assert_eq!(code(opening.await), Some(Code::BlockedByOtherTab));
    js(&name, "stubborn.close();").await;
    let anew = IndexedDbStore::open(&name).await.unwrap();
    assert_eq!(head(&anew).await, 0);
    // The opening that came too late was closed again: nothing holds the database but this one.
    anew.close();
    IndexedDbStore::delete(&name).await.unwrap();
}

#[wasm_bindgen_test]
async fn without_indexeddb_nothing_is_available() {
    let name = fresh_name();
    js(
        &name,
        "globalThis.kept = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
        Object.defineProperty(globalThis, 'indexedDB', { value: undefined, configurable: true });",
    )
    .await;
    let answers = [
        code(IndexedDbStore::open(&name).await),
        code(IndexedDbStore::delete(&name).await),
        code(IndexedDbStore::list().await),
    ];
    js(
        &name,
        "delete globalThis.indexedDB;
        if (kept) Object.defineProperty(globalThis, 'indexedDB', kept);",
    )
    .await;
    assert_eq!(answers, [Some(Code::Unavailable); 3]);
    IndexedDbStore::open(&name).await.unwrap();
}

/// What is written in the same breath as something was read need not wait for the page to rest: the
/// reading transaction ends when its requests are answered.
#[wasm_bindgen_test]
async fn what_reads_lets_go_of_the_log_by_itself() {
    let (name, store) = fresh().await;
    store.commit(commit(0, &["1"])).await.unwrap();
    let spy = "globalThis.modes = [];
        const own = IDBTransaction.prototype.commit;
        IDBTransaction.prototype.commit = function () { modes.push(this.mode); return own.call(this); };
        globalThis.unspy = () => { IDBTransaction.prototype.commit = own; };";
    js(&name, spy).await;
    store.get(vec![1]).await.unwrap();
    store.get_lines(vec![(1, 0)]).await.unwrap();
    store.read(1, 9).await.unwrap();
    let ended = js(&name, "unspy(); return modes.join();").await;
    assert_eq!(ended, "readonly,readonly,readonly");
}
