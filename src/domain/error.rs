//! The one error type of the crate: a stable code, a sentence, and where it happened.
//!
//! It knows nothing of JavaScript. What a platform gave as the cause travels as an opaque value
//! that only the layer which made it can read.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

use super::schema::Json;

/// The result of everything here that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What went wrong, from one closed list. The text of a code never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code there is, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The code as callers see it.
            ///
            /// ```
            /// assert_eq!(medallion::Code::NotFound.as_str(), "NOT_FOUND");
            /// ```
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// Input, a stored record or a file is not of the right shape.
    Invalid = "INVALID",
    /// There is no such record.
    NotFound = "NOT_FOUND",
    /// The id is taken.
    AlreadyExists = "ALREADY_EXISTS",
    /// Somebody else changed the record meanwhile.
    Conflict = "CONFLICT",
    /// The browser grants no more space.
    Quota = "QUOTA",
    /// Another tab keeps the database from being opened or deleted.
    BlockedByOtherTab = "BLOCKED_BY_OTHER_TAB",
    /// The workspace was closed, by the program or by the browser.
    Closed = "CLOSED",
    /// What is stored cannot be read.
    Corrupt = "CORRUPT",
    /// The browser threw the data away.
    Evicted = "EVICTED",
    /// There is no such storage here.
    Unavailable = "UNAVAILABLE",
    /// The disk fails: reading works, writing does not.
    Degraded = "DEGRADED",
    /// The data was written by a newer version of this library.
    VersionTooNew = "VERSION_TOO_NEW",
    /// The model failed.
    LlmFailed = "LLM_FAILED",
    /// The model's answer, or what would be sent to it, cannot be used.
    LlmInvalid = "LLM_INVALID",
    /// Something would wait for itself.
    Cycle = "CYCLE",
    /// The same thing twice where once is right.
    Duplicate = "DUPLICATE",
    /// The status cannot change in this way.
    InvalidTransition = "INVALID_TRANSITION",
    /// Not open to this learner yet.
    Locked = "LOCKED",
    /// Beyond this role.
    PermissionDenied = "PERMISSION_DENIED",
    /// The file cannot be edited without disturbing the rest of it.
    UnsafeEdit = "UNSAFE_EDIT",
    /// What must be kept does not fit.
    BudgetTooSmall = "BUDGET_TOO_SMALL",
    /// The caller, or somebody asked for approval, said no.
    Aborted = "ABORTED",
    /// The module failed earlier and must be loaded again.
    Poisoned = "POISONED",
}

/// One thing that is wrong with a value: where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The place, such as `decisions[2].confidence`; empty for the value itself.
    pub path: String,
    /// A sentence for people.
    pub message: String,
}

impl Problem {
    /// A problem at a path.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }

    /// The same problem, seen from further out: `confidence` under `decisions[2]` is
    /// `decisions[2].confidence`.
    #[must_use]
    pub fn under(mut self, parent: &str) -> Self {
        if !parent.is_empty() {
            let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
            self.path = format!("{parent}{joint}{}", self.path);
        }
        self
    }
}

/// What the platform gave as the cause of a failure, readable only by the layer that knows it.
#[derive(Clone)]
pub struct Cause(Rc<dyn Any>);

impl Cause {
    /// Wraps a platform's own error.
    pub fn new(value: impl Any) -> Self {
        Self(Rc::new(value))
    }

    /// The platform's error, for who knows its type.
    #[must_use]
    pub fn get<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cause(..)")
    }
}

/// An error: a code, a sentence, and all the places that are wrong.
///
/// ```
/// use medallion::{Code, Error};
///
/// let error = Error::invalid("decisions[2].confidence", "must be between 0 and 1, is 1.1");
/// assert_eq!(error.code(), Code::Invalid);
/// assert_eq!(error.path(), Some("decisions[2].confidence"));
/// ```
#[derive(Debug, Clone)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    code: Code,
    message: Cow<'static, str>,
    problems: Vec<Problem>,
    details: Option<Json>,
    cause: Option<Cause>,
}

