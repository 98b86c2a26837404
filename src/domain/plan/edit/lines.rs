//! Where the lines of a text begin and end.

use super::editor::Editor;

impl Editor<'_, '_> {
    /// The end of the line that ends here, and the blanks before what comes into the next.
    pub(super) fn line_break(&self, end: usize, column: usize) -> String {
        let rest = self.document.text.get(end..).unwrap_or_default();
        let own = ["\r\n", "\n"].into_iter().find(|own| rest.starts_with(own));
        format!("{}{}", own.unwrap_or(self.style.newline), " ".repeat(column))
    }

    pub(super) fn start_of_line(&self, place: usize) -> usize {
        let before = self.document.text.get(..place).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        start.max(if before.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })
    }

    /// Behind the last character of the line of a place, its line break not included. A place right
    /// behind a line break is on the line that it ends.
    pub(super) fn end_of_line(&self, place: usize) -> usize {
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
}
