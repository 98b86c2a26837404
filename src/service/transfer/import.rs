//! A file into a workspace: all of it or nothing.
//!
//! The file is read twice and never held: once to survey it, once to take it in. What is little is
//! one commit; what is more is written in pieces that nobody sees before the last one is there
//! ([`staging`](super::staging)).

use rustc_hash::{FxHashMap, FxHashSet};

use super::carried::{Carried, is_unknown};
use super::items::Items;
use super::joining::Misfits;
use super::line::{Change, Incoming};
use super::source::Source;
use super::staging::{Last, Staging};
use super::survey::{Record, Survey};
use super::{ImportProblem, ImportReport, OnConflict};
use crate::domain::error::{Code, Error, Problem, Result};
use crate::domain::schema::{Optional, says_the_same};
use crate::domain::time::Timestamp;
use crate::service::decision::{Key, Planned};
use crate::service::environment::Caller;
use crate::service::erase::OwnKey;
use crate::service::parts;
use crate::service::retention::{Retention, bounded};
use crate::service::workspace::{PAGE, Workspace};
use crate::service::write_path::TRIES;
use crate::store::{Entry, Seq};

/// How many bytes of changes are one commit: what is read, decided and packed at once.
const COMMIT: usize = 4 << 20;
/// How many bytes of lines are decided at once.
const BATCH: usize = 1 << 20;

/// How a file is taken in.
#[derive(Debug, Clone, Copy)]
pub struct Taking {
    /// Who wins where a record is here and in the file, differently.
    pub conflict: OnConflict,
    /// Only say what would happen.
    pub dry_run: bool,
    /// How many bytes of changes are one commit.
    pub commit: usize,
}

impl Workspace {
    /// Takes in a file that `export` made, or medallions as JSON documents, all of it or nothing. It
    /// may be larger than memory: what is held is a few megabytes of it, and a little for each record.
    ///
    /// # Errors
    /// `INVALID` for a file that is damaged or not ours, with each problem's line; with `dry_run`
    /// problems of single lines are reported instead. `VERSION_TOO_NEW`, also where the first problem is a
    /// document of a later version; `CONFLICT` if that is
    /// what was asked for, or others change what is in the file meanwhile again and again, or begin
    /// a large import of their own; what the store says.
    pub async fn import(
        &self,
        file: &dyn Source,
        caller: &Caller,
        conflict: OnConflict,
        dry_run: bool,
    ) -> Result<ImportReport> {
        self.import_as(file, caller, Taking { conflict, dry_run, commit: COMMIT }).await
    }

    /// The same, with commits of a size of the caller's.
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn import_as(
        &self,
        file: &dyn Source,
        caller: &Caller,
        taking: Taking,
    ) -> Result<ImportReport> {
        (parts::upkeep().await?.import)(self, file, caller, taking).await
    }

    pub(in crate::service) async fn import_here(
        &self,
        file: &dyn Source,
        caller: &Caller,
        taking: Taking,
    ) -> Result<ImportReport> {
        self.open_or_closed()?;
        let Survey { mut records, placed, mut problems, code, checksum, kept, lacks } =
            Survey::of(file).await?;
        if !problems.is_empty() && !taking.dry_run {
            return Err(Error::problems(code, problems));
        }
        for _ in 0..TRIES {
            let mut import = Import {
                workspace: self,
                caller,
                taking,
                records: &mut records,
                placed: &placed,
                misfits: Misfits::default(),
                kept,
                now: caller.now()?,
                changes: Vec::new(),
                carried: Vec::new(),
                entries: Vec::new(),
                seen: 0,
                size: 0,
                staging: None,
                changed: 0,
            };
            let done = import.run(file, checksum).await;
            let (changed, staging) = (import.changed, import.staging.take());
            let misfits = std::mem::take(&mut import.misfits.problems);
            if let (Ok(false) | Err(_), Some(staging)) = (&done, staging) {
                // Nobody sees it, emptied or not.
                drop(self.drop_import(staging.began, caller).await);
            }
            let brings_policy = !import.kept.is_all();
            if done? {
                match brings_policy {
                    true => self.follow_policy_soon(caller, true),
                    false => self.renew_history(caller),
                }
                problems.extend(misfits);
                let all = records.len() as u64;
                return Ok(report(changed, all, problems, lacks));
            }
        }
        Err(Error::new(Code::Conflict, "others changed what is in the file each time; try again"))
    }
}

