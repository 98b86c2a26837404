//! How much work something is, from whatever people write (spec A3.4.8; design rule 14).
//!
//! Points and time are never mixed. Amounts are counted in thousandths, so that sums are exact.

use std::borrow::Cow;

use crate::domain::ascii;
use crate::domain::schema::{Mismatch, Read, Reader, Shape, Shaped};
use crate::written;

/// An amount, in thousandths of its unit; in documents a number with up to three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Amount(pub u64);

impl Amount {
    /// The number.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "nobody plans for longer")]
    pub fn number(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// The sum of two; one that no number holds stays at the greatest there is.
    #[must_use]
    pub fn plus(self, other: Option<Self>) -> Self {
        Self(self.0.saturating_add(other.unwrap_or_default().0))
    }

    /// The sum of all that are known.
    pub fn sum(amounts: &mut dyn Iterator<Item = Option<Self>>) -> Self {
        amounts.fold(Self::default(), Self::plus)
    }
}

written!(Amount, |amount, out| match amount.0 % 1000 {
    0 => (amount.0 / 1000).write(out),
    _ => amount.number().write(out),
});

impl Shaped for Amount {
    const SHAPE: Shape = Shape::Number { min: 0.0, max: f64::MAX };

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        thousandths(reader.raw()).map(Self).ok_or(Mismatch::KIND)
    }
}

/// How much work something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effort {
    /// In story points.
    pub points: Option<Amount>,
    /// In minutes of work.
    pub minutes: Option<Amount>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Points,
    /// So many minutes.
    Minutes(u64),
}

impl Unit {
    fn is_time(self) -> bool {
        self != Self::Points
    }
}

/// What the words of units mean.
const UNITS: &[(&str, Unit)] = &[
    ("pt", Unit::Points),
    ("pts", Unit::Points),
    ("point", Unit::Points),
    ("points", Unit::Points),
    ("sp", Unit::Points),
    ("sps", Unit::Points),
    ("m", Unit::Minutes(1)),
    ("min", Unit::Minutes(1)),
    ("mins", Unit::Minutes(1)),
    ("minute", Unit::Minutes(1)),
    ("minutes", Unit::Minutes(1)),
    ("h", Unit::Minutes(60)),
    ("hr", Unit::Minutes(60)),
    ("hrs", Unit::Minutes(60)),
    ("hour", Unit::Minutes(60)),
    ("hours", Unit::Minutes(60)),
    ("d", Unit::Minutes(480)),
    ("day", Unit::Minutes(480)),
    ("days", Unit::Minutes(480)),
    ("w", Unit::Minutes(2400)),
    ("wk", Unit::Minutes(2400)),
    ("wks", Unit::Minutes(2400)),
    ("week", Unit::Minutes(2400)),
    ("weeks", Unit::Minutes(2400)),
];

/// The keys under which tasks say how much work they are, and what a bare number means there.
const KEYS: &[(&str, Unit)] = &[
    ("estimated_effort", Unit::Points),
    ("estimate", Unit::Points),
    ("story_points", Unit::Points),
    ("effort", Unit::Points),
    ("points", Unit::Points),
    ("estimated_points", Unit::Points),
    ("effort_estimate", Unit::Points),
    ("estimated_time", Unit::Minutes(60)),
    ("estimated_hours", Unit::Minutes(60)),
    ("estimate_hours", Unit::Minutes(60)),
    ("hours", Unit::Minutes(60)),
    ("duration_estimate", Unit::Minutes(480)),
    ("estimated_minutes", Unit::Minutes(1)),
];

const DIGITS: &str = "0123456789";

/// Signs and words that may stand before an amount.
type Joints = (&'static str, &'static [&'static str]);

/// Before the first amount. Less than nothing is none: there is no minus.
const BEGINNINGS: Joints = (
    " \t~<>=*`'\"",
    &[
        "≈",
        "≤",
        "≥",
        "about",
        "approx",
        "approx.",
        "approximately",
        "around",
        "ca",
        "ca.",
        "circa",
        "up to",
        "at most",
        "max",
        "max.",
    ],
);

/// Between two amounts that are added, or say the same in two units.
const JOINTS: Joints = (" \t,;+&=~", &["and", "≈"]);

/// The keys that say how much work something is, the usual one first.
pub fn effort_keys() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(key, _)| *key)
}

impl Effort {
    /// Reads what is written under a key; none if it is no amount of work. A range counts as its
    /// middle, a bare number takes the unit of its key, parts such as `1h 30m` are added, and what
    /// stands in brackets behind an amount says the same in another unit.
    ///
    /// ```
    /// use medallion::domain::plan::{Amount, Effort};
    ///
    /// let effort = Effort::read("estimated_effort", "0.5d (2 pts)").unwrap();
    /// assert_eq!(effort.minutes, Some(Amount(240_000)));
    /// assert_eq!(effort.points, Some(Amount(2000)));
    /// assert_eq!(Effort::read("estimated_effort", "2-3h").unwrap().minutes, Some(Amount(150_000)));
    /// assert_eq!(Effort::read("estimated_effort", "a lot"), None);
    /// ```
    #[must_use]
    pub fn read(key: &str, text: &str) -> Option<Self> {
        let (outer, inner) = match text.split_once('(') {
            Some((outer, inner)) if ascii::has(outer, DIGITS) && ascii::has(inner, DIGITS) => {
                (outer, inner)
            }
            _ => return Self::sum(key, text),
        };
        let (inner, behind) = inner.split_once(')').unwrap_or((inner, ""));
        let (own, other) = (Self::sum(key, outer)?, Self::sum("", inner)?);
        let is_bare = !outer.bytes().any(|byte| byte.is_ascii_alphabetic());
        let is_other = is_bare && own.points.is_some() && other.points.is_some();
        let is_clear = !ascii::has(behind, DIGITS) && (!is_other || own.points == other.points);
        is_clear.then_some(Self {
            points: own.points.or(other.points),
            minutes: own.minutes.or(other.minutes),
        })
    }

