//! Reading: lists in brackets and maps in braces.

use super::node::{Entry, FaultKind, Id, Item, Kind, List, Map, ScalarStyle, Span};
use super::parser::{Line, Parser, as_column, is_blank};

/// Deeper nesting is passed over.
const DEEPEST: usize = 64;

impl<'a> Parser<'a> {
    /// A list or map whose bracket or brace stands at a place, and the place behind it.
    pub(super) fn flow(&mut self, at: usize, parent: isize) -> (Id, usize) {
        let is_map = self.byte(at) == b'{';
        let close = if is_map { b'}' } else { b']' };
        self.depth += 1;
        let mut items: Vec<Item> = Vec::new();
        let mut entries: Vec<Entry<'a>> = Vec::new();
        let mut place = at + 1;
        let mut last = place;
        // Whether an entry came behind the last comma.
        let mut is_filled = false;
        let end = loop {
            match self.flow_gap(place, parent) {
                None => {
                    self.fault(FaultKind::UnclosedFlow, Span::new(at, last));
                    break last;
                }
                Some(next) => place = next,
            }
            match self.byte(place) {
                byte if byte == close => break place + 1,
                b',' => {
                    if !std::mem::take(&mut is_filled) {
                        self.fault(FaultKind::StrayComma, Span::new(place, place + 1));
                    }
                    place += 1;
                }
                // The wrong one of the two closes as well.
                b']' | b'}' => {
                    self.fault(FaultKind::UnclosedFlow, Span::new(at, place + 1));
                    break place + 1;
                }
                _ if self.depth >= DEEPEST => {
                    is_filled = true;
                    self.fault(FaultKind::TooDeep, Span::new(place, place + 1));
                    place += 1;
                    while !matches!(self.byte(place), 0 | b'\n' | b',' | b']' | b'}') {
                        place += 1;
                    }
                    // What was passed over is not read again by those around it.
                    last = place;
                }
                _ => {
                    let start = place;
                    (place, last) = if is_map {
                        let (entry, end) = self.flow_entry(start, parent);
                        entries.push(entry);
                        (end, end)
                    } else {
                        let (value, end) = self.flow_item(start, parent);
                        items.push(Item { dash: start, value });
                        (end, end)
                    };
                    if std::mem::replace(&mut is_filled, true) {
                        let end = place.min(self.line(start).end);
                        self.fault(FaultKind::MissingComma, Span::new(start, end));
                    }
                }
            }
        };
        self.depth -= 1;
        let span = Span::new(at, end);
        let id = match is_map {
            true => {
                let map = Map::new(true, 0, entries);
                self.find_twice(&map);
                self.add_map(span, map)
            }
            false => {
                let list = List { flow: true, column: 0, items, strays: Vec::new() };
                self.add(span, Kind::List(list))
            }
        };
        (id, end)
    }

    /// Over blanks, line breaks and comments to the next thing; none where the collection must have
    /// ended: at the end of the text, or where a line looks like the next key outside of it.
    pub(super) fn flow_gap(&self, from: usize, parent: isize) -> Option<usize> {
        let mut at = from;
        loop {
            match self.byte(at) {
                0 => return None,
                b' ' | b'\t' | b'\r' => at += 1,
                b'#' if at == from || matches!(self.byte(at - 1), b' ' | b'\t' | b'\n') => {
                    while !matches!(self.byte(at), 0 | b'\n') {
                        at += 1;
                    }
                }
                b'\n' => {
                    at += 1;
                    if self.is_outside(self.line(at), parent) {
                        return None;
                    }
                }
                _ => return Some(at),
            }
        }
    }

    fn is_outside(&self, line: Line, parent: isize) -> bool {
        line.content < line.end
            && as_column(line.indent) <= parent
            && (self.key(line.content, line.end).is_some() || self.is_dash(line.content))
    }

    fn flow_item(&mut self, at: usize, parent: isize) -> (Id, usize) {
        let (id, end) = self.flow_scalar_or_collection(at, parent);
        let Some(colon) = self.flow_colon(end) else { return (id, end) };
        // `[a: b]` is a list of a map.
        let key = Span::new(at, end);
        let name = self.name_of(id);
        let (value, end) = self.flow_value_behind(colon, parent);
        let entry = Entry { key, name, colon: Some(colon), value };
        let map = Map::new(true, 0, vec![entry]);
        (self.add_map(Span::new(at, end), map), end)
    }

    fn flow_entry(&mut self, at: usize, parent: isize) -> (Entry<'a>, usize) {
        let (id, end) = self.flow_scalar_or_collection(at, parent);
        let key = Span::new(at, end);
        let name = self.name_of(id);
        match self.flow_colon(end) {
            Some(colon) => {
                let (value, end) = self.flow_value_behind(colon, parent);
                (Entry { key, name, colon: Some(colon), value }, end)
            }
            None => {
                let value = self.add(Span::new(end, end), Kind::Missing);
                (Entry { key, name, colon: None, value }, end)
            }
        }
    }