fn report(
    changed: u64,
    all: u64,
    problems: Vec<Problem>,
    lacks: Vec<ImportProblem>,
) -> ImportReport {
    let problem =
        |Problem { path, message }| ImportProblem { path, message, extra: Default::default() };
    ImportReport {
        records: changed,
        skipped: all - changed,
        problems: problems.into_iter().map(problem).collect(),
        lacks: Optional(Some(lacks).filter(|lacks| !lacks.is_empty())),
        extra: Default::default(),
    }
}

/// One try to take a file in.
pub(super) struct Import<'a> {
    pub(super) workspace: &'a Workspace,
    caller: &'a Caller,
    pub(super) taking: Taking,
    pub(super) records: &'a mut FxHashMap<OwnKey, Record>,
    pub(super) placed: &'a FxHashMap<OwnKey, Incoming>,
    misfits: Misfits,
    /// What is to be kept of the history.
    kept: Retention,
    now: Timestamp,
    /// What is decided and not written yet, and about how many bytes that is.
    changes: Vec<Planned>,
    /// The same of what only a newer version knows: its lines, and its entries, which can only come
    /// with the end since nobody can hide them.
    carried: Vec<(OwnKey, String)>,
    entries: Vec<Entry>,
    /// Up to which entry it was looked for here.
    seen: Seq,
    size: usize,
    staging: Option<Staging>,
    /// How many records came or were changed.
    changed: u64,
}

