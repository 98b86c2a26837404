//! JSON taken apart without losing anything: members keep their order, leaves keep their text.
//!
//! `serde_json::Value` would turn `1e400` into an error, long integers into doubles and refuse
//! what is nested deeply; documents keep all of that in fields that this version does not know.

use rustc_hash::FxHashSet;
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::read::{Mismatch, Read, Reader};
use super::shape::Json;
use super::write::to_json;

/// A JSON value.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    /// A number, a text, a word, or whatever is not taken apart further.
    Leaf(Box<str>),
    /// A list.
    List(Vec<Tree>),
    /// An object, no key twice.
    Object(Vec<(String, Tree)>),
}

/// Whether two JSON texts say the same: blanks, escapes and the order of members say nothing, and
/// neither does how a number is written that JavaScript can tell from its neighbours.
pub(crate) fn says_the_same(one: &str, other: &str) -> bool {
    const EXACT: usize = 15;
    let leaf = |own: &str, other: &str| says_the_same_leaf(own, other, EXACT);
    one == other
        || Tree::parse(one)
            .zip(Tree::parse(other))
            .is_some_and(|(one, other)| one.agrees(&other, &leaf))
}

/// The same for two leaves. Numbers of more than so many characters are told by their texts.
fn says_the_same_leaf(one: &str, other: &str, exact: usize) -> bool {
    let text = |leaf: &str| serde_json::from_str::<String>(leaf).ok();
    let number = |leaf: &str| serde_json::from_str::<f64>(leaf).ok();
    let is_exact = one.len() <= exact && other.len() <= exact;
    one == other
        || text(one).is_some_and(|own| text(other) == Some(own))
        || is_exact && number(one).is_some_and(|own| number(other) == Some(own))
}

/// What is nested more deeply is kept as one leaf.
const DEPTH: u32 = 32;

