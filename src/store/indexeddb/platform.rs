//! What this adapter asks of a browser and web-sys does not name, or only in its unstable part.
//! Works in a page and in every kind of worker: nothing here assumes a `window`.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{IdbFactory, IdbTransaction, StorageManager};

use super::patience::Patience;
use super::{failure, task};
use crate::domain::error::{Code, Error, Result};

#[wasm_bindgen]
extern "C" {
    type Scope;
    #[wasm_bindgen(method, getter, catch, js_name = "indexedDB")]
    fn indexed_db(this: &Scope) -> Result<Option<Factory>, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn navigator(this: &Scope) -> Option<Navigator>;

    type Navigator;
    #[wasm_bindgen(method, getter)]
    fn locks(this: &Navigator) -> Option<Locks>;
    #[wasm_bindgen(method, getter)]
    fn storage(this: &Navigator) -> Option<StorageManager>;

    /// `LockManager`, which insecure pages and old engines lack.
    pub(super) type Locks;
    #[wasm_bindgen(method, catch)]
    pub(super) fn request(
        this: &Locks,
        name: &str,
        options: &JsValue,
        granted: &Function,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(extends = IdbFactory)]
    pub(super) type Factory;
    #[wasm_bindgen(method, getter, js_name = "databases")]
    fn has_databases(this: &Factory) -> Option<Function>;
    #[wasm_bindgen(method, catch)]
    fn databases(this: &Factory) -> Result<Promise, JsValue>;

    type DatabaseInfo;
    #[wasm_bindgen(method, getter)]
    fn name(this: &DatabaseInfo) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn version(this: &DatabaseInfo) -> f64;

    /// `IDBDatabase` with the third argument of `transaction`.
    pub(super) type Database;
    #[wasm_bindgen(method, catch)]
    pub(super) fn transaction(
        this: &Database,
        stores: &Array,
        mode: &str,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;

    /// An options bag of whatever call.
    pub(super) type Options;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_durability(this: &Options, hint: &str);
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_signal(this: &Options, signal: &JsValue);
}

fn scope() -> Scope {
    js_sys::global().unchecked_into()
}

/// A new, empty bag of options.
pub(super) fn options() -> Options {
    js_sys::Object::new().unchecked_into()
}

/// The way to databases, or why there is none.
pub(super) fn factory() -> Result<Factory> {
    match scope().indexed_db() {
        Ok(Some(factory)) => Ok(factory),
        Ok(None) => Err(Error::new(Code::Unavailable, "there is no IndexedDB here")),
        Err(cause) => {
            Err(failure::told("IndexedDB is not allowed here", cause).with_code(Code::Unavailable))
        }
    }
}

/// The names of all databases of this origin.
pub(super) async fn database_names() -> Result<Vec<String>> {
    let factory = factory()?;
    if factory.has_databases().is_none() {
        return Err(Error::new(Code::Unavailable, "this browser cannot list its databases"));
    }
    let failed = |cause| failure::told("the databases cannot be listed", cause);
    let asked = factory.databases().map_err(failed)?;
    let answer = task::before(Patience::default().opening, async { asked.await }).await;
    let silent = || Error::new(Code::Degraded, "the browser does not list its databases");
    let answer = answer.ok_or_else(silent)?.map_err(failed)?;
    // WebKit lists, with version 0, also those whose creation was undone.
    let exists = |info: &DatabaseInfo| info.version() >= 1.0;
    let answer = Array::from(&answer);
    let infos = answer.iter().map(JsCast::unchecked_into::<DatabaseInfo>);
    Ok(infos.filter(exists).filter_map(|info| info.name()).collect())
}

/// The Web Locks, where there are any.
pub(super) fn locks() -> Option<Locks> {
    scope().navigator()?.locks()
}

/// Where room and persistence can be asked for.
pub(super) fn storage() -> Option<StorageManager> {
    scope().navigator()?.storage()
}
