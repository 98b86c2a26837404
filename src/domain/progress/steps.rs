//! Beginning, closing, reopening, setting aside and passing over.

use super::learning::Learning;
use super::locks::{Known, WAY, locked};
use super::machine::transition;
use super::records::{Hold, Waiver};
use super::values::Status;
use super::work::{Decided, Work, refused};
use crate::domain::curriculum::{Stamp, TaskIndex};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::EventType;
use crate::domain::id::Actor;
use crate::domain::schema::Optional;

/// Begins a task. Beginning what is in progress changes nothing.
///
/// # Errors
/// `NOT_FOUND`; `LOCKED` with the reasons; `INVALID_TRANSITION` for a closed task.
pub fn start(learning: &Learning<'_>, task_id: &str, stamp: Stamp<'_>) -> Result<Decided> {
    let index = Work::expect(learning, task_id)?;
    let mut work = Work::new(&at(learning, stamp), stamp);
    match work.learning.mark(index).status() {
        Status::InProgress => return work.finish(index),
        Status::Closed => {
            let error = transition(Status::Closed, Status::InProgress);
            return Err(error
                .err()
                .unwrap_or_else(already_closed)
                .within("the task is closed; reopen it first"));
        }
        Status::Open | Status::Blocked => {}
    }
    check_open(&work.learning, index)?;
    work.start(index)?;
    work.finish(index)
}

/// Closes a task for which nothing, or nothing more, must be handed in. Closing what is closed
/// changes nothing.
///
/// # Errors
/// `NOT_FOUND`; `LOCKED` with the reasons; `INVALID_TRANSITION` for what is not in progress, for
/// open parts below it ("child … is still open"), or where what shows that it was done is missing
/// ("No submission found…", "Validation failed…").
pub fn close(
    learning: &Learning<'_>,
    task_id: &str,
    reason: Option<&str>,
    stamp: Stamp<'_>,
) -> Result<Decided> {
    let index = Work::expect(learning, task_id)?;
    let mut work = Work::new(&at(learning, stamp), stamp);
    if work.learning.is_closed(index) {
        return work.finish(index);
    }
    transition(work.learning.status(index), Status::Closed)?;
    let mut known = Known::default();
    let mut locks = work.learning.locks(index, WAY, &mut known);
    locks.retain(is_in_the_way_of_closing);
    if !locks.is_empty() {
        return Err(locked(work.learning.title(index), &locks));
    }
    let missing = work.learning.missing(index, &mut known);
    if let Some(first) = missing.first() {
        return Err(refused(&first.message, &missing));
    }
    work.close(index, reason)?;
    work.finish(index)
}

/// What only keeps a learner from handing in is no reason against closing.
fn is_in_the_way_of_closing(lock: &super::views::Lock) -> bool {
    use super::values::LockKind::{Attempts, Cooldown, Criteria};
    !matches!(lock.kind, Attempts | Cooldown | Criteria)
}

/// Opens a task again: closed for another try, with the containers above it; in progress as not
/// begun; set aside as open. `may_grant` says whether whoever asks may also give new tries where
/// none are left, and take up what others have set aside. For who has none left, the last one goes
/// on: it can still be accepted.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` at `reason` for a blank one; `INVALID_TRANSITION` for what is open, and for a
/// container that is closed or in progress because of what is below it: that is to be reopened below;
/// `PERMISSION_DENIED` for what others set aside.
pub fn reopen(
    learning: &Learning<'_>,
    task_id: &str,
    reason: Option<&str>,
    may_grant: bool,
    stamp: Stamp<'_>,
) -> Result<Decided> {
    let index = Work::expect(learning, task_id)?;
    if reason.is_some_and(|own| own.trim().is_empty()) {
        return Err(blank_reason());
    }
    let mut work = Work::new(&at(learning, stamp), stamp);
    let status = work.learning.mark(index).status();
    let tries = work.learning.tries_of(index);
    let has_none_left = tries.left == Some(0);
    let is_granted = may_grant
        && match status {
            Status::Open => tries.is_exhausted || tries.is_waiting,
            Status::InProgress => has_none_left,
            // What waits for a review goes on waiting.
            Status::Blocked => tries.is_exhausted,
            Status::Closed => false,
        };
    if is_granted {
        let next = work.next_attempt(index);
        let mut record = work.learning.record_or_open(index)?;
        record.tries_from = Optional(Some(next));
        work.put(index, record, EventType::Reopened, reason);
    }
    match status {
        Status::Open if is_granted => work.reopen_one(index, reason)?,
        Status::Open if work.learning.status(index) == Status::InProgress => {
            let message = "it is in progress because of what is below it: reopen that";
            return Err(Error::new(Code::InvalidTransition, message));
        }
        Status::Open => transition(status, Status::Open)?,
        Status::Blocked => {
            let mut record = work.learning.record_or_open(index)?;
            let holder = record.hold.0.as_ref().map(|own| &own.held_by);
            if !may_grant && holder.is_none_or(|holder| holder != stamp.actor) {
                let message = "it was set aside by somebody else, who must take it up again";
                return Err(Error::new(Code::PermissionDenied, message));
            }
            record.status = Status::Open;
            record.hold = Optional(None);
            work.put(index, record, EventType::Reopened, reason);
        }
        Status::InProgress if has_none_left && !is_granted => work.go_back(index, reason)?,
        Status::InProgress => work.reopen_one(index, reason)?,
        Status::Closed => reopen_closed(&mut work, index, reason)?,
    }
    work.finish(index)
}

