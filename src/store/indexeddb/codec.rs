//! An entry as IndexedDB keeps it: a plain object `{v, n, crc, t}` that DevTools can show.

use js_sys::{JsString, Object, Uint32Array};
use wasm_bindgen::prelude::*;

use super::utf8::utf8;
use crate::store::{Entry, Stored};

#[wasm_bindgen]
extern "C" {
    /// The stored object. Getters and setters are property accesses in the glue: no property name
    /// crosses into JavaScript per entry.
    type Form;
    #[wasm_bindgen(method, getter)]
    fn v(this: &Form) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_v(this: &Form, version: u32);
    #[wasm_bindgen(method, getter)]
    fn n(this: &Form) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_n(this: &Form, following: u32);
    #[wasm_bindgen(method, getter)]
    fn crc(this: &Form) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_crc(this: &Form, checksums: &Uint32Array);
    #[wasm_bindgen(method, getter)]
    fn t(this: &Form) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_t(this: &Form, text: &str);
}

/// The object to store.
pub(super) fn encode(entry: &Entry) -> JsValue {
    let form: Form = Object::new().unchecked_into();
    form.set_v(entry.version);
    form.set_n(entry.following);
    form.set_crc(&Uint32Array::from(entry.checksums.as_slice()));
    form.set_t(&entry.text);
    form.into()
}

/// What a stored value is.
pub(super) fn decode(value: &JsValue) -> Stored {
    match entry(value) {
        Ok(entry) => Stored::Entry(entry),
        Err(what) => Stored::Damaged(what.to_owned()),
    }
}

fn entry(value: &JsValue) -> Result<Entry, &'static str> {
    let Raw { version, following, checksums, text } = raw(value)?;
    Ok(Entry { version, following, checksums: checksums.to_vec(), text: utf8(&text) })
}

/// Some lines of a stored value, each as an entry of its own. Only they cross over.
pub(super) fn lines(value: &JsValue) -> impl Fn(u32) -> Option<Stored> + use<> {
    let raw = raw(value).map(|raw| {
        let lines = raw.text.split("\n");
        (raw, lines)
    });
    move |number| {
        let (raw, lines) = match &raw {
            Ok(found) => found,
            Err(what) => return Some(Stored::Damaged((*what).to_owned())),
        };
        let text = utf8(lines.get(number).dyn_ref()?);
        let has_checksum = number < raw.checksums.length();
        let checksums = has_checksum.then(|| raw.checksums.get_index(number)).into_iter().collect();
        let Raw { version, following, .. } = *raw;
        Some(Stored::Entry(Entry { version, following, checksums, text }))
    }
}

/// A stored value as JavaScript has it.
struct Raw {
    version: u32,
    following: u32,
    checksums: Uint32Array,
    text: JsString,
}

fn raw(value: &JsValue) -> Result<Raw, &'static str> {
    if !value.is_object() {
        return Err("is not an object");
    }
    let form: &Form = value.unchecked_ref();
    let version = whole(&form.v()).ok_or("has no version `v`")?;
    let following = whole(&form.n()).ok_or("has no count `n`")?;
    let checksums = form.crc().dyn_into().map_err(|_| "has no checksums `crc`")?;
    let text = form.t().dyn_into().map_err(|_| "has no text `t`")?;
    Ok(Raw { version, following, checksums, text })
}

fn whole(value: &JsValue) -> Option<u32> {
    let number = value.as_f64()?;
    let whole = number as u32;
    (f64::from(whole) == number).then_some(whole)
}