/// What a sentence begins with that is about a value as a whole.
const WHOLE: &str = "the value: ";

impl Inner {
    fn new(code: Code, message: Cow<'static, str>, problems: Vec<Problem>) -> Self {
        Self { code, message, problems, details: None, cause: None }
    }
}

impl Error {
    /// An error with no place.
    #[cold]
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner::new(code, message.into(), Vec::new())))
    }

    /// Something that came in is wrong at one place.
    #[cold]
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::problems(Code::Invalid, vec![Problem::new(path, message)])
    }

    /// Something that came in is wrong at several places; the message names the first.
    #[cold]
    #[must_use]
    pub fn problems(code: Code, problems: Vec<Problem>) -> Self {
        let message = match problems.first() {
            None => "not of the right shape".into(),
            Some(first) => {
                let (place, colon) = match first.path.as_str() {
                    "" => (WHOLE, ""),
                    path => (path, ": "),
                };
                let more = match problems.len() {
                    1 => String::new(),
                    count => format!(" (and {} more)", count - 1),
                };
                format!("{place}{colon}{}{more}", first.message)
            }
        };
        Self(Box::new(Inner::new(code, message.into(), problems)))
    }

    /// There is no such record.
    #[cold]
    #[must_use]
    pub fn not_found(kind: &str, id: &str) -> Self {
        Self::new(Code::NotFound, format!("{kind} {id} not found"))
    }

    /// The same error with what the platform gave as its cause.
    #[must_use]
    pub fn caused_by(mut self, cause: Cause) -> Self {
        self.0.cause = Some(cause);
        self
    }

    /// The same error with what programs want to know of it, as an object.
    #[must_use]
    pub fn with_details(mut self, details: Json) -> Self {
        self.0.details = Some(details);
        self
    }

    /// The same error with the place where it is, which its sentence need not name.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        let message = self.message().to_owned();
        self.0.problems = vec![Problem::new(path, message)];
        self
    }

    /// The sentence without a subject, where it is about a value as a whole.
    #[must_use]
    pub fn predicate(&self) -> &str {
        self.message().strip_prefix(WHOLE).unwrap_or(self.message())
    }

    /// The same error told as part of something larger: `context: message`.
    ///
    /// ```
    /// let error = medallion::Error::invalid("", "must be text");
    /// assert_eq!(error.message(), "the value: must be text");
    /// assert_eq!(error.within("the answer").message(), "the answer: must be text");
    /// ```
    #[must_use]
    pub fn within(mut self, context: &str) -> Self {
        self.0.message = format!("{context}: {}", self.predicate()).into();
        self
    }

    /// The same error with another code: a bad shape from a model is the model's error.
    #[must_use]
    pub fn with_code(mut self, code: Code) -> Self {
        self.0.code = code;
        self
    }

    /// The same error as seen by a caller who handed in the value at `parent`.
    #[must_use]
    pub fn under(mut self, parent: &str) -> Self {
        let problems = std::mem::take(&mut self.0.problems);
        let problems: Vec<Problem> = problems.into_iter().map(|p| p.under(parent)).collect();
        let (cause, details) = (self.0.cause.take(), self.0.details.take());
        let mut error =
            if problems.is_empty() { self } else { Self::problems(self.code(), problems) };
        (error.0.cause, error.0.details) = (cause, details);
        error
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where the first problem is.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.problems.first().map(|problem| problem.path.as_str())
    }

    /// Everything that was found wrong.
    #[must_use]
    pub fn all_problems(&self) -> &[Problem] {
        &self.0.problems
    }

    /// What programs want to know of it, as an object: the tasks of a cycle, the reasons of a lock.
    #[must_use]
    pub fn details(&self) -> Option<&Json> {
        self.0.details.as_ref()
    }

    /// What the platform gave as the cause.
    #[must_use]
    pub fn cause(&self) -> Option<&Cause> {
        self.0.cause.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code().as_str())?;
        f.write_str(": ")?;
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}