    /// All amounts of a text. Numbers in the middle of words are none, and say that this is free text.
    fn sum(key: &str, text: &str) -> Option<Self> {
        let is_lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        let lower = if is_lower { text.into() } else { Cow::Owned(text.to_ascii_lowercase()) };
        let (mut rest, mut effort, mut bare) = (&*lower, Self::default(), None);
        let mut joints = BEGINNINGS;
        while let Some(place) = ascii::find(rest, DIGITS) {
            let before = rest.get(..place)?;
            let before = before.strip_suffix('.').filter(|own| !ends_a_word(own)).unwrap_or(before);
            let from = rest.get(before.len()..)?;
            let (signs, words) = joints;
            let word = ascii::trim(before, signs);
            if !word.is_empty() && !words.contains(&word) {
                return None;
            }
            let (number, after) = number(from)?;
            let (unit, after) = unit(after);
            let (low, behind) = with_parts(number, unit, after);
            let (amount, unit, after) = match range(behind) {
                Some((number_above, tail)) => {
                    let (unit_above, tail) = self::unit(tail);
                    let above = unit_above.or(unit);
                    // A lower end without a unit has that of the upper one.
                    let low = if unit.is_none() { with_parts(number, above, "").0 } else { low };
                    let (high, tail) = with_parts(number_above, above, tail);
                    let unit = unit.or(above);
                    if unit.map(Unit::is_time) != above.map(Unit::is_time) {
                        return None;
                    }
                    if high < low && behind != after {
                        // The parts belong to the range: `1d 2h-4h`.
                        (with_parts(number, unit, "").0, unit, after)
                    } else {
                        (low / 2 + high / 2 + (low % 2 + high % 2) / 2, unit, tail)
                    }
                }
                None => (low, unit, behind),
            };
            match unit {
                Some(unit) => effort.add(unit, amount),
                // What is no unit says that this number is no amount of work.
                None if bare.is_some() || !is_end(after) => return None,
                None => bare = Some(amount),
            }
            (rest, joints) = (after, JOINTS);
        }
        if let Some(number) = bare {
            if effort != Self::default() {
                return None;
            }
            let unit = KEYS.iter().find(|(own, _)| *own == key).map(|(_, unit)| *unit)?;
            effort.add(unit, with_parts(number, Some(unit), "").0);
        }
        (effort != Self::default()).then_some(effort)
    }

    /// Adds points, or minutes.
    fn add(&mut self, unit: Unit, amount: u64) {
        let place = if unit.is_time() { &mut self.minutes } else { &mut self.points };
        *place = Some(Amount(amount).plus(*place));
    }
}

/// So many of a unit, with the smaller ones that follow as in `1h 30m`, in points or minutes, and
/// what is behind them.
fn with_parts(number: u64, unit: Option<Unit>, text: &str) -> (u64, &str) {
    let Some(Unit::Minutes(mut factor)) = unit else { return (number, text) };
    let (mut amount, mut text) = (number.saturating_mul(factor), text);
    while let Some((part, behind)) = self::number(text.trim_ascii_start())
        && let (Some(Unit::Minutes(smaller)), behind) = self::unit(behind)
        && smaller < factor
    {
        amount = amount.saturating_add(part.saturating_mul(smaller));
        (factor, text) = (smaller, behind);
    }
    (amount, text)
}

/// Whether a dot behind this ends a word, and begins no number such as `.5`.
fn ends_a_word(text: &str) -> bool {
    text.bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a number without a unit may end here.
fn is_end(behind: &str) -> bool {
    let behind = behind.trim_ascii_start();
    behind.is_empty()
        || ascii::begins(behind, "(+-?!.,;~")
        || ["–", "—"].iter().any(|dash| behind.starts_with(dash))
}

/// The number at the beginning of a text.
fn number(text: &str) -> Option<(u64, &str)> {
    let end = text.len() - ascii::trim_start(text, "0123456789.").len();
    let (digits, rest) = text.split_at_checked(end)?;
    Some((thousandths(digits.trim_end_matches('.'))?, rest))
}

/// A decimal number in thousandths, cut behind the third decimal.
pub(super) fn thousandths(text: &str) -> Option<u64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_nothing = whole.is_empty() && decimals.is_empty();
    if is_nothing || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut amount: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    for place in 0..3 {
        let digit = decimals.as_bytes().get(place).map_or(0, |digit| digit - b'0');
        amount = amount.checked_mul(10)?.checked_add(digit.into())?;
    }
    Some(amount)
}

/// The unit at the beginning of a text, and what is behind it.
fn unit(text: &str) -> (Option<Unit>, &str) {
    let mut rest = ascii::trim_start(text, " -_+");
    if let Some(behind) = rest.strip_prefix("story") {
        rest = ascii::trim_start(behind, " -_");
    }
    let end = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, behind) = rest.split_at_checked(end).unwrap_or_default();
    match UNITS.iter().find(|(own, _)| *own == word) {
        Some((_, unit)) => (Some(*unit), behind),
        None => (None, text),
    }
}

/// The upper end of a range, where a text goes on with one.
fn range(text: &str) -> Option<(u64, &str)> {
    let rest = text.trim_ascii_start();
    let rest = ["-", "–", "—", "to ", ".."].iter().find_map(|sign| rest.strip_prefix(sign))?;
    number(ascii::trim_start(rest, " ~"))
}
