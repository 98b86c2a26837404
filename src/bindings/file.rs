//! Files of the browser's, and text: read and made in parts, so that they may be larger than the
//! memory of this module.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::arguments::kind;
use super::errors::thrown;
use crate::domain::error::{Code, Error, Result};
use crate::service::Source;
use crate::store::Answer;

#[wasm_bindgen]
extern "C" {
    /// `Blob`, as pages, workers and Node have it.
    #[derive(Debug)]
    type Blob;

    #[wasm_bindgen(constructor, catch)]
    fn new(parts: &Array, options: &JsValue) -> Result<Blob, JsValue>;
}

#[wasm_bindgen(module = "/pkg-template/values.js")]
extern "C" {
    #[wasm_bindgen(js_name = blobOf, catch)]
    fn blob_of(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = bytesOf)]
    fn bytes_of(blob: &JsValue, from: f64, to: f64) -> Promise;
}

fn made_of(parts: &Array) -> Result<Blob> {
    let options = super::json::parse(r#"{"type":"application/x-ndjson"}"#)?;
    Blob::new(parts, &options)
        .map_err(|error| thrown(Code::Unavailable, "no file can be made here", &error))
}

/// A file in the making. Each part is a file of the browser's as soon as it is there, which may
/// put it on the disk.
#[derive(Debug, Default)]
pub struct Parts(Array);

impl Parts {
    /// Adds a part.
    ///
    /// # Errors
    /// `UNAVAILABLE` where no files can be made.
    pub fn add(&self, text: &str) -> Result<()> {
        self.0.push(&made_of(&Array::of1(&text.into()))?.into());
        Ok(())
    }

    /// The whole file, with this line before all parts.
    ///
    /// # Errors
    /// As `add`.
    pub fn behind(&self, first: &str) -> Result<JsValue> {
        self.0.unshift(&first.into());
        made_of(&self.0).map(JsValue::from)
    }
}

/// A file that was handed in, and how many bytes it has.
#[derive(Debug)]
pub struct File(JsValue, f64);

impl File {
    /// A `Blob`, or text.
    ///
    /// # Errors
    /// `INVALID` at `file` for anything else, also for text with half of a surrogate pair, which no
    /// file can hold.
    pub fn of(file: &JsValue) -> Result<Self> {
        let blob = blob_of(file).map_err(|error| unreadable(&error))?;
        if blob.is_undefined() {
            let message = format!("must be a Blob or text, is {}", kind(file));
            return Err(Error::invalid("file", message));
        }
        let size = Reflect::get(&blob, &"size".into()).map_err(|error| unreadable(&error))?;
        Ok(Self(blob, size.as_f64().unwrap_or_default()))
    }
}

fn unreadable(error: &JsValue) -> Error {
    thrown(Code::Invalid, "the file cannot be read", error).at("file")
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bytes of a file
impl Source for File {
    fn size(&self) -> u64 {
        self.1 as u64
    }

    fn read(&self, from: u64, length: u64) -> Answer<'_, Vec<u8>> {
        Box::pin(async move {
            let bytes = bytes_of(&self.0, from as f64, (from + length) as f64);
            let bytes = JsFuture::from(bytes).await.map_err(|error| unreadable(&error))?;
            Ok(bytes.unchecked_into::<Uint8Array>().to_vec())
        })
    }
}
