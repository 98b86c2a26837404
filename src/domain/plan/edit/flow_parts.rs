//! Items in brackets and entries in braces: put before another and moved, each with the comments
//! that are its own, and with the commas where they were.

use super::editor::{Editor, unsafe_edit};
use super::style::style_like;
use crate::domain::ascii;
use crate::domain::error::{Error, Result};
use crate::domain::yaml::{Document, Id, Kind, Span, Splice, Value, write_flow};

/// An item that has lines of its own, with the comments right above it and behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines {
    pub lead: usize,
    /// Behind the item itself.
    pub item: usize,
    /// Where its comma stands, if it has one.
    pub comma: Option<usize>,
    /// Behind its last line.
    pub end: usize,
}

impl Editor<'_, '_> {
    /// Moves an item of a flow list, or an entry of a flow map, so that it gets this number.
    pub(super) fn move_in_flow(&mut self, collection: Id, from: usize, to: usize) -> Result<()> {
        let document = self.document;
        let items = self.flow_items(collection);
        let (low, high) = (from.min(to), from.max(to));
        let mut order: Vec<usize> = (low..=high).filter(|own| *own != from).collect();
        order.insert((to - low).min(order.len()), from);
        if has_anchor(document, collection) {
            return Err(unsafe_edit("an anchor must stay before its aliases"));
        }
        let span = document.span_of(collection);
        let mut comments = false;
        for number in low..=high + 1 {
            let gap = gap(document, span, &items, number);
            let is_outer = number == 0 || number == items.len();
            let commas = commas(gap);
            if commas > 1 || (commas == 0 && !is_outer) {
                return Err(unsafe_edit("there is not one comma between two of its items"));
            }
            // On the line of the item before it is that one's; on lines above the next, the next one's.
            let break_at = gap.find('\n');
            let own = match break_at {
                Some(at) if number == low => gap.get(at..),
                Some(at) if number == high + 1 => gap.get(..at),
                None if number == low => None,
                _ => Some(gap),
            };
            comments |= own.is_some_and(|own| own.contains('#'));
        }
        if comments {
            return self.move_lines(span, &items, low, &order);
        }
        for (place, own) in (low..).zip(&order) {
            if let (Some(slot), Some(own)) = (items.get(place), items.get(*own)) {
                let text = document.text.get(own.start..own.end).unwrap_or_default();
                self.splices.push(Splice::new(*slot, text));
            }
        }
        Ok(())
    }

