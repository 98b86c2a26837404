//! What is wrong with a value that does not fit, and where.
//!
//! Reading goes straight into the types; this walk happens only when that failed, to say why.
//! Both follow from the same shapes, and a property test holds them together.

use serde_json::Value;
use serde_json::value::RawValue;

use super::read::{Mismatch, Reader, read};
use super::shape::{Missing, Record, Shape, Shaped};
use super::tree::Tree;
use super::unseen;
use super::write::to_json;
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::time::{self, Timestamp};

/// Reads a value from JSON text, checking all of it.
///
/// # Errors
/// `INVALID` with the path of each problem; text that is no JSON has line and column instead.
pub fn parse<T: Shaped>(text: &str) -> Result<T> {
    read(text).map_err(|mismatch| explain(text, &T::SHAPE, &mismatch))
}

/// Reads a value from text that is known to be JSON.
///
/// # Errors
/// `INVALID` with the path of each problem.
pub fn stored<T: Shaped>(text: &str) -> Result<T> {
    let read = T::read(&mut Reader::known(text));
    read.map_err(|mismatch| explain(text, &T::SHAPE, &mismatch))
}

/// What is wrong with a text that was to be of this shape; `mismatch` says it where nothing is found.
#[cold]
pub(crate) fn explain(text: &str, shape: &Shape, mismatch: &Mismatch) -> Error {
    let problems = match (Tree::parse(text), serde_json::from_str::<&RawValue>(text)) {
        (Some(tree), _) => {
            let mut problems = check(&tree.value(), shape);
            unseen::look(&tree, shape, &mut String::new(), &mut problems);
            problems
        }
        (None, Err(error)) => vec![Problem::new("", format!("is not JSON: {error}"))],
        (None, Ok(_)) => Vec::new(),
    };
    match problems.is_empty() {
        false => Error::problems(Code::Invalid, problems),
        true => Error::invalid("", mismatch.0),
    }
}

/// Everything about a value that does not fit a shape, in the order of the document.
#[must_use]
pub fn check(value: &Value, shape: &Shape) -> Vec<Problem> {
    let mut problems = Vec::new();
    walk(value, shape, &mut String::new(), &mut problems);
    problems
}

/// Nobody reads more than this many problems of one value.
pub(super) const ENOUGH: usize = 50;

fn walk(value: &Value, shape: &Shape, path: &mut String, problems: &mut Vec<Problem>) {
    if problems.len() >= ENOUGH {
        return;
    }
    let wrong = match (shape, value) {
        (Shape::Nullable(_), Value::Null) | (Shape::Json, _) => None,
        (Shape::Bool, Value::Bool(_)) | (Shape::JsonObject, Value::Object(_)) => None,
        (Shape::Nullable(inner), _) => return walk(value, inner, path, problems),
        (Shape::Text { min, max, name }, Value::String(text)) => {
            text_problem(text, *min, *max, *name)
        }
        (Shape::Time, Value::String(text)) => text
            .parse::<Timestamp>()
            .err()
            .map(|expected| format!("{expected}, is {}", shorten(text))),
        (Shape::OneOf(texts), Value::String(text)) => (!texts.contains(&text.as_str()))
            .then(|| format!("must be {}, is {}", any_of(texts), shorten(text))),
        (Shape::Number { min, max }, Value::Number(number)) => match number.as_f64() {
            Some(number) if number < *min => Some(bounds("greater", *min, number)),
            Some(number) if number > *max => Some(bounds("less", *max, number)),
            _ => None,
        },
        (Shape::Count, Value::Number(number)) => number
            .as_u64()
            .is_none()
            .then(|| format!("must be a whole number from 0 on, is {number}")),
        (Shape::Whole { min, max }, Value::Number(number)) => number
            .as_u64()
            .is_none_or(|number| !(*min..=*max).contains(&number))
            .then(|| format!("{}, is {number}", expected(shape))),
        (Shape::Form(form), Value::String(text)) => {
            (!(form.fits)(text)).then(|| format!("{}, is {}", form.expected, shorten(text)))
        }
        (Shape::List(item), Value::Array(values)) => {
            for (number, value) in values.iter().enumerate() {
                within_item(path, number, &mut |path| walk(value, item, path, problems));
            }
            None
        }
        (Shape::Record(record), Value::Object(values)) => {
            for field in record.fields {
                within_field(path, field.name, &mut |path| match (
                    values.get(field.name),
                    field.missing,
                ) {
                    (Some(value), _) => walk(value, field.shape, path, problems),
                    (None, Missing::Required) => {
                        problems.push(Problem::new(
                            &*path,
                            format!("is missing; {}", expected(field.shape)),
                        ));
                    }
                    (None, _) => {}
                });
            }
            None
        }
        (Shape::MapOf(item), Value::Object(values)) => {
            for (key, value) in values {
                within_field(path, key, &mut |path| walk(value, item, path, problems));
            }
            None
        }
        (Shape::Union(records), Value::Object(values)) => {
            let tag = |record: &&'static Record| {
                record.fields.first().map(|field| (field.name, field.shape))
            };
            let chosen = records.iter().find(|record| match tag(record) {
                Some((name, Shape::OneOf(texts))) => values
                    .get(name)
                    .and_then(Value::as_str)
                    .is_some_and(|text| texts.contains(&text)),
                _ => false,
            });
            match chosen {
                Some(record) => return walk(value, &Shape::Record(record), path, problems),
                None => {
                    let name = records.first().and_then(tag).map_or("", |(name, _)| name);
                    let message = tags(records, values.get(name));
                    within_field(path, name, &mut |path| {
                        problems.push(Problem::new(&*path, message.as_str()));
                    });
                    None
                }
            }
        }
        _ => Some(format!("{}, is {}", expected(shape), kind(value))),
    };
    problems.extend(wrong.map(|message| Problem::new(&*path, message)));
}

