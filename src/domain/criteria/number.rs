//! Numbers within bounds, and when two of them are the same.

use crate::numbers;

numbers! {
    /// Any finite number.
    Number: Number f64 from -1.7976931348623157e308 to f64::MAX;
    /// A number from zero on.
    Amount: Number f64 from 0.0 to f64::MAX;
    /// A part of the whole: from 0 to 1, both included. Grades and marks are such.
    Share: Number f64 from 0.0 to 1.0;
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0.0);
    /// One.
    pub const ONE: Self = Self(1.0);
}

impl Share {
    /// Nothing of it.
    pub const NONE: Self = Self(0.0);
    /// All of it.
    pub const ALL: Self = Self(1.0);

    /// The nearest share to a number.
    #[must_use]
    pub fn near(value: f64) -> Self {
        Self(if value > 0.0 { value.min(1.0) } else { 0.0 })
    }
}

/// Reads a number as people write it: blanks around it, a sign (also `+` and `−`), digits with a
/// point, an exponent. Commas, hexadecimal digits and words are no numbers.
///
/// ```text
/// " +1.50 " = 1.5    ".5" = 0.5    "−3" = -3    "1,5" is none    "" is none
/// ```
pub(super) fn read_number(text: &str) -> Option<f64> {
    let text = text.trim().replace('\u{2212}', "-");
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    let end = digits.find(['e', 'E']).unwrap_or(digits.len());
    let (mantissa, exponent) = digits.split_at_checked(end)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    // As JSON writes it, whose reader is there already.
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    serde_json::from_str::<f64>(&format!("{sign}{whole}.{fraction}{exponent}"))
        .ok()
        .filter(|number| number.is_finite())
}

/// Whether two numbers are no further apart than a tolerance, which is included; the rounding of
/// doubles does not count against the learner (1.1 is within 0.1 of 1).
pub(super) fn is_near(own: f64, other: f64, tolerance: f64) -> bool {
    let rounding = 4.0 * f64::EPSILON * own.abs().max(other.abs());
    (own - other).abs() <= tolerance * (1.0 + 1e-9) + rounding
}
