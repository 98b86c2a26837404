//! The image: what a workspace keeps in memory, written down so that opening it need not read the
//! whole log. It is a hint. Whatever is odd about it makes it as good as none: the log has it all.
//!
//! ```text
//! image  4711  2937423642  1846250617     how much of the log is in it, and marks that must fit
//! label  repo:muse                        numbered from 0, in order
//! live   med-1  3  17  2  0  active  2026-01-31T12:00:00.000Z  …  0 5  2  med-2
//! events medallion  agent:planner  12     how many there are, of what and by whom
//! ```
//!
//! Plain lines of fields with tabs between them, filled into parts of which each has a checksum.
//! What rules look at of other records than medallions is not in it, only where these stand:
//! their bodies are read again.

mod fields;
mod read;
mod write;

pub use read::{Image, read};
pub use write::write;

use super::journal;
use crate::domain::event::{EntityType, EventType};
use crate::store::Entry;

/// When an image is worth its while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imaging {
    /// Of how many medallions at least.
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
const LINES: &str = "image-3";

/// What an image must have been made with: another version may read more out of the same log.
fn mark_of_version() -> u32 {
    let names = [env!("CARGO_PKG_VERSION"), LINES].into_iter();
    let names = names.chain(EntityType::TEXTS.iter().copied());
    let names: Vec<&str> = names.chain(EventType::TEXTS.iter().copied()).collect();
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
