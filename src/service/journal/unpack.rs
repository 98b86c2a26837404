//! Entries into lines, each checked on its own.

use super::{Line, checksum};
use crate::store::{Entry, Stored};

/// What a line of an entry turned out to be.
#[derive(Debug)]
pub enum Found<'a> {
    /// A change.
    Line(Line<'a>),
    /// Part of a long body, or erased.
    Nothing,
    /// Damaged. Where it can still be read, it says which record has lost its newest version.
    Damaged {
        /// What can still be read of it.
        line: Option<Line<'a>>,
        /// What is wrong with it.
        message: &'static str,
    },
}

/// The lines of an entry, in order.
pub fn lines(entry: &Entry) -> impl Iterator<Item = Found<'_>> {
    let texts = entry.text.split('\n').enumerate();
    texts.map(|(number, text)| found(text, entry.checksums.get(number)))
}

/// One line of an entry, without looking at the others.
fn nth(entry: &Entry, number: u32) -> Option<Found<'_>> {
    let text = entry.text.split('\n').nth(number as usize)?;
    Some(found(text, entry.checksums.get(number as usize)))
}

fn found<'a>(text: &'a str, expected: Option<&u32>) -> Found<'a> {
    let intact = expected == Some(&checksum(text));
    if intact && (text.is_empty() || text.starts_with('"')) {
        return Found::Nothing;
    }
    match (Line::read(text), intact) {
        (Ok(line), true) => Found::Line(line),
        (Err(_), true) => Found::Damaged { line: None, message: "is no change of a record" },
        (line, false) => Found::Damaged { line: line.ok(), message: "does not have its checksum" },
    }
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