    fn move_lines(
        &mut self,
        span: Span,
        items: &[Span],
        low: usize,
        order: &[usize],
    ) -> Result<()> {
        let mut lines: Vec<Lines> = Vec::with_capacity(order.len());
        for (number, item) in items.iter().enumerate().skip(low).take(order.len()) {
            let floor = match number.checked_sub(1).and_then(|before| items.get(before)) {
                Some(before) => before.end,
                None => span.start,
            };
            lines.push(self.lines_of(*item, floor)?);
        }
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Ok(()) };
        let between = |start: usize, end: usize| self.document.text.get(start..end);
        let mut text = String::new();
        for (place, number) in order.iter().enumerate() {
            let (Some(own), Some(slot)) = (lines.get(number - low), lines.get(place)) else {
                return Err(misplaced());
            };
            let behind = own.comma.map_or(own.item, |comma| comma + 1);
            text.push_str(between(own.lead, own.item).unwrap_or_default());
            match (own.comma, slot.comma) {
                (Some(comma), Some(_)) => {
                    text.push_str(between(own.item, comma + 1).unwrap_or_default());
                }
                (None, Some(_)) => text.push(','),
                (_, None) => {}
            }
            text.push_str(between(behind, own.end).unwrap_or_default());
            // Blank lines, and comments that stand apart, stay where they are.
            if let Some(next) = lines.get(place + 1) {
                text.push_str(between(slot.end, next.lead).unwrap_or_default());
            }
        }
        self.splices.push(Splice::new(Span::new(first.lead, last.end), text));
        Ok(())
    }

    /// The lines of an item between others that have comments.
    pub(super) fn lines_of(&self, item: Span, floor: usize) -> Result<Lines> {
        let text = self.document.text;
        let start = self.start_of_line(item.start);
        let rest = text.get(item.end..).unwrap_or_default();
        let behind = rest.get(..rest.find('\n').map_or(0, |at| at + 1)).unwrap_or_default();
        let comma = behind.find(',').filter(|at| is_blank(behind.get(..*at)));
        let after = behind.get(comma.map_or(0, |at| at + 1)..).unwrap_or_default();
        let is_alone = is_blank(text.get(start..item.start))
            && (is_blank(Some(after)) || ascii::begins(after.trim_ascii_start(), "#"));
        if behind.is_empty() || !is_alone {
            return Err(unsafe_edit("it cannot be told whose the comments between the items are"));
        }
        Ok(Lines {
            lead: self.comments_above(start, floor),
            item: item.end,
            comma: comma.map(|at| item.end + at),
            end: item.end + behind.len(),
        })
    }

    /// An item before another of a flow list.
    pub(super) fn before_in_flow(&self, list: Id, before: usize, value: &Value) -> Result<Splice> {
        let document = self.document;
        let items = self.flow_items(list);
        let Some(target) = items.get(before) else { return Err(misplaced()) };
        let mut text = String::new();
        write_flow(value, &style_like(document, list, 0, self.style), true, &mut text);
        let line = self.start_of_line(target.start);
        let indent = document.text.get(line..target.start).unwrap_or_default();
        Ok(match is_blank(Some(indent)) {
            true => {
                let floor = before.checked_sub(1).and_then(|before| items.get(before));
                let floor = floor.map_or(document.span_of(list).start, |item| item.end);
                let lead = self.comments_above(line, floor);
                Splice::insert(lead, format!("{indent}{text},{}", self.style.newline))
            }
            false => Splice::insert(target.start, format!("{text}, ")),
        })
    }

    /// Adds a text behind an item, or an entry, with the commas that it needs.
    pub(super) fn add_in_flow(&mut self, last: Span, text: &str, keeps_lines: bool) {
        let source = self.document.text;
        let line_end = self.end_of_line(last.end);
        let line = source.get(last.end..line_end).unwrap_or_default();
        let comma = line.find(',').filter(|at| is_blank(line.get(..*at)));
        let after = line.get(comma.map_or(0, |at| at + 1)..).unwrap_or_default();
        let before = source.get(self.start_of_line(last.start)..last.start).unwrap_or_default();
        if ascii::begins(after.trim_ascii_start(), "#") {
            // The comment is that of the last item, and stays behind it.
            let indent = match is_blank(Some(before)) {
                true => before.to_owned(),
                false => " ".repeat(before.chars().count()),
            };
            let own = format!("{}{indent}{text}", self.line_break(line_end, 0));
            if comma.is_some() {
                self.splices.push(Splice::insert(line_end, format!("{own},")));
                return;
            }
            let place = Span::new(line_end, line_end);
            match self.splices.iter_mut().rfind(|splice| splice.span == place) {
                Some(added) => {
                    added.text.push(',');
                    added.text.push_str(&own);
                }
                None => {
                    self.splices.push(Splice::insert(last.end, ","));
                    self.splices.push(Splice::insert(line_end, own));
                }
            }
            return;
        }
        // One item to a line stays one item to a line.
        let joint = match keeps_lines && is_blank(Some(before)) {
            true => format!("{}{before}", self.style.newline),
            false => " ".to_owned(),
        };
        let rest = source.get(last.end..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_ascii_start().len();
        self.splices.push(match ascii::begins(rest.trim_ascii_start(), ",") && keeps_lines {
            true => Splice::insert(last.end + blanks + 1, format!("{joint}{text}")),
            false => Splice::insert(last.end, format!(",{joint}{text}")),
        });
    }

    /// The bytes that go when a part goes: with one of the commas beside it, or the lines that are
    /// its own. None if it is the only one.
    pub(super) fn part_in_flow(&self, collection: Id, index: usize) -> Result<Option<Span>> {
        let items = self.flow_items(collection);
        let span = self.document.span_of(collection);
        let (Some(own), true) = (items.get(index), items.len() > 1) else { return Ok(None) };
        let behind = gap(self.document, span, &items, index + 1);
        let (bare, above, behind) = match index.checked_sub(1).and_then(|place| items.get(place)) {
            // What stands on lines below stays.
            Some(last) => (
                Some(Span::new(last.end, own.end)),
                gap(self.document, span, &items, index),
                behind.lines().next().unwrap_or_default(),
            ),
            None => (items.get(1).map(|next| Span::new(own.start, next.start)), "", behind),
        };
        if !above.contains('#') && !behind.contains('#') {
            return Ok(bare);
        }
        let lines = self.lines_of(*own, own.start)?;
        Ok(Some(Span::new(self.start_of_line(own.start), lines.end)))
    }

    pub(super) fn flow_items(&self, collection: Id) -> Vec<Span> {
        let document = self.document;
        match &document.node(collection).kind {
            Kind::List(list) => (list.items.iter())
                .map(|item| Span::new(item.dash, document.span_of(item.value).end))
                .collect(),
            Kind::Map(map) => (map.entries.iter())
                .map(|entry| Span::new(entry.key.start, self.end_of_entry(entry)))
                .collect(),
            _ => Vec::new(),
        }
    }
}

#[cold]
fn misplaced() -> Error {
    unsafe_edit("the place is not there")
}

pub(super) fn is_blank(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.trim_ascii().is_empty())
}

/// What stands before the item of this number, or behind the last.
pub(super) fn gap<'a>(
    document: &Document<'a>,
    span: Span,
    items: &[Span],
    number: usize,
) -> &'a str {
    let start = number.checked_sub(1).and_then(|before| items.get(before));
    let start = start.map_or(span.start, |item| item.end);
    let end = items.get(number).map_or(span.end, |item| item.start);
    document.text.get(start..end).unwrap_or_default()
}

/// How many commas there are outside of comments.
pub(super) fn commas(gap: &str) -> usize {
    let bare = gap.lines().map(|line| line.split('#').next().unwrap_or_default());
    bare.map(|line| line.bytes().filter(|byte| *byte == b',').count()).sum()
}

/// Whether something inside is named with `&`.
fn has_anchor(document: &Document<'_>, collection: Id) -> bool {
    let mut open = vec![collection];
    while let Some(id) = open.pop() {
        if id != collection && document.is_anchored(id) {
            return true;
        }
        // What an alias stands for is elsewhere.
        if id != collection && document.is_alias(id) {
            continue;
        }
        match &document.node(id).kind {
            Kind::List(list) => open.extend(list.items.iter().map(|item| item.value)),
            Kind::Map(map) => open.extend(map.entries.iter().map(|entry| entry.value)),
            _ => {}
        }
    }
    false
}
