//! The image: what a workspace keeps in memory, written down so that opening it need not read the
//! whole log. It is a hint. Whatever is odd about it makes it as good as none: the log has it all.
//!
//! ```text
//! image  4711 2937423642 1846250617       how much of the log is in it, and marks that must fit: a part of its own
//! count  task  400                        so many of a kind are to come
//! label  repo:muse                        numbered from 0, in order
//! live   med-1  3 17 2 0 0 2026-01-31T12:00:00.000Z … 3 0 5 2 2 med-2
//! record task  p.1  2 17 4 0 1 2026-01-31T12:00:00.000Z
//! events medallion  agent:planner  12     how many there are, of what and by whom
//! end                                     what only rules know is behind it, in parts of its own:
//! is     task  p.1  {"id":"p.1",…}        what is known of a record
//! deeds  learner-1                        what a learner did:
//! .progress  learner-1>p.1  {"id":"learner-1>p.1",…}
//! was    task  p.2  {"id":"p.2",…}        a record as the log has it, where nobody has asked for rules
//! gone   task  p.3
//! ```
//!
//! Lines of fields, numbers and moments in few signs (`fields`), squeezed into parts of which each has a
//! checksum; a long line goes on in the next part. The bodies leave behind what rules look at, and are shorter than
//! those in the log. What learners did is not read here, only kept: see `domain::progress`.

mod fields;
mod parts;
mod read;
mod squeeze;
mod write;

pub use read::{begin, each_line};
pub use write::Writer;

use super::journal;
use crate::domain::event::{EntityType, EventType};
use crate::domain::medallion::Status;
use crate::store::Entry;

/// When an image is worth its while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imaging {
    /// Of how many records at least.
    pub records: usize,
    /// How many bytes of the log at least are not in the last one.
    pub tail: usize,
}

impl Default for Imaging {
    /// Below 2,000 records, and for a tail of 512 KB, reading the log takes some 10 milliseconds.
    fn default() -> Self {
        Self { records: 2_000, tail: 512 * 1024 }
    }
}

/// The form of the lines of an image; another one whenever they change.
const LINES: &str = "image-6";

/// What an image must have been made with: another version may read more out of the same log.
fn mark_of_version() -> u32 {
    let names = [env!("CARGO_PKG_VERSION"), LINES].into_iter();
    let names: Vec<&str> = names
        .chain(EntityType::TEXTS.iter().copied())
        .chain(EventType::TEXTS.iter().copied())
        .chain(Status::TEXTS.iter().copied())
        .collect();
    journal::checksum(&names.join(" "))
}

/// What the last entry in an image must look like: the log could be another one.
#[must_use]
pub fn mark_of_entry(entry: &Entry) -> u32 {
    let sums: Vec<String> = entry.checksums.iter().map(ToString::to_string).collect();
    journal::checksum(&sums.join(" "))
}

#[cfg(test)]
mod tests;
