//! Reading: maps, lists and scalars that stand on lines of their own.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use super::node::{
    Document, Entry, Fault, FaultKind, Id, Item, Kind, List, Map, Node, ScalarStyle, Span,
};
use super::scalar;

/// Deeper nesting is passed over; the recursion of the parser is never deeper.
const DEEPEST: usize = 48;

/// Nobody reads more faults than this.
const MOST_FAULTS: usize = 200;

pub(super) fn parse(text: &str, span: Span) -> Document<'_> {
    let mut parser = Parser {
        text,
        end: span.end.min(text.len()),
        at: span.start,
        nodes: Vec::new(),
        faults: Vec::new(),
        anchors: Vec::new(),
        depth: 0,
    };
    let root = match parser.peek() {
        Some(line) => parser.value_on_line(line, -1),
        None => parser.add(Span::new(span.start, span.start), Kind::Missing),
    };
    // Whatever is left did not belong to the first value.
    while let Some(line) = parser.peek() {
        parser.fault(FaultKind::UnexpectedText, Span::new(line.content, line.end));
        parser.at = line.next;
    }
    let Parser { nodes, mut faults, .. } = parser;
    faults.sort_by_key(|fault| fault.span.start);
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
    pub end: usize,
    /// The beginning of the next line.
    pub at: usize,
    nodes: Vec<Node<'a>>,
    faults: Vec<Fault>,
    anchors: Vec<(&'a str, Id)>,
    pub depth: usize,
}

