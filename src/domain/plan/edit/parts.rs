//! Items of lists and entries of maps: added, taken out and moved with the lines that are theirs.

use super::editor::{Editor, unsafe_edit};
use super::style::style_like;
use crate::domain::ascii;
use crate::domain::error::Result;
use crate::domain::yaml::{
    Id, Kind, Span, Splice, Step, Style, Value, write_entry, write_flow, write_item,
};

impl Editor<'_, '_> {
    /// Adds an item at the end of a list.
    pub fn append(&mut self, list: Id, way: &[Step], value: &Value) -> Result<()> {
        let document = self.document;
        let own = document.list(list).filter(|own| !own.items.is_empty() && own.strays.is_empty());
        let (Some(own), false) = (own, document.is_decorated(list)) else {
            return Err(unsafe_edit("what is to be added to is no simple list"));
        };
        let Some(last) = own.items.last() else { return Ok(()) };
        let end = document.span_of(last.value).end;
        if own.flow {
            let mut text = String::new();
            write_flow(value, &style_like(document, list, 0, self.style), true, &mut text);
            self.add_in_flow(Span::new(last.dash, end), &text, true);
        } else {
            let style = style_like(document, list, own.column, self.style);
            let end = self.end_of_line(end.max(last.dash + 1));
            let mut text = self.line_break(end, own.column);
            write_item(value, &Style { dash: self.style.dash, ..style }, own.column, &mut text);
            self.splices.push(Splice::insert(end, text));
        }
        match self.expected.at(way) {
            Some(Value::List(items)) => items.push(value.clone()),
            _ => return Err(unsafe_edit("the place is not there")),
        }
        Ok(())
    }

    /// Takes an item out of a list, or an entry out of a map: the one of this number. The last of
    /// them cannot be taken out so.
    pub fn remove_part(&mut self, collection: Id, way: &[Step], index: usize) -> Result<()> {
        let document = self.document;
        let span = match &document.node(collection).kind {
            Kind::List(list) if list.flow => self.part_in_flow(collection, index)?,
            Kind::Map(map) if map.flow => self.part_in_flow(collection, index)?,
            _ => {
                let parts = self.parts(collection)?;
                parts
                    .get(index)
                    .map(|part| Span::new(part.start, self.end_with_blanks(&parts, index)))
            }
        };
        let span = span.ok_or_else(|| unsafe_edit("it is the only one"))?;
        self.splices.push(Splice::remove(span));
        match self.expected.at(way) {
            Some(Value::List(items)) if index < items.len() => drop(items.remove(index)),
            Some(Value::Map(entries)) if index < entries.len() => drop(entries.remove(index)),
            _ => return Err(unsafe_edit("the place is not there")),
        }
        Ok(())
    }

    /// Where the part of a collection ends that goes with it when it is taken out: with the blank
    /// lines below it, if there are blank lines above it as well.
    fn end_with_blanks(&self, parts: &[Part], index: usize) -> usize {
        let Some(part) = parts.get(index) else { return 0 };
        let text = self.document.text;
        let before = text.get(..part.start).unwrap_or_default();
        let is_blank_above =
            before.lines().next_back().is_some_and(|line| line.trim_ascii().is_empty());
        match is_blank_above || index == 0 {
            true => part.end + blank_lines(text.get(part.end..).unwrap_or_default()),
            false => part.end,
        }
    }

    /// The lines of each item of a block list, or of each entry of a block map.
    pub fn parts(&self, collection: Id) -> Result<Vec<Part>> {
        let document = self.document;
        let bounds: Vec<(usize, usize)> = match &document.node(collection).kind {
            Kind::List(list) if !list.flow && list.strays.is_empty() => (list.items.iter())
                .map(|item| (item.dash, document.span_of(item.value).end.max(item.dash + 1)))
                .collect(),
            Kind::Map(map) if !map.flow => (map.entries.iter())
                .map(|entry| (entry.key.start, self.end_of_entry(entry)))
                .collect(),
            _ => return Err(unsafe_edit("its items do not stand on lines of their own")),
        };
        let mut parts: Vec<Part> = Vec::with_capacity(bounds.len());
        for (first, last) in bounds {
            let start = self.start_of_line(first);
            if !document.text.get(start..first).unwrap_or_default().trim_ascii().is_empty() {
                return Err(unsafe_edit("an item does not begin on a line of its own"));
            }
            let end = self.end_of_line(last);
            let rest = document.text.get(end..).unwrap_or_default();
            let end = end + rest.find('\n').map_or(rest.len(), |length| length + 1);
            let floor = parts.last().map_or(0, |part: &Part| part.end);
            let lead = self.comments_above(start, floor);
            parts.push(Part { lead, start, end });
        }
        Ok(parts)
    }

    /// Where the comment lines right above a line begin.
    pub(super) fn comments_above(&self, start: usize, floor: usize) -> usize {
        let mut lead = start;
        while lead > floor {
            let line = self.start_of_line(lead - 1);
            let text = self.document.text.get(line..lead).unwrap_or_default();
            if line < floor || !text.trim_ascii_start().starts_with('#') {
                break;
            }
            lead = line;
        }
        lead
    }

