//! The single values of a document that are more than text: closed lists, bounds, the version.

use crate::domain::error::{Error, Result};
use crate::domain::schema::{self, Mismatch, Read, Reader, Shape, Shaped};
use crate::{choices, written};

choices! {
    /// Whether a medallion still holds (spec A3.5). It changes only by hand.
    Status {
        /// It holds.
        Active = "active",
        /// It may no longer hold. A checkpoint does not revive it.
        Stale = "stale",
        /// Another one holds instead.
        Superseded = "superseded",
    }

    /// How firm the ground is under a subsystem.
    SubsystemStatus {
        /// Nobody looked.
        Unknown = "unknown",
        /// It can be built on.
        Stable = "stable",
        /// It is being changed.
        InProgress = "in_progress",
        /// It is on its way out.
        Deprecated = "deprecated",
    }

    /// How much hangs on an open question.
    Priority {
        /// Little.
        Low = "low",
        /// Some.
        Medium = "medium",
        /// Much.
        High = "high",
    }
}

/// The form of the document; there is one so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaVersion;

impl SchemaVersion {
    /// As documents write it.
    pub const TEXT: &'static str = "medallion.v1";

    /// Whether a text names a later form of the document.
    #[must_use]
    pub fn is_later(text: &str) -> bool {
        let number = text.strip_prefix("medallion.v").and_then(|number| number.parse::<u32>().ok());
        matches!(number, Some(2..))
    }
}

impl Shaped for SchemaVersion {
    const SHAPE: Shape = Shape::OneOf(&[Self::TEXT]);

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        reader.one_of(&[Self::TEXT]).map(|_| Self)
    }
}

written!(SchemaVersion, |_version, out| SchemaVersion::TEXT.write(out));

/// How sure somebody is of something: a number from 0 to 1, both included.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// Checks a number.
    ///
    /// # Errors
    /// `INVALID` outside 0 to 1.
    pub fn new(value: f64) -> Result<Self> {
        match (0.0..=1.0).contains(&value) {
            true => Ok(Self(value)),
            false => {
                let value = schema::decimal(value);
                Err(Error::invalid("", format!("must be between 0 and 1, is {value}")))
            }
        }
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Shaped for Confidence {
    const SHAPE: Shape = Shape::Number { min: 0.0, max: 1.0 };

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let number = serde_json::from_str(reader.raw()).map_err(|_| Mismatch::KIND)?;
        Self::new(number).map_err(|_| Mismatch::KIND)
    }
}

written!(Confidence, |number, out| number.0.write(out));

/// A summary of at most 300 code points (U1 to U4; three hundred emoji fit).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HighLevel(Box<str>);

impl HighLevel {
    /// The most code points it may have.
    pub const MAX: usize = 300;

    /// Beside a summary that had to be cut: the field of its full text.
    pub const FULL: &'static str = "high_level_full";

    /// Nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self("".into())
    }

    /// Checks a text.
    ///
    /// # Errors
    /// `INVALID` if it is too long.
    pub fn new(text: &str) -> Result<Self> {
        match schema::text_problem(text, 0, Self::MAX, false) {
            None => Ok(Self(text.into())),
            Some(problem) => Err(Error::invalid("", problem)),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Shaped for HighLevel {
    const SHAPE: Shape = Shape::Text { min: 0, max: Self::MAX, name: false };

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        Self::new(&reader.text()?).map_err(|_| Mismatch::KIND)
    }
}

written!(HighLevel, |text, out| text.as_str().write(out));
