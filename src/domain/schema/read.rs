//! Reading JSON text straight into types.
//!
//! `serde_json` says whether a text is JSON; behind that, one scanner goes through it for all
//! types, where a derived reader would have a copy of itself in each.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;

use super::record::Extra;
use super::scan::end_of_plain;
use super::shape::Shaped;

/// A value does not fit a type. Why and where is for [`check`](super::check()) to say, but for
/// what a parsed value no longer shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch(pub &'static str);

impl Mismatch {
    /// Something else was expected.
    pub const KIND: Self = Self("is of another kind");
    /// A required field is missing.
    pub const MISSING: Self = Self("has not all that it needs");
    /// An object has a key twice.
    pub const TWICE: Self = Self("has the same key twice");
    /// An unknown field is nested more deeply than what is kept.
    pub const DEEP: Self = Self("is nested too deeply");
    /// An object has more unknown fields than are kept.
    pub const MANY: Self = Self("has more unknown fields than 1000");
    /// The text is no JSON, or cannot be held.
    pub const NOT_JSON: Self = Self("is not JSON");
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What reading comes to.
pub type Read<T> = Result<T, Mismatch>;

/// Reads a value from JSON text.
///
/// # Errors
/// That it does not fit.
pub fn read<T: Shaped>(text: &str) -> Read<T> {
    T::read(&mut Reader::new(text)?)
}

/// Lets `serde` read what is read here.
///
/// # Errors
/// That it does not fit, in the words of the deserializer.
pub fn deserialize<'de, T: Shaped, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    T::read(&mut Reader { rest: json.get() }).map_err(D::Error::custom)
}

/// Goes through a text that is known to be JSON, value by value.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text.
    ///
    /// # Errors
    /// That it is not JSON.
    pub fn new(text: &'a str) -> Read<Self> {
        let json: &RawValue = serde_json::from_str(text).map_err(|_| Mismatch::NOT_JSON)?;
        Ok(Self { rest: json.get() })
    }

    /// At the beginning of a part of such a text.
    #[must_use]
    pub(crate) fn known(rest: &'a str) -> Self {
        Self { rest }
    }

    /// The next value as it stands there, whatever it is.
    pub fn raw(&mut self) -> &'a str {
        self.next();
        let (value, rest) = self.rest.split_at_checked(end_of_value(self.rest)).unwrap_or_default();
        self.rest = rest;
        value
    }

    /// The next value for `serde`; none if it is `null`.
    #[must_use]
    pub fn checked(mut self) -> Option<&'a RawValue> {
        if self.null() { None } else { serde_json::from_str(self.raw()).ok() }
    }

    /// A text, borrowed where it has no escapes.
    ///
    /// # Errors
    /// That there is something else.
    pub fn text(&mut self) -> Read<Cow<'a, str>> {
        if self.next() != b'"' {
            return Err(Mismatch::KIND);
        }
        let plain = end_of_plain(self.rest.as_bytes(), 1);
        match self.rest.split_at_checked(plain) {
            Some((text, rest)) if rest.starts_with('"') => {
                self.rest = rest;
                self.skip();
                text.get(1..).map(Cow::Borrowed).ok_or(Mismatch::NOT_JSON)
            }
            _ => serde_json::from_str(self.raw()).map(Cow::Owned).map_err(|_| Mismatch::NOT_JSON),
        }
    }

    /// The number of one of these texts.
    ///
    /// # Errors
    /// That there is something else.
    pub fn one_of(&mut self, texts: &[&str]) -> Read<usize> {
        let text = self.text()?;
        texts.iter().position(|own| *own == text).ok_or(Mismatch::KIND)
    }

    /// Whether the next value is `null`, which is then read.
    pub fn null(&mut self) -> bool {
        self.next() == b'n' && !self.raw().is_empty()
    }

    /// Visits the items of a list; each visit reads one.
    ///
    /// # Errors
    /// That there is no list, or what the visit says.
    pub fn items(&mut self, visit: &mut dyn FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.each(b'[', b']', visit)
    }

    /// Visits the members of an object; each visit reads one value.
    ///
    /// # Errors
    /// That there is no object, or what the visit says.
    pub fn members(
        &mut self,
        visit: &mut dyn FnMut(Cow<'a, str>, &mut Self) -> Read<()>,
    ) -> Read<()> {
        self.each(b'{', b'}', &mut |reader| {
            let key = reader.text()?;
            reader.next();
            reader.skip();
            visit(key, reader)
        })
    }

    /// The same with the keys as they stand there: whether they are text is not asked.
    pub(super) fn raw_members(
        &mut self,
        visit: &mut dyn FnMut(&'a str, &mut Self) -> Read<()>,
    ) -> Read<()> {
        self.each(b'{', b'}', &mut |reader| {
            let key = reader.raw();
            reader.next();
            reader.skip();
            visit(key, reader)
        })
    }

    /// Reads an object into a slot for each known field, and answers with its other fields.
    ///
    /// # Errors
    /// That there is no object, that a key is there twice, or what a slot says.
    pub fn fields(&mut self, known: &mut [(&str, &mut dyn Fill<'a>)]) -> Read<Extra> {
        let mut extra = Extra::default();
        let mut next = 0;
        self.members(&mut |key, reader| match place_of(known, &key, &mut next)
            .and_then(|at| known.get_mut(at))
        {
            Some((_, slot)) => slot.fill(reader),
            None => extra.push(&key, reader.raw()),
        })?;
        Ok(extra)
    }

    /// Reads the fields of an object that are wanted, and passes over the others.
    ///
    /// # Errors
    /// That there is no object, that a key is there twice, or what a slot says.
    pub fn pick(&mut self, wanted: &mut [(&str, &mut dyn Fill<'a>)]) -> Read<()> {
        let mut next = 0;
        self.members(&mut |key, reader| match place_of(wanted, &key, &mut next)
            .and_then(|at| wanted.get_mut(at))
        {
            Some((_, slot)) => slot.fill(reader),
            None => {
                reader.raw();
                Ok(())
            }
        })
    }

    fn each(
        &mut self,
        open: u8,
        close: u8,
        visit: &mut dyn FnMut(&mut Self) -> Read<()>,
    ) -> Read<()> {
        if self.next() != open {
            return Err(Mismatch::KIND);
        }
        self.skip();
        while self.next() != close {
            visit(self)?;
            if self.next() == b',' {
                self.skip();
            }
        }
        self.skip();
        Ok(())
    }

    /// The first byte of what comes next; the closing brace of everything at the end.
    fn next(&mut self) -> u8 {
        self.rest = self.rest.trim_ascii_start();
        self.rest.as_bytes().first().copied().unwrap_or_default()
    }

    fn skip(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }
}

/// The place of a key. Most come in the order of their slots: it is looked for from the next on.
fn place_of<'a>(slots: &[(&str, &mut dyn Fill<'a>)], key: &str, next: &mut usize) -> Option<usize> {
    let (before, behind) = slots.split_at_checked(*next)?;
    let at = match behind.iter().position(|(name, _)| *name == key) {
        Some(at) => *next + at,
        None => before.iter().position(|(name, _)| *name == key)?,
    };
    *next = at + 1;
    Some(at)
}

fn end_of_value(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_text(bytes, at + 1),
            b'{' | b'[' => (at, depth) = (at + 1, depth + 1),
            b'}' | b']' | b',' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return at,
            b'}' | b']' => (at, depth) = (at + 1, depth - 1),
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

fn end_of_text(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = end_of_plain(bytes, at);
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            _ => return at + 1,
        }
    }
}

/// A place for the value of a field.
pub trait Fill<'a> {
    /// Reads the value.
    ///
    /// # Errors
    /// That it does not fit, or that there is one already.
    fn fill(&mut self, reader: &mut Reader<'a>) -> Read<()>;
}

impl<'a, T: Shaped> Fill<'a> for Option<T> {
    fn fill(&mut self, reader: &mut Reader<'a>) -> Read<()> {
        once(self, T::read(reader)?)
    }
}

/// What is not read yet.
impl<'a> Fill<'a> for Option<Reader<'a>> {
    fn fill(&mut self, reader: &mut Reader<'a>) -> Read<()> {
        once(self, Reader { rest: reader.raw() })
    }
}

