//! What comes from outside: the time, new ids, and who is asking.

use std::fmt;
use std::rc::Rc;

use crate::domain::criteria::{NoPatterns, Patterns};
use crate::domain::error::{Error, Result};
use crate::domain::id::{Actor, RecordId};
use crate::domain::role::Standing;
use crate::domain::time::Timestamp;

/// The clock and the source of ids. A program brings its own; tests bring one that repeats.
pub trait Environment {
    /// Milliseconds since 1970.
    ///
    /// # Errors
    /// Whatever a caller's own clock fails with.
    fn now(&self) -> Result<i64>;

    /// A text that was not used as an id before, for a record of this kind.
    ///
    /// # Errors
    /// Whatever a caller's own source of ids fails with.
    fn new_id(&self, kind: &str) -> Result<String>;

    /// Somebody may want to know that something goes on in between.
    fn tell(&self, _: Between) {}

    /// Regular expressions and Unicode, where the platform has them.
    fn patterns(&self) -> &dyn Patterns {
        &NoPatterns
    }
}

/// What happens while an operation goes on, and is nobody's fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Somebody else was faster: it is decided again.
    Conflict,
    /// A model's answer could not be used: it is asked once more.
    ModelRetry,
}

impl Between {
    /// As the log of operations has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::ModelRetry => "model.retry",
        }
    }
}

/// Who is asking, and with which clock.
#[derive(Clone)]
pub struct Caller {
    /// Who is named in events.
    pub actor: Actor,
    /// Why, if somebody said so.
    pub reason: Option<Rc<str>>,
    /// What they may do.
    pub standing: Standing,
    /// The clock and the source of ids.
    pub environment: Rc<dyn Environment>,
}

impl Caller {
    /// A caller with the default name.
    pub fn new(environment: Rc<dyn Environment>) -> Self {
        Self { actor: Actor::system(), reason: None, standing: Standing::default(), environment }
    }

    /// The same, giving a reason.
    #[must_use]
    pub fn because(&self, reason: Option<&str>) -> Self {
        Self { reason: reason.map(Rc::from), ..self.clone() }
    }

    /// The time.
    ///
    /// # Errors
    /// What the clock fails with.
    pub fn now(&self) -> Result<Timestamp> {
        self.environment.now().map(Timestamp::from_millis)
    }

    /// A new id.
    ///
    /// # Errors
    /// What the source fails with; `INVALID` at `newId` if its answer is no id.
    pub fn new_id(&self, kind: &str) -> Result<RecordId> {
        let text = self.environment.new_id(kind)?;
        RecordId::new(&text).map_err(|error| error.under("newId"))
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("actor", &self.actor)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// An environment that says the same in every run: a clock that goes on by a millisecond at each
/// look, and ids in a row.
///
/// ```
/// use medallion::service::{Environment, Repeating};
///
/// let environment = Repeating::from("2026-01-31T12:00:00Z");
/// assert_eq!(environment.new_id("medallion")?, "med-000000000001");
/// assert_eq!(environment.now()? + 1, environment.now()?);
/// # Ok::<(), medallion::Error>(())
/// ```
#[derive(Debug)]
pub struct Repeating {
    now: std::cell::Cell<i64>,
    ids: std::cell::Cell<u64>,
}

impl From<&str> for Repeating {
    /// Begins at this time, or in 1970 if the text is none.
    fn from(start: &str) -> Self {
        let start = start.parse::<Timestamp>().map_or(0, Timestamp::millis);
        Self { now: std::cell::Cell::new(start), ids: std::cell::Cell::new(0) }
    }
}

impl Environment for Repeating {
    fn now(&self) -> Result<i64> {
        let now = self.now.get();
        self.now.set(now + 1);
        Ok(now)
    }

    fn new_id(&self, kind: &str) -> Result<String> {
        self.ids.set(self.ids.get() + 1);
        Ok(format!("{}-{:012x}", prefix(kind), self.ids.get()))
    }
}

/// What ids of a kind begin with.
#[must_use]
pub fn prefix(kind: &str) -> &str {
    match kind {
        "medallion" => "med",
        "objective" => "obj",
        "criterion" => "crit",
        "content" => "cnt",
        "comment" => "cmt",
        "progress" => "ltp",
        "submission" => "sub",
        "validation" => "val",
        "summary" => "sum",
        "help_request" => "help",
        other => other,
    }
}

/// An id from six random bytes, as we make them: `med-` and twelve hex digits.
#[must_use]
pub fn id_of(kind: &str, random: [u8; 6]) -> String {
    random.iter().fold(format!("{}-", prefix(kind)), |id, byte| format!("{id}{byte:02x}"))
}

impl Error {
    /// The workspace was closed.
    #[must_use]
    pub fn closed() -> Self {
        Self::new(crate::Code::Closed, "the workspace is closed; open it again")
    }
}
