//! A list that is to have other items: those that stay keep their bytes and their comments.

use super::editor::{Editor, unsafe_edit, would_lose_comment};
use super::flow_parts::{Lines, commas, gap, is_blank};
use super::style::style_like;
use super::within;
use crate::domain::error::Result;
use crate::domain::yaml::{
    Id, Kind, List, Span, Splice, Step, Style, Value, write_flow, write_item,
};

/// Where an item of the new list comes from; the numbers are those of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    New,
    /// Written in the place of one that goes.
    Instead(usize),
    /// Still in its place among the others that are.
    Kept(usize),
    Moved(usize),
}

impl Editor<'_, '_> {
    /// Changes a list item by item, and says whether it could: if not, it can only be written anew.
    ///
    /// # Errors
    /// `UNSAFE_EDIT` if a comment of an item that goes would go with it.
    pub(super) fn change_items(&mut self, id: Id, new: &[Value]) -> Result<bool> {
        let document = self.document;
        let list = document.list(id).filter(|list| list.strays.is_empty());
        let Some(list) = list.filter(|list| !list.items.is_empty() && !new.is_empty()) else {
            return Ok(false);
        };
        let old: Vec<Value> =
            list.items.iter().map(|item| Value::of(document, item.value)).collect();
        let origins = origins(&old, new);
        let span = document.span_of(id);
        let style =
            Style { dash: self.style.dash, ..style_like(document, id, list.column, self.style) };
        let lines = match list.flow {
            true => {
                let items = self.flow_items(id);
                let mut gaps = (0..=items.len()).map(|at| gap(document, span, &items, at));
                if gaps.all(|gap| !gap.contains('#')) {
                    return self.change_in_line(id, list, new, &origins, &style);
                }
                let floors = std::iter::once(span.start).chain(items.iter().map(|item| item.end));
                let lines = items.iter().zip(floors);
                lines
                    .map(|(item, floor)| self.lines_of(*item, floor))
                    .collect::<Result<Vec<_>>>()?
            }
            false => match self.parts(id) {
                Err(_) => return Ok(false),
                Ok(parts) => (parts.iter().zip(&list.items))
                    .map(|(part, item)| Lines {
                        lead: part.lead,
                        item: document.span_of(item.value).end.max(item.dash + 1),
                        comma: None,
                        end: part.end,
                    })
                    .collect(),
            },
        };
        let staying = staying(&origins, lines.len());
        for ((own, item), stays) in lines.iter().zip(&list.items).zip(staying) {
            if !stays && self.has_comment(item.value, own.lead, own.end) {
                return Err(would_lose_comment());
            }
        }
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Ok(false) };
        let text = self.in_lines(list, &lines, new, &origins, &style);
        let source = document.text.get(first.lead..last.end).unwrap_or_default();
        self.put_change(first.lead, without_break(source), without_break(&text));
        Ok(true)
    }

    /// The lines of a list, with other items.
    fn in_lines(
        &self,
        list: &List<'_>,
        lines: &[Lines],
        new: &[Value],
        origins: &[Origin],
        style: &Style,
    ) -> String {
        let source = self.document.text;
        let between = |start: usize, end: usize| source.get(start..end).unwrap_or_default();
        let gap = |place: usize| {
            let last = place.checked_sub(1).and_then(|last| lines.get(last));
            last.zip(lines.get(place)).map_or("", |(last, own)| between(last.end, own.lead))
        };
        let ends_with_comma = lines.last().is_some_and(|last| last.comma.is_some());
        let first = list.items.first().map_or(0, |item| item.dash);
        let indent = between(self.start_of_line(first), first);
        let newline = self.line_break(self.end_of_line(first), 0);
        // Items that stand apart go on standing apart.
        let apart = Some(gap(1)).filter(|gap| is_blank(Some(gap))).unwrap_or_default();
        let mut out = String::new();
        let mut slot = 0;
        let in_place = in_place(origins, lines.len());
        let end = in_place.iter().rposition(|own| *own).map_or(0, |last| last + 1);
        let pass = |slot: &mut usize, until: usize, out: &mut String| {
            for own in *slot..until {
                // Blank lines below what went go, too, and above what went at the end.
                let last = own.checked_sub(1).and_then(|last| in_place.get(last));
                let is_left = own < end && last.is_none_or(|last| *last);
                if is_left || !is_blank(Some(gap(own))) {
                    out.push_str(gap(own));
                }
            }
            *slot = until;
        };
        for (place, (value, origin)) in new.iter().zip(origins).enumerate() {
            let is_last = place + 1 == new.len();
            match origin {
                Origin::Kept(own) | Origin::Instead(own) => pass(&mut slot, own + 1, &mut out),
                _ if !out.is_empty() => out.push_str(apart),
                _ => {}
            }
            let mut comma = list.flow && (!is_last || ends_with_comma);
            match origin {
                Origin::Kept(own) | Origin::Moved(own) => {
                    let Some(own) = lines.get(*own) else { continue };
                    out.push_str(between(own.lead, own.item));
                    let behind = own.comma.map_or(own.item, |comma| comma + 1);
                    match own.comma {
                        Some(_) => out.push_str(between(own.item, behind)),
                        None if comma && !is_last => out.push(','),
                        None => {}
                    }
                    out.push_str(between(behind, own.end));
                    continue;
                }
                Origin::Instead(own) => {
                    let item = list.items.get(*own);
                    comma |= lines.get(*own).is_some_and(|own| own.comma.is_some());
                    out.push_str(indent);
                    match item.and_then(|item| self.like(item.value, value, list.flow)) {
                        Some(text) => {
                            let start = item.map(|item| self.document.span_of(item.value).start);
                            let dash = item.map(|item| item.dash).zip(start);
                            out.push_str(dash.map_or("", |(dash, start)| between(dash, start)));
                            out.push_str(&text);
                        }
                        None => write_own(value, list, style, &mut out),
                    }
                }
                Origin::New => {
                    out.push_str(indent);
                    write_own(value, list, style, &mut out);
                }
            }
            out.push_str(if comma { "," } else { "" });
            out.push_str(&newline);
            if place == 0 && !is_last && *origin == Origin::New {
                out.push_str(apart);
            }
        }
        pass(&mut slot, lines.len(), &mut out);
        out
    }

    /// The same for a list in brackets that has no comments between its items.
    fn change_in_line(
        &mut self,
        id: Id,
        list: &List<'_>,
        new: &[Value],
        origins: &[Origin],
        style: &Style,
    ) -> Result<bool> {
        let document = self.document;
        let span = document.span_of(id);
        let items = self.flow_items(id);
        let gap = |place: usize| gap(document, span, &items, place);
        let count = items.len();
        if (0..=count).any(|at| match commas(gap(at)) {
            0 => at != 0 && at != count,
            1 => at == 0,
            _ => true,
        }) {
            return Ok(false);
        }
        let staying = staying(origins, count);
        for ((own, item), stays) in items.iter().zip(&list.items).zip(staying) {
            if !stays && self.has_comment(item.value, own.start, own.end) {
                return Err(would_lose_comment());
            }
        }
        let first = items.first().map_or(0, |item| item.start);
        let before = document.text.get(self.start_of_line(first)..first).unwrap_or_default();
        let joint = match (count > 1, is_blank(Some(before))) {
            (true, _) => gap(1).to_owned(),
            (false, true) => format!(",{}{before}", self.style.newline),
            (false, false) => ", ".to_owned(),
        };
        let mut out = String::new();
        for (place, (value, origin)) in new.iter().zip(origins).enumerate() {
            out.push_str(match origin {
                _ if place == 0 => gap(0),
                Origin::Kept(own) | Origin::Instead(own) if *own > 0 => gap(*own),
                _ => &joint,
            });
            let own = match origin {
                Origin::Kept(own) | Origin::Moved(own) => {
                    items.get(*own).and_then(|own| document.text.get(own.start..own.end))
                }
                _ => None,
            };
            let like = match origin {
                Origin::Instead(own) => {
                    list.items.get(*own).and_then(|own| self.like(own.value, value, true))
                }
                _ => None,
            };
            match own.map(str::to_owned).or(like) {
                Some(text) => out.push_str(&text),
                None => write_flow(value, style, true, &mut out),
            }
        }
        out.push_str(gap(count));
        self.put_change(span.start, document.source(id), &out);
        Ok(true)
    }

    /// A scalar in the way of the one that it replaces, if both are scalars.
    fn like(&self, id: Id, value: &Value, flow: bool) -> Option<String> {
        let document = self.document;
        match (&document.node(id).kind, value) {
            (_, Value::List(_) | Value::Map(_)) => None,
            (Kind::Scalar(style), value) if !document.is_decorated(id) => {
                Some(self.scalar_like(id, *style, value, flow))
            }
            _ => None,
        }
    }

    /// Puts a text in the place of another that begins here: the part of it that differs.
    fn put_change(&mut self, start: usize, old: &str, new: &str) {
        let same = |(one, other): &(char, char)| one == other;
        let length = |(one, _): (char, char)| one.len_utf8();
        let head: usize = old.chars().zip(new.chars()).take_while(same).map(length).sum();
        let (old, new) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
        let tail = old.chars().rev().zip(new.chars().rev());
        let tail: usize = tail.take_while(same).map(length).sum();
        let span = Span::new(start + head, start + head + old.len() - tail);
        self.splices.push(Splice::new(span, new.get(..new.len() - tail).unwrap_or_default()));
    }

    /// Leaves nothing in a list that has one item, which goes with its lines.
    pub fn empty(&mut self, map: Id, way: &[Step], name: &str) -> Result<()> {
        let document = self.document;
        let none = Value::List(Vec::new());
        let entry = document.entry(map, name).filter(|entry| !document.is_decorated(entry.value));
        let place = entry.and_then(|entry| Some((entry.colon?, self.parts(entry.value).ok()?)));
        let Some((colon, parts)) = place else { return self.set(map, way, name, &none, None) };
        let (Some(part), 1) = (parts.first(), parts.len()) else {
            return self.set(map, way, name, &none, None);
        };
        if part.start <= self.end_of_line(colon) {
            return self.set(map, way, name, &none, None);
        }
        self.splices.push(Splice::insert(colon + 1, " []"));
        self.splices.push(Splice::remove(Span::new(part.start, part.end)));
        let way = within(way, Step::Key(name.to_owned()));
        self.expected.set(&way, none).ok_or_else(|| unsafe_edit("the place is not there"))
    }
}