impl Import<'_> {
    /// Reads and decides and writes; `false` if others have changed what it was decided on.
    async fn run(&mut self, file: &dyn Source, checksum: u64) -> Result<bool> {
        self.look_around().await?;
        self.misfits = self.look_for_misfits().await?;
        let mut items = Items::of(file).await?;
        let (mut batch, mut size, mut weight) = (Vec::new(), 0, 0);
        while let Some(item) = items.next().await? {
            let Ok((key, Some(change))) = item.read else { continue };
            size += item.size;
            weight += 1 + self.parts_of(&key);
            match change {
                Change::Of(incoming) => batch.push((key, incoming)),
                Change::Unknown(carried) => self.carry(item.number, key, carried).await?,
            }
            if size > BATCH || weight > PAGE {
                self.decide(std::mem::take(&mut batch)).await?;
                (size, weight) = (0, 0);
            }
        }
        self.decide(batch).await?;
        if items.checksum()? != checksum {
            return Err(Error::invalid("file", "has changed while it was read"));
        }
        self.finish().await
    }

    /// Remembers where each record stands now: what is decided holds as long as it stands there.
    async fn look_around(&mut self) -> Result<()> {
        self.workspace.sync().await?;
        self.seen = self.workspace.state.borrow().known;
        if self.seen > 0 || self.taking.dry_run {
            // Only where there was nothing yet a file brings its policy along: nobody loses by it
            // what they had.
            self.kept = Retention::default();
        }
        let unknown = self.unknown_since(1).await?;
        let state = self.workspace.state.borrow();
        for (own, record) in &mut *self.records {
            let (kind, id) = own;
            if is_unknown(own) {
                (record.is_here, record.version) = (unknown.contains(own), (0, None));
                continue;
            }
            let key = Key { kind: *kind, id };
            record.here = state.newest(key).map(|newest| newest.place);
            record.version = state.version(key);
        }
        Ok(())
    }

    async fn stands(&self) -> Result<bool> {
        let unknown = self.unknown_since(self.seen + 1).await?;
        let state = self.workspace.state.borrow();
        Ok(self.records.iter().all(|(own, record)| {
            let (kind, id) = own;
            let newest = state.newest(Key { kind: *kind, id });
            newest.map(|newest| newest.place) == record.here && !unknown.contains(own)
        }))
    }

    /// What only a newer version knows and has come here since; looked for if there is any in the
    /// file.
    async fn unknown_since(&self, from: Seq) -> Result<FxHashSet<OwnKey>> {
        match self.records.keys().any(is_unknown) {
            true => self.workspace.unknown_from(from).await,
            false => Ok(FxHashSet::default()),
        }
    }

    /// Over how many more entries the body that is here goes on.
    fn parts_of(&self, (kind, id): &OwnKey) -> u32 {
        let state = self.workspace.state.borrow();
        state.newest(Key { kind: *kind, id }).map_or(0, |newest| newest.parts)
    }

    async fn decide(&mut self, lines: Vec<(OwnKey, Incoming)>) -> Result<()> {
        let mut compared = Vec::new();
        for (own, line) in &lines {
            let Some(record) = self.records.get(own) else { continue };
            let is_newest = record.here.is_some() && record.newest == line.number;
            if is_newest && line.content.body().is_some() {
                compared.push(Key { kind: own.0, id: &own.1 });
            }
        }
        let bodies = self.workspace.bodies_of(&compared).await?;
        for (own, line) in &lines {
            let Some(record) = self.records.get(own).copied() else { continue };
            if line.number < record.first || self.misfits.refused.contains(own) {
                continue;
            }
            let is_newest = record.newest == line.number;
            if record.here.is_none() {
                self.changed += u64::from(is_newest);
                self.write(match line.is_bare {
                    true => line.as_import(own, None, (self.caller, self.now)),
                    false => line.as_it_was(own),
                })
                .await?;
                continue;
            }
            let key = Key { kind: own.0, id: &own.1 };
            let (wrong, here) = {
                let state = self.workspace.state.borrow();
                let wrong = state.live(key).err().map(|error| error.code());
                (wrong, state.newest(key).map(|here| here.at))
            };
            if wrong == Some(Code::VersionTooNew) {
                continue;
            }
            let is_later = self.taking.conflict == OnConflict::Newer && line.is_later(here);
            let is_same = match line.content.body() {
                Some(body) => bodies.get(&key).is_some_and(|here| says_the_same(here, body)),
                // The later of two deletions lasts against what was written between them.
                None => wrong.is_some() && !(is_later && wrong == Some(Code::NotFound)),
            };
            if is_newest && !is_same && self.is_theirs(key, line, here)? {
                self.changed += 1;
                self.write(line.as_import(own, here, (self.caller, self.now))).await?;
            }
        }
        Ok(())
    }

    async fn write(&mut self, change: Planned) -> Result<()> {
        if self.taking.dry_run {
            return Ok(());
        }
        /// What stands around a body, about.
        const HEADER: usize = 200;
        self.size += HEADER + change.content.body().map_or(0, str::len);
        self.changes.push(change);
        self.write_much().await
    }

    /// Takes along what only a newer version knows, unless there is some of it here.
    async fn carry(&mut self, number: usize, own: OwnKey, carried: Carried) -> Result<()> {
        let Some(record) = self.records.get(&own) else { return Ok(()) };
        if record.is_here || number < record.first {
            return Ok(());
        }
        self.changed += u64::from(record.newest == number);
        match carried {
            _ if self.taking.dry_run => Ok(()),
            Carried::Entry(entry) => {
                self.entries.push(entry);
                Ok(())
            }
            Carried::Line(text) => {
                self.size += text.len();
                self.carried.push((own, text));
                self.write_much().await
            }
        }
    }

    /// Writes what is decided, if that is enough for a commit.
    async fn write_much(&mut self) -> Result<()> {
        if self.size < self.taking.commit {
            return Ok(());
        }
        self.workspace.leave_room(std::mem::take(&mut self.size)).await?;
        self.begin().await?;
        let Some(staging) = &self.staging else { return Ok(()) };
        let changes = std::mem::take(&mut self.changes);
        let carried = std::mem::take(&mut self.carried);
        let written = self.workspace.stage(staging, &changes, &carried, self.records).await?;
        for (key, version) in written {
            if let Some(record) = self.records.get_mut(&(key.kind, key.id.into())) {
                record.version = version;
            }
        }
        Ok(())
    }

    async fn begin(&mut self) -> Result<()> {
        if self.staging.is_none() {
            let by = (self.caller, self.now);
            self.staging = Some(self.workspace.begin_import(by).await?);
        }
        Ok(())
    }

    /// The last commit, or the only one; `false` if others have changed what it was decided on.
    async fn finish(&mut self) -> Result<bool> {
        let is_unknown = |change: &Planned| change.unknown_event.is_some();
        if !self.carried.is_empty()
            || !self.entries.is_empty()
            || self.changes.iter().any(is_unknown)
        {
            // What is read back is taken in as it stands in the log.
            self.begin().await?;
        }
        if self.staging.is_some() {
            self.workspace.leave_room(self.size).await?;
        }
        if !self.kept.is_all() {
            let all = Retention::default();
            self.changes.push(bounded(self.caller, self.now, self.kept, all));
        }
        loop {
            let _turn = self.workspace.turn().await;
            self.workspace.catch_up(true).await?;
            if !self.stands().await? {
                return Ok(false);
            }
            let is_done = match &self.staging {
                Some(staging) => {
                    let by = (self.caller, self.now);
                    let last = Last {
                        changes: &self.changes,
                        carried: &self.carried,
                        entries: &self.entries,
                        count: self.changed,
                    };
                    self.workspace.end_import(staging, last, self.records, by).await?
                }
                None if self.changes.is_empty() => true,
                None => self.workspace.commit(&self.changes).await?,
            };
            if is_done {
                return Ok(true);
            }
        }
    }
}
