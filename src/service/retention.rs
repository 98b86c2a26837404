//! What is kept of the history: a policy that stands in the log, so that every tab and every later
//! session follows it. When it is followed, and which lines go, is the business of
//! [`pruning`](super::pruning).

use serde_json::value::RawValue;

use super::decision::{Content, Plan, Planned};
use super::environment::Caller;
use super::journal::Line;
use super::parts;
use super::workspace::Workspace;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{Json, Optional, parse};
use crate::domain::time::Timestamp;
use crate::record;
use crate::store::Seq;

/// What is kept of the history; all of it by default. The newest version of a record always is, and
/// so are the links to what took its place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// How many versions of each record at most.
    pub versions: Option<u64>,
    /// Of how many days back, but for the newest version.
    pub days: Option<u64>,
}

record! {
    /// What is kept of the history; all of it where nothing is said.
    pub struct KeptHistory as "KeptHistory" {
        /// How many versions of each record at most.
        pub versions: Optional<u64>,
        /// Of how many days back, but for the newest version.
        pub days: Optional<u64>,
    }
}

impl Retention {
    /// What the audit trail calls what is bounded.
    pub(super) const ID: &'static str = "history";

    /// Whether everything is kept.
    #[must_use]
    pub fn is_all(self) -> bool {
        self == Self::default()
    }

    pub(super) fn record(self) -> KeptHistory {
        let (versions, days) = (Optional(self.versions), Optional(self.days));
        KeptHistory { versions, days, extra: Default::default() }
    }

    /// What cannot be understood keeps everything: a newer version may have made an exception.
    pub(super) fn of(record: &KeptHistory) -> Self {
        Self::understood(record).unwrap_or_default()
    }

    fn understood(record: &KeptHistory) -> Option<Self> {
        let own = Self { versions: record.versions.0, days: record.days.0 };
        let is_odd = own.versions == Some(0) || record.extra.iter().next().is_some();
        (!is_odd).then_some(own)
    }
}

/// What the log says of its own history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keeping {
    pub policy: Retention,
    /// The entry up to which the policy was followed.
    pub at: Seq,
    /// When that was.
    pub when: Timestamp,
}

impl Default for Keeping {
    fn default() -> Self {
        Self { policy: Retention::default(), at: 0, when: Timestamp::from_millis(0) }
    }
}

impl Keeping {
    /// Learns from a line of the log.
    pub fn learn(&mut self, line: &Line<'_>, at: Seq) {
        if line.kind == EntityType::Workspace.as_str() && line.id == Retention::ID {
            self.see(&line.event, line.new, at, line.at);
        }
    }

    /// The same from one that was just written.
    pub fn learn_own(&mut self, change: &Planned, at: Seq) {
        if change.kind == EntityType::Workspace && *change.id == *Retention::ID {
            let new = change.new.as_ref().map(|json| &*json.0);
            self.see(change.event.as_str(), new, at, change.at);
        }
    }

    fn see(&mut self, event: &str, new: Option<&RawValue>, at: Seq, when: Timestamp) {
        if event == EventType::Bounded.as_str() {
            let said = new.and_then(|new| parse::<KeptHistory>(new.get()).ok());
            self.policy = said.as_ref().map(Retention::of).unwrap_or_default();
        }
        (self.at, self.when) = (at, when);
    }
}

/// Whether this version can follow the policy that a line tells of, if it tells of one.
pub(super) fn is_understood(line: &Line<'_>) -> bool {
    let is_policy = line.kind == EntityType::Workspace.as_str()
        && line.event == EventType::Bounded.as_str()
        && line.id == Retention::ID;
    let record = || parse::<KeptHistory>(line.new?.get()).ok();
    !is_policy || record().is_some_and(|own| Retention::understood(&own).is_some())
}

impl Workspace {
    /// Bounds the history from now on, in every tab and in later sessions, until this is called
    /// again; a policy that says nothing keeps everything. The answer is how many versions went at
    /// once; what goes beyond the policy later goes now and again, beside the other work.
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
        self.sync().await?;
        let before = self.kept();
        if before != policy {
            self.transact(caller, &[], |known| {
                let bounded = bounded(caller, known.now, policy, before);
                Ok(Plan::of(vec![bounded], ()))
            })
            .await?;
        }
        match policy.is_all() {
            true => Ok(0),
            false => self.prune(caller, policy, false).await,
        }
    }

    /// What is kept of the history.
    #[must_use]
    pub fn kept(&self) -> Retention {
        self.state.borrow().keeping.policy
    }
}

/// That something else is kept of the history from now on.
pub(super) fn bounded(
    caller: &Caller,
    now: Timestamp,
    policy: Retention,
    before: Retention,
) -> Planned {
    let said = |own: Retention| Some(Json::of(&own.record()));
    of_history(caller, now, EventType::Bounded, (said(before), said(policy)))
}

/// What the audit trail says of the history itself.
pub(super) fn of_history(
    caller: &Caller,
    at: Timestamp,
    event: EventType,
    (old, new): (Option<Json>, Option<Json>),
) -> Planned {
    Planned {
        kind: EntityType::Workspace,
        id: Retention::ID.into(),
        rev: None,
        event,
        content: Content::Deleted,
        at,
        written: None,
        actor: caller.actor.clone(),
        reason: caller.reason.clone(),
        old,
        new,
        unknown_event: None,
    }
}
