//! A small note beside the database, where there is a window: that it was made, and with which mark.
//! A database that is made anew while the note still names another one was lost in between. What
//! takes the note along, as clearing all data of a site does, is not noticed.

use js_sys::{Reflect, global};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Notes;
    #[wasm_bindgen(method, catch, js_name = getItem)]
    fn get(this: &Notes, key: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method, catch, js_name = setItem)]
    fn set(this: &Notes, key: &str, value: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeItem)]
    fn remove(this: &Notes, key: &str) -> Result<(), JsValue>;
}

/// `localStorage` of a page, if it may be used; programs elsewhere that have one may not want it.
fn notes() -> Option<Notes> {
    let member = |name: &str| Reflect::get(&global(), &name.into()).ok().filter(JsValue::is_object);
    member("document")?;
    member("localStorage").map(JsCast::unchecked_into)
}

/// Notes which database there is, and says whether there was another one.
pub(super) fn differs(database: &str, mark: &str) -> bool {
    let Some(notes) = notes() else { return false };
    let before = notes.get(database).ok().flatten();
    if before.as_deref() == Some(mark) {
        return false;
    }
    // Where it cannot be noted it cannot be noticed.
    drop(notes.set(database, mark));
    before.is_some()
}

/// It is deleted on purpose.
pub(super) fn forget(database: &str) {
    if let Some(notes) = notes() {
        drop(notes.remove(database));
    }
}
