//! Medallions as other programs write them down: one document, a list of them, or several one behind
//! the other. Only one is held, however the file is broken into lines.

use super::source::Lines;
use crate::domain::error::{Error, Result};

/// Goes through such a file, document by document.
#[derive(Debug, Default)]
pub(super) struct Documents {
    is_list: bool,
    /// How many there were.
    count: usize,
    /// Whether the list was closed, or no more follows.
    is_over: bool,
}

impl Documents {
    /// The text of the next one; none behind the last. Whether it is JSON is not looked at.
    pub async fn next(&mut self, lines: &mut Lines<'_>) -> Result<Option<Vec<u8>>> {
        if self.count == 0 && !self.is_over && lines.peek_past_space().await? == Some(b'[') {
            lines.pass();
            self.is_list = true;
            if lines.peek_past_space().await? == Some(b']') {
                lines.pass();
                self.is_over = true;
            }
        }
        if self.is_over || (!self.is_list && lines.peek_past_space().await?.is_none()) {
            return match lines.peek_past_space().await? {
                None => Ok(None),
                Some(_) => Err(broken("goes on behind its end")),
            };
        }
        self.count += 1;
        let text = value(lines).await?;
        if text.is_empty() {
            return Err(broken("has nothing where a document must stand"));
        }
        if self.is_list {
            match lines.peek_past_space().await? {
                Some(b',') => {}
                Some(b']') => self.is_over = true,
                _ => return Err(broken("is a list that does not end")),
            }
            lines.pass();
        }
        Ok(Some(text))
    }

    /// What the next one is called in a problem.
    pub fn path(&self, number: usize) -> String {
        match self.is_list || number > 0 {
            true => format!("[{number}]"),
            false => String::new(),
        }
    }
}

fn broken(message: &str) -> Error {
    Error::invalid("", message)
}

/// One value: up to where its braces are closed, or to what separates it from the next.
async fn value(lines: &mut Lines<'_>) -> Result<Vec<u8>> {
    let (mut text, mut depth) = (Vec::new(), 0_usize);
    let (mut is_text, mut is_escaped) = (false, false);
    while let Some(byte) = lines.peek().await? {
        match byte {
            _ if std::mem::take(&mut is_escaped) => {}
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            _ if is_text => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => break,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        text.push(byte);
        lines.pass();
        if depth == 0 && matches!(byte, b'}' | b']') && !is_text {
            break;
        }
    }
    Ok(text)
}
