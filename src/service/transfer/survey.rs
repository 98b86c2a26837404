//! The first look at a file: whether it is whole and right, and which of its lines count.

use rustc_hash::FxHashMap;

use super::ImportProblem;
use super::items::{Item, Items};
use super::line::{Change, Incoming};
use super::source::Source;
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::event::EntityType;
use crate::service::erase::OwnKey;
use crate::service::journal::Place;
use crate::service::packing::Version;
use crate::service::retention::Retention;

/// What is known of a record that is in a file. There is one for each: it is small.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// The first line that counts, behind its last erasure.
    pub first: usize,
    /// The newest line.
    pub newest: usize,
    /// Where its newest version stands here, if it is here.
    pub here: Option<Place>,
    /// Whether there is any of it here, for what only a newer version knows.
    pub is_here: bool,
    /// The newest version here, and then the newest that was written of it.
    pub version: Version,
}

/// What a file holds.
pub(super) struct Survey {
    pub records: FxHashMap<OwnKey, Record>,
    /// The newest of each task and each dependency, which must fit what is here.
    pub placed: FxHashMap<OwnKey, Incoming>,
    /// What cannot be taken, of the first so many.
    pub problems: Vec<Problem>,
    /// What kind of a problem the first of them is.
    pub code: Code,
    /// Of the file, which must be the same when it is read again.
    pub checksum: u64,
    /// What was kept of the history where it comes from.
    pub kept: Retention,
    /// What it says itself that it lacks.
    pub lacks: Vec<ImportProblem>,
}

/// How many problems are told.
const MOST: usize = 1_000;

impl Survey {
    /// Reads all of a file, and remembers which lines belong to which record.
    ///
    /// # Errors
    /// `INVALID` for a file that is damaged or neither a workspace nor medallions;
    /// `VERSION_TOO_NEW`.
    pub async fn of(file: &dyn Source) -> Result<Self> {
        let mut items = Items::of(file).await?;
        let (mut records, mut placed) = (FxHashMap::default(), FxHashMap::default());
        let mut problems = Vec::new();
        let mut code = Code::Invalid;
        while let Some(Item { number, mut read, .. }) = items.next().await? {
            if let Ok((key, _)) = &read
                && items.are_different()
                && records.contains_key(key)
            {
                let path = "meta.medallion_id";
                read = Err(Error::invalid(path, "is the id of an earlier document, too"));
            }
            match read {
                Ok((key, Some(change))) => {
                    let new = Record {
                        first: number,
                        newest: number,
                        here: None,
                        is_here: false,
                        version: (0, None),
                    };
                    if let Change::Of(line) = change
                        && matches!(key.0, EntityType::Task | EntityType::Dependency)
                    {
                        placed.insert(key.clone(), line);
                    }
                    records.entry(key).or_insert(new).newest = number;
                }
                // What was erased there is nothing that comes.
                Ok((key, None)) => {
                    records.remove(&key);
                    placed.remove(&key);
                }
                Err(error) if problems.len() < MOST => {
                    if problems.is_empty() && error.code() == Code::VersionTooNew {
                        code = Code::VersionTooNew;
                    }
                    problems.extend(items.problems(number, &error));
                }
                Err(_) => {}
            }
        }
        Ok(Self {
            records,
            placed,
            problems,
            code,
            checksum: items.checksum()?,
            kept: items.kept(),
            lacks: items.lacks(),
        })
    }
}
