//! A command at work: it looks at what it has changed so far, and ends as a list of changes.

use std::rc::Rc;

use super::learning::{Evidence, Learning};
use super::marks::Mark;
use super::records::{TaskProgress, Waiver};
use super::values::{Percentage, Status};
use crate::domain::change::Change;
use crate::domain::curriculum::{Stamp, TaskIndex};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{Json, Optional, Tree};
use crate::domain::time::Timestamp;

/// What a command about a task comes to. What is to be shown of it is asked for when it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// What is to be stored, in one commit.
    pub changes: Vec<Change>,
    /// The task.
    pub task_id: String,
    /// The containers that closed with it, from below.
    pub auto_closed: Vec<String>,
    /// What was passed over because of it.
    pub skipped: Vec<String>,
    /// The containers that were reopened with it, from below.
    pub reopened: Vec<String>,
}

pub(super) struct Work<'a> {
    pub learning: Learning<'a>,
    pub stamp: Stamp<'a>,
    changes: Vec<Change>,
    auto_closed: Vec<String>,
    skipped: Vec<String>,
    reopened: Vec<String>,
}

/// Why a container closed.
pub(super) const AUTO_CLOSED: &str = "Auto-closed: all children complete";
/// Why what passed closed once nothing else was missing.
const PASSED: &str = "Passed";

impl<'a> Work<'a> {
    pub fn new(learning: &Learning<'a>, stamp: Stamp<'a>) -> Self {
        let mut learning = learning.clone();
        learning.now = stamp.now;
        Self {
            learning,
            stamp,
            changes: Vec::new(),
            auto_closed: Vec::new(),
            skipped: Vec::new(),
            reopened: Vec::new(),
        }
    }

    /// What it comes to, with what is complete by now. What was so before, and no command had
    /// closed, is written, too.
    pub fn finish(mut self, index: TaskIndex) -> Result<Decided> {
        if !self.changes.is_empty() {
            self.write_complete()?;
        }
        Ok(Decided {
            changes: self.changes,
            task_id: self.learning.id(index).to_owned(),
            auto_closed: self.auto_closed,
            skipped: self.skipped,
            reopened: self.reopened,
        })
    }

    /// What is complete, and no command has closed, as changes that say so.
    pub fn settled(mut self) -> Result<Vec<Change>> {
        if !self.learning.settled.is_empty() {
            self.write_complete()?;
        }
        Ok(self.changes)
    }

    fn write_complete(&mut self) -> Result<()> {
        let mut complete = self.learning.settled.to_vec();
        loop {
            complete.extend(self.learning.settle());
            complete.retain(|own| self.learning.is_closed(*own) && !self.is_written(*own));
            if complete.is_empty() {
                return Ok(());
            }
            for own in complete.drain(..) {
                let is_passed = self.learning.evidence(own) == Evidence::Passed;
                // It has been closed since, and was shown so.
                let at = self.learning.completed_at(own).unwrap_or(self.stamp.now);
                let reason = if is_passed { PASSED } else { AUTO_CLOSED };
                self.close_one(own, Some(reason), at)?;
                self.auto_closed.push(self.learning.id(own).to_owned());
                if is_passed {
                    self.test_out(own)?;
                }
            }
        }
    }

    fn is_written(&self, index: TaskIndex) -> bool {
        self.learning.record(index).is_some_and(|own| own.status == Status::Closed)
    }

    pub fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Changes a record. Of several changes to one record within a command the last is stored, and
    /// tells all that the command made of it.
    pub fn put(
        &mut self,
        index: TaskIndex,
        mut record: TaskProgress,
        event: EventType,
        reason: Option<&str>,
    ) {
        record.updated_at = self.stamp.now.max(record.updated_at);
        let stored = self.learning.own.progress(self.learning.id(index));
        let old = stored.map_or(Status::Open, |own| own.status);
        let told = |status: Status| {
            let members = vec![("status".to_owned(), Tree::from(status.as_str()))];
            Some(Tree::Object(members).json())
        };
        let (old, new) = match old == record.status {
            true => (None, None),
            false => (told(old), told(record.status)),
        };
        let mut change =
            Change::put(EntityType::Progress, &record.id, event, &record).telling(old, new);
        change.reason = reason.map(str::to_owned);
        let same = |own: &Change| own.kind == change.kind && own.id == change.id;
        self.changes.retain(|own| !same(own));
        self.changes.push(change);
        let is_tried = self.learning.mark(index).is_tried();
        let mark = Mark::new(record.status, record.waiver.0.is_some(), is_tried);
        let marks = Rc::make_mut(&mut self.learning.marks);
        if let Some(place) = marks.get_mut(index.number()) {
            *place = mark;
        }
        self.learning.changed.insert(index, Rc::new(record));
    }