impl Tree {
    /// Takes a text apart; `None` if it is no JSON.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str::<&RawValue>(text).ok().map(|raw| Self::of(raw.get(), DEPTH))
    }

    fn of(text: &str, depth: u32) -> Self {
        let taken_apart = match (text.as_bytes().first(), depth.checked_sub(1)) {
            (Some(b'{'), Some(depth)) => members(text, depth).ok().map(Self::Object),
            (Some(b'['), Some(depth)) => items(text, depth).ok().map(Self::List),
            _ => None,
        };
        taken_apart.unwrap_or_else(|| Self::Leaf(text.into()))
    }

    /// The JSON text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Leaf(text) => out.push_str(text),
            Self::List(items) => {
                out.push('[');
                for (number, item) in items.iter().enumerate() {
                    out.push_str(if number == 0 { "" } else { "," });
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (number, (key, value)) in members.iter().enumerate() {
                    out.push_str(if number == 0 { "" } else { "," });
                    out.push_str(&quoted(key));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// The same as a value that travels.
    pub fn json(&self) -> Json {
        Json(RawValue::from_string(self.text()).unwrap_or_else(|_| RawValue::NULL.to_owned()))
    }

    /// The member of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// The member of an object.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else { return None };
        members.iter_mut().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// Puts a member into an object, in place of the one of that key.
    pub fn set(&mut self, key: &str, value: Self) {
        let Self::Object(members) = self else { return };
        match members.iter_mut().find(|(own, _)| own == key) {
            Some((_, old)) => *old = value,
            None => members.push((key.to_owned(), value)),
        }
    }

    /// Takes a member out of an object.
    pub fn remove(&mut self, key: &str) {
        if let Self::Object(members) = self {
            members.retain(|(own, _)| own != key);
        }
    }

    /// The text, if it is one.
    pub fn as_string(&self) -> Option<String> {
        let Self::Leaf(text) = self else { return None };
        serde_json::from_str(text).ok()
    }

    /// Whether something that was handed out is still the same when it comes back: numbers may be
    /// written otherwise then, and what is nested too deeply to be taken apart is not compared.
    pub fn is_still(&self, back: &Self) -> bool {
        let is_deep = |text: &str| text.starts_with(['{', '[']);
        let leaf = |own: &str, other: &str| {
            is_deep(own) && is_deep(other) || says_the_same_leaf(own, other, usize::MAX)
        };
        self.agrees(back, &leaf)
    }

    fn agrees(&self, other: &Self, leaf: &dyn Fn(&str, &str) -> bool) -> bool {
        match (self, other) {
            (Self::Leaf(own), Self::Leaf(other)) => leaf(own, other),
            (Self::List(own), Self::List(other)) => {
                own.len() == other.len() && own.iter().zip(other).all(|(a, b)| a.agrees(b, leaf))
            }
            (Self::Object(own), Self::Object(all)) => {
                let is_there = |(key, value): &(String, Self)| {
                    other.get(key).is_some_and(|other| value.agrees(other, leaf))
                };
                own.len() == all.len() && own.iter().all(is_there)
            }
            _ => false,
        }
    }

    /// What the checker walks over: numbers beyond all bounds are the greatest there are.
    pub fn value(&self) -> Value {
        match self {
            Self::List(items) => Value::Array(items.iter().map(Self::value).collect()),
            Self::Object(members) => Value::Object(
                members.iter().map(|(key, value)| (key.clone(), value.value())).collect(),
            ),
            Self::Leaf(text) => {
                serde_json::from_str(text).unwrap_or_else(|_| match text.as_bytes().first() {
                    Some(b'{') => Value::Object(serde_json::Map::new()),
                    Some(b'[') => Value::Array(Vec::new()),
                    Some(b'"') => Value::String(text.trim_matches('"').to_owned()),
                    Some(b'-') => Number::from_f64(f64::MIN).map_or(Value::Null, Value::Number),
                    _ => Number::from_f64(f64::MAX).map_or(Value::Null, Value::Number),
                })
            }
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Leaf(json) => {
                let raw: &RawValue = serde_json::from_str(json).map_err(S::Error::custom)?;
                raw.serialize(serializer)
            }
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}

impl From<&str> for Tree {
    /// A text as a leaf.
    fn from(text: &str) -> Self {
        Self::Leaf(quoted(text).into())
    }
}

/// Two objects are the same if they have the same members, in whatever order.
impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.agrees(other, &|own, other| own == other)
    }
}

fn quoted(text: &str) -> String {
    to_json(text)
}

fn items(text: &str, depth: u32) -> Read<Vec<Tree>> {
    let mut items = Vec::new();
    Reader::known(text).items(&mut |reader| {
        items.push(Tree::of(reader.raw(), depth));
        Ok(())
    })?;
    Ok(items)
}

fn members(text: &str, depth: u32) -> Read<Vec<(String, Tree)>> {
    let mut members = Vec::new();
    let mut keys = FxHashSet::default();
    Reader::known(text).members(&mut |key, reader| {
        let value = Tree::of(reader.raw(), depth);
        members.push((key.clone().into_owned(), value));
        if keys.insert(key) { Ok(()) } else { Err(Mismatch::TWICE) }
    })?;
    Ok(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_json_comes_back_as_it_was() {
        for text in [
            "1e400",
            "123456789012345678901234567890",
            r#"{"b":1.10,"a":["\u00e9",{}],"":null}"#,
            r#"{"a":1,"a":2}"#,
            r#"["\ud800"]"#,
        ] {
            assert_eq!(Tree::parse(text).unwrap().text(), text);
        }
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        assert_eq!(Tree::parse(&deep).unwrap().text(), deep);
        assert!(Tree::parse("{\"a\":}").is_none());
    }

    #[test]
    fn what_comes_back_may_be_written_otherwise_and_say_nothing_else() {
        let tree = |text| Tree::parse(text).unwrap();
        let deep = |inside: &str| format!("{}{inside}{}", "[".repeat(40), "]".repeat(40));
        let (deep, same) = (deep("1 "), deep("1"));
        for (out, back) in [
            (r#"{"a":1.0,"b":"\u00e9"}"#, r#"{"b":"é","a":1}"#),
            ("123456789012345678901234567890", "1.2345678901234568e29"),
            ("1e400", "1e400"),
            (&*deep, &*same),
        ] {
            assert!(tree(out).is_still(&tree(back)), "{out} {back}");
        }
        for (out, back) in [
            ("1", "\"1\""),
            ("0.5", "0.4"),
            ("null", "false"),
            ("[1]", "[1,2]"),
            (r#"{"a":1}"#, r#"{"a":1,"b":1}"#),
            (r#"{"a":1}"#, r#"{"b":1}"#),
            ("[]", "{}"),
            ("\"a\"", "\"b\""),
        ] {
            assert!(!tree(out).is_still(&tree(back)), "{out} {back}");
            assert!(!tree(back).is_still(&tree(out)), "{back} {out}");
        }
    }

    #[test]
    fn the_order_of_members_does_not_count() {
        let tree = |text| Tree::parse(text).unwrap();
        assert_eq!(tree(r#"{"a":1,"b":[2]}"#), tree(r#"{ "b" : [ 2 ], "a" : 1 }"#));
        assert_ne!(tree(r#"{"a":1}"#), tree(r#"{"a":1,"b":1}"#));
        assert_ne!(tree("[1,2]"), tree("[2,1]"));
    }

    #[test]
    fn texts_say_the_same_however_they_are_written() {
        for (one, other) in [
            (r#"{"a":1.0,"b":["\u00e9\/"]}"#, "{ \"b\" : [\n\"é/\" ], \"a\" : 1 }"),
            ("1.10", "1.1"),
            ("1e400", "1e400"),
        ] {
            assert!(says_the_same(one, other) && says_the_same(other, one), "{one} {other}");
        }
        let deep = |inside: &str| format!("{}{inside}{}", "[".repeat(40), "]".repeat(40));
        for (one, other) in [
            ("123456789012345678901", "123456789012345678902"),
            ("1", "\"1\""),
            (r#"{"a":1}"#, r#"{"a":1,"b":1}"#),
            (&*deep("1"), &*deep("2")),
        ] {
            assert!(!says_the_same(one, other) && !says_the_same(other, one), "{one} {other}");
        }
    }
}
