//! The conformance suite as browser tests; the file that includes it says where they run.

use std::rc::Rc;

use medallion::store::conformance::{self, Connection};
use medallion::store::indexeddb::IndexedDbStore;
use wasm_bindgen_test::wasm_bindgen_test;

async fn connect(count: usize) -> Vec<Connection> {
    let name = format!("conformance-{}", js_sys::Math::random());
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(Rc::new(IndexedDbStore::open(&name).await.unwrap()) as Connection);
    }
    all
}

macro_rules! tests {
    ($($case:ident)*) => { $(
        #[wasm_bindgen_test]
        pub async fn $case() {
            conformance::$case(connect).await.unwrap();
        }
    )* };
}
medallion::for_each_conformance_case!(tests);