    /// Begins a task: from here on it is judged by the criteria of now.
    pub fn start(&mut self, index: TaskIndex) -> Result<()> {
        let mut record = self.learning.record_or_open(index)?;
        record.status = Status::InProgress;
        record.started_at = record.started_at.or(Some(self.stamp.now));
        if record.criteria.0.is_none() {
            record.criteria = Optional(Some(self.learning.criteria(index)));
        }
        self.put(index, record, EventType::Started, None);
        Ok(())
    }

    /// Closes a task, and the containers that are complete with it (design rule 7).
    pub fn close(&mut self, index: TaskIndex, reason: Option<&str>) -> Result<()> {
        self.close_one(index, reason, self.stamp.now)?;
        self.close_upwards(index)
    }

    fn close_one(&mut self, index: TaskIndex, reason: Option<&str>, at: Timestamp) -> Result<()> {
        let mut record = self.learning.record_or_open(index)?;
        record.status = Status::Closed;
        record.started_at = record.started_at.or(Some(at));
        record.completed_at = Some(at);
        record.close_reason = reason.map(str::to_owned);
        record.completion_percentage = Percentage::ALL;
        record.hold = Optional(None);
        forget_draft(&mut record);
        self.put(index, record, EventType::Closed, reason);
        self.tell_objectives(index);
        self.grant_tries(index)
    }

    fn close_upwards(&mut self, index: TaskIndex) -> Result<()> {
        let mut below = index;
        while let Some(parent) = self.learning.outline.parent(below) {
            below = parent;
            if self.learning.is_closed(parent) {
                continue;
            }
            if self.learning.mark(parent).is_held() || !self.learning.is_complete(parent) {
                break;
            }
            self.close_one(parent, Some(AUTO_CLOSED), self.stamp.now)?;
            self.auto_closed.push(self.learning.id(parent).to_owned());
            if self.learning.evidence(parent) == Evidence::Passed {
                self.test_out(parent)?;
            }
        }
        Ok(())
    }

    /// Says in the event what was achieved with it.
    fn tell_objectives(&mut self, index: TaskIndex) {
        let objectives = self.learning.curriculum.objectives(index);
        if objectives.is_empty() || self.learning.achieved(index).first() != Some(&true) {
            return;
        }
        let ids = objectives.iter().map(|own| Tree::from(own.id.as_str())).collect();
        let members = vec![
            ("status".to_owned(), Tree::from(Status::Closed.as_str())),
            ("objectives_achieved".to_owned(), Tree::List(ids)),
        ];
        if let Some(change) = self.changes.last_mut() {
            change.new = Some(Tree::Object(members).json());
        }
    }

    /// What was asked because tries were used up gives new ones when all of it is done.
    fn grant_tries(&mut self, index: TaskIndex) -> Result<()> {
        let owners = self.learning.outline.remedial_for.get(&index).cloned().unwrap_or_default();
        for owner in owners {
            let remedial = self.learning.remedial(owner);
            let is_done = remedial.iter().all(|own| self.learning.is_closed(*own));
            if is_done && self.learning.tries_of(owner).has_run_out {
                let mut record = self.learning.record_or_open(owner)?;
                record.tries_from = Optional(Some(self.next_attempt(owner)));
                self.put(owner, record, EventType::Updated, Some("New tries: all was done for it"));
            }
        }
        Ok(())
    }

    /// Where the last try has failed: what is to be done then is opened, also where it was done
    /// before.
    pub fn run_out(&mut self, index: TaskIndex, attempt: u64) -> Result<()> {
        let Some(limit) = self.learning.task(index)?.max_attempts.0 else { return Ok(()) };
        let others = self.learning.counted(index).filter(|own| own.attempt < attempt).count();
        if attempt < self.learning.tries_from(index)
            || attempt + 1 < self.next_attempt(index)
            || others as u64 + 1 < limit
        {
            return Ok(());
        }
        let because = format!("The tries for \"{}\" are used up", self.learning.title(index));
        let outline = self.learning.outline.clone();
        for root in self.learning.remedial(index) {
            for own in outline.subtree(root).iter().copied() {
                let is_asked = own == root || outline.is_asked(own);
                let is_work = !outline.is_container(own) || outline.needs(own);
                if is_asked && is_work && self.learning.is_closed(own) {
                    self.reopen(own, Some(&because))?;
                    self.reopened.push(self.learning.id(own).to_owned());
                }
            }
        }
        Ok(())
    }

    pub fn next_attempt(&self, index: TaskIndex) -> u64 {
        self.learning.tries(index).iter().map(|own| own.attempt).max().unwrap_or(0) + 1
    }