/// Visits what is a step further down.
type Visit<'a> = &'a mut dyn FnMut(&mut String);

fn within(path: &mut String, step: &str, visit: Visit<'_>) {
    let length = path.len();
    path.push_str(step);
    visit(path);
    path.truncate(length);
}

pub(super) fn within_item(path: &mut String, number: usize, visit: Visit<'_>) {
    within(path, &format!("[{number}]"), visit);
}

pub(super) fn within_field(path: &mut String, name: &str, visit: Visit<'_>) {
    let joint = if path.is_empty() { "" } else { "." };
    within(path, &[joint, name].concat(), visit);
}

/// What is wrong with a text, if anything is.
pub(crate) fn text_problem(text: &str, min: usize, max: usize, name: bool) -> Option<String> {
    let length = text.chars().count();
    if length < min {
        return Some("must not be empty".into());
    }
    if length > max {
        return Some(format!("must have at most {max} characters, has {length}"));
    }
    (name && text.chars().any(char::is_control))
        .then(|| "must not contain control characters".into())
}

fn bounds(side: &str, bound: f64, number: f64) -> String {
    format!("must be {side} than or equal to {}, is {}", decimal(bound), decimal(number))
}

/// A number as JavaScript writes it. The formatter of the standard library would take more code
/// than any function of ours.
pub(crate) fn decimal(number: f64) -> String {
    let text = to_json(&number);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// What a value of this shape must be, as part of a sentence.
#[must_use]
pub fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Text { .. } => "must be text".into(),
        Shape::Number { .. } => "must be a number".into(),
        Shape::Count => "must be a whole number from 0 on".into(),
        Shape::Whole { min, max } => format!("must be a whole number from {min} to {max}"),
        Shape::Form(form) => form.expected.into(),
        Shape::Bool => "must be true or false".into(),
        Shape::Time => time::EXPECTED.into(),
        Shape::OneOf(texts) => format!("must be {}", any_of(texts)),
        Shape::List(_) => "must be a list".into(),
        Shape::Nullable(inner) => format!("{} or null", expected(inner)),
        Shape::Json => "must be JSON".into(),
        Shape::JsonObject | Shape::Record(_) | Shape::MapOf(_) => "must be an object".into(),
        Shape::Union(records) => {
            let tags = records.iter().filter_map(|record| record.fields.first());
            let tags = tags.map(|field| format!("{} {}", field.name, expected(field.shape)));
            format!("must be an object in which {}", tags.collect::<Vec<String>>().join(", or "))
        }
    }
}

/// What the field must be that tells the records of a union apart.
fn tags(records: &[&'static Record], found: Option<&Value>) -> String {
    let texts: Vec<&str> = records
        .iter()
        .filter_map(|record| match record.fields.first()?.shape {
            Shape::OneOf(texts) => Some(texts.iter().copied()),
            _ => None,
        })
        .flatten()
        .collect();
    let found = found.map_or_else(|| "missing".into(), kind);
    format!("must be {}, is {found}", any_of(&texts))
}

fn any_of(texts: &[&str]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
    match quoted.as_slice() {
        [first] => first.clone(),
        _ => format!("one of {}", quoted.join(", ")),
    }
}

fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => shorten(text),
        Value::Array(_) => "a list".into(),
        Value::Object(_) => "an object".into(),
    }
}

fn shorten(text: &str) -> String {
    const ROOM: usize = 40;
    match text.char_indices().nth(ROOM) {
        None => format!("{text:?}"),
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
    }
}
