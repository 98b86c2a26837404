//! How steps are adjusted to a level: a table, which others can replace, and what the learner
//! wishes.

use serde_json::Value;

use crate::domain::criteria::Amount;
use crate::domain::curriculum::{BackgroundLevel, named_twice};
use crate::domain::error::{Error, Result};
use crate::record;

record! {
    /// What changes at a level.
    pub struct Adjustment as "PathAdjustment" {
        /// At which level.
        pub level: BackgroundLevel,
        /// How deep the material goes: 1 is as written.
        pub content_depth: Amount = Amount::ONE,
        /// How many examples.
        pub examples_count: u64 = 1,
        /// How much longer than estimated it takes.
        pub time_factor: Amount = Amount::ONE,
        /// Whether steps that are not required are in the path.
        pub optional_steps: bool = true,
    }
}

/// The table of the reference (spec A2): depth, examples, time, and whether steps stay that are
/// not required. Its `prerequisites_check` is not there: no level opens what is required.
pub const REFERENCE: &[(BackgroundLevel, f64, u64, f64, bool)] = &[
    (BackgroundLevel::Beginner, 0.7, 3, 1.3, true),
    (BackgroundLevel::Intermediate, 1.0, 1, 1.0, true),
    (BackgroundLevel::Advanced, 1.5, 2, 0.7, false),
];

/// How much more time than usual what went wrong is given: as the reference gives a beginner.
const SLOWER: f64 = 1.3;

impl Adjustment {
    /// For what went wrong: more examples and more time than usual, also where no level is below,
    /// or where the one below has no more of them.
    pub(super) fn slower_than(self, usual: &Self) -> Self {
        let time = (usual.time_factor.get() * SLOWER * 100.0).round() / 100.0;
        let time = self.time_factor.get().max(time);
        Self {
            examples_count: self.examples_count.max(usual.examples_count.saturating_add(1)),
            time_factor: Amount::new(time).unwrap_or(self.time_factor),
            ..self
        }
    }
}

/// Checks that a table says once what holds at a level.
pub(super) fn check_table(table: &[Adjustment]) -> Result<()> {
    match named_twice(table.iter().map(|own| own.level)) {
        None => Ok(()),
        Some((place, level)) => {
            let message = format!("{} is there already", level.as_str());
            Err(Error::invalid(format!("adjustments[{place}].level"), message))
        }
    }
}

/// What holds at a level: by the table that was handed in, else by the reference's.
pub(super) fn at_level(table: &[Adjustment], level: BackgroundLevel) -> Adjustment {
    if let Some(own) = table.iter().find(|own| own.level == level) {
        return own.clone();
    }
    let row = REFERENCE.iter().find(|row| row.0 == level);
    let (_, depth, examples_count, time, optional_steps) =
        row.copied().unwrap_or((level, 1.0, 1, 1.0, true));
    Adjustment {
        level,
        content_depth: Amount::new(depth).unwrap_or(Amount::ONE),
        examples_count,
        time_factor: Amount::new(time).unwrap_or(Amount::ONE),
        optional_steps,
        extra: Default::default(),
    }
}

/// What of a learner's `learning_preferences` shapes their paths; anything else there is the
/// host's own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wishes {
    /// `time_factor`, from 0.25 to 4: how much longer than others they take.
    time_factor: f64,
    /// `more_examples`, from -3 to 3: how many more than others they want.
    more_examples: i64,
    /// `optional_steps`: whether they want what is not required, at whatever level.
    pub optional_steps: Option<bool>,
}

impl Wishes {
    /// Reads them. What is no such value wishes nothing.
    pub fn of(preferences: &str) -> Self {
        let own: Value = serde_json::from_str(preferences).unwrap_or_default();
        let of = |key: &str| own.get(key);
        let factor = of("time_factor").and_then(Value::as_f64);
        let examples = of("more_examples").and_then(Value::as_i64);
        Self {
            time_factor: factor.filter(|own| (0.25..=4.0).contains(own)).unwrap_or(1.0),
            more_examples: examples.filter(|own| (-3..=3).contains(own)).unwrap_or(0),
            optional_steps: of("optional_steps").and_then(Value::as_bool),
        }
    }

    /// An adjustment as they wish it.
    pub fn shape(self, adjustment: Adjustment) -> Adjustment {
        let time = adjustment.time_factor.get() * self.time_factor;
        Adjustment {
            time_factor: Amount::new(time).unwrap_or(adjustment.time_factor),
            examples_count: adjustment.examples_count.saturating_add_signed(self.more_examples),
            ..adjustment
        }
    }
}