    /// Passes over a task and all below it that is not closed, and closes what is complete then.
    pub fn skip(&mut self, index: TaskIndex, waiver: &Waiver) -> Result<()> {
        let outline = self.learning.outline.clone();
        let is_other = |own| outline.is_remedial(own) && !outline.is_remedial(index);
        for own in outline.subtree(index).iter().copied() {
            if self.learning.is_closed(own) || is_other(own) {
                continue;
            }
            let mut record = self.learning.record_or_open(own)?;
            record.status = Status::Closed;
            record.completed_at = Some(self.stamp.now);
            record.close_reason = Some(waiver.reason.clone());
            record.completion_percentage = Percentage::ALL;
            record.hold = Optional(None);
            record.waiver = Optional(Some(waiver.clone()));
            self.put(own, record, EventType::Skipped, Some(&waiver.reason));
            self.skipped.push(self.learning.id(own).to_owned());
            self.grant_tries(own)?;
        }
        self.close_upwards(index)
    }

    /// Passes over what its author says is known by whoever passes this one.
    pub fn test_out(&mut self, index: TaskIndex) -> Result<()> {
        let task = self.learning.task(index)?;
        for target in task.tests_out.0.iter().flatten() {
            let target = self.learning.curriculum.index(target.as_str());
            let Some(target) = target.filter(|own| *own != index) else { continue };
            if self.learning.is_closed(target) || !self.learning.outline.is_in_use(target) {
                continue;
            }
            let waiver = Waiver {
                reason: format!("Tested out by passing \"{}\"", task.title),
                waived_by: self.stamp.actor.clone(),
                tested_out_by: Optional(Some(task.id.clone())),
                at: self.stamp.now,
                extra: Default::default(),
            };
            self.skip(target, &waiver)?;
        }
        Ok(())
    }

    /// Opens what is closed for another try, and the containers above it that wait for it.
    pub fn reopen(&mut self, index: TaskIndex, reason: Option<&str>) -> Result<()> {
        self.reopen_one(index, reason)?;
        let mut below = index;
        while let Some(parent) = self.learning.outline.parent(below) {
            below = parent;
            if self.learning.is_closed(parent) && self.learning.waits_below(parent) {
                let because = format!("\"{}\" was reopened", self.learning.title(index));
                self.reopen_one(parent, Some(&because))?;
                self.reopened.push(self.learning.id(parent).to_owned());
            }
        }
        Ok(())
    }

    /// Opens a task for another try, and nothing above it.
    pub fn reopen_one(&mut self, index: TaskIndex, reason: Option<&str>) -> Result<()> {
        let mut record = self.learning.record_or_open(index)?;
        if self.learning.is_closed(index) {
            record.tries_from = Optional(Some(self.next_attempt(index)));
        }
        record.completed_at = None;
        record.close_reason = None;
        record.try_number += 1;
        record.criteria = Optional(None);
        record.waiver = Optional(None);
        self.put_back(index, record, reason);
        Ok(())
    }

    /// Sets what is in progress back, in the same try: what was handed in counts, and can be judged.
    pub fn go_back(&mut self, index: TaskIndex, reason: Option<&str>) -> Result<()> {
        let record = self.learning.record_or_open(index)?;
        self.put_back(index, record, reason);
        Ok(())
    }

    fn put_back(&mut self, index: TaskIndex, mut record: TaskProgress, reason: Option<&str>) {
        record.status = Status::Open;
        record.completion_percentage = Percentage::NONE;
        record.hold = Optional(None);
        forget_draft(&mut record);
        self.put(index, record, EventType::Reopened, reason);
    }

    /// A task that is in use.
    pub fn expect(learning: &Learning<'_>, task_id: &str) -> Result<TaskIndex> {
        let index = learning.curriculum.expect(task_id)?;
        match learning.outline.is_in_use(index) {
            true => Ok(index),
            false => {
                let message = format!("task {task_id} was retired; nothing can be done for it");
                Err(Error::new(Code::InvalidTransition, message))
            }
        }
    }
}

/// What was half done in one try is nothing to begin the next one with.
fn forget_draft(record: &mut TaskProgress) {
    if let Some(data) = &mut record.progress_data {
        data.draft = Optional(None);
    }
    record.progress_data = record.progress_data.take().filter(|own| !own.is_empty());
}

/// A status in words for an error that says what stands in the way of closing.
pub(super) fn refused(message: &str, guards: &[super::views::Lock]) -> Error {
    let error = Error::new(Code::InvalidTransition, message.to_owned());
    let details = vec![("cannot_close_because".to_owned(), Json::of(&guards))];
    let details = details
        .into_iter()
        .map(|(key, json)| (key, Tree::parse(json.text()).unwrap_or(Tree::List(Vec::new()))));
    error.with_details(Tree::Object(details.collect()).json())
}
