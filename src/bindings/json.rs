//! Values across the border: in as JSON text, out as plain objects.

use js_sys::JsString;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::domain::error::{Code, Error, Result};
use crate::domain::schema::{self, Reader, Shape, Shaped, ToJson};
use crate::store::indexeddb::utf8;

#[wasm_bindgen(module = "/pkg-template/json.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = toJson)]
    fn to_json(value: &JsValue) -> Result<JsValue, JsValue>;

    /// A list as JSON texts that are written when they are asked for.
    #[derive(Clone)]
    pub type JsonChunks;
    #[wasm_bindgen(constructor, catch)]
    fn new(list: &JsValue, size: u32) -> Result<JsonChunks, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn next(this: &JsonChunks) -> Result<Option<JsString>, JsValue>;
    /// Writes all that was not asked for yet: what becomes of the list then does not matter.
    #[wasm_bindgen(method)]
    pub fn settle(this: &JsonChunks);
}

/// The JSON text of a value that a caller handed in at `path`.
pub fn text(value: &JsValue, path: &str) -> Result<String> {
    text_of(value, path, &Shape::Json)
}

fn text_of(value: &JsValue, path: &str, shape: &Shape) -> Result<String> {
    let text = to_json(value).map_err(|problem| problem_of(&problem).under(path))?;
    let missing = || Error::invalid(path, format!("is missing; {}", schema::expected(shape)));
    Ok(utf8(text.dyn_ref().ok_or_else(missing)?))
}

/// A record that a caller handed in at `path`.
pub fn read<T: Shaped>(value: &JsValue, path: &str) -> Result<T> {
    let text = text_of(value, path, &T::SHAPE)?;
    schema::parse(&text).map_err(|error| error.under(path))
}

/// How many records of a list cross the border in one text.
const CHUNK: u32 = 64;

/// A list that a caller handed in. Until it is settled the caller must not get to change it.
pub fn chunks(list: &JsValue) -> Result<JsonChunks> {
    JsonChunks::new(list, CHUNK).map_err(|problem| problem_of(&problem))
}

/// The records of a list, text by text. Whether they are records is seen when they are asked for; what
/// is wrong with one that is not is said by whoever reads it alone.
pub fn records_of<T: Shaped + 'static>(
    chunks: JsonChunks,
    read: fn(&str) -> Result<T>,
) -> impl Iterator<Item = Result<Vec<T>>> + use<T> {
    let (mut number, mut wrong) = (0, None::<Error>);
    std::iter::from_fn(move || {
        if let Some(error) = wrong.take() {
            return Some(Err(error));
        }
        let chunk = match chunks.next().map_err(|problem| problem_of(&problem)).transpose()? {
            Ok(chunk) => utf8(&chunk),
            Err(error) => return Some(Err(error)),
        };
        // `JSON.stringify` has made it: whether it is JSON need not be asked.
        let records = Vec::<T>::read(&mut Reader::known(&chunk)).unwrap_or_else(|_| {
            // Only now, to say which record it is and where, behind those before it.
            let mut good = Vec::new();
            wrong = read_one_by_one(&chunk, number, read, &mut good).err();
            good
        });
        number += records.len();
        Some(Ok(records))
    })
}

fn read_one_by_one<T>(
    chunk: &str,
    first: usize,
    read: fn(&str) -> Result<T>,
    into: &mut Vec<T>,
) -> Result<()> {
    for (number, record) in (first..).zip(schema::parse::<Vec<schema::Json>>(chunk)?) {
        let place = format!("[{number}]");
        into.push(read(record.text()).map_err(|error| error.under(&place))?);
    }
    Ok(())
}

#[cold]
fn problem_of(problem: &JsValue) -> Error {
    let field = |name: &str| {
        js_sys::Reflect::get(problem, &name.into()).ok().and_then(|field| field.as_string())
    };
    match (field("path"), field("message")) {
        (Some(path), Some(message)) => Error::invalid(path, message),
        // A getter, a proxy or a `toJSON` of the caller's has thrown.
        (_, message) => {
            let message = message.unwrap_or_else(|| "something was thrown".into());
            let error = Error::invalid("", format!("cannot be read: {message}"));
            error.caused_by(crate::domain::error::Cause::new(problem.clone()))
        }
    }
}

/// A stored text as a plain object.
pub fn parse(text: &str) -> Result<JsValue> {
    js_sys::JSON::parse(text).map_err(|_| Error::new(Code::Corrupt, "what is stored is not JSON"))
}

/// A computed view, which holds no stored text, as a plain object.
pub fn view<T: Serialize>(value: &T) -> Result<JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(|error| Error::new(Code::Corrupt, error.to_string()))
}

/// A record as a plain object.
pub fn object<T: ToJson + ?Sized>(value: &T) -> Result<JsValue> {
    parse(&schema::to_json(value))
}
