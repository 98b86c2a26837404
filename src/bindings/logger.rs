//! Tells a logger of the caller's what happens: ids, codes and durations, never content.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::json;
use super::options::LOG_LEVELS;
use crate::domain::error::Error;

/// Where log records go, if anywhere.
#[derive(Debug, Clone, Default)]
pub struct Logger {
    /// The caller's function.
    pub function: Option<Function>,
    /// The level above which it is told, as its place in [`LOG_LEVELS`].
    pub level: usize,
}

/// The level of failures that the caller is told of anyway.
pub const WARN: usize = 1;
const DEBUG: usize = 3;

impl Logger {
    /// Tells of an operation that ended.
    pub fn ended(
        &self,
        operation: &str,
        workspace: &str,
        id: Option<&str>,
        since: f64,
        error: Option<&Error>,
    ) {
        let number = if error.is_some() { WARN } else { DEBUG };
        let (Some(function), Some(level)) =
            (self.function.as_ref().filter(|_| number <= self.level), LOG_LEVELS.get(number))
        else {
            return;
        };
        let record = json::view(&LogRecord {
            level,
            operation,
            workspace,
            duration_ms: (js_sys::Date::now() - since).max(0.0),
            code: error.map(|error| error.code().as_str()),
            entity_id: id,
        });
        if let Ok(record) = record {
            // A logger that throws is not the operation's fault.
            drop(function.call1(&JsValue::UNDEFINED, &record));
        }
    }
}

/// One line for a logger. It holds ids, codes and durations, never content.
#[derive(Serialize)]
struct LogRecord<'a> {
    level: &'a str,
    operation: &'a str,
    workspace: &'a str,
    duration_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_id: Option<&'a str>,
}
