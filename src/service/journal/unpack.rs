//! Entries into lines, each checked on its own.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{FORM, Line, checksum};
use crate::store::{Entry, Seq, Stored};

/// What a line of an entry turned out to be.
#[derive(Debug)]
pub enum Found<'a> {
    /// A change.
    Line(Line<'a>),
    /// Part of a long body, or erased.
    Nothing,
    /// Damaged. Where it can still be read, it says which record has lost a version.
    Damaged {
        /// What can still be read of it.
        trace: Option<Trace>,
        /// What is wrong with it.
        message: &'static str,
    },
}

/// What can still be read of a damaged line. Any of it may be wrong.
#[derive(Debug, Default)]
pub struct Trace {
    /// What kind of record.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// The version.
    pub rev: Option<u64>,
    /// The entry of the version before.
    pub prev: Option<Seq>,
    /// The entry where the import began that it came with.
    pub import: Option<Seq>,
    /// How many entries behind it hold its body.
    pub parts: Option<u32>,
}

impl Trace {
    /// Reads as far as it goes.
    fn of(text: &str) -> Option<Self> {
        let mut trace = Self::default();
        // It is damaged: that this fails somewhere says nothing new.
        drop(serde_json::Deserializer::from_str(text).deserialize_map(Tracing(&mut trace)));
        Some(trace).filter(|trace| !trace.kind.is_empty() && !trace.id.is_empty())
    }
}

struct Tracing<'a>(&'a mut Trace);

impl<'de> Visitor<'de> for Tracing<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a line of the log")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                "kind" => self.0.kind = map.next_value()?,
                "id" => self.0.id = map.next_value()?,
                "rev" => self.0.rev = Some(map.next_value()?),
                "prev" => self.0.prev = map.next_value()?,
                "import" => self.0.import = map.next_value()?,
                "parts" => self.0.parts = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// The lines of an entry, in order; none of an entry of another form.
pub fn lines(entry: &Entry) -> impl Iterator<Item = Found<'_>> {
    let is_ours = entry.version == FORM;
    let expected = entry.checksums.iter().copied().map(Some).chain(std::iter::repeat(None));
    let there = entry.text.split('\n').zip(expected).map(|(text, expected)| found(text, expected));
    // There are as many checksums as there were lines.
    let count = entry.checksums.len().saturating_sub(entry.text.split('\n').count());
    let gone = (0..count).map(|_| Found::Damaged { trace: None, message: "has lost a line" });
    there.chain(gone).take(if is_ours { usize::MAX } else { 0 })
}

/// One line of an entry, without looking at the others.
fn nth(entry: &Entry, number: u32) -> Option<Found<'_>> {
    let text = entry.text.split('\n').nth(number as usize).filter(|_| entry.version == FORM)?;
    Some(found(text, entry.checksums.get(number as usize).copied()))
}

fn found(text: &str, expected: Option<u32>) -> Found<'_> {
    let is_intact = expected == Some(checksum(text));
    if is_intact && (text.is_empty() || text.starts_with('"')) {
        return Found::Nothing;
    }
    let message = match is_intact {
        false => "does not have its checksum",
        true => match Line::read(text) {
            Ok(line) => return Found::Line(line),
            Err(_) => "is no change of a record",
        },
    };
    Found::Damaged { trace: Trace::of(text), message }
}

/// The body that a line of `first` names, which goes on in `parts` where it is long.
///
/// # Errors
/// What is wrong, as a sentence.
pub fn body_of(
    first: &Stored,
    number: u32,
    parts: &[Option<Stored>],
    id: &str,
) -> Result<String, &'static str> {
    let Stored::Entry(entry) = first else { return Err("is no entry of the log") };
    let line = match nth(entry, number) {
        Some(Found::Line(line)) => line,
        Some(Found::Damaged { message, .. }) => return Err(message),
        Some(Found::Nothing) | None => return Err("is gone"),
    };
    if line.id != id {
        return Err("belongs to another record");
    }
    match (line.body, line.parts) {
        (Some(mut body), _) => Ok(body.raw().to_owned()),
        (None, Some(count)) if count as usize == parts.len() => parts
            .iter()
            .map(|part| part.as_ref().ok_or("is missing a part").and_then(part_text))
            .collect(),
        _ => Err("has no body"),
    }
}

fn part_text(part: &Stored) -> Result<String, &'static str> {
    let Stored::Entry(entry) = part else { return Err("is no entry of the log") };
    if entry.checksums != [checksum(&entry.text)] {
        return Err("does not have its checksum");
    }
    serde_json::from_str(&entry.text).map_err(|_| "is no part of a body")
}
