//! Files of the browser's, and text.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::arguments::{instance, kind};
use super::errors::thrown;
use crate::domain::error::{Code, Error, Result};

#[wasm_bindgen]
extern "C" {
    /// `Blob`, as pages, workers and Node have it.
    type Blob;

    #[wasm_bindgen(constructor, catch)]
    fn new(parts: &Array, options: &JsValue) -> Result<Blob, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn text(this: &Blob) -> Result<Promise, JsValue>;
}

/// A text as a file.
pub fn blob(text: &str) -> Result<JsValue> {
    let options = super::json::parse(r#"{"type":"application/x-ndjson"}"#)?;
    let blob = Blob::new(&Array::of1(&text.into()), &options);
    blob.map(JsValue::from)
        .map_err(|error| thrown(Code::Unavailable, "no file can be made here", &error))
}

/// The text of a file, or the text itself.
pub async fn text(file: &JsValue) -> Result<String> {
    if let Some(text) = file.as_string() {
        return Ok(text);
    }
    let blob: Blob = instance(file.clone(), "Blob").map_err(|file| {
        Error::invalid("file", format!("must be a Blob or text, is {}", kind(&file)))
    })?;
    let failed = |error: JsValue| thrown(Code::Invalid, "the file cannot be read", &error);
    let text = JsFuture::from(blob.text().map_err(failed)?).await.map_err(failed)?;
    text.as_string().ok_or_else(|| Error::invalid("file", "must hold text"))
}
