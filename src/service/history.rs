//! Earlier versions: of one record along its chain, and forgetting all of them.

use super::journal::{self, Found, Line, Place};
use super::medallions::{Document, Medallions};
use super::workspace::{Content, PAGE, Plan, Planned, Workspace};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EventType;
use crate::domain::id::{Actor, ItemId, RecordId};
use crate::domain::medallion::{Diff, Medallion, diff};
use crate::domain::schema::{Optional, Reader};
use crate::domain::time::Timestamp;
use crate::record;
use crate::store::{Entry, Seq, Stored};

record! {
    /// One version of a medallion.
    pub struct Version as "MedallionVersion" {
        /// Its number, counted from 1.
        pub version: u64,
        /// When it was stored.
        pub saved_at: Timestamp,
        /// By whom.
        pub actor: Actor,
        /// Why, if somebody said so.
        pub reason: Option<String>,
        /// What a model took out with this version, if it took something out.
        pub retired: Optional<Vec<ItemId>>,
        /// The medallion as it was.
        pub medallion: Document,
    }
}

impl Medallions {
    /// All versions, newest first; also of a deleted medallion.
    ///
    /// # Errors
    /// `NOT_FOUND` for what never was, or was erased; `CORRUPT`; what the store says.
    pub async fn history(&self, id: &str) -> Result<Vec<Version>> {
        let mut versions = Vec::new();
        self.workspace
            .walk_back(id, |line, _, document| {
                let Some(document) = document else { return Ok(()) };
                versions.push(Version {
                    version: line.rev,
                    saved_at: line.at,
                    actor: Actor::new(&line.actor)?,
                    reason: line.reason.as_ref().map(ToString::to_string),
                    retired: Optional(retired(line)),
                    medallion: Document::new(document.into()),
                    extra: Default::default(),
                });
                Ok(())
            })
            .await?;
        Ok(versions)
    }

    /// What changed between two versions.
    ///
    /// # Errors
    /// `NOT_FOUND` if there is no such medallion or version.
    pub async fn diff(&self, id: &str, from: u64, to: u64) -> Result<Diff> {
        let versions = self.history(id).await?;
        let version = |wanted: u64| -> Result<Medallion> {
            match versions.iter().find(|version| version.version == wanted) {
                Some(version) => version.medallion.medallion(),
                None => Err(Error::new(
                    Code::NotFound,
                    format!("medallion {id} has no version {wanted}"),
                )),
            }
        };
        Ok(diff(&version(from)?, &version(to)?))
    }

    /// Forgets a medallion: every version, every reason, every event but the one that says so.
    /// `false` if there was none.
    ///
    /// # Errors
    /// What the store says.
    pub async fn erase(&self, id: &str) -> Result<bool> {
        loop {
            if self.workspace.state.borrow().heads.get(id).is_none() {
                self.workspace.open_or_closed()?;
                return Ok(false);
            }
            // What was read is only good for the head at which it was read.
            let head = self.workspace.state.borrow().known;
            let rewrites = self.workspace.without(id, head).await?;
            let erased = self.workspace.transact(&self.caller, &[], |known| {
                if known.head != head || known.heads.get(id).is_none() {
                    return Ok(Plan::nothing(false));
                }
                let change = self.planned(
                    &RecordId::new(id)?,
                    EventType::Erased,
                    Content::Erased,
                    known.now,
                );
                let change = Planned { reason: None, ..change };
                Ok(Plan { changes: vec![change], rewrites: rewrites.clone(), answer: true })
            });
            if erased.await? {
                return Ok(true);
            }
        }
    }
}

fn retired(line: &Line<'_>) -> Option<Vec<ItemId>> {
    let mut retired: Option<Option<Vec<ItemId>>> = None;
    Reader::new(line.new?.get()).ok()?.pick(&mut [("retired", &mut retired)]).ok()?;
    retired.flatten()
}

