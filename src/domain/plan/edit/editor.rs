//! Changes of front matter, made twice: as bytes of the text and as values of what it says. Before
//! anything is handed out the new text is read, and must say what the values say.

use crate::domain::error::{Code, Error, Result};
use crate::domain::plan::front_matter::{self, FrontMatter};
use crate::domain::yaml::{
    self, Document, Entry, Id, Kind, Quotes, ScalarStyle, Span, Splice, Step, Style, Value,
    scalar_text, write_entry, write_flow, write_item, write_value,
};

/// Why something cannot be edited.
#[cold]
pub(super) fn unsafe_edit(reason: impl Into<String>) -> Error {
    Error::new(Code::UnsafeEdit, reason.into())
}

/// Changes of one text.
#[derive(Debug)]
pub(super) struct Editor<'d, 'a> {
    pub document: &'d Document<'a>,
    front: FrontMatter,
    pub style: Style,
    splices: Vec<Splice>,
    expected: Value,
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
        let expected = Value::of(document, document.root);
        Self { document, front, style: style_of(document), splices: Vec::new(), expected }
    }

    /// The new text, read again and compared with what it must say.
    ///
    /// # Errors
    /// `UNSAFE_EDIT` if it does not say that.
    pub fn finish(self) -> Result<String> {
        let text = self.document.text;
        if self.splices.is_empty() {
            return Ok(text.to_owned());
        }
        let unread = || unsafe_edit("the change would not read back as it is meant");
        let edited = yaml::apply(text, &self.splices)
            .ok_or_else(|| unsafe_edit("two changes touch the same characters"))?;
        let front = front_matter::find(&edited).ok_or_else(unread)?;
        let document = yaml::parse(&edited, front.yaml);
        let is_same_body = edited.get(front.body..) == text.get(self.front.body..);
        let is_meant = Value::of(&document, document.root) == self.expected;
        let is_no_worse = document.faults.len() <= self.document.faults.len();
        if is_same_body && is_meant && is_no_worse { Ok(edited) } else { Err(unread()) }
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
                let mut text = scalar_text(key, Quotes::None, true);
                text.push_str(": ");
                write_flow(value, &self.style, true, &mut text);
                match own.entries.last() {
                    Some(last) => {
                        let end = document.span_of(last.value).end.max(last.key.end);
                        Splice::insert(end, format!(", {text}"))
                    }
                    None => Splice::new(document.span_of(map), format!("{{ {text} }}")),
                }
            }
            Kind::Map(own) => {
                let behind = after.and_then(|after| own.entries.iter().rfind(|e| e.name == after));
                let last = behind.or(own.entries.last());
                let last = last.ok_or_else(|| unsafe_edit("the map is empty"))?;
                let end = self.end_of_line(self.end_of_entry(last));
                let mut text = self.line_break(own.column);
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
        let Some(Value::Map(entries)) = self.expected.at(way) else {
            return Err(unsafe_edit(format!(
                "{key} would have to stand in something that is no map"
            )));
        };
        let behind = after.and_then(|after| entries.iter().rposition(|(own, _)| own == after));
        let place = behind.map_or(entries.len(), |place| place + 1);
        entries.insert(place.min(entries.len()), (key.to_owned(), value.clone()));
        Ok(())
    }

    /// Adds a key to a map right behind another, before others that were added there.
    pub fn set_before_others(
        &mut self,
        map: Id,
        way: &[Step],
        key: &str,
        value: &Value,
        after: Option<&str>,
    ) -> Result<()> {
        let known = self.splices.len();
        self.set(map, way, key, value, after)?;
        // Of two changes at the same place the one that is listed first comes first.
        if let Some(own) = self.splices.get(known).cloned() {
            let place = self.splices.iter().position(|other| other.span == own.span);
            self.splices.truncate(known);
            self.splices.insert(place.unwrap_or(known).min(known), own);
        }
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
        let way = [way, &[Step::Key(entry.name.clone().into_owned())]].concat();
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
        let way = [way, &[Step::Index(index)]].concat();
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
                let text = self.scalar_like(id, *style, value, flow);
                self.splices.push(Splice::new(span, text));
            }
            _ => self.rewrite(id, lead, flow, value)?,
        }
        self.expected.set(way, value.clone()).ok_or_else(|| unsafe_edit("the place is not there"))
    }

    /// Writes a value where there is none.
    fn fill(&mut self, lead: Lead, flow: bool, value: &Value) {
        let rest = self.document.text.get(lead.place..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let is_end =
            rest.get(blanks..).is_none_or(|rest| rest.starts_with(['\n', '\r']) || rest.is_empty());
        let mut text = String::new();
        match flow {
            true => {
                text.push(' ');
                write_flow(value, &self.style, true, &mut text);
            }
            false => self.write(lead, value, &mut text),
        }
        let is_block = text.contains('\n');
        let (start, end) = match (is_end, is_block) {
            (true, _) => (lead.place, lead.place + blanks),
            // Lines go below the comment.
            (false, true) => (self.end_of_line(lead.place), self.end_of_line(lead.place)),
            (false, false) => (lead.place, lead.place),
        };
        self.splices.push(Splice::new(Span::new(start, end), text));
    }

    /// A scalar in the way of the one that it replaces.
    fn scalar_like(&self, id: Id, style: ScalarStyle, value: &Value, flow: bool) -> String {
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
        match was_date && is_date(text) {
            true => text.clone(),
            false => scalar_text(text, quotes, flow),
        }
    }

    /// Writes a value anew from its colon or dash on.
    fn rewrite(&mut self, id: Id, lead: Lead, flow: bool, value: &Value) -> Result<()> {
        let document = self.document;
        let span = document.span_of(id);
        if flow {
            let mut text = String::new();
            write_flow(value, &self.style, true, &mut text);
            self.splices.push(Splice::new(span, text));
            return Ok(());
        }
        if self.has_comment(id, lead.place) {
            return Err(unsafe_edit("a comment inside of what is to be changed would be lost"));
        }
        let style = self.style;
        self.style = style_like(document, id, lead.column, style);
        let mut text = String::new();
        self.write(lead, value, &mut text);
        self.style = style;
        let end = self.end_of_line(span.end);
        let behind = document.text.get(span.end..end).unwrap_or_default();
        if text.contains('\n') && behind.contains('#') {
            // The comment stays on the line of the key.
            self.splices.push(Splice::remove(Span::new(lead.place, span.end)));
            self.splices.push(Splice::insert(end, text));
        } else {
            self.splices.push(Splice::new(Span::new(lead.place, span.end), text));
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
            let start = self.start_of_line(last.dash);
            let before = document.text.get(start..last.dash).unwrap_or_default();
            // One item to a line stays one item to a line.
            let joint = match before.trim().is_empty() {
                true => format!(",{}{before}", self.style.newline),
                false => ", ".to_owned(),
            };
            let rest = document.text.get(end..).unwrap_or_default();
            let comma = rest.len() - rest.trim_start().len();
            match rest.trim_start().starts_with(',') {
                true => {
                    let joint = joint.strip_prefix(',').unwrap_or_default();
                    self.splices.push(Splice::insert(end + comma + 1, format!("{joint}{text}")));
                }
                false => self.splices.push(Splice::insert(end, format!("{joint}{text}"))),
            }
        } else {
            let style = style_like(document, list, own.column, self.style);
            let mut text = self.line_break(own.column);
            write_item(value, &Style { dash: self.style.dash, ..style }, own.column, &mut text);
            self.splices.push(Splice::insert(self.end_of_line(end.max(last.dash + 1)), text));
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
            Kind::List(list) if list.flow => {
                let ends: Vec<(usize, usize)> = (list.items.iter())
                    .map(|item| (item.dash, document.span_of(item.value).end))
                    .collect();
                flow_part(&ends, index)
            }
            Kind::Map(map) if map.flow => {
                let ends: Vec<(usize, usize)> = (map.entries.iter())
                    .map(|entry| (entry.key.start, self.end_of_entry(entry)))
                    .collect();
                flow_part(&ends, index)
            }
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
        let is_blank_above = before.lines().next_back().is_some_and(|line| line.trim().is_empty());
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
            if !document.text.get(start..first).unwrap_or_default().trim().is_empty() {
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
    fn comments_above(&self, start: usize, floor: usize) -> usize {
        let mut lead = start;
        while lead > floor {
            let line = self.start_of_line(lead - 1);
            let text = self.document.text.get(line..lead).unwrap_or_default();
            if line < floor || !text.trim_start().starts_with('#') {
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
        let parts = self.parts(collection)?;
        let last = parts.len().saturating_sub(1);
        if before == Some(from) || before == Some(from + 1) || (before.is_none() && from == last) {
            return Ok(());
        }
        let text = self.document.text;
        let part = parts.get(from).ok_or_else(|| unsafe_edit("it is not there"))?;
        let own = text.get(part.lead..part.end).unwrap_or_default();
        let (gone, blanks) = if from == last {
            let above = text.get(..part.lead).unwrap_or_default();
            let bare = above.trim_end_matches([' ', '\t', '\r', '\n']).len();
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
        let to = match before {
            Some(before) if before > from => before - 1,
            Some(before) => before,
            None => last,
        };
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

    /// Inserts an item before another of a block list, or at its end; into a map under a key.
    pub fn insert_part(
        &mut self,
        collection: Id,
        way: &[Step],
        before: Option<usize>,
        key: &str,
        value: &Value,
    ) -> Result<()> {
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
        let gap = gap.filter(|gap| gap.trim().is_empty()).unwrap_or_default();
        let splice = match before.and_then(|before| parts.get(before)) {
            Some(target) => Splice::insert(target.lead, format!("{own}{gap}")),
            None => {
                let end = parts.last().map_or(0, |part| part.end);
                Splice::insert(end, format!("{gap}{own}"))
            }
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

    fn end_of_entry(&self, entry: &Entry<'_>) -> usize {
        let colon = entry.colon.map_or(entry.key.end, |colon| colon + 1);
        self.document.span_of(entry.value).end.max(colon)
    }

    fn line_break(&self, column: usize) -> String {
        format!("{}{}", self.style.newline, " ".repeat(column))
    }

    fn start_of_line(&self, place: usize) -> usize {
        let before = self.document.text.get(..place).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        start.max(if before.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })
    }

    /// Behind the last character of the line of a place, its line break not included. A place right
    /// behind a line break is on the line that it ends.
    fn end_of_line(&self, place: usize) -> usize {
        let text = self.document.text;
        let bytes = text.as_bytes();
        let break_at = match place.checked_sub(1).and_then(|before| bytes.get(before)) {
            Some(b'\n') => place - 1,
            _ => {
                let rest = text.get(place..).unwrap_or_default();
                place + rest.find('\n').unwrap_or(rest.len())
            }
        };
        match break_at.checked_sub(1).and_then(|before| bytes.get(before)) {
            Some(b'\r') if bytes.get(break_at) == Some(&b'\n') => break_at - 1,
            _ => break_at,
        }
    }

    /// Whether a comment stands between the parts of a value, or before it.
    fn has_comment(&self, id: Id, from: usize) -> bool {
        let document = self.document;
        let mut spans: Vec<Span> = Vec::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            match &document.node(id).kind {
                Kind::Scalar(_) | Kind::Missing | Kind::Alias(_) => {
                    spans.push(document.span_of(id))
                }
                Kind::List(list) => {
                    open.extend(list.items.iter().map(|item| item.value));
                    open.extend(list.strays.iter().map(|stray| stray.value));
                    spans.extend(list.strays.iter().map(|stray| stray.key));
                }
                Kind::Map(map) => {
                    open.extend(map.entries.iter().map(|entry| entry.value));
                    spans.extend(map.entries.iter().map(|entry| entry.key));
                }
            }
        }
        spans.sort_unstable_by_key(|span| span.start);
        let mut at = from;
        for span in spans {
            let between = document.text.get(at..span.start.max(at)).unwrap_or_default();
            if between.contains('#') {
                return true;
            }
            at = at.max(span.end);
        }
        let end = document.span_of(id).end;
        document.text.get(at..end.max(at)).unwrap_or_default().contains('#')
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

/// The bytes that go when a part of a flow collection goes, with one of the commas beside it.
fn flow_part(parts: &[(usize, usize)], index: usize) -> Option<Span> {
    let (start, end) = *parts.get(index)?;
    match index.checked_sub(1).and_then(|before| parts.get(before)) {
        Some((_, before)) => Some(Span::new(*before, end)),
        None => parts.get(index + 1).map(|(next, _)| Span::new(start, *next)),
    }
}

/// How many bytes of blank lines a text begins with.
fn blank_lines(text: &str) -> usize {
    text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum()
}

/// `2026-02-05`, or with a time behind it.
pub(super) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes.iter().take(10).enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// The way of a value that is written anew.
fn style_like(document: &Document<'_>, id: Id, column: usize, style: Style) -> Style {
    let Some(list) = document.list(id) else { return style };
    let scalar = list.items.iter().find_map(|item| quotes_of(document, item.value));
    Style {
        quotes: scalar.unwrap_or(style.quotes),
        dash: if list.flow || list.items.is_empty() {
            style.dash
        } else {
            list.column.saturating_sub(column)
        },
        flow_lists: if list.items.is_empty() { style.flow_lists } else { list.flow },
        ..style
    }
}

fn quotes_of(document: &Document<'_>, id: Id) -> Option<Quotes> {
    match document.node(id).kind {
        Kind::Scalar(_) if document.is_null(id) => None,
        Kind::Scalar(ScalarStyle::Single) => Some(Quotes::Single),
        Kind::Scalar(ScalarStyle::Double) => Some(Quotes::Double),
        Kind::Scalar(_) => match Value::of(document, id) {
            Value::Text(_) => Some(Quotes::None),
            _ => None,
        },
        _ => None,
    }
}

/// How a document is written, as most of its texts and the first of its lists are.
fn style_of(document: &Document<'_>) -> Style {
    const ENOUGH: usize = 200;
    let mut style = Style::default();
    let source = document.text.get(document.span.start..document.span.end).unwrap_or_default();
    if source.contains("\r\n") {
        style.newline = "\r\n";
    }
    let (mut plain, mut single, mut double) = (0, 0, 0);
    let (mut dash, mut flow) = (None, None);
    // A map and the column of its keys.
    let mut open = vec![document.root];
    let mut next = 0;
    while let Some(&id) = open.get(next).filter(|_| next < ENOUGH) {
        next += 1;
        match &document.node(id).kind {
            Kind::Map(map) => {
                for entry in &map.entries {
                    if let Some(list) =
                        document.list(entry.value).filter(|list| !list.items.is_empty())
                    {
                        let has_scalars =
                            list.items.iter().all(|item| quotes_of(document, item.value).is_some());
                        if !list.flow {
                            dash.get_or_insert(list.column.saturating_sub(map.column));
                        }
                        if has_scalars {
                            flow.get_or_insert(list.flow);
                        }
                    }
                    open.push(entry.value);
                }
            }
            Kind::List(list) => open.extend(list.items.iter().map(|item| item.value)),
            _ => match quotes_of(document, id) {
                Some(Quotes::None) => plain += 1,
                Some(Quotes::Single) => single += 1,
                Some(Quotes::Double) => double += 1,
                None => {}
            },
        }
    }
    style.quotes = match double.max(single) > plain {
        true if double >= single => Quotes::Double,
        true => Quotes::Single,
        false => Quotes::None,
    };
    style.dash = dash.unwrap_or(style.dash);
    style.flow_lists = flow.unwrap_or(style.flow_lists);
    style
}
