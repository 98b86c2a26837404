//! What can be done with medallions without a workspace.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::{Options, text};
use super::json;
use super::options::STRINGIFY;
use super::promise::promise;
use crate::domain::medallion::Medallion;
use crate::domain::schema::{Shape, Shaped, check_given, json_schema};

/// Reads and checks a `medallion.v1` document from its JSON text.
#[wasm_bindgen(js_name = parseMedallion, unchecked_return_type = "Promise<Medallion>")]
pub fn parse_medallion(
    #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] document: &JsValue,
) -> Promise {
    let read = text(document, "text").and_then(|text| {
        check_given(&text)?;
        Medallion::parse(&text)
    });
    promise(async move { json::parse(&read?.to_json()) })
}

/// The JSON text of a medallion, checked: keys in the order of the reference, unknown ones behind.
#[wasm_bindgen(js_name = stringifyMedallion, unchecked_return_type = "Promise<string>")]
pub fn stringify_medallion(
    #[wasm_bindgen(unchecked_param_type = "MedallionInput")] medallion: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "StringifyOptions")] options: JsValue,
) -> Promise {
    let read = Options::read(&options, &STRINGIFY).and_then(|options| {
        let medallion = Medallion::parse(&json::text(medallion, "")?)?;
        Ok((medallion, options.count("indent").unwrap_or(2)))
    });
    promise(async move {
        let (medallion, indent) = read?;
        let compact = medallion.to_json();
        if indent == 0 {
            return Ok(compact.into());
        }
        let indent = JsValue::from_f64(f64::from(u32::try_from(indent).unwrap_or(u32::MAX)));
        let pretty = js_sys::JSON::stringify_with_replacer_and_space(
            &json::parse(&compact)?,
            &JsValue::NULL,
            &indent,
        );
        Ok(pretty.map_or_else(|_| compact.into(), JsValue::from))
    })
}

/// The JSON Schema (draft 2020-12) of a medallion. What it cannot say: a moment must lie in the years
/// 0000 to 9999 of UTC, also where its zone makes another year of it; `updated_at` is not before
/// `created_at`, and `knowledge_min_ts` not behind `knowledge_max_ts`; an id stands once in `decisions`
/// and once in `open_questions`, a key once in an object; and of fields that are not described an
/// object has at most 1000, each nested at most 100 levels deep.
#[wasm_bindgen(js_name = medallionSchema, unchecked_return_type = "Promise<{ [key: string]: JsonValue }>")]
pub fn medallion_schema() -> Promise {
    promise(async {
        match Medallion::SHAPE {
            Shape::Record(record) => json::parse(&json_schema(record)),
            _ => Ok(JsValue::UNDEFINED),
        }
    })
}