fn reopen_closed(work: &mut Work<'_>, index: TaskIndex, reason: Option<&str>) -> Result<()> {
    let outline = work.learning.outline.clone();
    let below = outline.subtree(index).iter().copied().skip(1);
    let skipped: Vec<TaskIndex> =
        below.filter(|own| work.learning.mark(*own).is_skipped()).collect();
    let is_all_done = skipped.is_empty()
        && outline.is_container(index)
        && !work.learning.needs(index)
        && work.learning.is_complete(index);
    if is_all_done {
        let message = "all below it is closed: reopen what is to be done again, and it opens too";
        return Err(Error::new(Code::InvalidTransition, message));
    }
    work.reopen(index, reason)?;
    for own in skipped {
        if work.learning.is_closed(own) {
            work.reopen(own, reason)?;
        }
    }
    Ok(())
}

/// Sets a task aside with all below it, until it is reopened.
///
/// # Errors
/// `NOT_FOUND`; `INVALID_TRANSITION` for what is closed or set aside already.
pub fn hold(
    learning: &Learning<'_>,
    task_id: &str,
    reason: Option<&str>,
    stamp: Stamp<'_>,
) -> Result<Decided> {
    let index = Work::expect(learning, task_id)?;
    let mut work = Work::new(&at(learning, stamp), stamp);
    transition(work.learning.mark(index).status(), Status::Blocked)?;
    let mut record = work.learning.record_or_open(index)?;
    record.status = Status::Blocked;
    let held_by = stamp.actor.clone();
    let reason = reason.filter(|own| !own.trim().is_empty()).map(str::to_owned);
    let hold = Hold { reason: reason.clone(), held_by, at: stamp.now, extra: Default::default() };
    record.hold = Optional(Some(hold));
    work.put(index, record, EventType::Held, reason.as_deref());
    work.finish(index)
}

/// Passes over a task with all below it: it is closed, opens what waits for it, and is shown
/// apart. Skipping what is closed changes nothing.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` at `reason` for none.
pub fn skip(
    learning: &Learning<'_>,
    task_id: &str,
    reason: &str,
    waived_by: Option<&Actor>,
    stamp: Stamp<'_>,
) -> Result<Decided> {
    let index = Work::expect(learning, task_id)?;
    if reason.trim().is_empty() {
        return Err(blank_reason());
    }
    let mut work = Work::new(&at(learning, stamp), stamp);
    if !work.learning.is_closed(index) {
        let waiver = Waiver {
            reason: reason.to_owned(),
            waived_by: waived_by.unwrap_or(stamp.actor).clone(),
            tested_out_by: Optional(None),
            at: stamp.now,
            extra: Default::default(),
        };
        work.skip(index, &waiver)?;
    }
    work.finish(index)
}

/// The same learner at the time of the command.
pub(super) fn at<'a>(learning: &Learning<'a>, stamp: Stamp<'_>) -> Learning<'a> {
    Learning { now: stamp.now, ..learning.clone() }
}

/// That a task can be worked on.
pub(super) fn check_open(learning: &Learning<'_>, index: TaskIndex) -> Result<()> {
    let locks = learning.locks(index, WAY, &mut Known::default());
    match locks.is_empty() {
        true => Ok(()),
        false => Err(locked(learning.title(index), &locks)),
    }
}

fn blank_reason() -> Error {
    Error::invalid("reason", "must say why, and not be blank")
}

fn already_closed() -> Error {
    Error::new(Code::InvalidTransition, "it is closed")
}
