//! Where front matter begins and ends.

use crate::domain::ascii;
use crate::domain::yaml::Span;

/// The front matter of a markdown text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// Its YAML, without the lines of dashes.
    pub yaml: Span,
    /// Where the body begins.
    pub body: usize,
    /// Whether it ends with a line of dashes, as it should.
    pub closed: bool,
}

/// Finds the front matter; none if the text does not begin with any. A byte order mark and blank
/// lines may stand before it, and blanks behind its dashes.
pub(super) fn find(text: &str) -> Option<FrontMatter> {
    let mut lines = lines(text);
    let first = lines.find(|(_, line)| !bare(line).trim_ascii().is_empty())?;
    if bare(first.1) != "---" {
        return None;
    }
    let start = first.0 + first.1.len();
    for (place, line) in lines {
        if line.trim_ascii_end() == "---" {
            return Some(FrontMatter {
                yaml: Span::new(start, place),
                body: place + line.len(),
                closed: true,
            });
        }
    }
    let end = start + end_of_yaml(text.get(start..).unwrap_or_default());
    Some(FrontMatter { yaml: Span::new(start, end), body: end, closed: false })
}

/// A line without what nobody sees of it: files that were joined may have a byte order mark in the middle.
fn bare(line: &str) -> &str {
    line.trim_start_matches('\u{feff}').trim_ascii_end()
}

/// Each line with its line break, and where it begins: the first behind a byte order mark.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut place = text.len() - bare.len();
    bare.split_inclusive('\n').map(move |line| {
        let start = place;
        place += line.len();
        (start, line)
    })
}

/// Where YAML that nobody closed must have ended: before the first line that can be none, and the
/// comments and blank lines above it, of which the last may have been a heading.
fn end_of_yaml(text: &str) -> usize {
    let mut end = 0;
    for (place, line) in lines(text) {
        let bare = line.trim_ascii_end();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let is_yaml = ascii::begins(bare, " \t-]}\"'")
            || bare.ends_with(':')
            || bare.split_once(": ").is_some_and(|(key, _)| !ascii::has(key, "*`"));
        if !is_yaml {
            break;
        }
        end = place + line.len();
    }
    end
}
