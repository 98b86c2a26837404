//! An import in several commits: begun, written on, and ended or given up. Its lines are in the log
//! at once and seen by nobody before its end is ([`imports`](crate::service::imports)).

use std::any::Any;

use rustc_hash::FxHashMap;

use super::carried;
use super::survey::Record;
use crate::domain::error::{Code, Error, Result};
use crate::domain::schema::{Json, object};
use crate::domain::time::Timestamp;
use crate::service::blanking::{Blanking, Told};
use crate::service::decision::{Key, Planned};
use crate::service::environment::Caller;
use crate::service::erase::OwnKey;
use crate::service::imports::Mark;
use crate::service::journal::{Packer, note};
use crate::service::packing::{Version, pack};
use crate::service::workspace::{PAGE, Workspace};
use crate::store::{Commit, Entry, Seq};

/// An import that has begun.
pub(super) struct Staging {
    /// The entry where it began.
    pub began: Seq,
    /// Spares two of them the work, where they can wait for each other.
    _turn: Box<dyn Any>,
}

/// What comes with the end of an import.
pub(super) struct Last<'a> {
    pub changes: &'a [Planned],
    /// Lines that only a newer version knows.
    pub carried: &'a [(OwnKey, String)],
    /// Entries of another form.
    pub entries: &'a [Entry],
    /// How many records came or were changed with the import.
    pub count: u64,
}

/// So many bytes of what the browser grants are left free by an import in several commits.
const SPARE: f64 = 8e6;

/// Who imports, and when.
type By<'a> = (&'a Caller, Timestamp);

impl Workspace {
    /// Begins, and gives up what was begun before and not ended: by a tab that is gone, or by one
    /// that finds out when it goes on.
    pub(super) async fn begin_import(&self, by: By<'_>) -> Result<Staging> {
        let turn = self.store.turn("import").await?;
        let open = self.state.borrow().imports.open.clone();
        for began in open {
            self.drop_import(began, by.0).await?;
        }
        loop {
            let _own = self.turn().await;
            self.catch_up(true).await?;
            let after = self.state.borrow().known;
            let mut packer = Packer::new(after);
            Mark::Open.add(&mut packer, None, None, by);
            if self.append(packer, None).await? {
                let began = after + 1;
                self.state.borrow_mut().imports.open.push(began);
                return Ok(Staging { began, _turn: turn });
            }
        }
    }

