//! Bounding the history: old versions go, with what the audit trail says of them.

use super::blanking::{Blanking, Told};
use super::decision::{Content, Plan, Planned};
use super::environment::Caller;
use super::journal;
use super::parts;
use super::workspace::{PAGE, Workspace};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::Json;
use crate::domain::time::Timestamp;
use crate::store::{Commit, Outcome, Seq};

/// What is kept of the history. The newest version of a record always is, and so are the links to
/// what took its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// How many versions of each record at most.
    pub versions: Option<u64>,
    /// Of how many days back, but for the newest version.
    pub days: Option<u64>,
}

impl Retention {
    /// What the audit trail calls what was bounded.
    pub(super) const ID: &'static str = "history";
}

const DAY: i64 = 86_400_000;

impl Workspace {
    /// Takes out of the log whatever goes beyond a policy, and says how many versions that were. Done
    /// in many small commits: what was begun and not ended is ended by the next call.
    ///
    /// # Errors
    /// `INVALID` at `versions` for none; what the store says.
    pub async fn keep(&self, caller: &Caller, policy: Retention) -> Result<u64> {
        (parts::upkeep().await?.keep)(self, caller, policy).await
    }

    pub(super) async fn keep_here(&self, caller: &Caller, policy: Retention) -> Result<u64> {
        if policy.versions == Some(0) {
            return Err(Error::invalid("versions", "must be at least 1"));
        }
        let now = caller.now()?.millis();
        let before = policy.days.map(|days| {
            let span = i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(DAY);
            Timestamp::from_millis(now.saturating_sub(span))
        });
        let mut gone = 0;
        let mut from = 1;
        while let Some((next, count)) = self.prune(from, policy.versions, before).await? {
            gone += count;
            from = next;
        }
        if gone > 0 {
            self.transact(caller, &[], |known| {
                let count =
                    serde_json::value::RawValue::from_string(format!("{{\"lines\":{gone}}}"));
                let pruned = Planned {
                    kind: EntityType::Workspace,
                    id: Retention::ID.into(),
                    event: EventType::Pruned,
                    content: Content::Deleted,
                    at: known.now,
                    actor: caller.actor.clone(),
                    reason: caller.reason.clone(),
                    old: count.ok().map(Json),
                    new: None,
                    unknown_event: None,
                };
                Ok(Plan::of(vec![pruned], ()))
            })
            .await?;
        }
        Ok(gone)
    }

    /// One page: where the next begins, and how many versions went; none behind the end.
    async fn prune(
        &self,
        from: Seq,
        versions: Option<u64>,
        before: Option<Timestamp>,
    ) -> Result<Option<(Seq, u64)>> {
        let _turn = self.turn().await;
        loop {
            self.catch_up(true).await?;
            let head = self.state.borrow().known;
            let goes = |line: &Told<'_>| {
                let Some(key) = line.key else { return false };
                let newest = self.state.borrow().rev(key);
                line.version.is_some_and(|(rev, at)| {
                    let beyond =
                        versions.is_some_and(|versions| newest.saturating_sub(rev) >= versions);
                    rev < newest && (beyond || before.is_some_and(|before| at < before))
                })
            };
            let mut blanking = Blanking::new(&goes);
            let mut rewrites = Vec::new();
            let mut next = from;
            // A long body goes whole.
            let mut size = PAGE;
            while size > 0 && next <= head {
                for (seq, stored) in self.read(next, size).await? {
                    rewrites.extend(blanking.entry(stored).map(|entry| (seq, entry)));
                }
                next += Seq::from(size);
                size = blanking.parts_left;
            }
            if next == from {
                return Ok(None);
            }
            if rewrites.is_empty() {
                return Ok(Some((next, 0)));
            }
            let count = blanking.count;
            let commit = Commit {
                after: head,
                entries: vec![journal::note(&format!("kept {from} {versions:?} {before:?}"))],
                rewrites,
                image: Some(Vec::new()),
                durability: self.durability.get(),
            };
            if self.condition.written(self.store.commit(commit).await)? == Outcome::Done {
                let mut state = self.state.borrow_mut();
                state.known = head + 1;
                state.image = 0;
                state.counts = None;
                state.cache.clear();
                return Ok(Some((next, count)));
            }
        }
    }
}
