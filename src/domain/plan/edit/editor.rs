//! Changes of front matter, made twice: as bytes of the text and as values of what it says, which
//! `change.rs` compares.

use super::change::{Change, Meant};
use super::style::{is_date, style_like, style_of};
use super::within;
use crate::domain::ascii;
use crate::domain::error::{Code, Error, Result};
use crate::domain::plan::front_matter::FrontMatter;
use crate::domain::yaml::{
    self, Document, Entry, Id, Kind, Quotes, ScalarStyle, Span, Splice, Step, Style, Value,
    scalar_text, write_entry, write_flow, write_item, write_value,
};

/// Why something cannot be edited.
#[cold]
pub(super) fn unsafe_edit(reason: impl Into<String>) -> Error {
    Error::new(Code::UnsafeEdit, reason.into())
}

#[cold]
pub(super) fn would_lose_comment() -> Error {
    unsafe_edit("a comment inside of what is to be changed would be lost")
}

/// Changes of one text.
#[derive(Debug)]
pub(super) struct Editor<'d, 'a> {
    pub document: &'d Document<'a>,
    front: FrontMatter,
    pub style: Style,
    pub splices: Vec<Splice>,
    pub expected: Value,
}

/// What stands before a value: the place behind its colon or dash.
#[derive(Debug, Clone, Copy)]
struct Lead {
    place: usize,
    column: usize,
    is_item: bool,
}

impl<'d, 'a> Editor<'d, 'a> {
    pub fn new(document: &'d Document<'a>, front: FrontMatter) -> Self {
        Self::of(document, front, Value::of(document, document.root))
    }

    /// One of a text that was found to say what it must.
    pub fn go_on(document: &'d Document<'a>, front: FrontMatter, meant: Meant<'_>) -> Self {
        Self::of(document, front, meant.value)
    }

    fn of(document: &'d Document<'a>, front: FrontMatter, expected: Value) -> Self {
        Self { document, front, style: style_of(document), splices: Vec::new(), expected }
    }

