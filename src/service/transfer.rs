//! A workspace as one file, and back.
//!
//! The file is text, a line for each thing. The first says what follows and how much of it, with
//! a checksum; each further line is a line of the log as [`journal`](super::journal) has it, with
//! its whole body, oldest first. Any program can read it, and write it.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::decision::{Content, Key, Known, Plan, Planned};
use super::environment::Caller;
use super::health::{counted, line_json};
use super::journal::{self, Found, Line, Place};
use super::model;
use super::state::key_of;
use super::workspace::{PAGE, Workspace};
use crate::choices;
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::{Actor, RecordId};
use crate::domain::medallion::Medallion;
use crate::domain::schema::{self, Map, Reader, to_json};
use crate::domain::sorted::sort_by;
use crate::domain::time::Timestamp;
use crate::record;
use crate::store::Stored;

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
        /// CRC-32 of everything behind this line and its line break.
        pub crc: u64,
    }
}

record! {
    /// What an import did, or would do.
    pub struct ImportReport as "ImportReport" {
        /// How many records came or were changed.
        pub records: u64,
        /// How many were left as they are.
        pub skipped: u64,
        /// What could not be taken.
        pub problems: Vec<ImportProblem>,
    }
}

record! {
    /// Something that could not be taken from a file.
    pub struct ImportProblem as "ImportProblem" {
        /// Where: the line of the file, and the place in the record.
        pub path: String,
        /// A sentence for people.
        pub message: String,
    }
}

/// The newest form of a file that this version reads.
const VERSION: u64 = 1;

/// One change of a record, out of a file.
#[derive(Debug)]
struct Incoming {
    /// Which line of the file.
    number: usize,
    event: EventType,
    at: Timestamp,
    actor: Actor,
    reason: Option<Rc<str>>,
    old: Option<schema::Json>,
    new: Option<schema::Json>,
    content: Content,
}

impl Incoming {
    fn written_at(&self) -> Timestamp {
        match &self.content {
            Content::Medallion(medallion, _) => medallion.meta.updated_at,
            Content::Record(_) | Content::Deleted | Content::Erased => self.at,
        }
    }
}

