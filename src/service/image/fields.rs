//! Lines of fields with tabs between them.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

/// Adds a field that has no tab or line break in it.
pub(super) fn add(line: &mut String, field: impl Display) {
    tab(line);
    // Writing to text cannot fail.
    let _ = write!(line, "{field}");
}

/// Adds any text.
pub(super) fn add_text(line: &mut String, text: &str) {
    tab(line);
    for piece in text.split_inclusive(['\\', '\t', '\n']) {
        let (rest, sign) = match piece.strip_suffix(['\\', '\t', '\n']) {
            Some(rest) if piece.ends_with('\t') => (rest, "\\t"),
            Some(rest) if piece.ends_with('\n') => (rest, "\\n"),
            Some(rest) => (rest, "\\\\"),
            None => (piece, ""),
        };
        line.push_str(rest);
        line.push_str(sign);
    }
}

/// Adds numbers, with blanks between them.
pub(super) fn add_numbers(line: &mut String, numbers: &[u32]) {
    tab(line);
    for (place, number) in numbers.iter().enumerate() {
        let _ = write!(line, "{}{number}", if place == 0 { "" } else { " " });
    }
}

fn tab(line: &mut String) {
    if !line.is_empty() {
        line.push('\t');
    }
}

/// The fields of a line, taken one by one.
pub(super) struct Fields<'a>(Option<&'a str>);

impl<'a> Fields<'a> {
    pub fn of(line: &'a str) -> Self {
        Self(Some(line))
    }

    /// A field as it stands.
    pub fn raw(&mut self) -> Option<&'a str> {
        let line = self.0?;
        let (field, rest) = match line.split_once('\t') {
            Some((field, rest)) => (field, Some(rest)),
            None => (line, None),
        };
        self.0 = rest;
        Some(field)
    }

    /// A field of any text.
    pub fn text(&mut self) -> Option<Cow<'a, str>> {
        let raw = self.raw()?;
        if !raw.contains('\\') {
            return Some(Cow::Borrowed(raw));
        }
        let mut text = String::with_capacity(raw.len());
        let mut signs = raw.chars();
        while let Some(sign) = signs.next() {
            text.push(match sign {
                '\\' => match signs.next()? {
                    't' => '\t',
                    'n' => '\n',
                    '\\' => '\\',
                    _ => return None,
                },
                plain => plain,
            });
        }
        Some(Cow::Owned(text))
    }

    /// A field that is a number, a moment or the like.
    pub fn parsed<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.raw()?.parse().ok()
    }

    /// Numbers with blanks between them.
    pub fn numbers(&mut self) -> Option<Vec<u32>> {
        let raw = self.raw()?;
        raw.split_ascii_whitespace().map(|number| number.parse().ok()).collect()
    }

    /// Whether there is nothing more.
    pub fn end(self) -> Option<()> {
        self.0.is_none().then_some(())
    }
}
