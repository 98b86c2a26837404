//! Earlier versions: of one record along its chain, and forgetting all of them.

use super::document::Document;
use super::journal::{self, Found, Line, Place};
use super::medallions::Medallions;
use super::workspace::{Content, PAGE, Plan, Planned, Workspace};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
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

/// The body of a line, if it has one, or what is wrong with it.
pub(super) type Body = Result<Option<String>, &'static str>;

impl Medallions {
    /// All versions, newest first; also of a deleted medallion.
    ///
    /// # Errors
    /// `NOT_FOUND` for what never was, or was erased; `CORRUPT` if no version can be read, while
    /// one that is damaged is left out; what the store says.
    pub async fn history(&self, id: &str) -> Result<Vec<Version>> {
        let mut versions = Vec::new();
        let mut wrong = None;
        let damage = self
            .workspace
            .walk_back(id, |line, _, document| {
                let Some(document) = document else { return Ok(()) };
                match Medallion::parse_stored(&document, id) {
                    Err(error) if error.code() != Code::VersionTooNew => {
                        wrong = Some("is no medallion");
                        return Ok(());
                    }
                    _ => {}
                }
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
        match damage.or(wrong) {
            Some(message) if versions.is_empty() => {
                let message = format!("the history of medallion {id} {message}");
                Err(Error::new(Code::Corrupt, message))
            }
            _ => Ok(versions),
        }
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
            let is_known = || self.workspace.state.borrow().heads.get(id).is_some();
            if !is_known() {
                self.workspace.sync().await?;
            }
            if !is_known() {
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
    /// Visits the lines of a record from the newest to the oldest, each with its body. Damaged
    /// ones are passed over; the answer says what is wrong with one of them, if anything is.
    pub(super) async fn walk_back(
        &self,
        id: &str,
        mut visit: impl FnMut(&Line<'_>, Place, Option<String>) -> Result<()>,
    ) -> Result<Option<&'static str>> {
        self.open_or_closed()?;
        let newest = self.state.borrow().heads.get(id).map(|head| (head.place.entry, head.rev));
        let (mut entry, mut below) = match newest {
            Some((entry, rev)) => (entry, rev + 1),
            None => return Err(Error::not_found("medallion", id)),
        };
        let mut damage = None;
        loop {
            let stored = self.store.get(vec![entry]).await?.pop().flatten();
            let Some(Stored::Entry(found)) = &stored else { return Ok(Some("is missing")) };
            let mut previous = None;
            // An imported entry may hold several versions of one record.
            let mut own: Vec<(u32, Line<'_>)> = Vec::new();
            for (number, line) in (0..).zip(journal::lines(found)) {
                match line {
                    Found::Line(line) if is_of(id, &line.kind, &line.id) && line.rev < below => {
                        own.push((number, line))
                    }
                    Found::Damaged { trace: Some(trace), message }
                        if is_of(id, &trace.kind, &trace.id) =>
                    {
                        damage = Some(message);
                        previous = previous.or(trace.prev);
                    }
                    _ => {}
                }
            }
            for (number, line) in own.iter().rev() {
                let place = Place { entry, line: *number };
                match self.body_at(line, place, stored.as_ref()).await? {
                    Ok(body) => visit(line, place, body)?,
                    Err(message) => damage = Some(message),
                }
                previous = line.prev;
                below = line.rev;
            }
            match previous {
                Some(previous) if previous < entry && below > 1 => entry = previous,
                Some(_) if below > 1 => return Ok(Some("does not lead on")),
                _ => return Ok(damage),
            }
        }
    }

    /// The body of a line, or what is wrong with it.
    pub(super) async fn body_at(
        &self,
        line: &Line<'_>,
        place: Place,
        stored: Option<&Stored>,
    ) -> Result<Body> {
        let Some(stored) = stored.filter(|_| line.has_body()) else { return Ok(Ok(None)) };
        let keys = (1..=u64::from(line.parts.unwrap_or(0)))
            .map(|part| place.entry + part)
            .collect::<Vec<Seq>>();
        let parts = if keys.is_empty() { Vec::new() } else { self.store.get(keys).await? };
        Ok(journal::body_of(stored, place.line, &parts, &line.id).map(Some))
    }

    /// Every entry up to `head` that names a record, without the lines that do.
    async fn without(&self, id: &str, head: Seq) -> Result<Vec<(Seq, Entry)>> {
        let mut rewrites = Vec::new();
        let mut from = 1;
        let mut parts_left = 0;
        let mut following = 0_u32;
        while from <= head {
            let page = self.store.read(from, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            from = last + 1;
            for (seq, stored) in page {
                following = match &stored {
                    Stored::Entry(entry) => entry.following,
                    Stored::Damaged(_) => following.saturating_sub(1),
                };
                if parts_left > 0 {
                    parts_left -= 1;
                    if is_part(&stored) {
                        let nothing = vec![journal::checksum("")];
                        let text = String::new();
                        let version = journal::FORM;
                        let blank = Entry { version, following, checksums: nothing, text };
                        rewrites.push((seq, blank));
                        continue;
                    }
                    parts_left = 0;
                }
                let Stored::Entry(entry) = stored else { continue };
                let mut mine = Vec::new();
                for found in journal::lines(&entry) {
                    let parts = match &found {
                        Found::Line(line) if is_of(id, &line.kind, &line.id) => Some(line.parts),
                        Found::Damaged { trace: Some(trace), .. }
                            if is_of(id, &trace.kind, &trace.id) =>
                        {
                            Some(trace.parts)
                        }
                        _ => None,
                    };
                    parts_left += parts.flatten().unwrap_or(0);
                    mine.push(parts.is_some());
                }
                if mine.contains(&true) {
                    rewrites.push((seq, blank(&entry, |number| mine.get(number) == Some(&true))));
                }
            }
        }
        Ok(rewrites)
    }
}

fn is_of(id: &str, kind: &str, own: &str) -> bool {
    own == id && kind == EntityType::Medallion.as_str()
}

/// Whether this can be part of a long body, damaged or not.
fn is_part(stored: &Stored) -> bool {
    match stored {
        Stored::Entry(entry) => !entry.text.starts_with('{'),
        Stored::Damaged(_) => true,
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
