//! Reading: values that share their line with a key or a dash, and scalars of all styles.

use super::node::{FaultKind, Id, Kind, ScalarStyle, Span};
use super::parser::{Line, Parser, as_column, is_blank};
use super::scalar;

impl Parser<'_> {
    /// A value that shares its line with a key or a dash, or is a scalar: never a block collection.
    pub(super) fn inline(&mut self, at: usize, line: Line, parent: isize, is_map: bool) -> Id {
        let start = at;
        let own = self.properties(at, line.end);
        let anchor = self.open_anchor(own.anchor);
        let at = own.content;
        let id = if at > start && (at >= line.end || self.byte(at) == b'#') {
            // The value stands on the lines below.
            self.next(line);
            match self.peek() {
                Some(next)
                    if as_column(next.indent) > parent
                        || (is_map
                            && as_column(next.indent) == parent
                            && self.is_dash(next.content)) =>
                {
                    self.value_on_line(next, parent, is_map)
                }
                _ => self.add(Span::new(own.end, own.end), Kind::Missing),
            }
        } else {
            self.inline_bare(at, line, parent)
        };
        if let Some(node) = self.nodes.get_mut(id) {
            node.span.start = start;
        }
        self.close_anchor(anchor, id);
        id
    }

    fn inline_bare(&mut self, at: usize, line: Line, parent: isize) -> Id {
        match self.byte(at) {
            b'*' => {
                let word = self.slice(at, line.end).split([' ', '\t']).next().unwrap_or_default();
                let end = at + word.len();
                if word.len() < 2 || !self.is_comment_behind(end, line) {
                    return self.plain(at, line, parent, true);
                }
                self.next(line);
                self.alias(Span::new(at, end))
            }
            b'|' | b'>' => match self.block_scalar(at, line, parent) {
                Some(id) => id,
                None => self.plain(at, line, parent, true),
            },
            quote @ (b'"' | b'\'') => self.quoted(at, quote, line, parent),
            b'[' | b'{' => self.flow_value(at, line, parent),
            b'@' | b'`' | b'%' | b',' | b']' | b'}' => self.plain(at, line, parent, true),
            b'?' if is_blank(self.byte(at + 1)) => self.plain(at, line, parent, true),
            b'-' if self.is_dash(at) => {
                self.fault(FaultKind::StrayDash, Span::new(at, line.end));
                self.plain(at, line, parent, false)
            }
            _ => self.plain(at, line, parent, false),
        }
    }

    fn flow_value(&mut self, at: usize, line: Line, parent: isize) -> Id {
        let known = self.nodes.len();
        let faults = self.faults.len();
        let anchors = self.anchors.len();
        let (id, end) = self.flow(at, parent);
        let last = self.line_of(end, line);
        if self.end_of_text(end, last.end) > end && !self.is_comment_behind(end, last) {
            // Something like `[x] done` or `{id}/page`: text, and no collection.
            self.nodes.truncate(known);
            self.faults.truncate(faults);
            self.anchors.truncate(anchors);
            return self.plain(at, line, parent, true);
        }
        self.at = last.next;
        id
    }

    fn quoted(&mut self, at: usize, quote: u8, line: Line, parent: isize) -> Id {
        let style = if quote == b'"' { ScalarStyle::Double } else { ScalarStyle::Single };
        let Some((end, last)) = self.quoted_end(at, quote, line, parent) else {
            self.fault(FaultKind::UnclosedQuote, Span::new(at, line.end));
            self.next(line);
            return self.add(Span::new(at, self.end_of_text(at, line.end)), Kind::Scalar(style));
        };
        if self.end_of_text(end, last.end) > end && !self.is_comment_behind(end, last) {
            self.fault(FaultKind::TextBehind, Span::new(end, last.end));
            self.at = last.next;
            let span = Span::new(at, self.end_of_text(end, last.end));
            return self.add(span, Kind::Scalar(ScalarStyle::Plain));
        }
        self.at = last.next;
        let span = Span::new(at, end);
        self.find_escapes(span);
        self.add(span, Kind::Scalar(style))
    }

    /// Names the backslashes in double quotes that mean nothing.
    pub(super) fn find_escapes(&mut self, quoted: Span) {
        if self.byte(quoted.start) != b'"' {
            return;
        }
        let mut from = quoted.start;
        while let Some(own) = scalar::unknown_escape(self.slice(from, quoted.end)) {
            let span = Span::new(from + own.start, from + own.end);
            self.fault(FaultKind::UnknownEscape, span);
            from = span.end;
        }
    }

    /// A text without quotes, over as many lines as it has. With `reserved` its first character is
    /// one that YAML does not let such a text begin with.
    fn plain(&mut self, at: usize, line: Line, parent: isize, reserved: bool) -> Id {
        let (mut end, mut has_comment, has_colon) = self.end_of_plain(at, line);
        if reserved {
            self.fault(FaultKind::ReservedCharacter, Span::new(at, end));
        } else if has_colon {
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
            (end, has_comment, _) = self.end_of_plain(next.content, next);
            self.next(next);
        }
        self.add(Span::new(at, end), Kind::Scalar(ScalarStyle::Plain))
    }

    /// Behind the last character of a text without quotes on this line, whether a comment follows,
    /// and whether there is a colon in it with a blank behind.
    fn end_of_plain(&self, at: usize, line: Line) -> (usize, bool, bool) {
        let (mut end, mut has_colon, mut before) = (at, false, 0);
        for (place, byte) in self.slice(at, line.end).bytes().enumerate() {
            match byte {
                b'#' if is_blank(before) => return (end, true, has_colon),
                b' ' | b'\t' => has_colon |= before == b':',
                _ => end = at + place + 1,
            }
            before = byte;
        }
        (end, false, has_colon || before == b':')
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
        let mut is_tabbed = false;
        while self.at < self.end {
            let next = self.line(self.at);
            // A tab is text, or stands where YAML wants blanks; it is never a part of the column.
            let blanks =
                self.slice(self.at, next.content).find('\t').unwrap_or(next.content - self.at);
            let is_within = as_column(blanks) > parent && blanks >= column.unwrap_or(0);
            let is_empty = next.content >= next.end;
            if is_empty && !(is_within && self.at + blanks < next.end) {
                if chomp == b'+' {
                    end = next.next;
                }
                self.at = next.next;
                continue;
            }
            if !is_within {
                let begins_with_tab = self.byte(self.at + blanks) == b'\t';
                if !begins_with_tab || as_column(next.indent) <= parent {
                    break;
                }
                if !is_tabbed {
                    self.fault(FaultKind::Tab, Span::new(next.content, next.content));
                }
                is_tabbed = true;
            }
            column.get_or_insert(blanks);
            end = next.end;
            self.at = next.next;
        }
        let style = ScalarStyle::Block { folded, column: column.unwrap_or(0), chomp, content };
        Some(self.add(Span::new(at, end), Kind::Scalar(style)))
    }
}
