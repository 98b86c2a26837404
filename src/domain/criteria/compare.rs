//! When two texts are the same, and what the platform knows better.

use serde_json::Value;

use super::number::{is_near, read_number};

/// What the platform has: regular expressions as JavaScript reads them, and Unicode.
pub trait Patterns {
    /// Whether an expression is found anywhere in a text.
    ///
    /// # Errors
    /// What is wrong with the expression or its flags, or that there are none here.
    fn matches(&self, pattern: &str, flags: &str, text: &str) -> Result<bool, String>;

    /// The text in Unicode normal form C; in lower case, whatever the language, where case does
    /// not matter.
    fn fold(&self, text: &str, ignore_case: bool) -> String;
}

/// A platform with no regular expressions and no normal form: such rules wait for a review.
#[derive(Debug, Clone, Copy)]
pub struct NoPatterns;

impl Patterns for NoPatterns {
    fn matches(&self, _pattern: &str, _flags: &str, _text: &str) -> Result<bool, String> {
        Err("there are no regular expressions here".into())
    }

    fn fold(&self, text: &str, ignore_case: bool) -> String {
        if ignore_case { text.to_lowercase() } else { text.to_owned() }
    }
}

/// A text in normal form, and on request in lower case. Where it is plain, the platform is not asked:
/// that is far away.
#[must_use]
pub fn folded(patterns: &dyn Patterns, text: &str, ignore_case: bool) -> String {
    match (text.is_ascii(), ignore_case) {
        (false, _) => patterns.fold(text, ignore_case),
        (true, true) => text.to_ascii_lowercase(),
        (true, false) => text.to_owned(),
    }
}

/// A text for comparison as a whole: folded, no blanks around it, and any run of blanks and line
/// breaks inside is one blank.
///
/// ```
/// use medallion::domain::criteria::{NoPatterns, tidy};
///
/// assert_eq!(tidy(&NoPatterns, "  Soil\r\n pH ", true), "soil ph");
/// assert_eq!(tidy(&NoPatterns, "Soil", false), "Soil");
/// ```
#[must_use]
pub fn tidy(patterns: &dyn Patterns, text: &str, ignore_case: bool) -> String {
    let folded = folded(patterns, text, ignore_case);
    folded.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// A text for finding others in it: folded, with line breaks of one kind, and its blanks kept.
pub(super) fn searchable(patterns: &dyn Patterns, text: &str, ignore_case: bool) -> String {
    let folded = folded(patterns, text, ignore_case).replace("\r\n", "\n");
    folded.replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
}

/// A single value as text; lists and objects are none.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map(str::to_owned).unwrap_or(text))
        }
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A number, or a text that is one.
pub(super) fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => read_number(text),
        _ => None,
    }
}

/// A single value, made ready once to be compared with many.
pub(super) struct Single {
    number: Option<f64>,
    /// Tidy; none of lists and objects.
    text: Option<String>,
}

impl Single {
    /// All of these, in their order.
    pub fn all(patterns: &dyn Patterns, values: &[Value], ignore_case: bool) -> Vec<Self> {
        let single = |value: &Value| Self {
            number: number_of(value),
            text: text_of(value).map(|text| tidy(patterns, &text, ignore_case)),
        };
        values.iter().map(single).collect()
    }

    /// Whether it is the same as another: as a number if both are, else as text.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self.number, other.number) {
            (Some(own), Some(other)) => is_near(own, other, 0.0),
            _ => self.text.is_some() && self.text == other.text,
        }
    }
}

/// Which option somebody means: by its text, whatever its Unicode form, else by its number from 0.
pub(super) fn option_of(
    patterns: &dyn Patterns,
    options: &[String],
    value: &Value,
) -> Option<usize> {
    let by_number = |number: f64| {
        let number = (number >= 0.0 && number.fract() == 0.0).then_some(number)?;
        (0..options.len()).find(|at| is_near(*at as f64, number, 0.0))
    };
    match value {
        Value::Number(number) => by_number(number.as_f64()?),
        Value::String(text) => {
            let text = text.trim();
            let by_text = options.iter().position(|option| option.trim() == text);
            let is_same =
                |option: &String| tidy(patterns, option, false) == tidy(patterns, text, false);
            let by_number = || read_number(text).and_then(by_number);
            by_text.or_else(by_number).or_else(|| options.iter().position(is_same))
        }
        _ => None,
    }
}

/// What stands between several values: a value may hold what stands between others.
const BETWEEN: [&[char]; 3] = [&['\n', ';', ','], &['\n', ';'], &['\n']];

/// The values that a text may mean: those of a JSON list, else what stands between line breaks,
/// semicolons or commas, between the first two, or one on each line.
pub(super) fn readings(text: &str) -> impl Iterator<Item = Vec<Value>> {
    BETWEEN.iter().map(move |signs| match serde_json::from_str(text) {
        Ok(Value::Array(values)) => values,
        _ => {
            let parts = text.split(*signs).map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| Value::String(part.to_owned())).collect()
        }
    })
}
