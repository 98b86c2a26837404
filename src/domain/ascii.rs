//! Looking for characters of a small set, by bytes. The patterns of the standard library are
//! compiled anew at each place where they are used; these are there once.
//!
//! Sets are ASCII: bytes of longer characters are never in one.

/// Whether a byte is in a set.
fn is_in(set: &str, byte: u8) -> bool {
    set.as_bytes().contains(&byte)
}

/// A text without the characters of a set at its beginning.
#[inline(never)]
pub(crate) fn trim_start<'a>(text: &'a str, set: &str) -> &'a str {
    let start = text.bytes().position(|byte| !is_in(set, byte)).unwrap_or(text.len());
    text.get(start..).unwrap_or_default()
}

/// A text without the characters of a set at its end.
#[inline(never)]
pub(crate) fn trim_end<'a>(text: &'a str, set: &str) -> &'a str {
    let end = text.bytes().rposition(|byte| !is_in(set, byte)).map_or(0, |last| last + 1);
    text.get(..end).unwrap_or_default()
}

/// A text without the characters of a set at both ends.
pub(crate) fn trim<'a>(text: &'a str, set: &str) -> &'a str {
    trim_end(trim_start(text, set), set)
}

/// Where the first character of a set stands.
#[inline(never)]
pub(crate) fn find(text: &str, set: &str) -> Option<usize> {
    text.bytes().position(|byte| is_in(set, byte))
}

/// Whether a text has a character of a set.
pub(crate) fn has(text: &str, set: &str) -> bool {
    find(text, set).is_some()
}

/// Whether a text begins with a character of a set.
#[inline(never)]
pub(crate) fn begins(text: &str, set: &str) -> bool {
    text.bytes().next().is_some_and(|byte| is_in(set, byte))
}

/// How many digits a text begins with.
#[inline(never)]
pub(crate) fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_characters_are_in_no_set() {
        assert_eq!(trim(" *é* ", " *"), "é");
        assert_eq!(trim("***", "*"), "");
        assert_eq!(find("é,b", ",;"), Some(2));
        assert!(begins("-x", "+-") && !begins("", "+-") && !has("é", "-"));
        assert_eq!(digits("12é"), 2);
    }
}
