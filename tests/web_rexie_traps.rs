//! What rexie 0.6.2 does that one must know, trap by trap, so that we notice when it changes. Beside
//! each stands what the driver does instead; `web_commit.rs` and the conformance suite test that.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use std::pin::pin;

use medallion::store::Store;
use medallion::store::conformance::commit;
use rexie::{Index, KeyPath, ObjectStore, Rexie, Transaction, TransactionMode, TransactionResult};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

pub mod web_kit;
use web_kit::{fresh, fresh_name, is_pending, js};

async fn made_of(name: &str, version: u32, stores: Vec<ObjectStore>) -> Rexie {
    let builder = Rexie::builder(&format!("medallion:{name}")).version(version);
    stores.into_iter().fold(builder, rexie::RexieBuilder::add_object_store).build().await.unwrap()
}

async fn plain() -> (String, Rexie) {
    let name = fresh_name();
    let db = made_of(&name, 1, vec![ObjectStore::new("log")]).await;
    (name, db)
}

fn write(db: &Rexie) -> Transaction {
    db.transaction(&["log"], TransactionMode::ReadWrite).unwrap()
}

async fn put(db: &Rexie, key: u32, value: &str) {
    let transaction = write(db);
    transaction.store("log").unwrap().put(&value.into(), Some(&key.into())).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn count(db: &Rexie) -> u32 {
    let transaction = db.transaction(&["log"], TransactionMode::ReadOnly).unwrap();
    transaction.store("log").unwrap().count(None).await.unwrap()
}

/// The driver: one version, and always the same three stores.
#[wasm_bindgen_test]
async fn trap_a_a_new_version_drops_the_stores_it_does_not_name() {
    let (name, db) = plain().await;
    put(&db, 1, "kept?").await;
    db.close();
    let db = made_of(&name, 2, vec![ObjectStore::new("meta")]).await;
    assert_eq!(db.store_names(), ["meta"]);
    db.close();

    let (name, store) = fresh().await;
    store.commit(commit(0, &["kept"])).await.unwrap();
    store.close();
    let found = js(
        &name,
        "const db = await open(); const found = `${db.version} ${[...db.objectStoreNames]}`; db.close(); return found;",
    );
    assert_eq!(found.await.as_string().unwrap(), "1 image,log,meta");
}

/// The driver: no index at all.
#[wasm_bindgen_test]
async fn trap_b_a_new_version_rebuilds_indexes_whose_flags_were_not_given() {
    let name = fresh_name();
    let stores = || {
        let loose = Index::new("loose", "a");
        let given = Index::new("given", "b").unique(false).multi_entry(false);
        vec![ObjectStore::new("log").add_index(loose).add_index(given)]
    };
    made_of(&name, 1, stores()).await.close();
    js(&name, "globalThis.rebuilt = []; globalThis.own = IDBObjectStore.prototype.deleteIndex;
        IDBObjectStore.prototype.deleteIndex = function (index) { rebuilt.push(index); return own.call(this, index); };")
        .await;
    made_of(&name, 2, stores()).await.close();
    let rebuilt =
        js(&name, "IDBObjectStore.prototype.deleteIndex = own; return rebuilt.join();").await;
    assert_eq!(rebuilt.as_string().unwrap(), "loose");
}

/// The driver: keys stand beside the values, in every store, for good.
#[wasm_bindgen_test]
async fn trap_c_another_key_path_is_ignored_in_silence() {
    let name = fresh_name();
    made_of(&name, 1, vec![ObjectStore::new("log").key_path("old")]).await.close();
    let db = made_of(&name, 2, vec![ObjectStore::new("log").key_path("new")]).await;
    let path = write(&db).store("log").unwrap().key_path().unwrap();
    assert_eq!(path, Some(KeyPath::new_single("old")));
    db.close();
}

/// The driver: never waits for the end of a transaction of rexie.
#[wasm_bindgen_test]
async fn trap_d_the_end_of_a_finished_transaction_never_comes() {
    let (_name, db) = plain().await;
    let transaction = write(&db);
    transaction.store("log").unwrap().put(&"x".into(), Some(&1.into())).await.unwrap();
    put(&db, 2, "a later transaction, so the first is over").await;
    let mut done = pin!(transaction.done());
    assert!(is_pending(done.as_mut()).await);
    put(&db, 3, "time enough").await;
    assert_eq!(count(&db).await, 3);
    assert!(is_pending(done.as_mut()).await);
    db.close();
}

/// The driver: takes each failure from the request that failed.
#[wasm_bindgen_test]
async fn trap_e_the_end_after_a_failed_request_hides_the_cause() {
    let (_name, db) = plain().await;
    put(&db, 1, "x").await;
    let transaction = write(&db);
    let request = transaction.store("log").unwrap();
    let failed = request.add(&"y".into(), Some(&1.into())).await.unwrap_err();
    assert!(format!("{failed:?}").contains("ConstraintError"), "{failed:?}");
    let end = transaction.done().await.unwrap_err();
    assert!(format!("{end:?}").contains("UnexpectedJsType"), "{end:?}");
    db.close();
}

/// The commit function: only `complete` is success.
#[wasm_bindgen_test]
async fn trap_f_an_abort_at_the_commit_looks_like_success() {
    let (name, db) = plain().await;
    js(&name, "globalThis.unspy = spied((t) => { globalThis.theirs = t; });").await;
    let transaction = write(&db);
    transaction.store("log").unwrap().put(&"x".into(), Some(&1.into())).await.unwrap();
    let mut done = pin!(transaction.done());
    assert!(is_pending(done.as_mut()).await);
    js(&name, "unspy(); theirs.abort();").await;
    assert_eq!(done.await.unwrap(), TransactionResult::Aborted);
    db.close();
}

/// The commit function: the first request that failed tells the cause.
#[wasm_bindgen_test]
async fn trap_g_add_all_blames_the_last_row() {
    let (_name, db) = plain().await;
    put(&db, 1, "in the way").await;
    let transaction = write(&db);
    let rows = [1, 2].map(|key| (JsValue::from("x"), Some(JsValue::from(key))));
    let store = transaction.store("log").unwrap();
    let failed = store.add_all(rows.into_iter()).await.unwrap_err();
    assert!(format!("{failed:?}").contains("AbortError"), "{failed:?}");
    db.close();
}

/// The driver: reads ranges, never cursors.
#[wasm_bindgen_test]
async fn trap_h_a_scan_from_offset_zero_throws() {
    let (_name, db) = plain().await;
    put(&db, 1, "x").await;
    let transaction = db.transaction(&["log"], TransactionMode::ReadOnly).unwrap();
    let failed = transaction.store("log").unwrap().scan(None, None, Some(0), None).await;
    let failed = failed.unwrap_err();
    assert!(format!("{failed:?}").contains("CursorAdvanceFailed"), "{failed:?}");
    db.close();
}

/// The commit function: aborts what it cannot issue whole. The driver never writes.
#[wasm_bindgen_test]
async fn trap_i_a_transaction_that_is_dropped_commits() {
    let (_name, db) = plain().await;
    {
        let transaction = write(&db);
        transaction.store("log").unwrap().put(&"half".into(), Some(&1.into())).await.unwrap();
    }
    assert_eq!(count(&db).await, 1);
    db.close();
}

/// Commit function and driver: await nothing within a transaction but the database.
#[wasm_bindgen_test]
async fn trap_j_a_transaction_does_not_outlive_a_wait() {
    let (name, db) = plain().await;
    let transaction = write(&db);
    let store = transaction.store("log").unwrap();
    js_sys::Promise::resolve(&JsValue::NULL).await.unwrap();
    store.put(&"after a microtask".into(), Some(&1.into())).await.unwrap();
    js(&name, "await new Promise((resolve) => { const channel = new MessageChannel(); channel.port1.onmessage = resolve; channel.port2.postMessage(0); });
        await new Promise((resolve) => setTimeout(resolve));").await;
    let failed = store.put(&"after a task".into(), Some(&2.into())).await.unwrap_err();
    assert!(format!("{failed:?}").contains("TransactionInactiveError"), "{failed:?}");
    db.close();
}

/// The driver: digs the `DOMException` out and passes it on.
#[wasm_bindgen_test]
async fn trap_k_every_error_says_the_same() {
    let (_name, db) = plain().await;
    put(&db, 1, "x").await;
    let taken = write(&db);
    let taken = taken.store("log").unwrap().add(&"y".into(), Some(&1.into())).await.unwrap_err();
    let unknown = db.transaction(&["nowhere"], TransactionMode::ReadOnly).err().unwrap();
    assert_eq!(taken.to_string(), "idb error");
    assert_eq!(unknown.to_string(), "idb error");
    db.close();
}

/// The driver: lets every future it polled run to its end in a task of its own.
#[wasm_bindgen_test]
async fn trap_l_a_future_dropped_half_way_throws_in_the_browser() {
    let (name, db) = plain().await;
    js(&name, "globalThis.uncaught = []; globalThis.hear = (e) => { uncaught.push(e.message); e.preventDefault(); };
        addEventListener('error', hear);")
        .await;
    {
        let transaction = db.transaction(&["log"], TransactionMode::ReadOnly).unwrap();
        let store = transaction.store("log").unwrap();
        let mut get = pin!(store.get(1.into()));
        assert!(is_pending(get.as_mut()).await);
    }
    put(&db, 2, "time enough").await;
    let uncaught = js(&name, "removeEventListener('error', hear); return uncaught.join();").await;
    let uncaught = uncaught.as_string().unwrap();
    assert!(uncaught.contains("closure invoked recursively or after being dropped"), "{uncaught}");
    db.close();
}