impl<'a> Parser<'a> {
    pub fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.text.as_bytes().get(at).copied().unwrap_or(0) } else { 0 }
    }

    pub fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end.min(self.end)).unwrap_or_default()
    }

    pub fn add(&mut self, span: Span, kind: Kind<'a>) -> Id {
        self.nodes.push(Node { span, kind });
        self.nodes.len() - 1
    }

    pub fn fault(&mut self, kind: FaultKind, span: Span) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault { kind, span });
        }
    }

    /// The line that begins at a place.
    pub fn line(&self, start: usize) -> Line {
        let bytes = self.text.as_bytes().get(start..self.end).unwrap_or_default();
        let length = bytes.iter().position(|byte| *byte == b'\n');
        let next = start + length.map_or(bytes.len(), |length| length + 1);
        let mut end = start + length.unwrap_or(bytes.len());
        if end > start && self.byte(end - 1) == b'\r' {
            end -= 1;
        }
        let (mut content, mut indent) = (start, 0);
        while content < end && is_blank(self.byte(content)) {
            indent += if self.byte(content) == b'\t' { 2 } else { 1 };
            content += 1;
        }
        Line { start, content, indent, end, next }
    }

    /// The next line that is more than blanks and comment. Lines before it are behind us then.
    pub fn peek(&mut self) -> Option<Line> {
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

    fn next(&mut self, line: Line) {
        self.at = line.next;
    }

    /// A value that begins a line; its parent stands at that column.
    fn value_on_line(&mut self, line: Line, parent: isize) -> Id {
        if self.slice(line.start, line.content).contains('\t') {
            self.fault(FaultKind::Tab, Span::new(line.content, line.content));
        }
        self.value_at(line.content, line.indent, line, parent)
    }

    /// A value in the middle of a line, at a column where a list or a map may begin.
    fn value_at(&mut self, at: usize, column: usize, line: Line, parent: isize) -> Id {
        if self.depth >= DEEPEST {
            return self.too_deep(at, line, parent);
        }
        self.depth += 1;
        let id = if self.is_dash(at) {
            self.block_list(at, column, line, parent)
        } else if self.key(at, line.end).is_some() {
            self.block_map(at, column, line)
        } else {
            self.inline(at, line, parent)
        };
        self.depth -= 1;
        id
    }

    fn too_deep(&mut self, at: usize, line: Line, parent: isize) -> Id {
        self.fault(FaultKind::TooDeep, Span::new(at, line.end));
        self.next(line);
        while let Some(line) = self.peek() {
            if as_column(line.indent) <= parent {
                break;
            }
            self.next(line);
        }
        self.add(Span::new(at, at), Kind::Missing)
    }

    pub fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == b'-' && matches!(self.byte(at + 1), 0 | b' ' | b'\t' | b'\n' | b'\r')
    }

    /// The key that begins at a place, and its colon.
    pub fn key(&self, at: usize, line_end: usize) -> Option<(Span, usize)> {
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
            b'[' | b'{' | b'#' | b'|' | b'>' | b'&' | b'*' | b'!' | b'?' | b'%' | b'@' | b'`'
            | b',' => None,
            _ if self.is_dash(at) => None,
            _ => {
                let mut place = at;
                while place < line_end {
                    match self.byte(place) {
                        b':' if is_colon(place) && place > at => {
                            let key = self.slice(at, place).trim_end_matches([' ', '\t']);
                            return Some((Span::new(at, at + key.len()), place));
                        }
                        b'#' if place > at && is_blank(self.byte(place - 1)) => return None,
                        _ => place += 1,
                    }
                }
                None
            }
        }
    }

    /// Behind the quote that closes the one at a place, if it stands before `limit`.
    pub fn end_of_quoted(&self, at: usize, quote: u8, limit: usize) -> Option<usize> {
        let mut place = at + 1;
        while place < limit {
            match self.byte(place) {
                b'\\' if quote == b'"' => place += 2,
                b'\'' if quote == b'\'' && self.byte(place + 1) == b'\'' => place += 2,
                byte if byte == quote => return Some(place + 1),
                _ => place += 1,
            }
        }
        None
    }

    pub fn name(&self, key: Span) -> Cow<'a, str> {
        let source = self.slice(key.start, key.end);
        let style = match source.as_bytes().first() {
            Some(b'"') => ScalarStyle::Double,
            Some(b'\'') => ScalarStyle::Single,
            _ => ScalarStyle::Plain,
        };
        scalar::inline(source, style)
    }

    fn block_map(&mut self, at: usize, column: usize, first: Line) -> Id {
        let mut entries: Vec<Entry<'a>> = Vec::new();
        let mut end = at;
        let (mut place, mut line) = (at, first);
        loop {
            match self.key(place, line.end) {
                Some((key, colon)) => {
                    let entry = self.block_entry(key, colon, column.max(line.indent), line);
                    end = self.nodes.get(entry.value).map_or(colon + 1, |node| node.span.end);
                    entries.push(entry);
                }
                None => {
                    self.fault(FaultKind::UnexpectedText, Span::new(place, line.end));
                    self.next(line);
                }
            }
            let Some(next) = self.peek() else { break };
            if next.indent < column {
                break;
            }
            if next.indent > column && self.key(next.content, next.end).is_some() {
                self.fault(FaultKind::Indentation, Span::new(next.content, next.end));
            }
            (place, line) = (next.content, next);
        }
        self.find_twice(&entries);
        self.add(Span::new(at, end), Kind::Map(Map { flow: false, column, entries }))
    }

    fn block_entry(&mut self, key: Span, colon: usize, column: usize, line: Line) -> Entry<'a> {
        let value = self.value_behind(colon + 1, line, column, true);
        Entry { key, name: self.name(key), colon: Some(colon), value }
    }

    /// The value behind a colon or a dash: on the same line, or on the lines below it.
    fn value_behind(&mut self, from: usize, line: Line, column: usize, is_map: bool) -> Id {
        let mut at = from;
        while is_blank(self.byte(at)) {
            at += 1;
        }
        let is_comment = self.byte(at) == b'#' && at > from;
        if at < line.end && !is_comment {
            return match is_map {
                true => self.inline(at, line, as_column(column)),
                false => {
                    // Behind a dash a list or a map may begin.
                    let own = column + self.slice(from - 1, at).chars().count();
                    self.value_at(at, own, line, as_column(column))
                }
            };
        }
        self.next(line);
        match self.peek() {
            Some(next) if next.indent > column => self.value_on_line(next, as_column(column)),
            Some(next) if is_map && next.indent == column && self.is_dash(next.content) => {
                self.value_on_line(next, as_column(column))
            }
            _ => self.add(Span::new(from, from), Kind::Missing),
        }
    }

    fn block_list(&mut self, at: usize, column: usize, first: Line, parent: isize) -> Id {
        let mut items: Vec<Item> = Vec::new();
        let mut strays: Vec<Entry<'a>> = Vec::new();
        let mut end = at;
        let (mut place, mut line) = (at, first);
        loop {
            if self.is_dash(place) {
                let value = self.value_behind(place + 1, line, column, false);
                end = self.nodes.get(value).map_or(place + 1, |node| node.span.end);
                items.push(Item { dash: place, value });
            } else if let Some((key, colon)) = self.key(place, line.end) {
                self.fault(FaultKind::MixedList, Span::new(place, line.end));
                let entry = self.block_entry(key, colon, column, line);
                end = self.nodes.get(entry.value).map_or(colon + 1, |node| node.span.end);
                strays.push(entry);
            } else {
                self.fault(FaultKind::UnexpectedText, Span::new(place, line.end));
                self.next(line);
            }
            let Some(next) = self.peek() else { break };
            let ends = next.indent < column
                || (next.indent == column
                    && as_column(column) <= parent
                    && !self.is_dash(next.content));
            if ends {
                break;
            }
            if next.indent > column {
                self.fault(FaultKind::Indentation, Span::new(next.content, next.end));
            }
            (place, line) = (next.content, next);
        }
        let list = List { flow: false, column, items, strays };
        self.add(Span::new(at, end), Kind::List(list))
    }

    fn find_twice(&mut self, entries: &[Entry<'a>]) {
        let mut seen = FxHashSet::default();
        for entry in entries {
            if !seen.insert(&*entry.name) {
                self.fault(FaultKind::DuplicateKey, entry.key);
            }
        }
    }

    /// A value that shares its line with a key or a dash, or is a scalar: never a block collection.
    fn inline(&mut self, at: usize, line: Line, parent: isize) -> Id {
        let start = at;
        let mut at = at;
        let mut anchor = None;
        // Tag and anchor stand before the value.
        while matches!(self.byte(at), b'&' | b'!') {
            let word = self.slice(at, line.end).split([' ', '\t']).next().unwrap_or_default();
            anchor = word.strip_prefix('&').or(anchor);
            at += word.len();
            while is_blank(self.byte(at)) {
                at += 1;
            }
        }
        let id = if at >= line.end && at > start {
            // The value stands on the lines below.
            self.next(line);
            match self.peek() {
                Some(next)
                    if as_column(next.indent) > parent
                        || (as_column(next.indent) == parent && self.is_dash(next.content)) =>
                {
                    self.value_on_line(next, parent)
                }
                _ => self.add(Span::new(at, at), Kind::Missing),
            }
        } else {
            self.inline_bare(at, line, parent)
        };
        if let Some(node) = self.nodes.get_mut(id) {
            node.span.start = start;
        }
        if let Some(anchor) = anchor {
            self.anchors.push((anchor, id));
        }
        id
    }

    fn inline_bare(&mut self, at: usize, line: Line, parent: isize) -> Id {
        match self.byte(at) {
            b'*' => {
                let word = self.slice(at, line.end).split([' ', '\t']).next().unwrap_or_default();
                if word.len() < 2 || at + word.len() < self.end_of_text(at, line) {
                    return self.plain(at, line, parent, true);
                }
                let name = word.get(1..).unwrap_or_default();
                let target = self.anchors.iter().rfind(|(own, _)| *own == name).map(|(_, id)| *id);
                let span = Span::new(at, at + word.len());
                if target.is_none() {
                    self.fault(FaultKind::UnknownAlias, span);
                }
                self.next(line);
                self.add(span, Kind::Alias(target))
            }
            b'|' | b'>' => match self.block_scalar(at, line, parent) {
                Some(id) => id,
                None => self.plain(at, line, parent, true),
            },
            quote @ (b'"' | b'\'') => self.quoted(at, quote, line, parent),
            b'[' | b'{' => self.flow_value(at, line, parent),
            b'@' | b'`' | b'%' | b',' | b']' | b'}' => self.plain(at, line, parent, true),
            b'?' if is_blank(self.byte(at + 1)) => self.plain(at, line, parent, true),
            _ => self.plain(at, line, parent, false),
        }
    }

    fn flow_value(&mut self, at: usize, line: Line, parent: isize) -> Id {
        let known = self.nodes.len();
        let faults = self.faults.len();
        let (id, end) = self.flow(at, parent);
        let last = self.line_of(end, line);
        if self.end_of_text(end, last) > end && !self.is_comment_behind(end, last) {
            // Something like `[x] done` or `{id}/page`: text, and no collection.
            self.nodes.truncate(known);
            self.faults.truncate(faults);
            return self.plain(at, line, parent, true);
        }
        self.at = last.next;
        id
    }

    /// The line that a place is on, which is this one or a later one.
    pub fn line_of(&self, place: usize, from: Line) -> Line {
        let mut line = from;
        while line.next <= place && line.next < self.end {
            line = self.line(line.next);
        }
        line
    }

    fn quoted(&mut self, at: usize, quote: u8, line: Line, parent: isize) -> Id {
        let style = if quote == b'"' { ScalarStyle::Double } else { ScalarStyle::Single };
        let Some((end, last)) = self.quoted_end(at, quote, line, parent) else {
            self.fault(FaultKind::UnclosedQuote, Span::new(at, line.end));
            self.next(line);
            return self.add(Span::new(at, self.end_of_text(at, line)), Kind::Scalar(style));
        };
        if self.end_of_text(end, last) > end && !self.is_comment_behind(end, last) {
            self.fault(FaultKind::TextBehind, Span::new(end, last.end));
            self.at = last.next;
            let span = Span::new(at, self.end_of_text(end, last));
            return self.add(span, Kind::Scalar(ScalarStyle::Plain));
        }
        self.at = last.next;
        self.add(Span::new(at, end), Kind::Scalar(style))
    }

    /// Where a quoted text ends, and on which line. A line that looks like the next key of the
    /// parent says that the quote was forgotten.
    pub fn quoted_end(
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

    /// Behind the last character of a line that is no blank.
    pub fn end_of_text(&self, from: usize, line: Line) -> usize {
        from + self.slice(from, line.end).trim_end_matches([' ', '\t']).len()
    }

    pub fn is_comment_behind(&self, at: usize, line: Line) -> bool {
        let rest = self.slice(at, line.end);
        let text = rest.trim_start_matches([' ', '\t']);
        text.is_empty() || (text.starts_with('#') && text.len() < rest.len())
    }

    /// A text without quotes, over as many lines as it has. With `reserved` its first character is
    /// one that YAML does not let such a text begin with.
    fn plain(&mut self, at: usize, line: Line, parent: isize, reserved: bool) -> Id {
        let (mut end, mut has_comment) = self.end_of_plain(at, line);
        let has_colon = |parser: &Self, at: usize, line_end: usize| {
            let text = parser.slice(at, line_end);
            text.contains(": ") || text.contains(":\t") || text.ends_with(':')
        };
        if reserved {
            self.fault(FaultKind::ReservedCharacter, Span::new(at, end));
        } else if has_colon(self, at, end) {
            self.fault(FaultKind::UnquotedColon, Span::new(at, end));
        }
        self.next(line);
        while !has_comment {
            let before = self.at;
            let mut next_start = before;
            let mut next = self.line(next_start);
            while next.content >= next.end && next.next > next_start && next.next < self.end {
                next_start = next.next;
                next = self.line(next_start);
            }
            let goes_on = next.content < next.end
                && as_column(next.indent) > parent
                && self.byte(next.content) != b'#'
                && self.key(next.content, next.end).is_none();
            if !goes_on {
                break;
            }
            (end, has_comment) = self.end_of_plain(next.content, next);
            self.next(next);
        }
        self.add(Span::new(at, end), Kind::Scalar(ScalarStyle::Plain))
    }

    /// Behind the last character of a text without quotes on this line, and whether a comment
    /// follows.
    fn end_of_plain(&self, at: usize, line: Line) -> (usize, bool) {
        let text = self.slice(at, line.end);
        let comment = text.find(" #").into_iter().chain(text.find("\t#")).min();
        let text = text.get(..comment.unwrap_or(text.len())).unwrap_or_default();
        (at + text.trim_end_matches([' ', '\t']).len(), comment.is_some())
    }

    fn block_scalar(&mut self, at: usize, line: Line, parent: isize) -> Option<Id> {
        let folded = self.byte(at) == b'>';
        let (mut place, mut chomp, mut given) = (at + 1, 0, None);
        loop {
            match self.byte(place) {
                byte @ (b'+' | b'-') => chomp = byte,
                byte @ b'1'..=b'9' => given = Some(usize::from(byte - b'0')),
                _ => break,
            }
            place += 1;
        }
        if !self.is_comment_behind(place, line) {
            return None;
        }
        self.next(line);
        let content = self.at;
        let base = usize::try_from(parent).unwrap_or(0);
        let mut column = given.map(|given| base + given);
        let mut end = place;
        while self.at < self.end {
            let next = self.line(self.at);
            if next.content >= next.end {
                if chomp == b'+' {
                    end = next.next;
                }
                self.at = next.next;
                continue;
            }
            let blanks = next.content - self.at;
            let least = *column.get_or_insert(blanks);
            if as_column(blanks) <= parent || blanks < least {
                break;
            }
            end = next.end;
            self.at = next.next;
        }
        let style = ScalarStyle::Block { folded, column: column.unwrap_or(0), chomp, content };
        Some(self.add(Span::new(at, end), Kind::Scalar(style)))
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

pub(super) fn as_column(column: usize) -> isize {
    isize::try_from(column).unwrap_or(isize::MAX)
}
