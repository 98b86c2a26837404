//! Reading: maps and lists whose parts stand on lines of their own.

use rustc_hash::FxHashMap;

use super::node::{Entry, FaultKind, Id, Item, Kind, List, Map, Span};
use super::parser::{Line, Parser, as_column, is_blank};

/// Deeper nesting is passed over; the recursion of the parser is never deeper.
const DEEPEST: usize = 48;

impl<'a> Parser<'a> {
    /// A value that begins a line; its parent, a map or a list, stands at that column.
    pub(super) fn value_on_line(&mut self, line: Line, parent: isize, is_map: bool) -> Id {
        self.find_tab(line);
        self.value_at(line.content, line.indent, line, parent, is_map)
    }

    /// Names a tab before what begins a line; whether there is one.
    fn find_tab(&mut self, line: Line) -> bool {
        // A tab counts as more than one blank.
        let is_there = line.indent > line.content - line.start;
        if is_there {
            self.fault(FaultKind::Tab, Span::new(line.content, line.content));
        }
        is_there
    }

    /// A value in the middle of a line, at a column where a list or a map may begin.
    fn value_at(
        &mut self,
        at: usize,
        column: usize,
        line: Line,
        parent: isize,
        is_map: bool,
    ) -> Id {
        if self.depth >= DEEPEST {
            return self.too_deep(at, line, parent);
        }
        self.depth += 1;
        let id = if self.is_dash(at) {
            self.block_list(at, column, line, parent)
        } else if self.key(at, line.end).is_some() {
            self.block_map(at, column, line)
        } else {
            self.inline(at, line, parent, is_map)
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

    fn block_map(&mut self, at: usize, column: usize, first: Line) -> Id {
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(8);
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
            if !self.find_tab(next)
                && next.indent > column
                && self.key(next.content, next.end).is_some()
            {
                self.fault(FaultKind::Indentation, Span::new(next.content, next.end));
            }
            (place, line) = (next.content, next);
        }
        let map = Map::new(false, column, entries);
        self.find_twice(&map);
        self.add_map(Span::new(at, end), map)
    }

    fn block_entry(&mut self, key: Span, colon: usize, column: usize, line: Line) -> Entry<'a> {
        // First the key: its value may give the name that stands in it to something else.
        let name = self.key_name(key);
        let value = self.value_behind(colon + 1, line, column, true);
        Entry { key, name, colon: Some(colon), value }
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
                true => self.inline(at, line, as_column(column), true),
                false => {
                    // Behind a dash a list or a map may begin.
                    let own = column + self.slice(from - 1, at).chars().count();
                    self.value_at(at, own, line, as_column(column), false)
                }
            };
        }
        self.next(line);
        match self.peek() {
            Some(next) if next.indent > column => {
                self.value_on_line(next, as_column(column), is_map)
            }
            Some(next) if is_map && next.indent == column && self.is_dash(next.content) => {
                self.value_on_line(next, as_column(column), is_map)
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
            if !self.find_tab(next) && next.indent > column {
                self.fault(FaultKind::Indentation, Span::new(next.content, next.end));
            }
            (place, line) = (next.content, next);
        }
        let list = List { flow: false, column, items, strays };
        self.add(Span::new(at, end), Kind::List(list))
    }

    pub(super) fn find_twice(&mut self, map: &Map<'a>) {
        const FEW: usize = 16;
        let entries = &map.entries;
        if map.has_none_twice() {
            return;
        }
        if entries.len() <= FEW {
            for (number, entry) in entries.iter().enumerate() {
                if entries.iter().take(number).any(|other| other.name == entry.name) {
                    self.fault(FaultKind::DuplicateKey, entry.key);
                }
            }
            return;
        }
        let mut seen: FxHashMap<&str, usize> = FxHashMap::default();
        for entry in entries {
            if seen.insert(&entry.name, entry.value).is_some() {
                self.fault(FaultKind::DuplicateKey, entry.key);
            }
        }
    }
}
