//! The browser's clock and randomness, or the caller's own.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::arguments::{is_well_formed, kind};
use super::errors::thrown;
use super::logger::Logger;
use crate::domain::criteria::Patterns;
use crate::domain::error::{Code, Error, Result};
use crate::service::{Between, Environment, id_of};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(bytes: &js_sys::Uint8Array) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/pkg-template/values.js")]
extern "C" {
    #[wasm_bindgen(js_name = isMatch, catch)]
    fn is_match(pattern: &str, flags: &str, text: &str) -> Result<bool, JsValue>;

    fn fold(text: &str, ignore_case: bool) -> String;
}

/// A clock and a source of ids.
#[derive(Debug, Clone, Default)]
pub struct Platform {
    /// The caller's clock.
    pub now: Option<Function>,
    /// The caller's source of ids.
    pub new_id: Option<Function>,
    /// Who is told of what happens.
    pub logger: Logger,
    /// The workspace's name.
    pub workspace: Rc<str>,
}

impl Environment for Platform {
    #[allow(clippy::cast_possible_truncation)] // clocks of browsers have whole milliseconds
    fn now(&self) -> Result<i64> {
        let Some(now) = &self.now else { return Ok(js_sys::Date::now() as i64) };
        let answer = now.call0(&JsValue::UNDEFINED).map_err(|error| thrown_by("now", &error))?;
        match answer.as_f64() {
            Some(millis) if millis.is_finite() => Ok(millis as i64),
            _ => Err(Error::invalid(
                "now",
                format!("must answer with milliseconds, answered with {}", kind(&answer)),
            )),
        }
    }

    fn new_id(&self, record: &str) -> Result<String> {
        let Some(new_id) = &self.new_id else { return random_id(record) };
        let answer = new_id.call1(&JsValue::UNDEFINED, &record.into());
        let answer = answer.map_err(|error| thrown_by("newId", &error))?;
        let not_text = || {
            Error::invalid(
                "newId",
                format!("must answer with text, answered with {}", kind(&answer)),
            )
        };
        answer.as_string().filter(|_| is_well_formed(&answer)).ok_or_else(not_text)
    }

    fn tell(&self, what: Between) {
        self.logger.between(what, &self.workspace);
    }

    fn patterns(&self) -> &dyn Patterns {
        self
    }
}

impl Patterns for Platform {
    fn matches(&self, pattern: &str, flags: &str, text: &str) -> Result<bool, String> {
        is_match(pattern, flags, text).map_err(|thrown| {
            let message = js_sys::Reflect::get(&thrown, &"message".into());
            message.ok().and_then(|message| message.as_string()).unwrap_or_default()
        })
    }

    fn fold(&self, text: &str, ignore_case: bool) -> String {
        fold(text, ignore_case)
    }
}

/// What an option that is a function has thrown.
fn thrown_by(option: &str, error: &JsValue) -> Error {
    thrown(Code::Invalid, option, error).at(option)
}

fn random_id(record: &str) -> Result<String> {
    let bytes = js_sys::Uint8Array::new_with_length(6);
    get_random_values(&bytes)
        .map_err(|error| thrown(Code::Unavailable, "there is no randomness here", &error))?;
    let mut random = [0; 6];
    bytes.copy_to(&mut random);
    Ok(id_of(record, random))
}