fn write_own(value: &Value, list: &List<'_>, style: &Style, out: &mut String) {
    match list.flow {
        true => write_flow(value, style, true, out),
        false => write_item(value, style, list.column, out),
    }
}

fn without_break(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

/// For each old item whether it is one of the new ones.
fn staying(origins: &[Origin], count: usize) -> Vec<bool> {
    marked(count, origins, |origin| match origin {
        Origin::Kept(old) | Origin::Moved(old) => Some(old),
        Origin::New | Origin::Instead(_) => None,
    })
}

/// For each old item whether something stands in its place.
fn in_place(origins: &[Origin], count: usize) -> Vec<bool> {
    marked(count, origins, |origin| match origin {
        Origin::Kept(old) | Origin::Instead(old) => Some(old),
        Origin::New | Origin::Moved(_) => None,
    })
}

fn marked(count: usize, origins: &[Origin], old: fn(Origin) -> Option<usize>) -> Vec<bool> {
    let mut out = vec![false; count];
    for place in origins.iter().copied().filter_map(old) {
        out.get_mut(place).into_iter().for_each(|own| *own = true);
    }
    out
}

/// What becomes of the items of a list. Equal ones are kept where they follow each other as before,
/// or moved; of the others a new one takes the place of one that goes.
fn origins(old: &[Value], new: &[Value]) -> Vec<Origin> {
    /// More pairs than that are not compared.
    const ENOUGH: usize = 1 << 22;
    let head = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest);
    let tail = tail.take_while(|(one, other)| one == other).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut out: Vec<Origin> = (0..head).map(Origin::Kept).collect();
    let mut used = vec![false; old_end];
    let is_small = (old_end - head).saturating_mul(new_end - head) <= ENOUGH;
    let mut next = head;
    for value in new.iter().take(new_end).skip(head) {
        let found = (next..old_end).find(|at| is_small && old.get(*at) == Some(value));
        if let Some(at) = found {
            next = at + 1;
            used.get_mut(at).into_iter().for_each(|used| *used = true);
        }
        out.push(found.map_or(Origin::New, Origin::Kept));
    }
    let is_new = |origin: &Origin| *origin == Origin::New;
    for (origin, value) in out.iter_mut().zip(new).filter(|(own, _)| is_new(own)) {
        let mut free = (head..old_end).filter(|at| used.get(*at) == Some(&false));
        let found = free.find(|at| is_small && old.get(*at) == Some(value));
        if let Some(at) = found {
            used.get_mut(at).into_iter().for_each(|used| *used = true);
            *origin = Origin::Moved(at);
        }
    }
    // New ones take the places of those that go between the same neighbours.
    let mut low = head;
    let mut place = head;
    while place < out.len() {
        let run = out.iter().skip(place).take_while(|own| !matches!(own, Origin::Kept(_))).count();
        let high = match out.get(place + run) {
            Some(Origin::Kept(own)) => *own,
            _ => old_end,
        };
        let has_moved = out.iter().skip(place).take(run).any(|own| !is_new(own));
        let gone = (low..high).filter(|at| used.get(*at) == Some(&false) && !has_moved);
        for (origin, at) in out.iter_mut().skip(place).take(run).zip(gone) {
            *origin = Origin::Instead(at);
        }
        low = high + 1;
        place += run + 1;
    }
    out.extend((0..tail).map(|at| Origin::Kept(old_end + at)));
    out
}
