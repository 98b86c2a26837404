//! Medallions as other programs write them down: one document, a list of them, or several one behind
//! the other. Only one is held, however the file is broken into lines.

use crate::domain::error::{Error, Result};

/// Cuts such a file into documents. Whether they are JSON is not looked at.
#[derive(Debug, Default)]
pub(super) struct Documents {
    at: At,
    is_list: bool,
    text: Vec<u8>,
    depth: usize,
    is_text: bool,
    is_escaped: bool,
}

/// Where in the file it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum At {
    #[default]
    Start,
    /// Behind the bracket of the list.
    First,
    /// Behind a comma of the list.
    Next,
    Document,
    Behind,
    /// Behind the end of the list.
    Over,
}

impl Documents {
    /// Takes some bytes, at most up to the end of a document, and says how many. The document is
    /// there if it has ended.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(usize, Option<Vec<u8>>)> {
        for (number, byte) in bytes.iter().copied().enumerate() {
            if self.at == At::Document {
                if self.depth == 0 && !self.is_text && is_end(byte) {
                    return Ok((number, Some(self.document())));
                }
                if self.goes_on(byte) {
                    continue;
                }
                return Ok((number + 1, Some(self.document())));
            }
            if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                continue;
            }
            self.at = match (self.at, byte) {
                (At::Start, b'[') => {
                    self.is_list = true;
                    At::First
                }
                (At::Behind, b',') if self.is_list => At::Next,
                (At::First | At::Behind, b']') if self.is_list => At::Over,
                (At::Behind, _) if self.is_list => return Err(broken(ENDLESS)),
                (At::Over, _) => return Err(broken("goes on behind its end")),
                (_, byte) if is_end(byte) => {
                    return Err(broken("has nothing where a document must stand"));
                }
                _ => {
                    self.goes_on(byte);
                    At::Document
                }
            };
        }
        Ok((bytes.len(), None))
    }

    /// The file is over: what was not closed ends here.
    pub fn end(&mut self) -> Result<Option<Vec<u8>>> {
        match self.at {
            At::Document => Ok(Some(self.document())),
            At::Behind if !self.is_list => Ok(None),
            At::Start | At::Over => Ok(None),
            At::First | At::Next | At::Behind => Err(broken(ENDLESS)),
        }
    }

    /// What one of them is called in a problem.
    pub fn path(&self, number: usize) -> String {
        match self.is_list || number > 0 {
            true => format!("[{number}]"),
            false => String::new(),
        }
    }

    /// Takes a byte of a document; `false` if it ends with it.
    fn goes_on(&mut self, byte: u8) -> bool {
        self.text.push(byte);
        match byte {
            _ if std::mem::take(&mut self.is_escaped) => {}
            b'\\' if self.is_text => self.is_escaped = true,
            b'"' => self.is_text = !self.is_text,
            _ if self.is_text => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth -= 1;
                return self.depth > 0;
            }
            _ => {}
        }
        true
    }

    fn document(&mut self) -> Vec<u8> {
        (self.at, self.depth, self.is_text) = (At::Behind, 0, false);
        std::mem::take(&mut self.text)
    }
}

const ENDLESS: &str = "is a list that does not end";

/// Whether this separates what has no braces from what comes next.
fn is_end(byte: u8) -> bool {
    matches!(byte, b',' | b']' | b'}')
}

fn broken(message: &str) -> Error {
    Error::invalid("", message)
}
