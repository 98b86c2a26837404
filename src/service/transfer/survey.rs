//! The first look at a file: whether it is whole and right, and which of its lines count.

use rustc_hash::FxHashMap;

use super::line::incoming;
use super::source::{Lines, Source};
use super::{Manifest, VERSION};
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::schema;
use crate::service::erase::OwnKey;
use crate::service::journal::Place;
use crate::service::packing::Version;

/// What is known of a record that is in a file. There is one for each: it is small.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// The first line that counts, behind its last erasure.
    pub first: usize,
    /// The newest line.
    pub newest: usize,
    /// Where its newest version stands here, if it is here.
    pub here: Option<Place>,
    /// The newest version here, and then the newest that was written of it.
    pub version: Version,
}

/// What a file holds.
pub(super) struct Survey {
    pub records: FxHashMap<OwnKey, Record>,
    /// What cannot be taken, of the first so many.
    pub problems: Vec<Problem>,
    pub manifest: Manifest,
}

/// How many problems are told.
const MOST: usize = 1_000;

impl Survey {
    /// Reads all of a file, and remembers which lines belong to which record.
    ///
    /// # Errors
    /// `INVALID` for a file that is damaged or not ours; `VERSION_TOO_NEW`.
    pub async fn of(file: &dyn Source) -> Result<Self> {
        let mut lines = Lines::of(file);
        let mut survey = Self {
            manifest: manifest(&mut lines).await?,
            records: FxHashMap::default(),
            problems: Vec::new(),
        };
        let mut count = 0;
        while let Some(line) = lines.next().await? {
            survey.take(count, &line);
            count += 1;
        }
        let stated = survey.manifest.lines;
        if stated != count as u64 {
            let message = format!("must be the number of lines that follow, {count}; is {stated}");
            return Err(Error::invalid("lines", message));
        }
        if survey.manifest.crc != lines.checksum() {
            return Err(Error::invalid(
                "crc",
                "is not the checksum of what follows: the file is damaged",
            ));
        }
        Ok(survey)
    }

    fn take(&mut self, number: usize, line: &[u8]) {
        match incoming(number, line) {
            Ok((key, Some(_))) => {
                let new = Record { first: number, newest: number, here: None, version: (0, None) };
                self.records.entry(key).or_insert(new).newest = number;
            }
            // What was erased there is nothing that comes.
            Ok((key, None)) => drop(self.records.remove(&key)),
            Err(error) if self.problems.len() < MOST => {
                let path = format!("line {}", number + 2);
                match error.all_problems() {
                    [] => self.problems.push(Problem::new(path, error.message())),
                    all => {
                        let all = all.iter().cloned();
                        self.problems.extend(all.map(|problem| problem.under(&path)));
                    }
                }
            }
            Err(_) => {}
        }
    }
}

/// The first line of a file.
///
/// # Errors
/// `INVALID` if it is not ours; `VERSION_TOO_NEW`.
pub(super) async fn manifest(lines: &mut Lines<'_>) -> Result<Manifest> {
    let first = lines.first().await?;
    let manifest: Manifest = std::str::from_utf8(&first)
        .map_err(|_| Error::invalid("", "is not UTF-8"))
        .and_then(schema::parse)
        .map_err(|error| error.within("the first line of the file"))?;
    match manifest.version {
        ..=VERSION => Ok(manifest),
        newer => {
            let message = format!("the file has version {newer}; this one reads {VERSION}");
            Err(Error::new(Code::VersionTooNew, message))
        }
    }
}