    /// The new text, and what it must say; none if nothing changes.
    ///
    /// # Errors
    /// `UNSAFE_EDIT` if two changes touch the same characters.
    pub fn finish(self) -> Result<Option<Change<'a>>> {
        if self.splices.is_empty() {
            return Ok(None);
        }
        let text = yaml::apply(self.document.text, &self.splices)
            .ok_or_else(|| unsafe_edit("two changes touch the same characters"))?;
        let body = self.document.text.get(self.front.body..).unwrap_or_default();
        let faults = self.document.faults.len();
        Ok(Some(Change { text, meant: Meant { value: self.expected, body, faults } }))
    }

    /// Sets a key of a map that is at the end of a way. A new key goes behind `after`, or behind
    /// all others.
    pub fn set(
        &mut self,
        map: Id,
        way: &[Step],
        key: &str,
        value: &Value,
        after: Option<&str>,
    ) -> Result<()> {
        let document = self.document;
        if let Some(entry) = document.entry(map, key) {
            return self.set_entry(map, entry, way, value);
        }
        if document.is_decorated(map) && document.map(map).is_none_or(|map| map.flow) {
            return Err(unsafe_edit("what is to be changed has an anchor, a tag or an alias"));
        }
        let new = match &document.node(map).kind {
            Kind::Map(own) if own.flow => {
                // JSON stays JSON.
                let is_quoted = |key: Span| {
                    document.text.as_bytes().get(key.start).is_some_and(|sign| *sign == b'"')
                };
                let is_json = own.entries.iter().all(|entry| is_quoted(entry.key));
                let is_json = is_json && !own.entries.is_empty();
                let quotes = if is_json { Quotes::Double } else { Quotes::None };
                let style = match is_json {
                    true => Style { quotes, ..self.style },
                    false => self.style,
                };
                let mut text = scalar_text(key, quotes, true);
                text.push_str(": ");
                write_flow(value, &style, true, &mut text);
                let behind = after.and_then(|after| own.entries.iter().rfind(|e| e.name == after));
                match behind.or(own.entries.last()) {
                    Some(last) => {
                        let end = document.span_of(last.value).end.max(last.key.end);
                        self.add_in_flow(Span::new(last.key.start, end), &text, false);
                    }
                    None => {
                        self.begin_braces(document.span_of(map), &text);
                    }
                }
                return self.expect_key(map, way, key, value, after);
            }
            Kind::Map(own) => {
                let behind = after.and_then(|after| own.entries.iter().rfind(|e| e.name == after));
                let last = behind.or(own.entries.last());
                let last = last.ok_or_else(|| unsafe_edit("the map is empty"))?;
                let end = self.end_of_line(self.end_of_entry(last));
                let mut text = self.line_break(end, own.column);
                write_entry(key, value, &self.style, own.column, &mut text);
                Splice::insert(end, text)
            }
            Kind::Missing if map == document.root => {
                let mut text = String::new();
                write_entry(key, value, &self.style, 0, &mut text);
                text.push_str(self.style.newline);
                self.expected = Value::Map(Vec::new());
                Splice::insert(self.front.yaml.start, text)
            }
            _ => {
                return Err(unsafe_edit(format!(
                    "{key} would have to stand in something that is no map"
                )));
            }
        };
        self.splices.push(new);
        self.expect_key(map, way, key, value, after)
    }

    /// Writes an entry into braces that have none yet, or only those that were written before.
    fn begin_braces(&mut self, span: Span, text: &str) {
        let source = self.document.text.get(span.start..span.end).unwrap_or_default();
        // A comment in the braces stays behind what is written into them.
        let splice = match source.contains('#') {
            true => Splice::insert(span.start + 1, format!(" {text}")),
            false => Splice::new(span, format!("{{ {text} }}")),
        };
        match self.splices.iter_mut().rfind(|own| own.span == splice.span) {
            Some(own) => {
                let end = own.text.strip_suffix(" }").map_or(own.text.len(), str::len);
                own.text.insert_str(end, &format!(", {text}"));
            }
            None => self.splices.push(splice),
        }
    }

    /// Notes that a key was added to a map.
    fn expect_key(
        &mut self,
        map: Id,
        way: &[Step],
        key: &str,
        value: &Value,
        after: Option<&str>,
    ) -> Result<()> {
        let document = self.document;
        let Some(Value::Map(entries)) = self.expected.at(way) else {
            return Err(unsafe_edit(format!(
                "{key} would have to stand in something that is no map"
            )));
        };
        let behind = after.and_then(|after| entries.iter().rposition(|(own, _)| own == after));
        let place = behind.map_or(entries.len(), |place| place + 1);
        // What was added at the same place before comes before, as it does in the text.
        let added = entries.iter().skip(place);
        let added = added.take_while(|(own, _)| document.entry(map, own).is_none()).count();
        entries.insert((place + added).min(entries.len()), (key.to_owned(), value.clone()));
        Ok(())
    }

    /// Sets a date that is there, without quotes where dates have none.
    pub fn set_date(
        &mut self,
        map: Id,
        way: &[Step],
        key: &str,
        date: &str,
        is_plain: bool,
    ) -> Result<()> {
        let known = self.splices.len();
        self.set(map, way, key, &Value::text(date), None)?;
        if let Some(own) = self.splices.get_mut(known).filter(|_| is_plain) {
            own.text = own.text.replace(['\'', '"'], "");
        }
        Ok(())
    }

    fn set_entry(&mut self, map: Id, entry: &Entry<'_>, way: &[Step], value: &Value) -> Result<()> {
        let own = self.document.map(map);
        let flow = own.is_some_and(|own| own.flow);
        let column = own.map_or(0, |own| own.column);
        let lead = match entry.colon {
            Some(colon) => Lead { place: colon + 1, column, is_item: false },
            None => return Err(unsafe_edit(format!("{} has no colon", entry.name))),
        };
        let way = within(way, Step::Key(entry.name.clone().into_owned()));
        self.replace(entry.value, lead, flow, &way, value)
    }

    /// Puts a value in the place of an item of a list.
    pub fn set_item(&mut self, list: Id, index: usize, way: &[Step], value: &Value) -> Result<()> {
        let Some(own) = self.document.list(list) else {
            return Err(unsafe_edit("what is to be changed is no list"));
        };
        let Some(item) = own.items.get(index) else {
            return Err(unsafe_edit("the list is not that long"));
        };
        let lead = Lead { place: item.dash + 1, column: own.column, is_item: true };
        let way = within(way, Step::Index(index));
        self.replace(item.value, lead, own.flow, &way, value)
    }

    fn replace(
        &mut self,
        id: Id,
        lead: Lead,
        flow: bool,
        way: &[Step],
        value: &Value,
    ) -> Result<()> {
        let document = self.document;
        if document.is_decorated(id) {
            return Err(unsafe_edit("what is to be changed has an anchor, a tag or an alias"));
        }
        let span = document.span_of(id);
        let has_fault = document.faults.iter().any(|fault| span.touches(fault.span.start));
        if !has_fault && Value::of(document, id) == *value {
            return Ok(());
        }
        let is_scalar = |value: &Value| match value {
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
            _ => true,
        };
        match &document.node(id).kind {
            Kind::Missing => self.fill(lead, flow, value),
            Kind::Scalar(style) if is_scalar(value) => {
                let mut text = self.scalar_like(id, *style, value, flow);
                text.push_str(self.comment_behind_bar(id));
                self.splices.push(Splice::new(Span::new(span.start, self.end_of_said(id)), text));
            }
            _ => {
                let is_changed = match value {
                    Value::List(items) if !has_fault => self.change_items(id, items)?,
                    _ => false,
                };
                if !is_changed {
                    self.rewrite(id, lead, flow, value)?;
                }
            }
        }
        self.expected.set(way, value.clone()).ok_or_else(|| unsafe_edit("the place is not there"))
    }

    /// Writes a value where there is none.
    fn fill(&mut self, lead: Lead, flow: bool, value: &Value) {
        let rest = self.document.text.get(lead.place..).unwrap_or_default();
        let blanks = rest.len() - ascii::trim_start(rest, " \t").len();
        let is_end =
            rest.get(blanks..).is_none_or(|rest| ascii::begins(rest, "\n\r") || rest.is_empty());
        let mut text = String::new();
        match flow {
            true => {
                text.push(' ');
                write_flow(value, &self.style, true, &mut text);
            }
            false => self.write(lead, value, &mut text),
        }
        let is_block = text.contains('\n');
        let end_of_line = self.end_of_line(lead.place);
        let newline = self.line_break(end_of_line, 0);
        if is_block && newline != self.style.newline {
            text = text.replace(self.style.newline, &newline);
        }
        let (start, end) = match (is_end, is_block) {
            // Lines go below the comment, and leave the line above as it is.
            (_, true) => (end_of_line, end_of_line),
            (true, false) => (lead.place, lead.place + blanks),
            (false, false) => (lead.place, lead.place),
        };
        self.splices.push(Splice::new(Span::new(start, end), text));
    }

    /// A scalar in the way of the one that it replaces.
    pub(super) fn scalar_like(
        &self,
        id: Id,
        style: ScalarStyle,
        value: &Value,
        flow: bool,
    ) -> String {
        let Value::Text(text) = value else {
            let mut out = String::new();
            write_flow(value, &self.style, flow, &mut out);
            return out;
        };
        let quotes = match style {
            ScalarStyle::Single => Quotes::Single,
            ScalarStyle::Double => Quotes::Double,
            // Where nothing was said, the way of the others counts.
            ScalarStyle::Plain if self.document.is_null(id) => self.style.quotes,
            ScalarStyle::Plain | ScalarStyle::Block { .. } => Quotes::None,
        };
        let was_date = style == ScalarStyle::Plain && is_date(self.document.source(id));
        // Behind a date comes nothing, or the time with its colon.
        let is_whole = text.len() == 10 || text.as_bytes().get(13) == Some(&b':');
        match was_date && is_date(text) && is_whole {
            true => text.clone(),
            false => scalar_text(text, quotes, flow),
        }
    }

    /// Where a value ends, without the blank lines below it that `|+` takes for a part of it.
    fn end_of_said(&self, id: Id) -> usize {
        let span = self.document.span_of(id);
        match &self.document.node(id).kind {
            Kind::Scalar(ScalarStyle::Block { .. }) => {
                span.start + ascii::trim_end(self.document.source(id), " \t\r\n").len()
            }
            _ => span.end,
        }
    }

    /// Writes a value anew from its colon or dash on.
    fn rewrite(&mut self, id: Id, lead: Lead, flow: bool, value: &Value) -> Result<()> {
        let document = self.document;
        let span = Span::new(document.span_of(id).start, self.end_of_said(id));
        let own_end = match &document.node(id).kind {
            // What stands behind it on its line stays there.
            Kind::Scalar(_) => span.start,
            Kind::List(list) if !list.flow => self.end_of_line(span.end),
            Kind::Map(map) if !map.flow => self.end_of_line(span.end),
            _ => span.end,
        };
        if self.has_comment(id, if flow { span.start } else { lead.place }, own_end) {
            return Err(would_lose_comment());
        }
        let mut text = String::new();
        if flow {
            write_flow(value, &self.style, true, &mut text);
            self.splices.push(Splice::new(span, text));
            return Ok(());
        }
        let style = self.style;
        self.style = style_like(document, id, lead.column, style);
        self.write(lead, value, &mut text);
        self.style = style;
        // A comment behind it stays on the line where the value begins.
        let first = text.find(['\r', '\n']).unwrap_or(text.len());
        text.insert_str(first, self.comment_behind_bar(id));
        let end = self.end_of_line(span.end);
        let behind = document.text.get(span.end..end).unwrap_or_default();
        let rest = match behind.contains('#') {
            true => text.split_off(first),
            false => String::new(),
        };
        self.splices.push(Splice::new(Span::new(lead.place, span.end), text));
        if !rest.is_empty() {
            self.splices.push(Splice::insert(end, rest));
        }
        Ok(())
    }

    fn write(&self, lead: Lead, value: &Value, text: &mut String) {
        match lead.is_item {
            true => {
                let mut item = String::new();
                write_item(value, &self.style, lead.column, &mut item);
                text.push_str(item.strip_prefix('-').unwrap_or(&item));
            }
            false => write_value(value, &self.style, lead.column, text),
        }
    }

    pub(super) fn end_of_entry(&self, entry: &Entry<'_>) -> usize {
        let colon = entry.colon.map_or(entry.key.end, |colon| colon + 1);
        self.document.span_of(entry.value).end.max(colon)
    }
}
