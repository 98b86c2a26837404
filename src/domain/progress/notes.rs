//! What is noted while a learner works: time, the place inside a task, what is half done, hints.

use super::drafts::merge_drafts;
use super::learning::Learning;
use super::records::{ProgressData, TaskProgress};
use super::steps::{at, check_open};
use super::work::{Decided, Work};
use crate::domain::curriculum::{Stamp, TaskIndex};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventType;
use crate::domain::schema::{Json, Optional};

/// Nobody is active for longer without a break.
const LONGEST: u64 = 86_400;
/// So many seconds more may be told than have passed: what a page has counted when it first writes.
pub const TIME_SLACK: u64 = 30;
/// Larger positions and drafts are no notes.
const LARGEST: usize = 262_144;

/// Adds active time. What is locked takes none, and nobody was active for longer than has passed:
/// the sum is never more than the time since the task was begun, or first noted anything of, and
/// [`TIME_SLACK`]. What is told beyond that does not count.
///
/// # Errors
/// `NOT_FOUND`; `LOCKED`; `INVALID` at `seconds` for none, or more than a day at once.
pub fn record_time(
    learning: &Learning<'_>,
    task_id: &str,
    seconds: u64,
    stamp: Stamp<'_>,
) -> Result<Decided> {
    if !(1..=LONGEST).contains(&seconds) {
        let message = format!("must be from 1 to {LONGEST}, is {seconds}");
        return Err(Error::invalid("seconds", message));
    }
    note(learning, task_id, stamp, |record| {
        let began = record.started_at.map_or(record.created_at, |at| at.min(record.created_at));
        // Rounded: whoever counts seconds counts whole ones.
        let passed = stamp.now.millis().saturating_sub(began.millis()).saturating_add(500) / 1000;
        let most = u64::try_from(passed).unwrap_or(0).saturating_add(TIME_SLACK);
        let spent = record.time_spent_seconds;
        record.time_spent_seconds = spent.saturating_add(seconds).min(most.max(spent));
    })
}

/// Notes where the learner is inside a task, in the host's own terms; `null` forgets it.
///
/// # Errors
/// `NOT_FOUND`; `LOCKED`; `INVALID` at `position` for more than 256 KB.
pub fn bookmark(
    learning: &Learning<'_>,
    task_id: &str,
    position: &Json,
    stamp: Stamp<'_>,
) -> Result<Decided> {
    check_size("position", position)?;
    note(learning, task_id, stamp, |record| data(record).bookmark = some(position))
}

/// Notes what is half done, such as answers half given; `null` forgets it. Where the draft that it
/// was made from is given, only what it changed is noted, member by member and answer by answer:
/// the rest stays as it was kept meanwhile.
///
/// # Errors
/// `NOT_FOUND`; `LOCKED`; `INVALID` at `draft` for more than 256 KB.
pub fn save_draft(
    learning: &Learning<'_>,
    task_id: &str,
    draft: &Json,
    base: Option<&Json>,
    stamp: Stamp<'_>,
) -> Result<Decided> {
    check_size("draft", draft)?;
    note(learning, task_id, stamp, |record| {
        let data = data(record);
        let merged = base.and_then(|base| merge_drafts(data.draft.0.as_ref(), base, draft));
        // Two drafts of the largest size can come to more than one may have.
        let merged = merged.filter(|merged| merged.text().len() <= LARGEST);
        data.draft = some(merged.as_ref().unwrap_or(draft));
    })
}

/// Notes that a hint was given, and gives the next of the author's, if there is one: a learner's
/// context has those that were given. Where the author says so, it takes the credit of the next
/// try.
///
/// # Errors
/// `NOT_FOUND`; `LOCKED`.
pub fn use_hint(learning: &Learning<'_>, task_id: &str, stamp: Stamp<'_>) -> Result<Decided> {
    let index = Work::expect(learning, task_id)?;
    let (given, left) = learning.hints_given(index);
    note(learning, task_id, stamp, |record| {
        if left > 0 {
            record.hints_given = Optional(Some(given as u64 + 1));
        }
        record.hints_used = Optional(Some(record.hints_used.0.unwrap_or(0) + 1));
    })
}

fn note(
    learning: &Learning<'_>,
    task_id: &str,
    stamp: Stamp<'_>,
    change: impl FnOnce(&mut TaskProgress),
) -> Result<Decided> {
    let index = Work::expect(learning, task_id)?;
    let mut work = Work::new(&at(learning, stamp), stamp);
    // Going back to what is done is always allowed; what was begun keeps its notes.
    if !work.learning.mark(index).is_begun() {
        check_open(&work.learning, index)?;
    }
    put(&mut work, index, change)?;
    work.finish(index)
}

fn put(
    work: &mut Work<'_>,
    index: TaskIndex,
    change: impl FnOnce(&mut TaskProgress),
) -> Result<()> {
    let mut record = work.learning.record_or_open(index)?;
    change(&mut record);
    record.progress_data = record.progress_data.take().filter(|own| !own.is_empty());
    work.put(index, record, EventType::Updated, None);
    Ok(())
}

impl ProgressData {
    pub(super) fn is_empty(&self) -> bool {
        let has_more = self.extra.iter().next().is_some();
        self.bookmark.0.is_none() && self.draft.0.is_none() && !has_more
    }
}

fn data(record: &mut TaskProgress) -> &mut ProgressData {
    record.progress_data.get_or_insert_with(|| ProgressData {
        bookmark: Optional(None),
        draft: Optional(None),
        extra: Default::default(),
    })
}

fn some(json: &Json) -> Optional<Json> {
    Optional((json.text() != "null").then(|| json.clone()))
}

fn check_size(path: &str, json: &Json) -> Result<()> {
    match json.text().len() <= LARGEST {
        true => Ok(()),
        false => Err(Error::invalid(path, format!("must have at most {LARGEST} bytes"))),
    }
}
