//! What values may look like, as constants.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::read::{Mismatch, Read, Reader};
use super::write::{ToJson, to_json};
use crate::written;

/// What a value may look like.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Text of so many code points; without control characters where it is a name.
    Text {
        /// The fewest code points.
        min: usize,
        /// The most code points.
        max: usize,
        /// Whether control characters are refused.
        name: bool,
    },
    /// A finite number within these bounds, both included.
    Number {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
    },
    /// A whole number that JavaScript can hold, not below zero.
    Count,
    /// A whole number within these bounds, both included.
    Whole {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// Text of a certain form.
    Form(&'static Form),
    /// `true` or `false`.
    Bool,
    /// A moment: see [`Timestamp`](crate::domain::time::Timestamp).
    Time,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A list of values of one shape.
    List(&'static Shape),
    /// The shape, or `null`.
    Nullable(&'static Shape),
    /// An object whose keys are free and whose values have one shape.
    MapOf(&'static Shape),
    /// One of several records, told apart by the text of the first field of each.
    Union(&'static [&'static Record]),
    /// Any JSON value.
    Json,
    /// Any JSON object.
    JsonObject,
    /// An object with known fields; others are kept.
    Record(&'static Record),
}

/// A form that a text must have.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// What is expected, as part of a sentence: `must be …`.
    pub expected: &'static str,
    /// The same as a regular expression, for the JSON Schema.
    pub pattern: &'static str,
    /// The most code points.
    pub max: usize,
    /// Whether a text has it.
    pub fits: fn(&str) -> bool,
}

/// An object with known fields.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    /// Its name in TypeScript and in the JSON Schema.
    pub name: &'static str,
    /// What it is, for people.
    pub doc: &'static str,
    /// Whether its JSON Schema has its docs too.
    pub described: bool,
    /// Its fields, in the order in which they are written.
    pub fields: &'static [Field],
}

/// A field of an object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds, for people.
    pub doc: &'static str,
    /// What its value may look like.
    pub shape: &'static Shape,
    /// How a missing one is read.
    pub missing: Missing,
}

/// How a missing field is read.
#[derive(Debug, Clone, Copy)]
pub enum Missing {
    /// It is an error.
    Required,
    /// As this value, given as JSON text.
    Default(fn() -> String),
    /// It stays absent, and is not written.
    Absent,
}

/// A type whose JSON form has a [`Shape`], and is read from it.
pub trait Shaped: Sized {
    /// What its JSON form looks like.
    const SHAPE: Shape;
    /// Whether a field of this type may be missing, and stays so.
    const OPTIONAL: bool = false;

    /// Reads the next value.
    ///
    /// # Errors
    /// That it does not fit the shape.
    fn read(reader: &mut Reader<'_>) -> Read<Self>;

    /// The value of a missing field, where there is one.
    fn absent() -> Option<Self> {
        None
    }
}

impl Shaped for String {
    const SHAPE: Shape = Shape::Text { min: 0, max: usize::MAX, name: false };

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        reader.text().map(Cow::into_owned)
    }
}

impl Shaped for bool {
    const SHAPE: Shape = Shape::Bool;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        reader.raw().parse().map_err(|_| Mismatch::KIND)
    }
}

impl Shaped for u64 {
    const SHAPE: Shape = Shape::Count;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        reader.raw().parse().map_err(|_| Mismatch::KIND)
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let mut list = Self::new();
        reader.items(&mut |reader| {
            list.push(T::read(reader)?);
            Ok(())
        })?;
        Ok(list)
    }
}

impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = Shape::Nullable(&T::SHAPE);

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        if reader.null() { Ok(None) } else { T::read(reader).map(Some) }
    }
}

/// Any JSON value, as it was written; on one line.
#[derive(Debug, Clone)]
pub struct Json(pub Box<RawValue>);

impl Json {
    /// The JSON form of a value.
    #[must_use]
    pub fn of<T: ToJson + ?Sized>(value: &T) -> Self {
        Self::from_text(to_json(value))
    }

    /// What is known to be JSON.
    #[must_use]
    pub fn from_text(text: String) -> Self {
        Self(RawValue::from_string(text).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }
}

written!(Json, |json, out| out.push_str(json.text()));

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Shaped for Json {
    const SHAPE: Shape = Shape::Json;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        RawValue::from_string(on_one_line(reader.raw())).map(Self).map_err(|_| Mismatch::KIND)
    }
}

/// What is written over several lines loses the blanks between its parts: what is stored is a
/// line.
pub(crate) fn on_one_line(json: &str) -> String {
    if !json.contains(['\n', '\r']) {
        return json.to_owned();
    }
    let (mut in_text, mut escaped) = (false, false);
    let is_kept = |c: &char| {
        let was_escaped = std::mem::replace(&mut escaped, false);
        match c {
            '"' if !was_escaped => in_text = !in_text,
            '\\' => escaped = in_text && !was_escaped,
            _ => {}
        }
        in_text || !c.is_ascii_whitespace()
    };
    json.chars().filter(is_kept).collect()
}

/// Any JSON object, as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonObject(pub Json);

impl JsonObject {
    /// An object with nothing in it.
    #[must_use]
    pub fn empty() -> Self {
        Self(Json(RawValue::from_string("{}".to_owned()).unwrap_or_default()))
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.text()
    }
}

written!(JsonObject, |json, out| out.push_str(json.text()));

impl Shaped for JsonObject {
    const SHAPE: Shape = Shape::JsonObject;

    fn read(reader: &mut Reader<'_>) -> Read<Self> {
        let json = Json::read(reader)?;
        if json.text().starts_with('{') { Ok(Self(json)) } else { Err(Mismatch::KIND) }
    }
}
