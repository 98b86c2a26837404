//! What is in a file, one change after the other, whichever form the file has: a workspace of ours,
//! or medallions as other programs write them down.

use super::documents::Documents;
use super::line::{self, Change};
use super::source::{Lines, Source};
use super::{ImportProblem, Manifest, VERSION};
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::schema::{self, Optional, Reader};
use crate::service::erase::OwnKey;
use crate::service::parts;
use crate::service::retention::Retention;
use crate::service::rules::MakeRules;

/// The changes in a file.
pub(super) struct Items<'a> {
    lines: Lines<'a>,
    form: Form,
    /// How many there were.
    count: usize,
}

enum Form {
    Workspace(Manifest, MakeRules),
    Documents(Documents),
}

/// One of them: the record, and its change, or none for an erasure; or what is wrong with it.
pub(super) struct Item {
    pub number: usize,
    /// How many bytes it has.
    pub size: usize,
    pub read: Result<(OwnKey, Option<Change>)>,
}

impl<'a> Items<'a> {
    /// Reads the beginning of a file.
    ///
    /// # Errors
    /// `INVALID` for a file that is neither; `VERSION_TOO_NEW`; `UNAVAILABLE` if the part of the
    /// module cannot be loaded that knows all kinds of records.
    pub async fn of(source: &'a dyn Source) -> Result<Self> {
        let mut lines = Lines::of(source);
        lines.begin().await?;
        let form = match lines.first().await? {
            first if is_document(first) => Form::Documents(Documents::default()),
            first => Form::Workspace(manifest(first)?, parts::learning().await?.rules),
        };
        if let Form::Workspace(..) = form {
            lines.next().await?;
            lines.sum_anew();
        }
        Ok(Self { lines, form, count: 0 })
    }

    /// The next one; none behind the last.
    pub async fn next(&mut self) -> Result<Option<Item>> {
        let text = match &mut self.form {
            Form::Workspace(..) => self.lines.next().await?,
            Form::Documents(documents) => loop {
                let (count, document) = documents.take(self.lines.rest())?;
                self.lines.pass(count);
                if document.is_some() {
                    break document;
                }
                if !self.lines.more().await? {
                    break documents.end()?;
                }
            },
        };
        let Some(text) = text else { return Ok(None) };
        let number = self.count;
        self.count += 1;
        let read = match self.form {
            Form::Workspace(_, rules) => line::incoming(number, &text, rules),
            Form::Documents(_) => line::document(number, &text),
        };
        Ok(Some(Item { number, size: text.len(), read }))
    }

    /// What was kept of the history where it comes from.
    pub fn kept(&self) -> Retention {
        match &self.form {
            Form::Workspace(Manifest { keep: Optional(Some(keep)), .. }, _) => Retention::of(keep),
            _ => Retention::default(),
        }
    }

    /// What it says itself that it lacks.
    pub fn lacks(&self) -> Vec<ImportProblem> {
        let mut lacks = Vec::new();
        let mut add = |path: String, message: String| {
            lacks.push(ImportProblem { path, message, extra: Default::default() });
        };
        if let Form::Workspace(manifest, _) = &self.form {
            if let Some(count) = manifest.damaged.0 {
                add("damaged".to_owned(), format!("{count} damaged lines were left out"));
            }
            for (number, own) in manifest.unread.0.iter().flatten().enumerate() {
                let to = own.to.0.map_or_else(|| "on".to_owned(), |to| format!("to {to}"));
                let message =
                    format!("entries from {} {to} could not be read: {}", own.from, own.message);
                add(format!("unread[{number}]"), message);
            }
        }
        lacks
    }

    /// Whether each of them must be another record.
    pub fn are_different(&self) -> bool {
        matches!(self.form, Form::Documents(_))
    }

    /// What is wrong with one of them, with its place in the file.
    pub fn problems(&self, number: usize, error: &Error) -> Vec<Problem> {
        let path = match &self.form {
            Form::Workspace(..) => format!("line {}", number + 2),
            Form::Documents(documents) => documents.path(number),
        };
        match error.all_problems() {
            [] => vec![Problem::new(path, error.message())],
            all => all.iter().cloned().map(|problem| problem.under(&path)).collect(),
        }
    }

    /// The checksum of the file, all of which was read.
    ///
    /// # Errors
    /// `INVALID` if it is not what the file says itself.
    pub fn checksum(&self) -> Result<u64> {
        let sum = self.lines.checksum();
        if let Form::Workspace(manifest, _) = &self.form {
            let (stated, count) = (manifest.lines, self.count as u64);
            if stated != count {
                let message =
                    format!("must be the number of lines that follow, {count}; is {stated}");
                return Err(Error::invalid("lines", message));
            }
            if manifest.crc != sum {
                let message = "is not the checksum of what follows: the file is damaged, or its line breaks are others";
                return Err(Error::invalid("crc", message));
            }
        }
        Ok(sum)
    }
}

/// Whether this is how a document or a list of them begins: it may go on in further lines. What
/// names a format is meant as a file of ours.
fn is_document(first: &[u8]) -> bool {
    match first.first() {
        Some(b'[') => true,
        Some(b'{') => {
            let [mut format, mut meta] = [const { None::<Reader<'_>> }; 2];
            let reader = std::str::from_utf8(first).ok().map(Reader::new);
            if let Some(Ok(mut reader)) = reader {
                // What is wrong with it is said by whoever reads it.
                drop(reader.pick(&mut [("format", &mut format), ("meta", &mut meta)]));
            }
            format.is_none() || meta.is_some()
        }
        _ => false,
    }
}

/// The first line of a workspace.
fn manifest(first: &[u8]) -> Result<Manifest> {
    let manifest: Manifest = std::str::from_utf8(first)
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