    /// Moves a part of a collection before another, or to the end.
    pub fn move_part(
        &mut self,
        collection: Id,
        way: &[Step],
        from: usize,
        before: Option<usize>,
    ) -> Result<()> {
        let (count, is_flow) = match &self.document.node(collection).kind {
            Kind::List(list) => (list.items.len(), list.flow),
            Kind::Map(map) => (map.entries.len(), map.flow),
            _ => (0, false),
        };
        let to = match before {
            Some(before) if before > from => before - 1,
            Some(before) => before,
            None => count.saturating_sub(1),
        };
        if to == from {
            return Ok(());
        }
        match is_flow {
            true => self.move_in_flow(collection, from, to)?,
            false => self.move_lines_of(&self.parts(collection)?, from, before)?,
        }
        match self.expected.at(way) {
            Some(Value::List(items)) if from < items.len() => {
                let item = items.remove(from);
                items.insert(to.min(items.len()), item);
            }
            Some(Value::Map(entries)) if from < entries.len() => {
                let entry = entries.remove(from);
                entries.insert(to.min(entries.len()), entry);
            }
            _ => return Err(unsafe_edit("the place is not there")),
        }
        Ok(())
    }

    fn move_lines_of(&mut self, parts: &[Part], from: usize, before: Option<usize>) -> Result<()> {
        let text = self.document.text;
        let part = parts.get(from).ok_or_else(|| unsafe_edit("it is not there"))?;
        let own = text.get(part.lead..part.end).unwrap_or_default();
        let (gone, blanks) = if from + 1 == parts.len() {
            let above = text.get(..part.lead).unwrap_or_default();
            let bare = ascii::trim_end(above, " \t\r\n").len();
            let floor =
                bare + text.get(bare..).and_then(|rest| rest.find('\n')).map_or(0, |n| n + 1);
            (
                Span::new(floor.min(part.lead), part.end),
                text.get(floor..part.lead).unwrap_or_default(),
            )
        } else {
            let end = part.end + blank_lines(text.get(part.end..).unwrap_or_default());
            (Span::new(part.lead, end), text.get(part.end..end).unwrap_or_default())
        };
        self.splices.push(Splice::remove(gone));
        let to = match before.and_then(|before| parts.get(before)) {
            Some(target) => Splice::insert(target.lead, format!("{own}{blanks}")),
            None => {
                let end = parts.last().map_or(part.end, |part| part.end);
                Splice::insert(end, format!("{blanks}{own}"))
            }
        };
        self.splices.push(to);
        Ok(())
    }

    /// Inserts an item before another of a list, or at the end of a block list; into a block map
    /// under a key.
    pub fn insert_part(
        &mut self,
        collection: Id,
        way: &[Step],
        before: Option<usize>,
        key: &str,
        value: &Value,
    ) -> Result<()> {
        let is_flow = self.document.list(collection).is_some_and(|list| list.flow);
        let splice = match before {
            Some(before) if is_flow => self.before_in_flow(collection, before, value)?,
            _ => self.lines_before(collection, before, key, value)?,
        };
        self.splices.push(splice);
        match self.expected.at(way) {
            Some(Value::List(items)) => {
                items.insert(before.unwrap_or(items.len()).min(items.len()), value.clone());
            }
            Some(Value::Map(entries)) => {
                let place = before.unwrap_or(entries.len()).min(entries.len());
                entries.insert(place, (key.to_owned(), value.clone()));
            }
            _ => return Err(unsafe_edit("the place is not there")),
        }
        Ok(())
    }

    fn lines_before(
        &self,
        collection: Id,
        before: Option<usize>,
        key: &str,
        value: &Value,
    ) -> Result<Splice> {
        let document = self.document;
        let parts = self.parts(collection)?;
        let (column, is_list) = match &document.node(collection).kind {
            Kind::List(list) => (list.column, true),
            Kind::Map(map) => (map.column, false),
            _ => (0, false),
        };
        let mut own = " ".repeat(column);
        match is_list {
            true => write_item(value, &self.style, column, &mut own),
            false => write_entry(key, value, &self.style, column, &mut own),
        }
        own.push_str(self.style.newline);
        // Items that stand apart go on standing apart.
        let gap = parts.iter().zip(parts.iter().skip(1)).next_back();
        let gap = gap.and_then(|(one, next)| document.text.get(one.end..next.lead));
        let gap = gap.filter(|gap| gap.trim_ascii().is_empty()).unwrap_or_default();
        Ok(match before.and_then(|before| parts.get(before)) {
            Some(target) => Splice::insert(target.lead, format!("{own}{gap}")),
            None => {
                let end = parts.last().map_or(0, |part| part.end);
                Splice::insert(end, format!("{gap}{own}"))
            }
        })
    }
}

/// The lines of an item or an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Where the comment lines right above it begin.
    pub lead: usize,
    /// Where its first line begins.
    pub start: usize,
    /// Behind its last line.
    pub end: usize,
}

/// How many bytes of blank lines a text begins with.
fn blank_lines(text: &str) -> usize {
    text.split_inclusive('\n').take_while(|line| line.trim_ascii().is_empty()).map(str::len).sum()
}
