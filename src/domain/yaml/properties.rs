//! Reading: what stands before a value, its tag and its anchor, and what stands for one, an alias.

use crate::domain::ascii;
use std::borrow::Cow;

use super::node::{Id, Kind, ScalarStyle, Span};
use super::parser::{Parser, is_blank};
use super::{node::FaultKind, scalar};

/// Tag and anchor before a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Properties<'a> {
    /// The name behind the `&`.
    pub anchor: Option<&'a str>,
    /// Behind the last of them.
    pub end: usize,
    /// Behind the blanks that follow.
    pub content: usize,
}

impl<'a> Parser<'a> {
    /// Tag and anchor that stand at a place on a line, if any do.
    pub(super) fn properties(&self, at: usize, line_end: usize) -> Properties<'a> {
        let mut own = Properties { anchor: None, end: at, content: at };
        while matches!(self.byte(own.content), b'&' | b'!') {
            own.end = self.end_of_word(own.content, line_end, " \t");
            own.anchor = self.slice(own.content, own.end).strip_prefix('&').or(own.anchor);
            own.content = own.end;
            while is_blank(self.byte(own.content)) {
                own.content += 1;
            }
        }
        own
    }

    /// The same between brackets or braces, where a comma ends a word, and where the value may
    /// stand on a later line.
    pub(super) fn flow_properties(&self, at: usize, parent: isize) -> Properties<'a> {
        let mut own = Properties { anchor: None, end: at, content: at };
        while matches!(self.byte(own.content), b'&' | b'!') {
            own.end = self.end_of_flow_word(own.content);
            own.anchor = self.slice(own.content, own.end).strip_prefix('&').or(own.anchor);
            match self.flow_gap(own.end, parent) {
                Some(content) => own.content = content,
                None => {
                    own.content = self.end;
                    break;
                }
            }
        }
        own
    }

    /// Behind the tag, anchor or alias that stands at a place between brackets or braces.
    pub(super) fn end_of_flow_word(&self, at: usize) -> usize {
        self.end_of_word(at, self.end, " \t\r\n,[]{}")
    }

    fn end_of_word(&self, at: usize, limit: usize, stops: &str) -> usize {
        let word = self.slice(at, limit);
        // The whole name of a tag may have commas.
        let stops = if word.starts_with("!<") { "> \t\r\n" } else { stops };
        let length = ascii::find(word, stops).unwrap_or(word.len());
        at + length + usize::from(self.byte(at + length) == b'>' && stops.starts_with('>'))
    }

    /// Lets a name stand for what comes next. What came before goes by it no more.
    pub(super) fn open_anchor(&mut self, name: Option<&'a str>) -> Option<usize> {
        self.anchors.push((name?, None));
        Some(self.anchors.len() - 1)
    }

    /// Says what the name stands for, once that was read.
    pub(super) fn close_anchor(&mut self, anchor: Option<usize>, id: Id) {
        if let Some((_, target)) = anchor.and_then(|number| self.anchors.get_mut(number)) {
            *target = Some(id);
        }
    }

    pub(super) fn is_anchor(&self, name: &str) -> bool {
        self.anchors.iter().any(|(own, _)| *own == name)
    }

    /// An alias, from its star on.
    pub(super) fn alias(&mut self, span: Span) -> Id {
        let name = self.slice(span.start + 1, span.end);
        let target = self.anchors.iter().rfind(|(own, _)| *own == name);
        let target = target.and_then(|(_, id)| *id);
        // One that stands for another stands for what that one does.
        let target = match target.and_then(|id| self.nodes.get(id)).map(|node| &node.kind) {
            Some(Kind::Alias(target)) => *target,
            _ => target,
        };
        if target.is_none() {
            self.fault(FaultKind::UnknownAlias, span);
        }
        self.add(span, Kind::Alias(target))
    }

    /// What a key on a line says. An anchor before it names the key from here on.
    pub(super) fn key_name(&mut self, key: Span) -> Cow<'a, str> {
        match self.byte(key.start) {
            b'&' | b'!' => {
                let own = self.properties(key.start, key.end);
                let style = match self.byte(own.content) {
                    b'"' => ScalarStyle::Double,
                    b'\'' => ScalarStyle::Single,
                    _ => ScalarStyle::Plain,
                };
                let anchor = self.open_anchor(own.anchor);
                let id = self.add(key, Kind::Scalar(style));
                self.close_anchor(anchor, id);
                self.name_of(id)
            }
            b'*' => {
                let id = self.alias(key);
                self.name_of(id)
            }
            _ => {
                self.find_escapes(key);
                self.name(key)
            }
        }
    }

    /// What a node says as a key.
    pub(super) fn name_of(&self, id: Id) -> Cow<'a, str> {
        let Some(node) = self.nodes.get(id) else { return Cow::default() };
        let source = self.slice(node.span.start, node.span.end);
        match node.kind {
            Kind::Alias(Some(target)) if target < id => self.name_of(target),
            Kind::Alias(_) => Cow::Borrowed(source),
            Kind::Scalar(ScalarStyle::Block { folded, column, chomp, content }) => {
                let lines = self.slice(content, node.span.end);
                Cow::Owned(scalar::block(lines, folded, column, chomp))
            }
            Kind::Scalar(style) => scalar::inline(scalar::without_properties(source), style),
            Kind::Missing => Cow::Borrowed(""),
            Kind::Map(_) | Kind::List(_) => scalar::inline(source, ScalarStyle::Plain),
        }
    }
}