impl Workspace {
    /// Everything in one text: the manifest's line, and the lines behind it. `progress` is told
    /// how many entries of how many were read.
    ///
    /// # Errors
    /// What the store says; `CORRUPT` is not an error here: damaged lines are left out.
    pub async fn export(
        &self,
        name: &str,
        caller: &Caller,
        progress: impl Fn(u64, u64),
    ) -> Result<String> {
        self.sync().await?;
        let (head, records) = {
            let state = self.state.borrow();
            (state.known, counted(&state))
        };
        let mut lines = 0;
        let mut text = String::new();
        let mut from = 1;
        while from <= head {
            let page = self.store.read(from, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            let last = *last;
            for (number, (seq, stored)) in page.iter().enumerate() {
                let Stored::Entry(entry) = stored else { continue };
                for (place, line) in (0..).zip(journal::lines(entry)) {
                    let Found::Line(line) = line else { continue };
                    // What was done to this log is no part of what is in it.
                    if line.kind == EntityType::Workspace.as_str() {
                        continue;
                    }
                    let place = Place { entry: *seq, line: place };
                    let Ok(body) = self.whole_body(&line, place, &page, number).await else {
                        continue;
                    };
                    if let Some(json) = line_json(&Line { prev: None, ..line }, body.as_deref()) {
                        text.push_str(json.text());
                        text.push('\n');
                        lines += 1;
                    }
                }
            }
            progress(last.min(head), head);
            from = last + 1;
        }
        let manifest = Manifest {
            format: FileFormat::Workspace,
            version: VERSION,
            workspace: name.to_owned(),
            exported_at: caller.now()?,
            lines,
            records,
            crc: u64::from(journal::checksum(&text)),
            extra: Default::default(),
        };
        let manifest = to_json(&manifest);
        Ok(format!("{manifest}\n{text}"))
    }

    async fn whole_body(
        &self,
        line: &Line<'_>,
        place: Place,
        page: &[(u64, Stored)],
        at: usize,
    ) -> Result<Option<String>> {
        if !line.has_body() {
            return Ok(None);
        }
        let count = line.parts.unwrap_or(0) as usize;
        let here = page.get(at + 1..=at + count).unwrap_or_default();
        let parts: Vec<Option<Stored>> = match here.len() == count {
            true => here.iter().map(|(_, part)| Some(part.clone())).collect(),
            false => {
                self.store.get((1..=count as u64).map(|part| place.entry + part).collect()).await?
            }
        };
        let first = page.get(at).map(|(_, stored)| stored);
        let body = first
            .ok_or("is missing")
            .and_then(|first| journal::body_of(first, place.line, &parts, &line.id));
        body.map(Some).map_err(|message| Error::new(Code::Corrupt, message))
    }

    /// Takes in a file, all of it or nothing.
    ///
    /// # Errors
    /// `INVALID` for a file that is damaged or not ours, with each problem's line; with `dry_run`
    /// problems of single lines are reported instead. `VERSION_TOO_NEW`; `CONFLICT` if that is
    /// what was asked for; what the store says.
    pub async fn import(
        &self,
        file: &str,
        caller: &Caller,
        conflict: OnConflict,
        dry_run: bool,
    ) -> Result<ImportReport> {
        let (records, problems) = read(file)?;
        if !problems.is_empty() && !dry_run {
            return Err(Error::problems(Code::Invalid, problems));
        }
        let problems = problems.into_iter();
        let problems = problems.map(|Problem { path, message }| ImportProblem {
            path,
            message,
            extra: Default::default(),
        });
        let mut report = ImportReport {
            records: 0,
            skipped: 0,
            problems: problems.collect(),
            extra: Default::default(),
        };
        let keys: Vec<Key<'_>> = records.keys().map(|(kind, id)| Key { kind: *kind, id }).collect();
        let taken = self.transact(caller, &keys, |known| {
            let (mut changes, mut changed) = (Vec::new(), 0);
            for ((kind, id), lines) in &records {
                let own = merge(known, caller, Key { kind: *kind, id }, lines, conflict)?;
                changed += u64::from(!own.is_empty());
                changes.extend(own);
            }
            // In the order of the file, which decides where times are equal.
            sort_by(&mut changes, |(one, _), (other, _)| one.cmp(other));
            let changes = changes.into_iter().map(|(_, change)| change).collect();
            Ok(if dry_run { Plan::nothing(changed) } else { Plan::of(changes, changed) })
        });
        report.records = taken.await?;
        report.skipped = records.len() as u64 - report.records;
        Ok(report)
    }
}

/// What becomes of a record that is in a file.
fn merge(
    known: &Known<'_>,
    caller: &Caller,
    key: Key<'_>,
    lines: &[Incoming],
    conflict: OnConflict,
) -> Result<Vec<(usize, Planned)>> {
    let Some(newest) = lines.last() else { return Ok(Vec::new()) };
    let planned = |line: &Incoming, event: EventType, own: bool| {
        let change = Planned {
            kind: key.kind,
            id: key.id.into(),
            event,
            content: line.content.clone(),
            at: if own { known.now } else { line.at },
            actor: if own { caller.actor.clone() } else { line.actor.clone() },
            reason: if own { caller.reason.clone() } else { line.reason.clone() },
            old: line.old.clone().filter(|_| !own),
            new: line.new.clone().filter(|_| !own),
        };
        (line.number, change)
    };
    let Some(here) = known.written_at(key) else {
        return Ok(lines.iter().map(|line| planned(line, line.event, false)).collect());
    };
    let same = known.bodies.get(&key).map(|body| &**body) == newest.content.body();
    let theirs = match conflict {
        _ if same => false,
        OnConflict::Newer => newest.written_at() > here,
        OnConflict::Ours => false,
        OnConflict::Theirs => true,
        OnConflict::Error => {
            return Err(Error::new(
                Code::Conflict,
                format!("{} {} is here and in the file, differently", key.kind.as_str(), key.id),
            ));
        }
    };
    let event =
        if newest.content.body().is_some() { EventType::Imported } else { EventType::Deleted };
    Ok(if theirs { vec![planned(newest, event, true)] } else { Vec::new() })
}

type Records = FxHashMap<(EntityType, String), Vec<Incoming>>;

/// The records of a file, each with its lines, and what could not be read.
fn read(file: &str) -> Result<(Records, Vec<Problem>)> {
    let (first, rest) = file.split_once('\n').unwrap_or((file, ""));
    let manifest: Manifest =
        schema::parse(first).map_err(|error| error.within("the first line of the file"))?;
    if manifest.version > VERSION {
        let message =
            format!("the file has version {}; this one reads {VERSION}", manifest.version);
        return Err(Error::new(Code::VersionTooNew, message));
    }
    let count = rest.lines().count() as u64;
    if manifest.lines != count {
        let message =
            format!("must be the number of lines that follow, {count}; is {}", manifest.lines);
        return Err(Error::invalid("lines", message));
    }
    if manifest.crc != u64::from(journal::checksum(rest)) {
        return Err(Error::invalid(
            "crc",
            "is not the checksum of what follows: the file is damaged",
        ));
    }
    let mut records = Records::default();
    let mut problems = Vec::new();
    for (number, text) in rest.lines().enumerate() {
        let path = format!("line {}", number + 2);
        match incoming(number, text) {
            Ok((key, Some(line))) => records.entry(key).or_default().push(line),
            // What was erased there is nothing that comes.
            Ok((key, None)) => drop(records.remove(&key)),
            Err(error) => match error.all_problems() {
                [] => problems.push(Problem::new(path, error.message())),
                all => problems.extend(all.iter().cloned().map(|problem| problem.under(&path))),
            },
        }
    }
    Ok((records, problems))
}

/// The record that a line tells of, and its change; none for an erasure.
fn incoming(number: usize, text: &str) -> Result<((EntityType, String), Option<Incoming>)> {
    let line = Line::read(text).map_err(|mismatch| Error::invalid("", mismatch.0))?;
    let unknown = |field: &str, text: &str| {
        Error::invalid(field, format!("{text} is not known to this version"))
    };
    let Some(Key { kind, .. }) = key_of(&line.kind, &line.id) else {
        return Err(unknown("kind", &line.kind));
    };
    let event = EventType::ALL.iter().find(|event| event.as_str() == line.event).copied();
    let event = event.ok_or_else(|| unknown("event", &line.event))?;
    let id = RecordId::new(&line.id).map_err(|error| error.under("id"))?;
    if event == EventType::Erased {
        return Ok(((kind, id.to_string()), None));
    }
    let content = match line.body {
        None => Content::Deleted,
        Some(body) => content(kind, &id, body).map_err(|error| error.under("body"))?,
    };
    let json =
        |raw: Option<&serde_json::value::RawValue>| raw.map(|raw| schema::Json(raw.to_owned()));
    let incoming = Incoming {
        number,
        event,
        at: line.at,
        actor: Actor::new(&line.actor).map_err(|error| error.under("actor"))?,
        reason: line.reason.as_deref().map(Rc::from),
        old: json(line.old),
        new: json(line.new),
        content,
    };
    Ok(((kind, id.to_string()), Some(incoming)))
}

/// A body of a file, checked as what it is to be.
fn content(kind: EntityType, id: &RecordId, mut body: Reader<'_>) -> Result<Content> {
    let text = body.raw();
    if kind != EntityType::Medallion {
        model::check(kind, id.as_str(), text)?;
        return Ok(Content::Record(text.into()));
    }
    let medallion = Medallion::parse(text)?;
    if medallion.meta.medallion_id != *id {
        let message = format!("must be {id}, the id of the line");
        return Err(Error::invalid("meta.medallion_id", message));
    }
    let json = medallion.to_json().into();
    Ok(Content::Medallion(Rc::new(medallion), json))
}
