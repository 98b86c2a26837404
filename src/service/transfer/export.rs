//! A workspace into a file, part by part.

use super::salvage::{Made, Unread};
use super::{FileFormat, Manifest, VERSION, carried};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EntityType;
use crate::domain::schema::{Optional, to_json};
use crate::service::environment::Caller;
use crate::service::inspection::line_json;
use crate::service::journal::{self, FORM, Found, Line, Place, Sum};
use crate::service::parts;
use crate::service::retention::Retention;
use crate::service::state::{is_known, key_of};
use crate::service::workspace::Workspace;
use crate::store::{Seq, Stored};

/// What an export is asked for.
pub struct Exporting<'a> {
    name: &'a str,
    caller: &'a Caller,
    is_partial: bool,
    progress: &'a dyn Fn(u64, u64),
    part: &'a mut dyn FnMut(&str) -> Result<()>,
}

/// A part is handed over here, in bytes.
const PART: usize = 1 << 20;

impl Workspace {
    /// Everything in one text: what [`export_parts`](Self::export_parts) makes, put together.
    ///
    /// # Errors
    /// As there.
    pub async fn export(
        &self,
        name: &str,
        caller: &Caller,
        progress: impl Fn(u64, u64),
    ) -> Result<String> {
        let mut text = String::new();
        let part = &mut |part: &str| {
            text.push_str(part);
            Ok(())
        };
        let manifest = self.export_parts(name, caller, false, &progress, part).await?;
        Ok(manifest + &text)
    }

    /// Everything, in parts of some megabytes at most or one line each. The answer is the first
    /// line: it tells of what stands behind it, so it is known last. `progress` is told how many
    /// entries of how many were read.
    ///
    /// # Errors
    /// What the store says, and what `part` fails with; `CORRUPT` is not an error here: damaged
    /// lines are left out, and the first line says how many those were. With `is_partial` nor is
    /// anything that the store cannot read: it is left out, and the first line names it; the newest
    /// version of a record goes out then if it is in memory.
    pub async fn export_parts(
        &self,
        name: &str,
        caller: &Caller,
        is_partial: bool,
        progress: &dyn Fn(u64, u64),
        part: &mut dyn FnMut(&str) -> Result<()>,
    ) -> Result<String> {
        let exporting = Exporting { name, caller, is_partial, progress, part };
        (parts::upkeep().await?.export)(self, exporting).await
    }

