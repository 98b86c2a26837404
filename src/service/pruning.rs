//! Taking old versions out of the log, with what the audit trail says of them: page by page, each a
//! commit of its own, never within somebody else's. What is to be kept stands in [`Retention`]; what is
//! left of an entry is for [`Blanking`] to say.

use super::blanking::{Blanking, Told};
use super::decision::Plan;
use super::environment::Caller;
use super::retention::{Retention, of_history};
use super::workspace::{PAGE, Workspace};
use super::{journal, parts};
use crate::domain::error::Result;
use crate::domain::event::EventType;
use crate::domain::id::Actor;
use crate::domain::role::Standing;
use crate::domain::schema::{Json, object};
use crate::domain::time::Timestamp;
use crate::store::{Commit, Outcome, Seq};

const DAY: i64 = 86_400_000;
/// The log is looked through when it has grown by this share of it, and by a page at least: what is
/// read is then a few entries for each that was written.
const SHARE: Seq = 4;
/// Versions become too old without anybody's doing: it is looked when this share of the days has
/// passed, and a day at least.
const SHARE_OF_DAYS: i64 = 8;

fn millis(days: u64) -> i64 {
    i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(DAY)
}

impl Workspace {
    /// Follows the policy beside the other work, if enough has come together. Several tabs may do so
    /// at once without harm; where they can wait for each other, one of them does it.
    pub fn renew_history(&self, caller: &Caller) {
        let known = self.state.borrow().known;
        // Once for each page, also where it fails.
        if known >= self.not_before.get() && self.is_history_due(caller) {
            self.not_before.set(known + Seq::from(PAGE));
            self.follow_policy_soon(caller, false);
        }
    }

    /// Follows it in any case, as with a policy that is new here, or if that is still due then.
    pub(super) fn follow_policy_soon(&self, caller: &Caller, in_any_case: bool) {
        let Some(workspace) = self.own.upgrade() else { return };
        // Nobody asked for it.
        let (actor, standing) = (Actor::system(), Standing::default());
        let caller = Caller { actor, standing, reason: None, ..caller.clone() };
        (self.spawn)(Box::pin(async move {
            // What fails is told by the storage itself, and tried again later.
            if let Ok(upkeep) = parts::upkeep().await {
                drop((upkeep.follow_policy)(&workspace, &caller, in_any_case).await);
            }
        }));
    }

    fn is_history_due(&self, caller: &Caller) -> bool {
        let state = self.state.borrow();
        let (keeping, known) = (state.keeping, state.known);
        if keeping.policy.is_all() || self.is_closed() {
            return false;
        }
        if known.saturating_sub(keeping.at) >= Seq::from(PAGE).max(known / SHARE) {
            return true;
        }
        let due =
            |days: u64| keeping.when.millis().saturating_add(DAY.max(millis(days) / SHARE_OF_DAYS));
        let now =
            keeping.policy.days.and_then(|days| Some((due(days), caller.now().ok()?.millis())));
        now.is_some_and(|(due, now)| now >= due)
    }

    pub(super) async fn follow_policy_here(
        &self,
        caller: &Caller,
        in_any_case: bool,
    ) -> Result<()> {
        let _alone = self.store.turn("history").await?;
        self.sync().await?;
        if in_any_case || self.is_history_due(caller) {
            self.prune(caller, self.kept(), true).await?;
        }
        Ok(())
    }

    /// Goes through the log, and says how many versions went. What was begun and not ended is ended
    /// by the next time. On its own it stops when something else is to be kept, and where it was due
    /// it says so in the trail even if none went: others need not look then.
    pub(super) async fn prune(
        &self,
        caller: &Caller,
        policy: Retention,
        on_its_own: bool,
    ) -> Result<u64> {
        let now = caller.now()?.millis();
        let before =
            policy.days.map(|days| Timestamp::from_millis(now.saturating_sub(millis(days))));
        let mut gone = 0;
        let mut from = 1;
        while let Some((next, count)) = self
            .prune_page(from, policy, before)
            .await?
            .filter(|_| !on_its_own || self.kept() == policy)
        {
            gone += count;
            from = next;
        }
        if gone > 0 || on_its_own && self.is_history_due(caller) {
            self.transact(caller, &[], |known| {
                let count = Json::from_text(object(&[("lines", &gone)]));
                let pruned = of_history(caller, known.now, EventType::Pruned, (Some(count), None));
                Ok(Plan::of(vec![pruned], ()))
            })
            .await?;
        }
        if gone > 0 {
            self.renew_image();
        }
        Ok(gone)
    }

    /// One page: where the next begins, and how many versions went; none behind the end.
    async fn prune_page(
        &self,
        from: Seq,
        policy: Retention,
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
                    let beyond = policy
                        .versions
                        .is_some_and(|versions| newest.saturating_sub(rev) >= versions);
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
            let Retention { versions, days: _ } = policy;
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
                // Without an image all of the log is to be read.
                state.tail = state.tail.max(self.imaging.tail);
                state.counts = None;
                state.cache.clear();
                return Ok(Some((next, count)));
            }
        }
    }
}
