//! A workspace into a file, part by part.

use super::{FileFormat, Manifest, VERSION, carried};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EntityType;
use crate::domain::schema::{Optional, to_json};
use crate::service::environment::Caller;
use crate::service::health::{counted, line_json};
use crate::service::journal::{self, FORM, Found, Line, Place, Sum};
use crate::service::state::is_known;
use crate::service::workspace::{PAGE, Workspace};
use crate::store::Stored;

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
        let manifest = self.export_parts(name, caller, &progress, part).await?;
        Ok(manifest + &text)
    }

    /// Everything, in parts of some megabytes at most or one line each. The answer is the first
    /// line: it tells of what stands behind it, so it is known last. `progress` is told how many
    /// entries of how many were read.
    ///
    /// # Errors
    /// What the store says, and what `part` fails with; `CORRUPT` is not an error here: damaged
    /// lines are left out, and the first line says how many those were.
    pub async fn export_parts(
        &self,
        name: &str,
        caller: &Caller,
        progress: &dyn Fn(u64, u64),
        part: &mut dyn FnMut(&str) -> Result<()>,
    ) -> Result<String> {
        self.sync().await?;
        let (head, records, imports) = {
            let state = self.state.borrow();
            (state.known, counted(&state), state.imports.clone())
        };
        let (mut lines, mut damaged, mut body_until) = (0, 0, 0);
        let mut sum = Sum::new();
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
            let page = self.read(from, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            let last = (*last).min(head);
            for (number, (seq, stored)) in page.iter().enumerate() {
                // What is wrong with a part of a body is wrong with its line.
                let counts = *seq <= head && *seq > body_until;
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
                        body => body?,
                    };
                    let is_long = line.parts.is_some();
                    let json = match is_known(&line) {
                        true => line_json(&Line { prev: None, ..line }, body.as_deref())
                            .map(|json| json.text().to_owned()),
                        false => entry.text.split('\n').nth(place.line as usize).and_then(|text| {
                            carried::to_file(text, body.as_deref().filter(|_| is_long)).ok()
                        }),
                    };
                    if let Some(json) = json {
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
        hand_over(&mut text, 1)?;
        let manifest = Manifest {
            format: FileFormat::Workspace,
            version: VERSION,
            workspace: name.to_owned(),
            exported_at: caller.now()?,
            lines,
            records,
            damaged: Optional(Some(damaged).filter(|count| *count > 0)),
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
        let parts: Vec<Option<Stored>> = match here.len() == count {
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
