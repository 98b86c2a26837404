//! What the entries of the log say: one line of JSON for each change of a record.
//!
//! ```text
//! {"kind":"medallion","id":"med-1","rev":2,"prev":17,"event":"updated","actor":"system",
//!  "at":"2026-01-31T12:00:00.000Z","new":{"version":2},"body":{"meta":{…},…}}
//! ```
//!
//! Always the whole body, never a patch. Each line has its own checksum, so that a damaged one
//! does not take its neighbours along. A body too long for one entry goes on in the entries
//! behind (`"parts":3`), each of which is then one JSON string. One that stands alone is a note. `prev` is the entry of the
//! version before: history follows it. A line that was erased is empty. `"import":17` says that a
//! line came with an import that took several commits and began at entry 17: nobody sees it before
//! that import has ended. `"written"` says of a version that was taken in over another one when it
//! was written where it comes from; `at` is when it came.

mod crc;
mod line;
mod pack;
mod unpack;

pub(super) use crc::Sum;
pub use line::{Header, Line};
pub use pack::{Packed, Packer, Placed, Written};
pub use unpack::{Found, Trace, body_of, lines};

use crate::domain::schema::to_json;
use crate::store::Entry;

/// The version of the form described above.
pub const FORM: u32 = 1;

/// Where a line stands: the entry, and which line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The key of the entry.
    pub entry: u64,
    /// Counted from 0.
    pub line: u32,
}

impl Place {
    const LINES: u64 = 4096;

    /// A number that rises from line to line, and leaves some out.
    #[must_use]
    pub fn number(self) -> u64 {
        self.entry * Self::LINES + u64::from(self.line)
    }

    /// The place of a number.
    #[must_use]
    pub fn of(number: u64) -> Self {
        Self { entry: number / Self::LINES, line: u32::try_from(number % Self::LINES).unwrap_or(0) }
    }
}

/// An entry that tells of no record. It comes with a commit that only replaces entries, so that this
/// one moves the head, too: who replaces what somebody else has just replaced must find out. What it
/// says must be what was done, since a commit is known again by its entries.
#[must_use]
pub fn note(done: &str) -> Entry {
    let text = to_json(done);
    Entry { version: FORM, following: 0, checksums: vec![checksum(&text)], text }
}

/// What says whether a line is as it was written.
#[must_use]
pub fn checksum(line: &str) -> u32 {
    let mut sum = Sum::new();
    sum.update(line.as_bytes());
    sum.finish()
}

#[cfg(test)]
mod tests;
