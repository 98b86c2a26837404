//! A file that is read piece by piece, and its lines.

use crate::domain::error::{Error, Result};
use crate::service::journal::Sum;
use crate::store::Answer;

/// A file that an import reads, as often as it needs to.
pub trait Source {
    /// How many bytes it has.
    fn size(&self) -> u64;

    /// Some bytes of it, from a place on; never beyond its size.
    fn read(&self, from: u64, length: u64) -> Answer<'_, Vec<u8>>;
}

impl Source for &str {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, from: u64, length: u64) -> Answer<'_, Vec<u8>> {
        Box::pin(async move {
            let range = usize::try_from(from).ok().zip(usize::try_from(from + length).ok());
            let bytes = range.and_then(|(from, to)| self.as_bytes().get(from..to));
            Ok(bytes.unwrap_or_default().to_vec())
        })
    }
}

impl Source for String {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, from: u64, length: u64) -> Answer<'_, Vec<u8>> {
        Box::pin(async move { (&**self).read(from, length).await })
    }
}

/// How many bytes are read at once.
const PIECE: u64 = 1 << 20;
/// The longest first line of a workspace, in bytes: any file may be handed in, also one without a
/// line break.
const FIRST: usize = 1 << 20;

/// The lines of a file, one after the other, or its bytes: only one line is held, and what was read
/// with it.
pub(super) struct Lines<'a> {
    source: &'a dyn Source,
    /// How much of it was read.
    at: u64,
    buffer: Vec<u8>,
    /// Where the next line begins.
    start: usize,
    sum: Sum,
}

impl<'a> Lines<'a> {
    pub fn of(source: &'a dyn Source) -> Self {
        Self { source, at: 0, buffer: Vec::new(), start: 0, sum: Sum::new() }
    }

    /// Goes to where something begins: past a byte order mark and past space.
    pub async fn begin(&mut self) -> Result<()> {
        self.more().await?;
        self.start = if self.buffer.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        loop {
            let rest = self.rest();
            self.start += rest.len() - rest.trim_ascii_start().len();
            if !self.rest().is_empty() || !self.more().await? {
                return Ok(());
            }
        }
    }

    /// The first line, which is still to be read; as much of it as a first line can have.
    pub async fn first(&mut self) -> Result<&[u8]> {
        let end = self.end_of_line(FIRST).await?;
        let line = self.buffer.get(self.start..end).unwrap_or_default();
        Ok(line.strip_suffix(b"\n").unwrap_or(line))
    }

    /// The next line, without its line break; none behind the last.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let end = self.end_of_line(usize::MAX).await?;
        let bytes = self.buffer.get(self.start..end).unwrap_or_default();
        self.sum.update(bytes);
        let line = bytes.strip_suffix(b"\n").unwrap_or(bytes).to_vec();
        let is_there = !bytes.is_empty();
        self.start = end;
        Ok(is_there.then_some(line))
    }

    /// What was read and not passed yet.
    pub fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Goes past so many bytes of it.
    pub fn pass(&mut self, count: usize) {
        let bytes = self.buffer.get(self.start..self.start + count).unwrap_or_default();
        self.sum.update(bytes);
        self.start += count;
    }

    /// Counts the checksum from here on.
    pub fn sum_anew(&mut self) {
        self.sum = Sum::new();
    }

    /// The checksum of what was read.
    pub fn checksum(&self) -> u64 {
        u64::from(self.sum.finish())
    }

    /// Where the line ends in the buffer, behind its line break; the end of what was read, if it is
    /// longer than `limit`.
    async fn end_of_line(&mut self, limit: usize) -> Result<usize> {
        let mut searched = self.start;
        loop {
            let rest = self.buffer.get(searched..).unwrap_or_default();
            if let Some(found) = rest.iter().position(|byte| *byte == b'\n') {
                return Ok(searched + found + 1);
            }
            searched = self.buffer.len() - self.start;
            if searched > limit || !self.more().await? {
                return Ok(self.buffer.len());
            }
        }
    }

    /// Reads some more, and lets go of what was read; `false` at the end.
    pub async fn more(&mut self) -> Result<bool> {
        let left = self.source.size().saturating_sub(self.at);
        if left == 0 {
            return Ok(false);
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        let bytes = self.source.read(self.at, left.min(PIECE)).await?;
        if bytes.is_empty() {
            return Err(Error::invalid("file", "has changed while it was read"));
        }
        self.at += bytes.len() as u64;
        self.buffer.extend(bytes);
        Ok(true)
    }
}
