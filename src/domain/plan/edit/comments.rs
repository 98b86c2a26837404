//! Where comments stand in what is edited.

use super::editor::Editor;
use crate::domain::ascii;
use crate::domain::sorted::in_order;
use crate::domain::yaml::{Id, Kind, ScalarStyle, Span};

impl<'a> Editor<'_, 'a> {
    /// Whether a comment stands between two places that have a value between them: among its parts,
    /// before it or behind it.
    pub(super) fn has_comment(&self, id: Id, from: usize, to: usize) -> bool {
        let document = self.document;
        let mut spans: Vec<Span> = Vec::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let span = document.span_of(id);
            // What an alias stands for is elsewhere.
            if document.is_alias(id) {
                spans.push(span);
                continue;
            }
            match &document.node(id).kind {
                Kind::Scalar(ScalarStyle::Block { content, .. }) => {
                    spans.push(Span::new(*content, span.end));
                }
                Kind::Scalar(_) | Kind::Missing | Kind::Alias(_) => spans.push(span),
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
        let starts: Vec<usize> = spans.iter().map(|span| span.start).collect();
        let mut at = from;
        for span in in_order(&starts).into_iter().filter_map(|place| spans.get(place)) {
            let between = document.text.get(at..span.start.min(to).max(at)).unwrap_or_default();
            if between.contains('#') {
                return true;
            }
            at = at.max(span.end);
        }
        document.text.get(at..to.max(at)).unwrap_or_default().contains('#')
    }

    /// The comment behind the bar of a block of lines, with the blanks before it; empty if there is
    /// none.
    pub(super) fn comment_behind_bar(&self, id: Id) -> &'a str {
        let document = self.document;
        let Kind::Scalar(ScalarStyle::Block { content, .. }) = document.node(id).kind else {
            return "";
        };
        let start = document.span_of(id).start;
        let header = document.text.get(start..content).unwrap_or_default();
        let header = header.lines().next().unwrap_or_default();
        match header.find('#') {
            Some(_) => header.get(ascii::find(header, " \t").unwrap_or(header.len())..),
            None => None,
        }
        .unwrap_or_default()
    }
}
