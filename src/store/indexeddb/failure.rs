//! From what a browser throws to one of our codes. The browser's own error goes along as the cause.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::domain::error::{Cause, Code, Error};

/// Why one try at a connection failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The connection was gone before anything was asked of it: a new one can be tried.
    Lost(JsValue),
    /// The platform failed in the middle. What was asked may have been done.
    Broken(Error),
    /// There is said to be no space. Nothing was done.
    Full(Error),
    /// No answer came in time. What was asked may be done yet.
    Silent,
    /// Trying again would change nothing.
    Final(Error),
}

impl Failure {
    /// Sorts what calling the platform threw.
    pub(super) fn of(doing: &'static str, cause: JsValue) -> Self {
        match name(&cause).as_str() {
            "InvalidStateError" => Self::Lost(cause),
            // WebKit says no more of a full disk than that it aborted. The workspace is not closed.
            name if is_momentary(name) => {
                Self::Broken(told(doing, cause).with_code(Code::Degraded))
            }
            "QuotaExceededError" => Self::Full(told(doing, cause)),
            _ => Self::Final(told(doing, cause)),
        }
    }

    /// The error for the caller when nothing more is tried.
    pub(super) fn into_error(self, doing: &'static str) -> Error {
        match self {
            Self::Lost(cause) => told(doing, cause),
            Self::Broken(error) | Self::Full(error) | Self::Final(error) => error,
            Self::Silent => {
                let message = [doing, ": the browser does not answer"].concat();
                Error::new(Code::Degraded, message)
            }
        }
    }
}

/// Whether a failure by this name often goes away: a lost connection to the storage process, a
/// file that cannot be opened right now, an abort for which the browser gives no reason.
fn is_momentary(name: &str) -> bool {
    matches!(name, "AbortError" | "UnknownError" | "TimeoutError" | "")
}

/// The same of an error that came of it.
pub(super) fn may_pass(error: &Error) -> bool {
    let cause = error.cause().and_then(Cause::get::<JsValue>);
    cause.is_some_and(|cause| is_momentary(&name(cause)))
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