/// Text that is borrowed where it can be; `null` is none.
impl<'a> Fill<'a> for Option<Cow<'a, str>> {
    fn fill(&mut self, reader: &mut Reader<'a>) -> Read<()> {
        if reader.null() { Ok(()) } else { once(self, reader.text()?) }
    }
}

impl<'a> Fill<'a> for Option<Vec<Cow<'a, str>>> {
    fn fill(&mut self, reader: &mut Reader<'a>) -> Read<()> {
        let mut texts = Vec::new();
        reader.items(&mut |reader| {
            texts.push(reader.text()?);
            Ok(())
        })?;
        once(self, texts)
    }
}

fn once<T>(slot: &mut Option<T>, value: T) -> Read<()> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Mismatch::TWICE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_end() {
        let long = ["\"", &"ä]".repeat(9), r#"\\\""#, &"a}".repeat(9), "\""].concat();
        for value in ["1", "-1.5e3", "null", r#""a\"]}\\""#, r#"{"a":[1,"]",{}]}"#, "[]", &long] {
            for behind in ["", ",", "]", "}", " ,", "\n]"] {
                assert_eq!(
                    end_of_value(&format!("{value}{behind}")),
                    value.len(),
                    "{value}{behind}"
                );
            }
        }
    }

    #[test]
    fn members_are_visited_in_their_order() {
        let mut seen = Vec::new();
        let text = r#" { "a" : [ 1 , 2 ] , "\u0062" : "x\ty" , "c":null} "#;
        let mut reader = Reader::new(text).unwrap();
        let visited = reader.members(&mut |key, reader| {
            seen.push((key.into_owned(), reader.raw()));
            Ok(())
        });
        assert_eq!(visited, Ok(()));
        let expected = [("a", "[ 1 , 2 ]"), ("b", r#""x\ty""#), ("c", "null")];
        assert_eq!(seen, expected.map(|(key, value)| (key.to_owned(), value)));
    }
}