    pub(in crate::service) async fn export_here(
        &self,
        Exporting { name, caller, is_partial, progress, part }: Exporting<'_>,
    ) -> Result<String> {
        let mut unread = Unread::new(is_partial);
        let synced = self.sync().await;
        self.unless_partial(synced.as_ref().err(), &unread)?;
        let (head, imports, keep) = {
            let state = self.state.borrow();
            (state.known, state.imports.clone(), state.keeping.policy)
        };
        let (mut lines, mut damaged, mut body_until, mut next) = (0, 0, 0, 1);
        let (mut made, mut sum) = (Made::default(), Sum::new());
        let mut text = String::new();
        let mut hand_over = |text: &mut String, least: usize| {
            if text.len() >= least {
                sum.update(text.as_bytes());
                part(text)?;
                text.clear();
            }
            Ok(())
        };
        let mut from = 1;
        while from <= head {
            let (page, last) = self.readable(from, head, caller, &mut unread).await?;
            for (number, (seq, stored)) in page.iter().enumerate() {
                // What is wrong with a part of a body is wrong with its line.
                let counts = *seq <= head && *seq > body_until;
                // A gap means that somebody took entries out of the middle.
                damaged += missing(next, head.min(seq - 1), body_until, &unread);
                next = seq + 1;
                let Stored::Entry(entry) = stored else {
                    damaged += u64::from(counts);
                    continue;
                };
                damaged += u64::from(counts && entry.version < FORM);
                if entry.version > FORM && *seq <= head {
                    text.push_str(&carried::entry_to_file(entry));
                    text.push('\n');
                    lines += 1;
                    hand_over(&mut text, PART)?;
                }
                for (place, line) in (0..).zip(journal::lines(entry)) {
                    let line = match line {
                        Found::Line(line) => line,
                        Found::Damaged { trace, .. } => {
                            let is_seen = !imports.hide(trace.and_then(|trace| trace.import));
                            damaged += u64::from(counts && is_seen);
                            continue;
                        }
                        Found::Nothing => continue,
                    };
                    body_until = body_until.max(seq + u64::from(line.parts.unwrap_or(0)));
                    // What was done to this log is no part of what is in it.
                    if *seq > head
                        || line.kind == EntityType::Workspace.as_str()
                        || imports.hide(line.import)
                    {
                        continue;
                    }
                    let place = Place { entry: *seq, line: place };
                    let body = match self.whole_body(&line, place, &page, number).await {
                        Err(error) if error.code() == Code::Corrupt => {
                            damaged += 1;
                            continue;
                        }
                        Err(error) => {
                            self.unless_partial(Some(&error), &unread)?;
                            let end = seq + u64::from(line.parts.unwrap_or(0));
                            unread.note(*seq, Some(end), &error);
                            continue;
                        }
                        Ok(body) => body,
                    };
                    let is_long = line.parts.is_some();
                    let (kind, id) = (line.kind.clone(), line.id.clone());
                    let json = match is_known(&line) {
                        true => line_json(&Line { prev: None, ..line }, body.as_deref())
                            .map(|json| json.text().to_owned()),
                        false => entry.text.split('\n').nth(place.line as usize).and_then(|text| {
                            carried::to_file(text, body.as_deref().filter(|_| is_long)).ok()
                        }),
                    };
                    if let Some(json) = json {
                        if let Some(key) = key_of(&kind, &id) {
                            made.see(key, body.is_some());
                        }
                        text.push_str(&json);
                        text.push('\n');
                        lines += 1;
                        hand_over(&mut text, PART)?;
                    }
                }
            }
            progress(last, head);
            from = last + 1;
        }
        damaged += missing(next, head, body_until, &unread);
        if let Err(error) = synced {
            unread.note(head + 1, None, &error);
        }
        if !unread.ranges.is_empty() {
            for line in self.salvaged(&unread, &mut made) {
                text.push_str(&line);
                text.push('\n');
                lines += 1;
                hand_over(&mut text, PART)?;
            }
        }
        hand_over(&mut text, 1)?;
        let manifest = Manifest {
            format: FileFormat::Workspace,
            version: VERSION,
            workspace: name.to_owned(),
            exported_at: caller.now()?,
            lines,
            records: made.counts(),
            damaged: Optional(Some(damaged).filter(|count| *count > 0)),
            unread: Optional(Some(unread.ranges).filter(|ranges| !ranges.is_empty())),
            keep: Optional(Some(keep).filter(|own| !own.is_all()).map(Retention::record)),
            crc: u64::from(sum.finish()),
            extra: Default::default(),
        };
        Ok(to_json(&manifest) + "\n")
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
        // Where something could not be read, others stand behind it.
        let last = here.last().map_or(place.entry, |(last, _)| *last);
        let parts: Vec<Option<Stored>> = match last == place.entry + count as u64 {
            true => here.iter().map(|(_, part)| Some(part.clone())).collect(),
            false => self.get((1..=count as u64).map(|part| place.entry + part).collect()).await?,
        };
        let first = page.get(at).map(|(_, stored)| stored);
        let body = first
            .ok_or("is missing")
            .and_then(|first| journal::body_of(first, place.line, &parts, &line.id));
        body.map(Some).map_err(|message| Error::new(Code::Corrupt, message))
    }
}

/// Whether entries are missing from one to another, but for the rest of a body that counted already,
/// and those that could not be read.
fn missing(from: Seq, to: Seq, body_until: Seq, unread: &Unread) -> u64 {
    let from = from.max(body_until + 1);
    u64::from(from <= to && !unread.names(from))
}
