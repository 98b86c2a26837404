//! Writing values as people and tools write them into front matter.

use super::value::{Value, is_typed};
use crate::domain::ascii;

/// How texts are quoted where they need not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quotes {
    /// Not at all.
    #[default]
    None,
    /// In `'`.
    Single,
    /// In `"`.
    Double,
}

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The line break.
    pub newline: &'static str,
    /// How texts are quoted.
    pub quotes: Quotes,
    /// How far the dashes of a list stand to the right of its key.
    pub dash: usize,
    /// Whether lists of scalars stand in brackets.
    pub flow_lists: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { newline: "\n", quotes: Quotes::None, dash: 2, flow_lists: false }
    }
}

/// A text as a scalar on one line, quoted so if it may be, and otherwise as it must be.
#[must_use]
pub fn scalar_text(text: &str, quotes: Quotes, in_flow: bool) -> String {
    let needs_escapes = text.chars().any(needs_escape);
    match quotes {
        _ if needs_escapes => double_quoted(text),
        Quotes::Double => double_quoted(text),
        Quotes::Single => single_quoted(text),
        Quotes::None if is_plain_safe(text, in_flow) => text.to_owned(),
        Quotes::None if text.contains('\'') && !ascii::has(text, "\"\\") => double_quoted(text),
        Quotes::None => single_quoted(text),
    }
}

/// Whether YAML does not let a character stand for itself, or some reader takes it for a line break.
fn needs_escape(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) => {
                let code = u32::from(c);
                out.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    out.push(char::from_digit((code >> shift) & 15, 16).unwrap_or('0'));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether every reader takes a text without quotes for this text.
fn is_plain_safe(text: &str, in_flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let begins_badly = match first {
        '-' | '?' | ':' => !text.chars().nth(1).is_some_and(|c| c.is_ascii_alphanumeric()),
        other => "#,[]{}&*!|>'\"%@`=<~ ".contains(other),
    };
    // Some readers take more signs for their own there than YAML says.
    let in_flow_badly = in_flow && (ascii::has(text, ",[]{}?") || first == ':');
    !begins_badly
        && !in_flow_badly
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !is_typed(text)
        && !is_word_of_yaml_1_1(text)
        && !looks_like_a_number(text)
}

fn is_word_of_yaml_1_1(text: &str) -> bool {
    const WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", ".inf"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Numbers, dates and times in the eyes of older readers: they begin with a digit and have nothing
/// but digits and a few signs. A single letter between, as in `31224e8`, is enough for some.
fn looks_like_a_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let consists_of = |digits: &str, all: &[u8]| digits.bytes().all(|byte| all.contains(&byte));
    if let Some(digits) = digits.strip_prefix("0b").filter(|digits| !digits.is_empty()) {
        return consists_of(digits, b"01_");
    }
    if let Some(digits) = digits.strip_prefix("0x").filter(|digits| !digits.is_empty()) {
        return consists_of(digits, b"0123456789abcdefABCDEF_");
    }
    let digits = digits.strip_prefix('.').unwrap_or(digits);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && consists_of(digits, b"0123456789_.:-+eExXoTtZz ")
}

/// Writes a value behind the colon of a key at a column: from the blank or the line break on, and
/// without a line break at the end.
pub fn write_value(value: &Value, style: &Style, column: usize, out: &mut String) {
    match value {
        Value::Map(entries) if !entries.is_empty() => {
            for (key, value) in entries {
                new_line(style, column + 2, out);
                write_entry(key, value, style, column + 2, out);
            }
        }
        Value::List(items) if !items.is_empty() && !is_flow_list(items, style) => {
            for item in items {
                new_line(style, column + style.dash, out);
                write_item(item, style, column + style.dash, out);
            }
        }
        inline => {
            out.push(' ');
            write_flow(inline, style, false, out);
        }
    }
}

fn is_flow_list(items: &[Value], style: &Style) -> bool {
    style.flow_lists && !items.iter().any(|item| matches!(item, Value::Map(_) | Value::List(_)))
}

/// Writes a key and its value; the key stands at that column.
pub(crate) fn write_entry(
    key: &str,
    value: &Value,
    style: &Style,
    column: usize,
    out: &mut String,
) {
    out.push_str(&scalar_text(key, Quotes::None, false));
    out.push(':');
    write_value(value, style, column, out);
}

/// Writes the item of a list from its dash on, which stands at that column.
pub(crate) fn write_item(item: &Value, style: &Style, column: usize, out: &mut String) {
    out.push('-');
    match item {
        Value::Map(entries) if !entries.is_empty() => {
            for (number, (key, value)) in entries.iter().enumerate() {
                match number {
                    0 => out.push(' '),
                    _ => new_line(style, column + 2, out),
                }
                write_entry(key, value, style, column + 2, out);
            }
        }
        item => {
            out.push(' ');
            write_flow(item, style, false, out);
        }
    }
}

/// Writes a value on one line.
pub(crate) fn write_flow(value: &Value, style: &Style, in_flow: bool, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Plain(text) => out.push_str(text),
        Value::Text(text) => out.push_str(&scalar_text(text, style.quotes, in_flow)),
        Value::List(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                out.push_str(if number == 0 { "" } else { ", " });
                write_flow(item, style, true, out);
            }
            out.push(']');
        }
        Value::Map(entries) if entries.is_empty() => out.push_str("{}"),
        Value::Map(entries) => {
            out.push_str("{ ");
            for (number, (key, value)) in entries.iter().enumerate() {
                out.push_str(if number == 0 { "" } else { ", " });
                out.push_str(&scalar_text(key, Quotes::None, true));
                out.push_str(": ");
                write_flow(value, style, true, out);
            }
            out.push_str(" }");
        }
    }
}

fn new_line(style: &Style, column: usize, out: &mut String) {
    out.push_str(style.newline);
    out.extend(std::iter::repeat_n(' ', column));
}
