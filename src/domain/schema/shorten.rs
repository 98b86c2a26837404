//! Records in fewer characters, for who keeps them as text.

use super::read::Reader;
use super::shape::{Missing, Record, Shape};
use super::write::to_json;

/// Takes out of a record what says no more than a missing field does.
#[derive(Debug)]
pub struct Shortener {
    /// The text of each field that need not be there.
    fields: Vec<(&'static str, Option<String>)>,
}

impl Shortener {
    /// For records of a shape.
    #[must_use]
    pub fn of(shape: &Shape) -> Self {
        let Shape::Record(Record { fields, .. }) = shape else {
            return Self { fields: Vec::new() };
        };
        let plain = |missing: Missing| match missing {
            Missing::Default(text) => Some(text()),
            Missing::Required | Missing::Absent => None,
        };
        Self { fields: fields.iter().map(|own| (own.name, plain(own.missing))).collect() }
    }

    /// The same record as one line, shorter; `emptied` are fields of which only the kind of value
    /// matters.
    ///
    /// ```
    /// use medallion::domain::curriculum::Objective;
    /// use medallion::domain::schema::{Shaped, Shortener};
    ///
    /// let shortener = Shortener::of(&Objective::SHAPE);
    /// let text = r#"{"id":"o","level":null,"description":"Measures","position":1,"more":null}"#;
    /// let short = r#"{"id":"o","description":"","position":1,"more":null}"#;
    /// assert_eq!(shortener.shorten(text, &["description"]), short);
    /// ```
    #[must_use]
    pub fn shorten(&self, json: &str, emptied: &[&str]) -> String {
        let mut out = String::from("{");
        let mut next = 0;
        // It was read before: whatever is no object stays one that cannot be read.
        let visited = Reader::known(json).members(&mut |key, reader| {
            let raw = reader.raw();
            let (before, behind) = self.fields.split_at_checked(next).unwrap_or_default();
            let field = behind.iter().chain(before).position(|(name, _)| *name == key);
            let field = field.map(|at| (next + at) % self.fields.len());
            next = field.map_or(next, |at| at + 1);
            let plain = field.and_then(|at| self.fields.get(at)?.1.as_deref());
            if plain == Some(raw) {
                return Ok(());
            }
            if out.len() > 1 {
                out.push(',');
            }
            out.push_str(&to_json(&*key));
            out.push(':');
            out.push_str(match raw.as_bytes().first() {
                Some(b'"') if emptied.contains(&&*key) => "\"\"",
                Some(b'{') if emptied.contains(&&*key) => "{}",
                _ => raw,
            });
            Ok(())
        });
        if visited.is_err() {
            return json.to_owned();
        }
        out.push('}');
        out
    }
}
