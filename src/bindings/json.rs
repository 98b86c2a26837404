//! Values across the border: in as JSON text, out as plain objects.

use js_sys::JsString;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::domain::error::{Code, Error, Result};
use crate::domain::schema::{self, Shaped, ToJson};
use crate::store::indexeddb::utf8;

#[wasm_bindgen(module = "/pkg-template/json.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = toJson)]
    fn to_json(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = toJsonChunks)]
    fn to_json_chunks(list: &JsValue, size: u32) -> Result<Vec<JsString>, JsValue>;
}

/// The JSON text of a value that a caller handed in at `path`.
pub fn text(value: &JsValue, path: &str) -> Result<String> {
    let text = to_json(value).map_err(|problem| problem_of(&problem).under(path))?;
    let text = text.dyn_ref().ok_or_else(|| Error::invalid(path, "is missing; must be JSON"))?;
    Ok(utf8(text))
}

/// A record that a caller handed in at `path`.
pub fn read<T: Shaped>(value: &JsValue, path: &str) -> Result<T> {
    let text = text(value, path)?;
    schema::parse(&text).map_err(|error| error.under(path))
}

/// How many records of a list cross the border in one text.
const CHUNK: u32 = 256;

/// Visits the records of a list that a caller handed in, text by text.
pub fn each_of_list<T: Shaped>(
    list: &JsValue,
    visit: &mut dyn FnMut(T) -> Result<()>,
) -> Result<()> {
    let mut number = 0;
    for chunk in to_json_chunks(list, CHUNK).map_err(|problem| problem_of(&problem))? {
        let chunk = utf8(&chunk);
        match schema::read::<Vec<T>>(&chunk) {
            Ok(records) => {
                number += records.len();
                records.into_iter().try_for_each(&mut *visit)?;
            }
            // Only now, to say which record it is and where.
            Err(_) => {
                for record in schema::parse::<Vec<schema::Json>>(&chunk)? {
                    let place = format!("[{number}]");
                    visit(schema::parse(record.text()).map_err(|error| error.under(&place))?)?;
                    number += 1;
                }
            }
        }
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
