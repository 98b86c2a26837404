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
/// The longest first line, in bytes: any file may be handed in, also one without a line break.
const FIRST: usize = 1 << 20;

/// The lines of a file, one after the other: only one is held, and what was read with it.
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

    /// The first line, without a byte order mark. The checksum begins behind it.
    pub async fn first(&mut self) -> Result<Vec<u8>> {
        let mut line = self.up_to(FIRST).await?.unwrap_or_default();
        if line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        self.sum = Sum::new();
        Ok(line)
    }

    /// The next line, without its line break; none behind the last.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        self.up_to(usize::MAX).await
    }

    /// The checksum of what was read since the first line.
    pub fn checksum(&self) -> u64 {
        u64::from(self.sum.finish())
    }

    async fn up_to(&mut self, limit: usize) -> Result<Option<Vec<u8>>> {
        let mut searched = self.start;
        loop {
            let rest = self.buffer.get(searched..).unwrap_or_default();
            let found = rest.iter().position(|byte| *byte == b'\n').map(|at| searched + at);
            let left = self.source.size().saturating_sub(self.at);
            if found.is_some() || left == 0 {
                let end = found.map_or(self.buffer.len(), |at| at + 1);
                let bytes = self.buffer.get(self.start..end).unwrap_or_default();
                self.sum.update(bytes);
                let line = bytes.strip_suffix(b"\n").unwrap_or(bytes).to_vec();
                let is_there = !bytes.is_empty();
                self.start = end;
                return Ok(is_there.then_some(line));
            }
            self.buffer.drain(..self.start);
            (self.start, searched) = (0, self.buffer.len());
            if searched > limit {
                return Err(Error::invalid("", "has no line break where the first line must end"));
            }
            let bytes = self.source.read(self.at, left.min(PIECE)).await?;
            if bytes.is_empty() {
                return Err(Error::invalid("file", "has changed while it was read"));
            }
            self.at += bytes.len() as u64;
            self.buffer.extend(bytes);
        }
    }
}
