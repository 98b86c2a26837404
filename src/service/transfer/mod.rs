//! A workspace as one file, and back.
//!
//! The file is text, a line for each thing. The first says what follows and how much of it, with
//! a checksum; each further line is a line of the log as [`journal`](super::journal) has it, with
//! its whole body, oldest first. Any program can read it, and write it: `docs/workspace-file.md`
//! describes it. It may be larger than memory: [`export`] makes it part by part, and [`import`]
//! reads it line by line, first to [`survey`] it, then to take it in. Medallions as other programs
//! write them down, one or a list of them, go the same way.

mod carried;
mod documents;
mod export;
mod import;
mod items;
mod joining;
mod line;
mod salvage;
mod source;
mod staging;
mod survey;

pub(super) use export::Exporting;
pub use import::Taking;
pub use source::Source;

use crate::domain::schema::{Map, Optional};
use crate::domain::time::Timestamp;
use crate::service::retention::KeptHistory;
use crate::{choices, record};

choices! {
    /// Marks a file of ours.
    FileFormat {
        /// A workspace.
        Workspace = "medallion-workspace",
    }

    /// Who wins where a record is here and in the file, differently.
    OnConflict {
        /// Whichever was written later.
        Newer = "newer",
        /// What is here.
        Ours = "ours",
        /// What is in the file.
        Theirs = "theirs",
        /// Nobody: the import fails with `CONFLICT`.
        Error = "error",
    }
}

record! {
    /// The first line of a file.
    pub struct Manifest as "Manifest" {
        /// What this is.
        pub format: FileFormat,
        /// The version of the form of what follows.
        pub version: u64,
        /// Where it comes from.
        pub workspace: String,
        /// When it was made.
        pub exported_at: Timestamp,
        /// How many lines follow.
        pub lines: u64,
        /// How many records of each kind they make.
        pub records: Map<u64>,
        /// How many damaged lines were left out, if any were.
        pub damaged: Optional<u64>,
        /// What could not be read where the file was made, and is left out as far as it was not in
        /// memory; missing if all could be read.
        pub unread: Optional<Vec<UnreadEntries>>,
        /// What is kept of the history there, if it is not all of it.
        pub keep: Optional<KeptHistory>,
        /// CRC-32 of everything behind this line and its line break.
        pub crc: u64,
    }
}

record! {
    /// Entries of the log that could not be read.
    pub struct UnreadEntries as "UnreadEntries" {
        /// The first one.
        pub from: u64,
        /// The last one; missing if it is not known how many came behind.
        pub to: Optional<u64>,
        /// The code and the message of the error.
        pub message: String,
    }
}

record! {
    /// What an import did, or would do.
    pub struct ImportReport as "ImportReport" {
        /// How many records came or were changed.
        pub records: u64,
        /// How many were left as they are.
        pub skipped: u64,
        /// What could not be taken, and what is another task than the one of its id that is here.
        pub problems: Vec<ImportProblem>,
        /// What the file says that it lacks of what there was where it was made; missing if nothing.
        pub lacks: Optional<Vec<ImportProblem>>,
    }
}

record! {
    /// Something that could not be taken from a file.
    pub struct ImportProblem as "ImportProblem" {
        /// Where: the line of the file and the place in the record, or the place in the first line.
        pub path: String,
        /// A sentence for people.
        pub message: String,
    }
}

/// The newest form of a file that this version reads.
const VERSION: u64 = 1;
