//! Forgetting records: no stored line tells of them afterwards, but the one that says so.

use rustc_hash::FxHashSet;

use super::blanking::{Blanking, Told};
use super::decision::{Content, Key, Plan, Planned};
use super::environment::Caller;
use super::state::State;
use super::workspace::{PAGE, Workspace};
use crate::domain::error::Result;
use crate::domain::event::{EntityType, EventType};
use crate::store::{Entry, Seq};

/// A record, by kind and id.
pub type OwnKey = (EntityType, Box<str>);

impl Workspace {
    /// Forgets records: every version, every reason, every event but the one that says so, which
    /// keeps the reason that is given for it. `which` names them, on the newest state; `false` if it
    /// names none. With them goes all that ever was this learner's or named them.
    pub(super) async fn erase(
        &self,
        caller: &Caller,
        learner_id: Option<&str>,
        which: &dyn Fn(&State) -> Result<Vec<OwnKey>>,
    ) -> Result<bool> {
        loop {
            if which(&self.state.borrow())?.is_empty() {
                self.sync().await?;
            }
            let mut own = which(&self.state.borrow())?;
            if own.is_empty() {
                return Ok(false);
            }
            // What was read is only good for the head at which it was read.
            let head = self.state.borrow().known;
            if let Some(learner_id) = learner_id {
                let known: FxHashSet<OwnKey> = own.iter().cloned().collect();
                let about = self.all_about(learner_id, head).await?.into_iter();
                own.extend(about.filter(|one| !known.contains(one)));
            }
            let keys: FxHashSet<Key<'_>> =
                own.iter().map(|(kind, id)| Key { kind: *kind, id }).collect();
            let rewrites = self.without(&keys, head).await?;
            let erased = self.transact(caller, &[], |known| {
                if known.head != head {
                    return Ok(Plan::nothing(false));
                }
                let gone = |(kind, id): &OwnKey| Planned {
                    kind: *kind,
                    id: (**id).into(),
                    rev: None,
                    event: EventType::Erased,
                    content: Content::Erased,
                    at: known.now,
                    actor: caller.actor.clone(),
                    reason: caller.reason.clone(),
                    old: None,
                    new: None,
                    unknown_event: None,
                };
                let changes = own.iter().map(gone).collect();
                Ok(Plan { changes, rewrites: rewrites.clone(), answer: true })
            });
            if erased.await? {
                return Ok(true);
            }
        }
    }

    /// Every entry up to `head` that names one of these records, without the lines that do.
    async fn without(&self, gone: &FxHashSet<Key<'_>>, head: Seq) -> Result<Vec<(Seq, Entry)>> {
        let goes = |line: &Told<'_>| line.key.is_some_and(|key| gone.contains(&key));
        let mut blanking = Blanking::new(&goes);
        let mut rewrites = Vec::new();
        let mut from = 1;
        while from <= head {
            let page = self.read(from, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            from = last + 1;
            for (seq, stored) in page {
                rewrites.extend(blanking.entry(stored).map(|entry| (seq, entry)));
            }
        }
        Ok(rewrites)
    }
}
