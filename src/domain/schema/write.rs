//! Writing values as JSON text.
//!
//! One small trait, whose values can stand behind `dyn`: with `serde` each record would have a copy
//! of its writer, and each type of field one more.

use std::fmt::Write as _;
use std::rc::Rc;

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::record::{Extra, Optional};
use super::scan::next_to_escape;
use super::shape::Json;
use super::tree::Tree;

/// What has a JSON form.
pub trait ToJson {
    /// Writes it behind what is there.
    fn write(&self, out: &mut String);

    /// Whether a field with this value is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Name and value of each member of an object.
pub type Members<'a> = &'a [(&'a str, &'a dyn ToJson)];

/// The JSON text of a value.
///
/// ```
/// use medallion::domain::schema::to_json;
///
/// assert_eq!(to_json(&vec![Some("a\nb"), None]), r#"["a\nb",null]"#);
/// ```
#[must_use]
pub fn to_json<T: ToJson + ?Sized>(value: &T) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

/// The JSON text of an object.
///
/// ```
/// use medallion::domain::schema::{Optional, object};
///
/// let none: Optional<bool> = Optional(None);
/// assert_eq!(object(&[("page", &7_u64), ("read", &none)]), r#"{"page":7}"#);
/// ```
#[must_use]
pub fn object(members: Members<'_>) -> String {
    let mut out = String::from("{");
    write_members(members, &mut out);
    out.push('}');
    out
}

/// The JSON text of a page: some of a longer list, as JSON already, where the next begins, and how many
/// there are in all.
///
/// ```
/// use medallion::domain::schema::page;
///
/// let next = Some("a\"b".to_owned());
/// assert_eq!(page("[1]".into(), next, 3), r#"{"items":[1],"next":"a\"b","total":3}"#);
/// ```
#[must_use]
pub fn page(items: String, next: Option<String>, total: usize) -> String {
    object(&[("items", &Json::from_text(items)), ("next", &Optional(next)), ("total", &total)])
}

/// Writes the members of an object, without its braces. Names are plain words.
pub fn write_members(members: Members<'_>, out: &mut String) {
    let mut joint = "\"";
    for (name, value) in members {
        if !value.is_absent() {
            out.push_str(joint);
            out.push_str(name);
            out.push_str("\":");
            value.write(out);
            joint = ",\"";
        }
    }
}

/// Writes a record: its fields, and behind them what it does not know.
pub fn write_record(members: Members<'_>, extra: &Extra, out: &mut String) {
    out.push('{');
    write_members(members, out);
    for (key, json) in extra.iter() {
        if !out.ends_with('{') {
            out.push(',');
        }
        write_text(key, out);
        out.push(':');
        out.push_str(json);
    }
    out.push('}');
}

/// Lets `serde` write what is written here.
///
/// # Errors
/// What the serializer says.
pub fn serialize<T: ToJson, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let json = Tree::parse(&to_json(value)).ok_or_else(|| S::Error::custom("is not JSON"))?;
    json.serialize(serializer)
}

/// Writes a text in quotation marks.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, next_to_escape(bytes, 0));
    while let Some(special) = bytes.get(at).copied() {
        out.push_str(text.get(from..at).unwrap_or_default());
        match special {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            byte if byte < b' ' => {
                let _ = write!(out, "\\u{byte:04x}");
            }
            byte => out.extend(['\\', char::from(byte)]),
        }
        from = at + 1;
        at = next_to_escape(bytes, from);
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out.push('"');
}

/// Writes an object whose keys are any text.
pub fn write_map(entries: &mut dyn Iterator<Item = (&str, &dyn ToJson)>, out: &mut String) {
    let mut joint = '{';
    for (key, value) in entries {
        out.push(joint);
        write_text(key, out);
        out.push(':');
        value.write(out);
        joint = ',';
    }
    out.push_str(if joint == '{' { "{}" } else { "}" });
}

fn write_list(items: &mut dyn Iterator<Item = &dyn ToJson>, out: &mut String) {
    out.push('[');
    for (number, item) in items.enumerate() {
        out.push_str(if number == 0 { "" } else { "," });
        item.write(out);
    }
    out.push(']');
}

impl ToJson for str {
    fn write(&self, out: &mut String) {
        write_text(self, out);
    }
}

impl ToJson for String {
    fn write(&self, out: &mut String) {
        write_text(self, out);
    }
}

impl ToJson for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

/// Writes a number in decimals: there are thousands of them in a large answer.
fn write_whole(number: u64, out: &mut String) {
    if number > 9 {
        write_whole(number / 10, out);
    }
    out.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or_default()));
}

macro_rules! whole_numbers {
    ($($type:ty),*) => {$(
        impl ToJson for $type {
            fn write(&self, out: &mut String) {
                match u64::try_from(*self) {
                    Ok(number) => write_whole(number, out),
                    Err(_) => drop(write!(out, "{self}")),
                }
            }
        }
    )*};
}

whole_numbers!(u32, i32, u64, usize);

/// What is not finite has no form of its own, and is `null`.
impl ToJson for f64 {
    fn write(&self, out: &mut String) {
        match Number::from_f64(*self) {
            Some(number) => {
                let _ = write!(out, "{number}");
            }
            None => out.push_str("null"),
        }
    }
}

impl ToJson for Value {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "{self}");
    }
}

impl ToJson for RawValue {
    fn write(&self, out: &mut String) {
        out.push_str(self.get());
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: ToJson + ?Sized> ToJson for Rc<T> {
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self, out: &mut String) {
        write_list(&mut self.iter().map(|item| item as &dyn ToJson), out);
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, out: &mut String) {
        self.as_slice().write(out);
    }
}

/// Declares how values are written, and lets `serde` write them so.
#[macro_export]
macro_rules! written {
    ($name:ty, |$value:ident, $out:ident| $write:expr) => {
        impl $crate::domain::schema::ToJson for $name {
            fn write(&self, $out: &mut String) {
                let $value = self;
                $write;
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::domain::schema::serialize(self, serializer)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::schema::Map;

    proptest! {
        #[test]
        fn values_are_written_as_serde_writes_them(
            text in any::<String>(),
            number in any::<f64>(),
            count in any::<u64>(),
            members in prop::collection::btree_map(any::<String>(), any::<Option<bool>>(), 0..4),
        ) {
            prop_assert_eq!(to_json(&text), serde_json::to_string(&text).unwrap());
            prop_assert_eq!(to_json(&number), serde_json::to_string(&number).unwrap());
            prop_assert_eq!(to_json(&count), serde_json::to_string(&count).unwrap());
            let map: Map<Option<bool>> = members.clone().into_iter().collect();
            prop_assert_eq!(to_json(&map), serde_json::to_string(&members).unwrap());
        }
    }

    #[test]
    fn what_must_be_escaped_is_and_nothing_else() {
        let all: String = (0..0x2030_u32).filter_map(char::from_u32).collect();
        assert_eq!(to_json(&all), serde_json::to_string(&all).unwrap());
    }
}
