//! The cases of the spec on IndexedDB, in a page.

#![cfg(target_family = "wasm")]
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::rc::Rc;

use medallion::store::Store;
use medallion::store::indexeddb::IndexedDbStore;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

mod cases;

use cases::world::{Stores, Task, World};

wasm_bindgen_test_configure!(run_in_browser);

/// Databases of the browser, by name. Bounds of time are not held here: other pages run beside.
struct InTheBrowser;

impl Stores for InTheBrowser {
    fn connect<'a>(&'a self, name: &'a str) -> Task<'a, Rc<dyn Store>> {
        Box::pin(async { Rc::new(IndexedDbStore::open(name).await.unwrap()) as Rc<dyn Store> })
    }

    fn stopwatch(&self) -> Option<f64> {
        None
    }
}

fn world() -> World {
    World::new(Rc::new(InTheBrowser), format!("spec-{}", js_sys::Math::random()))
}

macro_rules! tests {
    ($($module:ident: $($case:ident)*;)*) => {
        $(pub mod $module {
            use super::*;

            $(#[wasm_bindgen_test]
            pub async fn $case() {
                cases::$module::$case(world()).await;
            })*
        })*
    };
}
cases::for_each_spec_case!(tests);
