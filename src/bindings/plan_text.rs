//! `parsePlan` and `editPlan`: what can be done with the text of a plan, without a workspace.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::arguments::{Options, text};
use super::json;
use super::options::{EDIT_PLAN, PARSE_PLAN};
use super::promise::promise;
use crate::domain::error::{Error, Result};
use crate::domain::plan::ParseOptions;
use crate::domain::schema;
use crate::domain::time::Timestamp;
use crate::service;

/// Reads a plan, markdown with front matter, and says all there is to say about it. It never
/// rejects because of what is in the text: what is wrong is listed in `problems`.
#[wasm_bindgen(js_name = parsePlan, unchecked_return_type = "Promise<PlanReport>")]
pub fn parse_plan(
    #[wasm_bindgen(unchecked_param_type = "string")] markdown: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ParsePlanOptions")] options: JsValue,
) -> Promise {
    let read = text(markdown, "markdown").and_then(|text| Ok((text, parse_options(&options)?)));
    promise(async move {
        let (markdown, options) = read?;
        json::parse(&service::parse_plan(&markdown, &options).await?)
    })
}

fn parse_options(options: &JsValue) -> Result<ParseOptions> {
    let options = Options::read(options, &PARSE_PLAN)?;
    let siblings = options.get("siblings");
    Ok(ParseOptions {
        path: options.text("path"),
        siblings: match siblings.is_undefined() {
            true => Vec::new(),
            false => {
                let texts: Vec<String> = json::read(&siblings, "siblings")?;
                texts.into_iter().map(Into::into).collect()
            }
        },
        hands: options.at_least(1, "hands")?,
        file_conflicts: options.flag("fileConflicts"),
    })
}

/// The text after these edits: all of them, or none. Only the lines that must change have changed.
#[wasm_bindgen(js_name = editPlan, unchecked_return_type = "Promise<string>")]
pub fn edit_plan(
    #[wasm_bindgen(unchecked_param_type = "string")] markdown: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "readonly PlanEdit[]")] ops: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "EditPlanOptions")] options: JsValue,
) -> Promise {
    let read = text(markdown, "markdown").and_then(|text| {
        let now = now(&Options::read(&options, &EDIT_PLAN)?.get("now"))?;
        Ok((text, json::text(ops, "ops")?, now))
    });
    promise(async move {
        let (markdown, ops, now) = read?;
        service::edit_plan(&markdown, &ops, now).await.map(JsValue::from)
    })
}

/// A moment as a `Date`, as text, or in milliseconds; the clock's if nothing is said.
fn now(given: &JsValue) -> Result<Timestamp> {
    #[allow(clippy::cast_possible_truncation, reason = "out of range is the nearest")]
    let of_millis = |millis: f64| Timestamp::from_millis(millis as i64);
    if given.is_undefined() {
        return Ok(of_millis(js_sys::Date::now()));
    }
    if let Some(millis) = given.as_f64() {
        return match millis.is_finite() {
            true => Ok(of_millis(millis)),
            false => Err(Error::invalid("now", "must be a moment")),
        };
    }
    schema::parse(&json::text(given, "now")?).map_err(|error| error.under("now"))
}