    /// Writes some more, and says what the newest versions of these records are then.
    pub(super) async fn stage<'a>(
        &self,
        staging: &Staging,
        changes: &'a [Planned],
        carried: &'a [(OwnKey, String)],
        records: &FxHashMap<OwnKey, Record>,
    ) -> Result<FxHashMap<Key<'a>, Version>> {
        loop {
            let _own = self.turn().await;
            self.open_or_closed()?;
            self.still_open(staging)?;
            let mut packer = Packer::new(self.state.borrow().known);
            let written = packed(&mut packer, staging, (changes, carried), records)?;
            if self.append(packer, None).await? {
                return Ok(written);
            }
            self.catch_up(true).await?;
        }
    }

    /// Writes the last changes, and that this was all; `false` if another connection was faster.
    /// The caller holds the turn.
    pub(super) async fn end_import(
        &self,
        staging: &Staging,
        Last { changes, carried, entries, count }: Last<'_>,
        records: &FxHashMap<OwnKey, Record>,
        by: By<'_>,
    ) -> Result<bool> {
        self.still_open(staging)?;
        let mut packer = Packer::new(self.state.borrow().known);
        packed(&mut packer, staging, (changes, carried), records)?;
        entries.iter().for_each(|entry| packer.add_entry(entry.clone()));
        let said = Json::from_text(object(&[("records", &count)]));
        Mark::Ended.add(&mut packer, Some(staging.began), Some(&said), by);
        let mut closed = Packer::new(0);
        Mark::Closed.add(&mut closed, None, None, by);
        let closed = closed.finish().entries.into_iter().map(|entry| (staging.began, entry));
        if !self.append(packer, Some(closed.collect())).await? {
            return Ok(false);
        }
        self.importing.set(Some(staging.began));
        let seen = self.catch_up(true).await;
        self.importing.set(None);
        self.renew_image();
        seen.map(|()| true)
    }

    /// Gives an import up: says so, so that nobody can end it any more, and empties its lines.
    pub(super) async fn drop_import(&self, began: Seq, caller: &Caller) -> Result<()> {
        let by = (caller, caller.now()?);
        loop {
            let _own = self.turn().await;
            self.catch_up(true).await?;
            if !self.state.borrow().imports.open.contains(&began) {
                return Ok(());
            }
            let mut packer = Packer::new(self.state.borrow().known);
            Mark::Dropped.add(&mut packer, Some(began), None, by);
            if self.append(packer, None).await? {
                self.state.borrow_mut().imports.open.retain(|own| *own != began);
                break;
            }
        }
        let goes = |line: &Told<'_>| line.import == Some(began);
        let mut blanking = Blanking::new(&goes);
        let mut from = began + 1;
        while from < self.state.borrow().known {
            let _own = self.turn().await;
            self.catch_up(true).await?;
            let after = self.state.borrow().known;
            let page = self.read(from, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            let next = last + 1;
            // What is not committed is looked at again.
            let mut tried = blanking.clone();
            let rewrites: Vec<(Seq, Entry)> = page
                .into_iter()
                .filter_map(|(seq, stored)| Some((seq, tried.entry(stored)?)))
                .collect();
            if !rewrites.is_empty() {
                let commit = Commit {
                    after,
                    entries: vec![note(&format!("emptied {began} {from}"))],
                    rewrites,
                    durability: self.durability.get(),
                    ..Commit::default()
                };
                if self.put(commit).await?.is_none() {
                    continue;
                }
                self.state.borrow_mut().known = after + 1;
            }
            (blanking, from) = (tried, next);
        }
        Ok(())
    }

    /// So many bytes fit, and what is left is enough to give the import up: browsers refuse all writes
    /// for long where one was too large, also those that empty something.
    pub(super) async fn leave_room(&self, size: usize) -> Result<()> {
        // What the platform does not tell is found out by writing.
        let room = self.store.room().await.unwrap_or_default();
        let left = room.quota.zip(room.used).map(|(quota, used)| quota - used);
        #[allow(clippy::cast_precision_loss)] // bytes, as browsers estimate them
        match left.is_some_and(|left| left < size as f64 + SPARE) {
            false => Ok(()),
            true => Err(Error::new(Code::Quota, "the file is larger than what there is room for")),
        }
    }

    fn still_open(&self, staging: &Staging) -> Result<()> {
        match self.state.borrow().imports.open.contains(&staging.began) {
            true => Ok(()),
            false => Err(Error::new(
                Code::Conflict,
                "another large import began meanwhile; wait for it and try again",
            )),
        }
    }

    /// Commits what nobody sees yet. The end of an import, which replaces its beginning, is read
    /// back by who wrote it, and goes with the image: that one knows nothing of what came.
    async fn append(&self, packer: Packer, end: Option<Vec<(Seq, Entry)>>) -> Result<bool> {
        let after = self.state.borrow().known;
        let entries = packer.finish().entries;
        let last = after + entries.len() as u64;
        let is_end = end.is_some();
        let commit = Commit {
            after,
            entries,
            rewrites: end.unwrap_or_default(),
            image: is_end.then(Vec::new),
            durability: self.durability.get(),
        };
        let Some(size) = self.put(commit).await? else { return Ok(false) };
        if !is_end {
            let mut state = self.state.borrow_mut();
            state.known = last;
            state.tail += size;
        }
        Ok(true)
    }
}

fn packed<'a>(
    packer: &mut Packer,
    staging: &Staging,
    (changes, carried): (&'a [Planned], &'a [(OwnKey, String)]),
    records: &FxHashMap<OwnKey, Record>,
) -> Result<FxHashMap<Key<'a>, Version>> {
    let version = |key: Key<'_>| {
        let record = records.get(&(key.kind, key.id.into()));
        record.map_or((0, None), |record| record.version)
    };
    let mut written = pack(packer, changes, Some(staging.began), &version);
    for ((kind, id), text) in carried {
        let key = Key { kind: *kind, id };
        let before = written.get(&key).copied().unwrap_or_else(|| version(key));
        let now = carried::pack(packer, text, staging.began, before);
        written.insert(key, now.map_err(|mismatch| Error::invalid("", mismatch.0))?);
    }
    Ok(written)
}
