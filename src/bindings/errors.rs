//! Errors as JavaScript has them: real `Error`s of the classes in `errors.js`.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::json;
use crate::domain::error::{Cause, Code, Error, Problem};
use crate::domain::schema::{Json, object};
#[cfg(feature = "split")]
use crate::service::MissingPart;

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeError)]
    fn make_error(
        code: &str,
        message: &str,
        path: JsValue,
        details: JsValue,
        cause: JsValue,
    ) -> JsValue;

    #[wasm_bindgen(js_name = llmError)]
    fn llm_error(value: &JsValue) -> Option<Array>;
}

#[cfg(feature = "split")]
#[wasm_bindgen(module = "/pkg-template/part-failures.js")]
extern "C" {
    #[wasm_bindgen(js_name = failureOf)]
    fn failure_of(part: &str) -> JsValue;
}

/// The error as JavaScript gets it: with its own details, or with its problems as `details.errors`.
/// What is of a wrong shape has them also where there is only one.
pub fn to_js(error: &Error) -> JsValue {
    #[cfg(feature = "split")]
    if let Some(missing) = error.cause().and_then(|cause| cause.get::<MissingPart>()) {
        return to_js(&thrown(error.code(), error.message(), &failure_of(missing.0)));
    }
    let path = error.path().map_or(JsValue::UNDEFINED, JsValue::from_str);
    let own = error.details().and_then(|own| json::parse(own.text()).ok());
    let is_of_shape = [Code::Invalid, Code::LlmInvalid].contains(&error.code());
    let details = own.unwrap_or_else(|| match error.all_problems() {
        [] if is_of_shape => details(&[Problem::new("", error.message())]),
        [] | [_] if !is_of_shape => JsValue::UNDEFINED,
        problems => details(problems),
    });
    let cause = error.cause().and_then(|cause| cause.get::<JsValue>()).cloned();
    make_error(
        error.code().as_str(),
        error.message(),
        path,
        details,
        cause.unwrap_or(JsValue::UNDEFINED),
    )
}

fn details(problems: &[Problem]) -> JsValue {
    let error =
        |own: &Problem| Json::from_text(object(&[("path", &own.path), ("message", &own.message)]));
    let errors: Vec<Json> = problems.iter().map(error).collect();
    json::parse(&object(&[("errors", &errors)])).unwrap_or(JsValue::UNDEFINED)
}

/// What a model has thrown: one of our own errors stays what it is, anything else is `LLM_FAILED`.
/// Either way it is the cause.
pub fn thrown_by_model(context: &str, value: &JsValue) -> Error {
    let Some(parts) = llm_error(value) else { return thrown(Code::LlmFailed, context, value) };
    let part = |number| parts.get(number).as_string();
    let is_invalid = part(0).as_deref() == Some(Code::LlmInvalid.as_str());
    let code = if is_invalid { Code::LlmInvalid } else { Code::LlmFailed };
    let mut error = Error::new(code, part(1).unwrap_or_default());
    if let Some(path) = part(2) {
        error = error.at(&path);
    }
    if let Some(details) = part(3) {
        error = error.with_details(Json::from_text(details));
    }
    error.within(context).caused_by(Cause::new(value.clone()))
}

/// What somebody else's code has thrown, as our error; its own error is the cause.
pub fn thrown(code: Code, context: &str, value: &JsValue) -> Error {
    let message =
        js_sys::Reflect::get(value, &"message".into()).ok().and_then(|message| message.as_string());
    let message =
        message.or_else(|| value.as_string()).unwrap_or_else(|| "something was thrown".into());
    Error::new(code, format!("{context}: {message}")).caused_by(Cause::new(value.clone()))
}
