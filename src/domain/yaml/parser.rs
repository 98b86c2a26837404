//! What all of reading needs: lines, keys, quotes, and a place for what was read.

use crate::domain::ascii;
use std::borrow::Cow;
use std::cell::Cell;

use super::node::{Document, Fault, FaultKind, Id, Kind, MERGE_KEY, Map, Node, ScalarStyle, Span};
use super::scalar;
use crate::domain::sorted::in_order;

/// Nobody reads more faults than this.
const MOST_FAULTS: usize = 200;

pub(super) fn parse(text: &str, span: Span) -> Document<'_> {
    let end = span.end.min(text.len());
    let mut parser = Parser {
        text,
        bytes: text.as_bytes().get(..end).unwrap_or_default(),
        end,
        at: span.start,
        known: Cell::new(Line { start: usize::MAX, content: 0, indent: 0, end: 0, next: 0 }),
        nodes: Vec::new(),
        faults: Vec::new(),
        anchors: Vec::new(),
        depth: 0,
    };
    let root = match parser.peek() {
        Some(line) => parser.value_on_line(line, -1, false),
        None => parser.add(Span::new(span.start, span.start), Kind::Missing),
    };
    // Whatever is left did not belong to the first value.
    while let Some(line) = parser.peek() {
        parser.fault(FaultKind::UnexpectedText, Span::new(line.content, line.end));
        parser.at = line.next;
    }
    let Parser { nodes, faults, .. } = parser;
    let places: Vec<usize> = faults.iter().map(|fault| fault.span.start).collect();
    let faults =
        in_order(&places).into_iter().filter_map(|place| faults.get(place).copied()).collect();
    Document { text, span, root, faults, nodes }
}

/// A line with something on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Where it begins.
    pub start: usize,
    /// Where its first character that is no blank stands.
    pub content: usize,
    /// How many blanks are before that.
    pub indent: usize,
    /// Behind its last character, line break not included.
    pub end: usize,
    /// Where the next line begins.
    pub next: usize,
}

