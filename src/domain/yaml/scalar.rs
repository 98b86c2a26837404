//! From the source of a scalar to its text.

use crate::domain::ascii;
use std::borrow::Cow;

use super::node::{ScalarStyle, Span};

/// Whether a text without quotes says nothing.
pub(super) fn is_null(source: &str) -> bool {
    matches!(source, "" | "~" | "null" | "Null" | "NULL")
}

/// A source without the tag and the anchor before it.
pub(super) fn without_properties(source: &str) -> &str {
    let mut rest = source;
    while matches!(rest.as_bytes().first(), Some(b'&' | b'!')) {
        let end = ascii::find(rest, " \t\r\n").unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default().trim_ascii_start();
        // A comment may stand between them and a value on a later line.
        while rest.starts_with('#') {
            let end = rest.find('\n').unwrap_or(rest.len());
            rest = rest.get(end..).unwrap_or_default().trim_ascii_start();
        }
    }
    rest
}

/// The text of a scalar that is not a block.
pub(super) fn inline(source: &str, style: ScalarStyle) -> Cow<'_, str> {
    let within = |quote: char| {
        let inner = source.strip_prefix(quote).unwrap_or(source);
        inner.strip_suffix(quote).unwrap_or(inner)
    };
    match style {
        ScalarStyle::Single => {
            let inner = fold(within('\''));
            if inner.contains("''") { Cow::Owned(inner.replace("''", "'")) } else { inner }
        }
        ScalarStyle::Double => double(within('"')),
        _ => fold(source),
    }
}

/// Joins lines: one break becomes a blank, of more than one the first is dropped.
fn fold(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut breaks = 0_usize;
    for (number, line) in text.split('\n').enumerate() {
        let blanks: &[char] = &[' ', '\t', '\r'];
        let line = if number == 0 { line } else { line.trim_start_matches(blanks) };
        // The blanks before the closing quote of a last line belong to it.
        let is_last =
            !text.get(offset_of(text, line) + line.len()..).unwrap_or_default().contains('\n');
        let line = if is_last { line } else { line.trim_end_matches(blanks) };
        if number > 0 {
            breaks += 1;
        }
        if line.is_empty() && !is_last {
            continue;
        }
        write_breaks(&mut out, breaks);
        breaks = 0;
        out.push_str(line);
    }
    Cow::Owned(out)
}

fn offset_of(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

fn write_breaks(out: &mut String, breaks: usize) {
    match breaks {
        0 => {}
        1 => out.push(' '),
        more => out.extend(std::iter::repeat_n('\n', more - 1)),
    }
}

fn double(source: &str) -> Cow<'_, str> {
    if !source.bytes().any(|byte| matches!(byte, b'\\' | b'\n')) {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    // What was written by an escape is not trimmed at the end of a line.
    let mut firm = 0;
    while let Some(special) = ascii::find(rest, "\\\n") {
        let (before, after) = rest.split_at_checked(special).unwrap_or_default();
        out.push_str(before);
        if let Some(after) = after.strip_prefix('\n') {
            let trimmed = ascii::trim_end(&out, " \t\r").len();
            out.truncate(trimmed.max(firm));
            let text = ascii::trim_start(after, " \t\r\n");
            let skipped = after.get(..after.len() - text.len()).unwrap_or_default();
            write_breaks(&mut out, 1 + skipped.matches('\n').count());
            rest = text;
        } else {
            rest = escape(after, &mut out);
            firm = out.len();
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Writes what an escape at the beginning of a text means, and answers with what is behind it.
fn escape<'a>(text: &'a str, out: &mut String) -> &'a str {
    let mut characters = text.chars();
    characters.next();
    let code = characters.next();
    let rest = characters.as_str();
    let character = match code {
        Some('0') => '\0',
        Some('a') => '\x07',
        Some('b') => '\x08',
        Some('t' | '\t') => '\t',
        Some('n') => '\n',
        Some('v') => '\x0b',
        Some('f') => '\x0c',
        Some('r') => '\r',
        Some('e') => '\x1b',
        Some('N') => '\u{85}',
        Some('_') => '\u{a0}',
        Some('L') => '\u{2028}',
        Some('P') => '\u{2029}',
        Some('x') => return hex(rest, 2, out),
        Some('u') => return hex(rest, 4, out),
        Some('U') => return hex(rest, 8, out),
        // An escaped line break is none.
        Some('\n') => return ascii::trim_start(rest, " \t"),
        Some('\r') => return ascii::trim_start(rest.trim_start_matches('\n'), " \t"),
        Some(other) => other,
        None => '\\',
    };
    out.push(character);
    rest
}

/// The first escape of a text in double quotes that means nothing.
pub(super) fn unknown_escape(source: &str) -> Option<Span> {
    let mut at = source.find('\\')?;
    loop {
        let behind = source.get(at + 1..)?;
        let code = behind.chars().next()?;
        let end = at + 1 + code.len_utf8();
        let digits = match code {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let digits = source.as_bytes().get(end..end + digits);
        let is_hex = digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        if !is_hex || !"0abt\tnvfre \"/\\N_LPxuU\n\r".contains(code) {
            return Some(Span::new(at, end));
        }
        at = end + source.get(end..)?.find('\\')?;
    }
}

fn hex<'a>(text: &'a str, digits: usize, out: &mut String) -> &'a str {
    let number =
        |text: &str| text.get(..digits).and_then(|text| u32::from_str_radix(text, 16).ok());
    let Some(first) = number(text) else {
        out.push(char::REPLACEMENT_CHARACTER);
        return text;
    };
    let rest = text.get(digits..).unwrap_or_default();
    // Two halves, as in JSON.
    if let (0xd800..=0xdbff, Some(tail)) = (first, rest.strip_prefix("\\u"))
        && let Some(second @ 0xdc00..=0xdfff) = number(tail)
    {
        let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        return tail.get(digits..).unwrap_or_default();
    }
    out.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
    rest
}

/// The text of a block of lines.
pub(super) fn block(lines: &str, folded: bool, column: usize, chomp: u8) -> String {
    let mut out = String::with_capacity(lines.len());
    let mut breaks = 0_usize;
    let mut was_indented = true;
    for line in lines.split_inclusive('\n') {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let blank = line.len() - line.trim_start_matches(' ').len();
        let line = line.get(column.min(blank)..).unwrap_or_default();
        if line.is_empty() {
            breaks += 1;
            continue;
        }
        let is_indented = ascii::begins(line, " \t");
        match (out.is_empty(), folded && !is_indented && !was_indented, breaks) {
            (true, _, _) => out.extend(std::iter::repeat_n('\n', breaks)),
            (false, true, 0) => out.push(' '),
            (false, true, _) => out.extend(std::iter::repeat_n('\n', breaks)),
            (false, false, _) => out.extend(std::iter::repeat_n('\n', breaks + 1)),
        }
        out.push_str(line);
        was_indented = is_indented;
        breaks = 0;
    }
    match chomp {
        b'-' => {}
        b'+' => out.extend(std::iter::repeat_n('\n', breaks + usize::from(!out.is_empty()))),
        _ if out.is_empty() => {}
        _ => out.push('\n'),
    }
    out
}
