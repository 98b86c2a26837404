//! The one rule of readiness (design rule 6): whether a task can be worked on, and if not, why,
//! and what would change that. `ready`, `status`, `start`, `submit`, `blocked` and the tree all
//! ask here.

use rustc_hash::FxHashMap;

use super::learning::{Evidence, Learning};
use super::model::Try;
use super::values::{LockKind, Status};
use super::views::Lock;
use super::ways::{Turn, Way};
use crate::domain::curriculum::TaskIndex;
use crate::domain::error::{Code, Error};
use crate::domain::schema::{Json, Optional, object};
use crate::domain::sentence::sentence;
use crate::domain::time::Timestamp;

/// How many steps a way has at most, where one task is looked at.
pub(super) const WAY: usize = 20;

/// What is worked out once where many tasks are looked at.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// What comes first so that a task can be closed.
    pub(super) first_steps: FxHashMap<TaskIndex, Turn>,
    /// The first part of an ordered container that comes before others and is not closed.
    gates: FxHashMap<TaskIndex, Option<TaskIndex>>,
}

/// How the tries of a task stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tries {
    /// How many are left, where they are limited.
    pub left: Option<u64>,
    /// Whether none are left, and the last has failed.
    pub has_run_out: bool,
    /// The same where what is to be done then is not done.
    pub is_exhausted: bool,
    /// When the next is possible, if not now.
    pub next_at: Option<Timestamp>,
    /// Whether none are left while one waits for a review.
    pub is_waiting: bool,
}