pub(super) struct Parser<'a> {
    pub text: &'a str,
    /// Those up to the end.
    bytes: &'a [u8],
    pub end: usize,
    /// The beginning of the next line.
    pub at: usize,
    /// The line that was last looked at, which is often looked at again.
    known: Cell<Line>,
    pub nodes: Vec<Node<'a>>,
    pub faults: Vec<Fault>,
    /// The names so far, of several the last counts, and what each stands for once that is read.
    pub anchors: Vec<(&'a str, Option<Id>)>,
    pub depth: usize,
}
impl<'a> Parser<'a> {
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end.min(self.end)).unwrap_or_default()
    }

    pub(super) fn add(&mut self, span: Span, kind: Kind<'a>) -> Id {
        self.nodes.push(Node { span, kind });
        self.nodes.len() - 1
    }

    pub(super) fn fault(&mut self, kind: FaultKind, span: Span) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault { kind, span });
        }
    }

    pub(super) fn add_map(&mut self, span: Span, map: Map<'a>) -> Id {
        if map.entry(MERGE_KEY).is_some() {
            for entry in map.entries.iter().filter(|entry| entry.is_merge()) {
                self.fault(FaultKind::MergeKey, entry.key);
            }
        }
        self.add(span, Kind::Map(map))
    }

    /// The line that begins at a place.
    pub(super) fn line(&self, start: usize) -> Line {
        let known = self.known.get();
        if known.start == start {
            return known;
        }
        let rest = self.slice(start, self.end);
        let length = rest.find('\n');
        let next = start + length.map_or(rest.len(), |length| length + 1);
        let mut end = start + length.unwrap_or(rest.len());
        if end > start && self.byte(end - 1) == b'\r' {
            end -= 1;
        }
        let (mut content, mut indent) = (start, 0);
        for byte in rest.bytes().take(end - start).take_while(|byte| is_blank(*byte)) {
            indent += if byte == b'\t' { 2 } else { 1 };
            content += 1;
        }
        let line = Line { start, content, indent, end, next };
        self.known.set(line);
        line
    }

    /// The next line that is more than blanks and comment. Lines before it are behind us then.
    pub(super) fn peek(&mut self) -> Option<Line> {
        while self.at < self.end {
            let start = self.at;
            let line = self.line(start);
            if line.content < line.end && self.byte(line.content) != b'#' {
                return Some(line);
            }
            self.at = line.next;
        }
        None
    }

    pub(super) fn next(&mut self, line: Line) {
        self.at = line.next;
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == b'-' && matches!(self.byte(at + 1), 0 | b' ' | b'\t' | b'\n' | b'\r')
    }

    /// The key that begins at a place, and its colon.
    pub(super) fn key(&self, at: usize, line_end: usize) -> Option<(Span, usize)> {
        let is_colon = |at: usize| {
            self.byte(at) == b':' && matches!(self.byte(at + 1), 0 | b' ' | b'\t' | b'\n' | b'\r')
        };
        match self.byte(at) {
            quote @ (b'"' | b'\'') => {
                let end = self.end_of_quoted(at, quote, line_end)?;
                let mut colon = end;
                while is_blank(self.byte(colon)) {
                    colon += 1;
                }
                is_colon(colon).then_some((Span::new(at, end), colon))
            }
            b'&' | b'!' => {
                let content = self.properties(at, line_end).content;
                // Nothing names an alias once more.
                if self.byte(content) == b'*' {
                    return None;
                }
                let (key, colon) = self.key(content, line_end)?;
                Some((Span::new(at, key.end), colon))
            }
            b'*' => {
                let end = at + self.slice(at, line_end).find([' ', '\t'])?;
                let mut colon = end;
                while is_blank(self.byte(colon)) {
                    colon += 1;
                }
                // A star that names nothing is more often one of a text.
                let is_key = is_colon(colon) && self.is_anchor(self.slice(at + 1, end));
                is_key.then_some((Span::new(at, end), colon))
            }
            b'[' | b'{' | b'#' | b'|' | b'>' | b'?' | b'%' | b'@' | b'`' | b',' => None,
            _ if self.is_dash(at) => None,
            _ => {
                let mut before = 0;
                for (place, &byte) in (at..).zip(self.bytes.get(at..line_end).unwrap_or_default()) {
                    match byte {
                        b':' if place > at && is_colon(place) => {
                            return Some((Span::new(at, self.end_of_text(at, place)), place));
                        }
                        b'#' if is_blank(before) => return None,
                        _ => before = byte,
                    }
                }
                None
            }
        }
    }

    /// Behind the quote that closes the one at a place, if it stands before `limit`.
    pub(super) fn end_of_quoted(&self, at: usize, quote: u8, limit: usize) -> Option<usize> {
        let mut place = at + 1;
        let is_special = |byte: &u8| *byte == quote || *byte == b'\\';
        loop {
            place += self.bytes.get(place..limit)?.iter().position(is_special)?;
            match self.byte(place) {
                b'\\' if quote == b'"' => place += 2,
                b'\'' if self.byte(place + 1) == quote => place += 2,
                byte if byte == quote => return Some(place + 1),
                _ => place += 1,
            }
        }
    }

    pub(super) fn name(&self, key: Span) -> Cow<'a, str> {
        let source = self.slice(key.start, key.end);
        let style = match source.as_bytes().first() {
            Some(b'"') => ScalarStyle::Double,
            Some(b'\'') => ScalarStyle::Single,
            // Nearly all: only a key in braces may be longer than its line.
            _ if !source.bytes().any(|byte| byte == b'\n') => return Cow::Borrowed(source),
            _ => ScalarStyle::Plain,
        };
        scalar::inline(source, style)
    }

    /// The line that a place is on, which is this one or a later one.
    pub(super) fn line_of(&self, place: usize, from: Line) -> Line {
        let mut line = from;
        while line.next <= place && line.next < self.end {
            line = self.line(line.next);
        }
        line
    }

    /// Where a quoted text ends, and on which line. A line that looks like the next key of the
    /// parent says that the quote was forgotten.
    pub(super) fn quoted_end(
        &self,
        at: usize,
        quote: u8,
        line: Line,
        parent: isize,
    ) -> Option<(usize, Line)> {
        let end = self.end_of_quoted(at, quote, self.end)?;
        let mut last = line;
        while last.next < end {
            last = self.line(last.next);
            let looks_like_key = last.content < last.end
                && as_column(last.indent) <= parent
                && (self.key(last.content, last.end).is_some() || self.is_dash(last.content));
            if looks_like_key {
                return None;
            }
        }
        Some((end, last))
    }

    /// Behind the last character before a place that is no blank.
    pub(super) fn end_of_text(&self, from: usize, limit: usize) -> usize {
        let mut end = limit.max(from);
        while end > from && is_blank(self.byte(end - 1)) {
            end -= 1;
        }
        end
    }

    pub(super) fn is_comment_behind(&self, at: usize, line: Line) -> bool {
        let rest = self.slice(at, line.end);
        let text = ascii::trim_start(rest, " \t");
        text.is_empty() || (text.starts_with('#') && text.len() < rest.len())
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

pub(super) fn as_column(column: usize) -> isize {
    isize::try_from(column).unwrap_or(isize::MAX)
}
