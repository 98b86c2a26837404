//! Forgetting records: no stored line tells of them afterwards, but the one that says so.

use rustc_hash::FxHashSet;

use super::blanking::{Blanking, Told};
use super::catching_up::Page;
use super::decision::{Content, Key, Planned};
use super::environment::{Between, Caller};
use super::journal::{self, Found};
use super::state::State;
use super::workspace::{PAGE, Workspace};
use super::write_path::TRIES;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::store::{Entry, Seq, Stored};

/// A record, by kind and id.
pub type OwnKey = (EntityType, Box<str>);

/// What is to be forgotten, and whose.
struct Wanted<'a> {
    /// All that ever was this learner's or named them.
    learner_id: Option<&'a str>,
    /// What the newest state names.
    which: &'a dyn Fn(&State) -> Result<Vec<OwnKey>>,
}

/// What was found of it so far.
#[derive(Default)]
struct Traces {
    /// Up to which entry the log was read.
    head: Seq,
    own: Vec<OwnKey>,
    /// The entries that tell of them, without the lines that do.
    rewrites: Vec<(Seq, Entry)>,
}

impl Traces {
    fn add(&mut self, more: Vec<OwnKey>) {
        let known: FxHashSet<OwnKey> = self.own.iter().cloned().collect();
        self.own.extend(more.into_iter().filter(|one| !known.contains(one)));
    }
}

impl Workspace {
    /// Forgets records: every version, every reason, every event but the one that says so, which
    /// keeps the reason that is given for it. `which` names them, on the newest state; `false` if it
    /// names none. With them goes all that ever was this learner's or named them.
    ///
    /// # Errors
    /// `CONFLICT` if others were faster each time; what the store says.
    pub(super) async fn erase(
        &self,
        caller: &Caller,
        learner_id: Option<&str>,
        which: &dyn Fn(&State) -> Result<Vec<OwnKey>>,
    ) -> Result<bool> {
        if which(&self.state.borrow())?.is_empty() {
            self.sync().await?;
        }
        let wanted = Wanted { learner_id, which };
        let mut traces = Traces::default();
        // Most of the log is read before anybody has to wait for it.
        self.trace(&wanted, &mut traces).await?;
        let _turn = self.turn().await;
        for _ in 0..=TRIES {
            self.open_or_closed()?;
            self.trace(&wanted, &mut traces).await?;
            if traces.own.is_empty() {
                return Ok(false);
            }
            let now = caller.now()?;
            let gone = |(kind, id): &OwnKey| Planned {
                kind: *kind,
                id: (**id).into(),
                rev: None,
                event: EventType::Erased,
                content: Content::Erased,
                at: now,
                written: None,
                actor: caller.actor.clone(),
                reason: caller.reason.clone(),
                old: None,
                new: None,
                unknown_event: None,
            };
            let changes: Vec<Planned> = traces.own.iter().map(gone).collect();
            if self.commit_with(&changes, traces.rewrites.clone()).await? {
                self.renew_history(caller);
                return Ok(true);
            }
            caller.environment.tell(Between::Conflict);
            self.catch_up(true).await?;
        }
        Err(Error::new(Code::Conflict, "others wrote each time; try again"))
    }

    /// Looks for what goes, behind what was read before.
    async fn trace(&self, wanted: &Wanted<'_>, traces: &mut Traces) -> Result<()> {
        let head = self.state.borrow().known;
        let own = (wanted.which)(&self.state.borrow())?;
        if own.is_empty() {
            *traces = Traces::default();
            return Ok(());
        }
        if traces.head > 0 && self.is_rewritten(traces.head + 1, head).await? {
            *traces = Traces::default();
        }
        let known = traces.own.len();
        traces.add(own);
        if let Some(learner_id) = wanted.learner_id {
            traces.add(self.all_about(learner_id, traces.head + 1, head).await?);
        }
        if traces.own.len() > known {
            // What was read before may tell of them, too.
            (traces.head, traces.rewrites) = (0, Vec::new());
        }
        let keys = traces.own.iter().map(|(kind, id)| Key { kind: *kind, id }).collect();
        traces.rewrites.extend(self.without(&keys, traces.head + 1, head).await?);
        traces.head = head;
        Ok(())
    }

    /// Whether any of these entries may say that older ones were rewritten, as those do that empty
    /// them, erase or end an import.
    async fn is_rewritten(&self, mut from: Seq, head: Seq) -> Result<bool> {
        let mut parts = 0;
        while let Some((page, next)) = self.page(from, head).await? {
            from = next;
            for (_, stored) in &page {
                let entry = match stored {
                    Stored::Entry(entry) if entry.version == journal::FORM => entry,
                    _ => return Ok(true),
                };
                if parts > 0 {
                    parts -= 1;
                    continue;
                }
                for found in journal::lines(entry) {
                    let Found::Line(line) = found else { return Ok(true) };
                    let is_about_log = line.kind == EntityType::Workspace.as_str();
                    if is_about_log || line.event == EventType::Erased.as_str() {
                        return Ok(true);
                    }
                    parts += line.parts.unwrap_or(0);
                }
            }
        }
        Ok(false)
    }

    /// Every one of these entries that names one of these records, without the lines that do.
    async fn without(
        &self,
        gone: &FxHashSet<Key<'_>>,
        mut from: Seq,
        head: Seq,
    ) -> Result<Vec<(Seq, Entry)>> {
        let goes = |line: &Told<'_>| line.key.is_some_and(|key| gone.contains(&key));
        let mut blanking = Blanking::new(&goes);
        let mut rewrites = Vec::new();
        while let Some((page, next)) = self.page(from, head).await? {
            from = next;
            for (seq, stored) in page {
                rewrites.extend(blanking.entry(stored).map(|entry| (seq, entry)));
            }
        }
        Ok(rewrites)
    }

    /// What stands from an entry on, up to another at most, and where the next page begins.
    pub(super) async fn page(&self, from: Seq, head: Seq) -> Result<Option<(Page, Seq)>> {
        let left = (head + 1).saturating_sub(from).min(PAGE.into());
        let page = match u32::try_from(left) {
            Ok(left) if left > 0 => self.read(from, left).await?,
            _ => Vec::new(),
        };
        let next = page.last().map(|(last, _)| last + 1);
        Ok(next.map(|next| (page, next)))
    }
}
