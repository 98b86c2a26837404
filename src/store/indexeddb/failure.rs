//! From what a browser throws to one of our codes. The browser's own error goes along as the cause.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::domain::error::{Cause, Code, Error};

/// Why one try at a connection failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The connection was gone before anything was asked of it: a new one can be tried.
    Lost(JsValue),
    /// The platform failed in the middle; asking again for a mere answer may help.
    Broken(Error),
    /// Trying again would change nothing.
    Final(Error),
}

impl Failure {
    /// Sorts what calling the platform threw.
    pub(super) fn of(doing: &'static str, cause: JsValue) -> Self {
        match name(&cause).as_str() {
            "InvalidStateError" => Self::Lost(cause),
            "AbortError" | "UnknownError" | "TimeoutError" => Self::Broken(told(doing, cause)),
            _ => Self::Final(told(doing, cause)),
        }
    }

    /// The error for the caller when nothing more is tried.
    pub(super) fn into_error(self, doing: &'static str) -> Error {
        match self {
            Self::Lost(cause) => told(doing, cause),
            Self::Broken(error) | Self::Final(error) => error,
        }
    }
}

/// The name of a `DOMException`, or of any error; empty for other values.
pub(super) fn name(thrown: &JsValue) -> String {
    property(thrown, "name")
}

/// An error with the code that fits what the browser threw, and that as its cause.
pub(super) fn told(doing: &'static str, cause: JsValue) -> Error {
    let code = match name(&cause).as_str() {
        "QuotaExceededError" => Code::Quota,
        "VersionError" => Code::VersionTooNew,
        // A transaction that the browser aborts without a reason lost its connection.
        "InvalidStateError" | "AbortError" | "" => Code::Closed,
        "SecurityError" | "NotAllowedError" | "NotSupportedError" => Code::Unavailable,
        // Stores are missing, or a key stands where none may: not a log of ours.
        "NotFoundError" | "ConstraintError" | "DataError" | "DataCloneError" => Code::Corrupt,
        _ => Code::Degraded,
    };
    let detail = property(&cause, "message");
    let name = name(&cause);
    let message = match (name.is_empty(), detail.is_empty()) {
        (true, _) => doing.to_owned(),
        (false, true) => [doing, ": ", &name].concat(),
        (false, false) => [doing, ": ", &name, ": ", &detail].concat(),
    };
    Error::new(code, message).caused_by(Cause::new(cause))
}

/// The error of a database that could not be opened or deleted: whatever else keeps it from that,
/// there is no storage to be had now.
pub(super) fn no_database(cause: JsValue) -> Error {
    let keeps_its_code = matches!(name(&cause).as_str(), "VersionError" | "QuotaExceededError");
    let error = told("the database cannot be opened or deleted", cause);
    if keeps_its_code { error } else { error.with_code(Code::Unavailable) }
}

fn property(value: &JsValue, key: &str) -> String {
    if !value.is_object() {
        return String::new();
    }
    Reflect::get(value, &key.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
