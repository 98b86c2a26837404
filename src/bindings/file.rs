//! Files of the browser's, and text: read and made in parts, so that they may be larger than the
//! memory of this module.

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::arguments::{instance, kind};
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

    #[wasm_bindgen(method, getter)]
    fn size(this: &Blob) -> f64;

    #[wasm_bindgen(method, catch)]
    fn slice(this: &Blob, from: f64, to: f64) -> Result<Blob, JsValue>;

    #[wasm_bindgen(method, js_name = arrayBuffer, catch)]
    fn bytes(this: &Blob) -> Result<Promise, JsValue>;
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

/// A file that was handed in.
#[derive(Debug)]
pub struct File(Blob);

impl File {
    /// A `Blob`, or text.
    ///
    /// # Errors
    /// `INVALID` at `file` for anything else.
    pub fn of(file: &JsValue) -> Result<Self> {
        if file.is_string() {
            return made_of(&Array::of1(file)).map(Self);
        }
        let blob = instance(file.clone(), "Blob").map_err(|file| {
            Error::invalid("file", format!("must be a Blob or text, is {}", kind(&file)))
        })?;
        Ok(Self(blob))
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bytes of a file
impl Source for File {
    fn size(&self) -> u64 {
        self.0.size() as u64
    }

    fn read(&self, from: u64, length: u64) -> Answer<'_, Vec<u8>> {
        Box::pin(async move {
            let failed = |error: JsValue| thrown(Code::Invalid, "the file cannot be read", &error);
            let some = self.0.slice(from as f64, (from + length) as f64).map_err(failed)?;
            let bytes = JsFuture::from(some.bytes().map_err(failed)?).await.map_err(failed)?;
            Ok(Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>()).to_vec())
        })
    }
}
