//! Tells a logger of the caller's what happens: ids, codes and durations, never content.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::json;
use super::options::LOG_LEVELS;
use crate::domain::error::{Code, Error};
use crate::service::Between;

#[wasm_bindgen(module = "/pkg-template/values.js")]
extern "C" {
    /// The id of a record that a command answers with.
    #[wasm_bindgen(js_name = idOf)]
    fn id_of(answer: &JsValue) -> Option<String>;
}

/// Where log records go, if anywhere.
#[derive(Debug, Clone, Default)]
pub struct Logger {
    /// The caller's function.
    pub function: Option<Function>,
    /// The level above which it is told, as its place in [`LOG_LEVELS`].
    pub level: usize,
}

/// A store that fails, or a module: somebody should look after it.
const ERROR: usize = 0;
/// The level of failures that the caller is told of anyway.
pub const WARN: usize = 1;
/// What changes something, and what goes on in between.
const INFO: usize = 2;
/// What only looks.
const DEBUG: usize = 3;

/// Failures that are not the caller's.
const FAULTS: &[Code] =
    &[Code::Corrupt, Code::Quota, Code::Degraded, Code::Evicted, Code::Poisoned];

impl Logger {
    /// Tells of an operation that ended, and whether it can change something.
    pub fn ended(
        &self,
        (operation, is_command): (&str, bool),
        workspace: &str,
        id: Option<&str>,
        since: f64,
        answer: Result<&JsValue, &Error>,
    ) {
        let error = answer.err();
        let level = match error {
            Some(error) if FAULTS.contains(&error.code()) => ERROR,
            Some(_) => WARN,
            // Nobody is told of it: no need to look what it is.
            None if self.level < INFO => return,
            None if is_command => INFO,
            None => DEBUG,
        };
        let made = answer.ok().filter(|_| id.is_none()).and_then(id_of);
        let code = error.map(|error| error.code().as_str());
        let duration_ms = (js_sys::Date::now() - since).max(0.0);
        self.tell(level, &|level| LogRecord {
            level,
            operation,
            workspace,
            duration_ms,
            code,
            entity_id: id.or(made.as_deref()),
        });
    }

    /// Tells of what happens while an operation goes on.
    pub fn between(&self, what: Between, workspace: &str) {
        self.tell(INFO, &|level| LogRecord {
            level,
            operation: what.as_str(),
            workspace,
            duration_ms: 0.0,
            code: None,
            entity_id: None,
        });
    }

    fn tell<'a>(&self, number: usize, record: &dyn Fn(&'a str) -> LogRecord<'a>) {
        let (Some(function), Some(level)) =
            (self.function.as_ref().filter(|_| number <= self.level), LOG_LEVELS.get(number))
        else {
            return;
        };
        if let Ok(record) = json::view(&record(level)) {
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