    fn flow_colon(&self, from: usize) -> Option<usize> {
        let mut at = from;
        while is_blank(self.byte(at)) {
            at += 1;
        }
        let is_quoted = matches!(self.byte(from.saturating_sub(1)), b'"' | b'\'' | b']' | b'}');
        let ends_key = matches!(
            self.byte(at + 1),
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}' | b'[' | b'{' | 0
        );
        (self.byte(at) == b':' && (is_quoted || ends_key)).then_some(at)
    }

    fn flow_value_behind(&mut self, colon: usize, parent: isize) -> (Id, usize) {
        match self.flow_gap(colon + 1, parent) {
            Some(at) if !matches!(self.byte(at), b',' | b']' | b'}') => {
                self.flow_scalar_or_collection(at, parent)
            }
            _ => (self.add(Span::new(colon + 1, colon + 1), Kind::Missing), colon + 1),
        }
    }

    fn flow_scalar_or_collection(&mut self, at: usize, parent: isize) -> (Id, usize) {
        if !matches!(self.byte(at), b'&' | b'!') {
            return self.flow_bare(at, parent);
        }
        let own = self.flow_properties(at, parent);
        let anchor = self.open_anchor(own.anchor);
        let is_missing = matches!(self.byte(own.content), 0 | b',' | b']' | b'}')
            || self.flow_colon(own.content).is_some();
        let (id, end) = match is_missing {
            true => (self.add(Span::new(own.end, own.end), Kind::Missing), own.end),
            false => self.flow_bare(own.content, parent),
        };
        if let Some(node) = self.nodes.get_mut(id) {
            node.span.start = at;
        }
        self.close_anchor(anchor, id);
        (id, end)
    }

    fn flow_bare(&mut self, at: usize, parent: isize) -> (Id, usize) {
        match self.byte(at) {
            b'*' => {
                let end = self.end_of_flow_word(at);
                let next = self.flow_gap(end, parent).map_or(0, |next| self.byte(next));
                let ends = matches!(next, 0 | b',' | b']' | b'}') || self.flow_colon(end).is_some();
                if end < at + 2 || !ends {
                    let end = self.end_of_flow_plain(at, parent);
                    let span = Span::new(at, end);
                    self.fault(FaultKind::ReservedCharacter, span);
                    return (self.add(span, Kind::Scalar(ScalarStyle::Plain)), end);
                }
                (self.alias(Span::new(at, end)), end)
            }
            b'[' | b'{' if self.depth < DEEPEST => self.flow(at, parent),
            quote @ (b'"' | b'\'') => {
                let style = if quote == b'"' { ScalarStyle::Double } else { ScalarStyle::Single };
                let end = self.end_of_quoted(at, quote, self.end);
                let end = end.filter(|end| !self.slice(at, *end).contains('\n'));
                // Only what ends elsewhere, or nowhere, asks for lines.
                let end = end.unwrap_or_else(|| {
                    let line = self.line(at);
                    self.quoted_end(at, quote, line, parent).map(|(end, _)| end).unwrap_or_else(
                        || {
                            self.fault(FaultKind::UnclosedQuote, Span::new(at, line.end));
                            self.end_of_text(at, line.end)
                        },
                    )
                });
                let span = Span::new(at, end);
                self.find_escapes(span);
                (self.add(span, Kind::Scalar(style)), end)
            }
            _ => {
                if self.is_dash(at) {
                    self.fault(FaultKind::StrayDash, Span::new(at, at + 1));
                }
                let end = self.end_of_flow_plain(at, parent);
                (self.add(Span::new(at, end), Kind::Scalar(ScalarStyle::Plain)), end)
            }
        }
    }

    fn end_of_flow_plain(&self, at: usize, parent: isize) -> usize {
        let (mut place, mut end) = (at, at);
        loop {
            match self.byte(place) {
                0 | b',' | b']' | b'}' => break,
                b'[' | b'{' if place > at => break,
                b':' if place > at
                    && matches!(
                        self.byte(place + 1),
                        0 | b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}' | b'[' | b'{'
                    ) =>
                {
                    break;
                }
                b'#' if place > at && is_blank(self.byte(place - 1)) => break,
                b' ' | b'\t' | b'\r' => place += 1,
                b'\n' => {
                    place += 1;
                    if self.is_outside(self.line(place), parent) {
                        break;
                    }
                }
                _ => {
                    place += 1;
                    end = place;
                }
            }
        }
        end
    }
}