impl Workspace {
    /// Visits the lines of a record from the newest to the oldest, each with its body.
    pub(super) async fn walk_back(
        &self,
        id: &str,
        mut visit: impl FnMut(&Line<'_>, Place, Option<String>) -> Result<()>,
    ) -> Result<()> {
        self.open_or_closed()?;
        let newest = self.state.borrow().heads.get(id).map(|head| (head.place.entry, head.rev));
        let (mut entry, mut below) = match newest {
            Some((entry, rev)) => (entry, rev + 1),
            None => return Err(Error::not_found("medallion", id)),
        };
        loop {
            let stored = self.store.get(vec![entry]).await?.pop().flatten();
            let Some(Stored::Entry(found)) = &stored else { return Err(broken(id, "is missing")) };
            let mut previous = None;
            // An imported entry may hold several versions of one record.
            let mut own: Vec<(u32, Line<'_>)> = Vec::new();
            for (number, line) in (0..).zip(journal::lines(found)) {
                match line {
                    Found::Line(line) if line.id == id && line.rev < below => {
                        own.push((number, line))
                    }
                    Found::Damaged { line: Some(line), message } if line.id == id => {
                        return Err(broken(id, message));
                    }
                    _ => {}
                }
            }
            for (number, line) in own.iter().rev() {
                let place = Place { entry, line: *number };
                visit(line, place, self.body_at(line, place, stored.as_ref()).await?)?;
                previous = line.prev;
                below = line.rev;
            }
            match previous {
                Some(previous) if previous < entry => entry = previous,
                Some(_) | None if below == 1 || previous.is_none() => return Ok(()),
                _ => return Err(broken(id, "does not lead on")),
            }
        }
    }

    async fn body_at(
        &self,
        line: &Line<'_>,
        place: Place,
        stored: Option<&Stored>,
    ) -> Result<Option<String>> {
        let Some(stored) = stored.filter(|_| line.has_body()) else { return Ok(None) };
        let keys = (1..=u64::from(line.parts.unwrap_or(0)))
            .map(|part| place.entry + part)
            .collect::<Vec<Seq>>();
        let parts = if keys.is_empty() { Vec::new() } else { self.store.get(keys).await? };
        let body = journal::body_of(stored, place.line, &parts, &line.id);
        body.map(Some).map_err(|message| broken(&line.id, message))
    }

    /// Every entry up to `head` that names a record, without the lines that do.
    async fn without(&self, id: &str, head: Seq) -> Result<Vec<(Seq, Entry)>> {
        let mut rewrites = Vec::new();
        let mut from = 1;
        let mut parts_left = 0;
        while from <= head {
            let page = self.store.read(from, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            from = last + 1;
            for (seq, stored) in page {
                let Stored::Entry(entry) = stored else { continue };
                if parts_left > 0 {
                    parts_left -= 1;
                    rewrites.push((seq, blank(&entry, |_| true)));
                    continue;
                }
                let mut mine = Vec::new();
                for found in journal::lines(&entry) {
                    let line = match &found {
                        Found::Line(line) | Found::Damaged { line: Some(line), .. } => Some(line),
                        Found::Nothing | Found::Damaged { line: None, .. } => None,
                    };
                    let is_mine = line.is_some_and(|line| line.id == id);
                    parts_left += line.filter(|_| is_mine).and_then(|line| line.parts).unwrap_or(0);
                    mine.push(is_mine);
                }
                if mine.contains(&true) {
                    rewrites.push((seq, blank(&entry, |number| mine.get(number) == Some(&true))));
                }
            }
        }
        Ok(rewrites)
    }
}

/// An entry without some of its lines. The others stay where they are.
fn blank(entry: &Entry, goes: impl Fn(usize) -> bool) -> Entry {
    let kept = |(number, line)| if goes(number) { "" } else { line };
    let lines: Vec<&str> = entry.text.split('\n').enumerate().map(kept).collect();
    let sums = entry.checksums.iter().enumerate().map(|(number, sum)| match goes(number) {
        true => journal::checksum(""),
        false => *sum,
    });
    Entry { checksums: sums.collect(), text: lines.join("\n"), ..entry.clone() }
}

fn broken(id: &str, message: &str) -> Error {
    Error::new(Code::Corrupt, format!("the history of medallion {id} {message}"))
}