impl Learning<'_> {
    /// Every reason why a task cannot be worked on; none for one that can, and for a closed one.
    pub(crate) fn locks(&self, index: TaskIndex, most: usize, known: &mut Known) -> Vec<Lock> {
        let mut locks = Vec::new();
        if self.is_closed(index) || !self.outline.is_in_use(index) {
            return locks;
        }
        self.hold(index, &mut locks);
        for blocker in self.open_blockers(index) {
            let message = format!("\"{}\" must be closed first.", self.title(blocker));
            let way = self.way(&[blocker], most, known);
            locks.push(self.lock_until(LockKind::Dependency, blocker, message, way));
        }
        if let Some(first) = self.gate(index, known) {
            let message = format!("\"{}\" comes first.", self.title(first));
            let last: Vec<TaskIndex> = self.gate_of_way(index, most, known).into_iter().collect();
            let way = self.way(&last, most, known);
            locks.push(self.lock_until(LockKind::Order, first, message, way));
        }
        self.dormant(index, &mut locks);
        self.tries_left(index, most, known, &mut locks);
        let mut above = index;
        while let Some(ancestor) = self.outline.parent(above) {
            above = ancestor;
            locks.extend(self.lock_above(ancestor, most, known));
        }
        locks
    }

    /// The same where nothing can be done for a task because it is out of use: that is the reason.
    pub(super) fn reasons(&self, index: TaskIndex, most: usize, known: &mut Known) -> Vec<Lock> {
        if self.is_closed(index) || self.outline.is_in_use(index) {
            return self.locks(index, most, known);
        }
        let is_retired =
            |own: &TaskIndex| self.curriculum.at(*own).is_some_and(|own| !own.is_active);
        let message = "It was taken out of use; nothing can be done for it.".to_owned();
        let (kind, own, message) = match self.curriculum.ancestors(index).find(is_retired) {
            Some(above) if !is_retired(&index) => {
                let message =
                    format!("\"{}\" was taken out of use, and it with that.", self.title(above));
                (LockKind::Ancestor, above, message)
            }
            _ => (LockKind::Hold, index, message),
        };
        vec![self.lock(kind, own, message, Vec::new())]
    }

    /// Whether a task can be worked on.
    pub(crate) fn is_open(&self, index: TaskIndex) -> bool {
        self.locks(index, 0, &mut Known::default()).is_empty()
    }

    /// The reason why nothing below a container can be worked on.
    fn lock_above(&self, ancestor: TaskIndex, most: usize, known: &mut Known) -> Option<Lock> {
        // What is done is no longer in the way, and neither is what it waited for.
        if self.is_closed(ancestor) {
            return None;
        }
        let title = self.title(ancestor);
        let because = if self.mark(ancestor).is_held() {
            format!("\"{title}\" was set aside; it must be reopened.")
        } else if let Some(blocker) = self.open_blockers(ancestor).next() {
            format!("\"{title}\" is locked: \"{}\" must be closed first.", self.title(blocker))
        } else {
            let first = self.gate(ancestor, known)?;
            format!("\"{title}\" is locked: \"{}\" comes first.", self.title(first))
        };
        let before = self.open_blockers(ancestor).chain(self.gate_of_way(ancestor, most, known));
        let before: Vec<TaskIndex> = before.filter(|_| !self.mark(ancestor).is_held()).collect();
        let way = self.way(&before, most, known);
        Some(self.lock_until(LockKind::Ancestor, ancestor, because, way))
    }

    /// A reason that goes by a way; what bars it is said too.
    fn lock_until(&self, kind: LockKind, task: TaskIndex, message: String, way: Way) -> Lock {
        let message = match way.barred {
            Some(barred) => format!("{message} {barred}"),
            None => message,
        };
        self.lock(kind, task, message, way.steps)
    }

    pub(crate) fn lock(
        &self,
        kind: LockKind,
        task: TaskIndex,
        message: impl Into<String>,
        unlock: Vec<String>,
    ) -> Lock {
        Lock {
            kind,
            task_id: self.id(task).to_owned(),
            title: self.title(task).to_owned(),
            message: message.into(),
            unlock,
            until: Optional(None),
            extra: Default::default(),
        }
    }

    pub(super) fn open_blockers(&self, index: TaskIndex) -> impl Iterator<Item = TaskIndex> {
        self.outline.blockers(index).iter().copied().filter(|own| !self.is_closed(*own))
    }

    /// The earlier part of an ordered container that must be closed first.
    fn gate(&self, index: TaskIndex, known: &mut Known) -> Option<TaskIndex> {
        // What is for those who cannot go on does not wait for what they cannot do.
        if self.outline.remedial_for.contains_key(&index) {
            return None;
        }
        let parent = self.outline.parent(index).filter(|own| self.outline.is_ordered(*own))?;
        let is_first = |own: &TaskIndex| self.outline.is_asked(*own) && !self.is_closed(*own);
        let first = known.gates.entry(parent);
        let first = *first.or_insert_with(|| self.outline.children(parent).find(is_first));
        first.filter(|first| self.outline.span(*first).0 < self.outline.span(index).0)
    }

    /// The earlier part from which a way sets out: of the whole way the last, which brings along
    /// those before it, and of the first step the first.
    pub(super) fn gate_of_way(
        &self,
        index: TaskIndex,
        most: usize,
        known: &mut Known,
    ) -> Option<TaskIndex> {
        let first = self.gate(index, known).filter(|_| most > 0)?;
        match most {
            1 => Some(first),
            _ => self.before_in_order(index),
        }
    }

    /// The last open one of the earlier parts of its container that must be closed first.
    pub(crate) fn before_in_order(&self, index: TaskIndex) -> Option<TaskIndex> {
        let parent = self.outline.parent(index)?;
        let is_first = |own: &TaskIndex| self.outline.is_asked(*own) && !self.is_closed(*own);
        let waits =
            self.outline.is_ordered(parent) && !self.outline.remedial_for.contains_key(&index);
        self.outline.earlier(index).find(is_first).filter(|_| waits)
    }

    fn hold(&self, index: TaskIndex, locks: &mut Vec<Lock>) {
        if !self.mark(index).is_held() {
            return;
        }
        let reason = self.record(index).and_then(|own| own.hold.0.as_ref()?.reason.as_deref());
        let message = match reason {
            Some(reason) => {
                format!("It was set aside: {} It must be reopened.", sentence(reason))
            }
            None => "It was set aside. It must be reopened.".to_owned(),
        };
        locks.push(self.lock(LockKind::Hold, index, message, Vec::new()));
    }

    /// What is asked only of those who have no tries left elsewhere.
    fn dormant(&self, index: TaskIndex, locks: &mut Vec<Lock>) {
        if let Some(owner) = self.sleeps_for(index) {
            let title = self.title(owner);
            let message = format!("It opens when the tries for \"{title}\" are used up.");
            locks.push(self.lock(LockKind::Attempts, owner, message, Vec::new()));
        }
    }

    /// The task whose tries must be used up before it is asked of this learner.
    pub(super) fn sleeps_for(&self, index: TaskIndex) -> Option<TaskIndex> {
        let owners = std::iter::successors(Some(index), |own| self.outline.parent(*own))
            .find_map(|own| self.outline.remedial_for.get(&own))?;
        let is_needed = |own: &TaskIndex| self.tries_of(*own).is_exhausted;
        if self.mark(index).is_begun() || owners.iter().any(is_needed) {
            return None;
        }
        owners.first().copied()
    }

    /// The first attempt that counts against the number of tries.
    pub(super) fn tries_from(&self, index: TaskIndex) -> u64 {
        self.record(index).and_then(|own| own.tries_from.0).unwrap_or(1)
    }

    /// The tries that count against their number: where nothing but time was missing, it was none.
    pub(super) fn counted(&self, index: TaskIndex) -> impl Iterator<Item = &Try> {
        let from = self.tries_from(index);
        self.tries(index).iter().filter(move |own| {
            let verdict = self.own.decided(&own.id);
            own.attempt >= from && !verdict.is_some_and(|verdict| verdict.lacks_only_time)
        })
    }

    /// How the tries stand.
    pub(crate) fn tries_of(&self, index: TaskIndex) -> Tries {
        let (has_run_out, is_exhausted, is_waiting) = (false, false, false);
        let free = Tries { left: None, has_run_out, is_exhausted, next_at: None, is_waiting };
        let Some(task) = self.curriculum.at(index) else { return free };
        let (limit, cooldown) = (task.max_attempts.0, task.cooldown_seconds.0);
        if limit.is_none() && cooldown.is_none() {
            return free;
        }
        let used = self.counted(index).count() as u64;
        let left = limit.map(|limit| limit.saturating_sub(used));
        if self.is_closed(index) || self.evidence(index) == Evidence::Passed {
            return Tries { left, ..free };
        }
        let last = self.counted(index).last();
        let running = self.record(index).map_or(1, |own| own.try_number);
        let is_current = last.is_some_and(|own| own.try_number == running);
        let last = last.map(|own| self.own.decided(&own.id));
        // What was given up waits for nobody.
        let is_waiting = left == Some(0) && is_current && last == Some(None);
        let next_at = match (cooldown, last.flatten()) {
            (Some(seconds), Some(verdict)) => {
                let millis = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
                let next = Timestamp::from_millis(verdict.at.millis().saturating_add(millis));
                (self.now < next).then_some(next)
            }
            _ => None,
        };
        let has_run_out = left == Some(0) && !is_waiting;
        // All of it is opened again when tries run out, so what is done was done since.
        let is_made_up_for = has_run_out && self.is_made_up_for(index);
        let left = if is_made_up_for { limit } else { left };
        let is_exhausted = has_run_out && !is_made_up_for;
        Tries { left, has_run_out, is_exhausted, next_at, is_waiting }
    }

    fn tries_left(&self, index: TaskIndex, most: usize, known: &mut Known, locks: &mut Vec<Lock>) {
        if !self.mark(index).is_tried() {
            return;
        }
        let tries = self.tries_of(index);
        if tries.is_waiting {
            let message = "The last try waits for a review.";
            locks.push(self.lock(LockKind::Criteria, index, message, Vec::new()));
        } else if tries.is_exhausted {
            let remedial = self.remedial(index);
            let way = self.way(&remedial, most, known);
            let message = match remedial.first() {
                Some(first) => format!(
                    "There are no tries left. Do \"{}\" to get new ones.",
                    self.title(*first)
                ),
                None => "There are no tries left. Ask for help: an instructor can reopen it or \
                         accept what was handed in."
                    .to_owned(),
            };
            locks.push(self.lock_until(LockKind::Attempts, index, message, way));
        } else if let Some(next_at) = tries.next_at {
            let message = format!("The next try is possible at {next_at}.");
            let mut lock = self.lock(LockKind::Cooldown, index, message, Vec::new());
            lock.until = Optional(Some(next_at));
            locks.push(lock);
        }
    }

    /// Whether all that is to be done when the tries are used up is done.
    pub(crate) fn is_made_up_for(&self, index: TaskIndex) -> bool {
        let remedial = self.remedial(index);
        !remedial.is_empty() && remedial.iter().all(|own| self.is_closed(*own))
    }

    /// What is to be done when the tries are used up.
    pub(crate) fn remedial(&self, index: TaskIndex) -> Vec<TaskIndex> {
        let ids = self.curriculum.at(index).and_then(|task| task.remedial.0.as_ref());
        let tasks = ids.into_iter().flatten().filter_map(|id| self.curriculum.index(id.as_str()));
        tasks.filter(|own| *own != index && self.outline.is_in_use(*own)).collect()
    }

    /// What is in the way of closing a task that has these locks: nothing, if it can be closed.
    pub(crate) fn guards(&self, index: TaskIndex, locks: &[Lock], known: &mut Known) -> Vec<Lock> {
        if self.is_closed(index) {
            let message = "It is closed already.";
            return vec![self.lock(LockKind::Criteria, index, message, Vec::new())];
        }
        let mut guards = locks.to_vec();
        // No tries are needed where nothing more is handed in.
        guards.retain(|lock| !matches!(lock.kind, LockKind::Attempts | LockKind::Cooldown));
        if self.status(index) != Status::InProgress {
            let message = "It is not in progress.";
            guards.push(self.lock(LockKind::Criteria, index, message, Vec::new()));
        }
        guards.extend(self.missing(index, known));
        guards
    }

    /// What is missing below a task, and what shows that it was done.
    pub(crate) fn missing(&self, index: TaskIndex, known: &mut Known) -> Vec<Lock> {
        let mut missing = Vec::new();
        for child in self.outline.children(index) {
            if self.outline.is_asked(child) && !self.is_closed(child) {
                let status = self.status(child).as_str();
                let message = format!("child {} is still {status}", self.id(child));
                let way = self.way(&[child], 1, known);
                missing.push(self.lock_until(LockKind::Dependency, child, message, way));
            }
        }
        if self.needs(index) {
            let message = match self.evidence(index) {
                Evidence::Passed => return missing,
                Evidence::Missing => "No submission found in this try".to_owned(),
                Evidence::Waiting => "The submission waits for a review".to_owned(),
                Evidence::Failed(message) => format!("Validation failed: {message}"),
            };
            missing.push(self.lock(LockKind::Criteria, index, message, Vec::new()));
        }
        missing
    }

    /// Whether something below it is missing.
    pub(crate) fn waits_below(&self, index: TaskIndex) -> bool {
        let is_open = |own: TaskIndex| self.outline.is_asked(own) && !self.is_closed(own);
        self.outline.children(index).any(is_open)
    }

    /// Whether nothing below it is missing, nor what shows that it was done.
    pub(crate) fn is_complete(&self, index: TaskIndex) -> bool {
        !self.waits_below(index) && (!self.needs(index) || self.evidence(index) == Evidence::Passed)
    }
}

/// How many reasons a sentence names.
const TOLD: usize = 3;

/// That a task cannot be worked on: the first reasons in words, and all of them in the details.
pub(super) fn locked(title: &str, locks: &[Lock]) -> Error {
    let reasons = locks.iter().take(TOLD).map(|lock| lock.message.as_str());
    let reasons = reasons.collect::<Vec<&str>>().join(" ");
    let more = match locks.len().saturating_sub(TOLD) {
        0 => String::new(),
        1 => " There is 1 more reason.".to_owned(),
        more => format!(" There are {more} more reasons."),
    };
    let details = Json::from_text(object(&[("locked_because", &locks)]));
    Error::new(Code::Locked, format!("\"{title}\" is blocked. {reasons}{more}"))
        .with_details(details)
}
