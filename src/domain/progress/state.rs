//! Where a learner stands with one task, or with a list of them.

use super::learning::Learning;
use super::locks::{Known, WAY};
use super::records::TaskProgress;
use super::values::{Percentage, Status};
use super::views::{BlockedTask, TaskState, TaskSummary};
use crate::domain::curriculum::TaskIndex;
use crate::domain::error::{Error, Result};

impl Learning<'_> {
    /// Where the learner stands with a task (spec 4.4). Reading never writes: a task without a
    /// record is open (PR1, PR11).
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn state(&self, task_id: &str) -> Result<TaskState> {
        let index = self.curriculum.expect(task_id)?;
        self.state_of(index, WAY, &mut Known::default())
    }

    pub(crate) fn state_of(
        &self,
        index: TaskIndex,
        most: usize,
        known: &mut Known,
    ) -> Result<TaskState> {
        let task = self.task(index)?;
        let record = self.record(index);
        let status = self.status(index);
        let locked_because = self.reasons(index, most, known);
        let guards = self.guards(index, &locked_because, known);
        Ok(TaskState {
            task_id: task.id.as_str().to_owned(),
            title: task.title.as_str().to_owned(),
            task_type: task.task_type,
            parent_id: task.parent_id.as_ref().map(|id| id.as_str().to_owned()),
            priority: task.priority,
            status,
            display: self.display(index, status, !locked_because.is_empty()),
            locked_because,
            completion_percentage: self.percentage(index),
            attempts: self.tries(index).len() as u64,
            attempts_left: self.tries_of(index).left,
            grade: self.grade(index),
            started_at: self.started_at(index),
            completed_at: self.completed_at(index),
            close_reason: self.close_reason(index).map(str::to_owned),
            time_spent_seconds: self.seconds(index),
            needs_submission: self.needs(index),
            can_close: guards.is_empty(),
            cannot_close_because: guards,
            new_items: self.new_items(index),
            progress_data: record.and_then(|own| own.progress_data.clone()),
            extra: Default::default(),
        })
    }

    /// How far a task is: of a container what is closed below it, of a leaf what its record says.
    pub(crate) fn percentage(&self, index: TaskIndex) -> Percentage {
        if !self.outline.is_container(index) {
            return match self.is_closed(index) {
                true => Percentage::ALL,
                false => {
                    self.record(index).map_or(Percentage::NONE, |own| own.completion_percentage)
                }
            };
        }
        let (done, all) = self.count_below(index);
        match (all, self.is_closed(index)) {
            (0, true) => Percentage::ALL,
            _ => Percentage::of(done, all),
        }
    }

    /// How many of those below a container that count are closed, and how many there are.
    pub(crate) fn count_below(&self, index: TaskIndex) -> (u64, u64) {
        let below = self.outline.subtree(index).iter().skip(1);
        let counted = below.filter(|own| self.outline.counts(**own));
        counted.fold((0, 0), |(done, all), own| (done + u64::from(self.is_closed(*own)), all + 1))
    }

    /// When it was first begun; of a container when anything below it was.
    pub(super) fn started_at(&self, index: TaskIndex) -> Option<crate::domain::time::Timestamp> {
        let of = |index: TaskIndex| self.record(index).and_then(|own| own.started_at);
        match self.outline.is_container(index) {
            true => self.outline.subtree(index).iter().filter_map(|own| of(*own)).min(),
            false => of(index),
        }
    }

    /// What came under a container after it was closed and is not done (design rule 7).
    fn new_items(&self, index: TaskIndex) -> Vec<String> {
        let Some(completed_at) = self.record(index).and_then(|own| own.completed_at) else {
            return Vec::new();
        };
        let is_new = |own: &TaskIndex| {
            let task = self.curriculum.at(*own);
            !self.is_closed(*own)
                && !self.outline.is_remedial(*own)
                && (self.outline.is_asked(*own)
                    || task.is_some_and(|task| task.created_at > completed_at))
        };
        let below = self.outline.subtree(index).iter().skip(1).filter(|own| is_new(own));
        below.map(|own| self.id(*own).to_owned()).collect()
    }

    pub(crate) fn summary_of(&self, index: TaskIndex) -> Result<TaskSummary> {
        let task = self.task(index)?;
        Ok(TaskSummary {
            id: task.id.as_str().to_owned(),
            title: task.title.as_str().to_owned(),
            task_type: task.task_type,
            priority: task.priority,
            extra: Default::default(),
        })
    }

    /// What cannot be worked on below a task, and why: locked, or set aside.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn blocked(&self, root_id: &str) -> Result<Vec<BlockedTask>> {
        let root = self.curriculum.expect(root_id)?;
        let mut known = Known::default();
        let mut blocked = Vec::new();
        for index in self.outline.subtree(root).iter().copied() {
            // What nobody asks of this learner is not missing.
            if self.outline.is_remedial(index) && !self.mark(index).is_tried() {
                continue;
            }
            let locked_because = self.locks(index, 1, &mut known);
            if !locked_because.is_empty() {
                let (task_id, title) = (self.id(index).to_owned(), self.title(index).to_owned());
                let extra = Default::default();
                blocked.push(BlockedTask { task_id, title, locked_because, extra });
            }
        }
        Ok(blocked)
    }

    /// Every task below one in this status, those without a record included (PR9); of every
    /// status if none is given.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn list(&self, root_id: Option<&str>, status: Option<Status>) -> Result<Vec<TaskState>> {
        self.list_page(root_id, status, usize::MAX, None)
    }

    /// The same from behind a task on, in the order of the tree, and at most so many.
    ///
    /// # Errors
    /// `NOT_FOUND`; `INVALID` at `after` for a task that is not in use there.
    pub fn list_page(
        &self,
        root_id: Option<&str>,
        status: Option<Status>,
        limit: usize,
        after: Option<&str>,
    ) -> Result<Vec<TaskState>> {
        let indices = match root_id {
            Some(root_id) => self.outline.subtree(self.curriculum.expect(root_id)?),
            None => &self.outline.order,
        };
        let from = match after {
            None => 0,
            Some(id) => {
                let index = self.curriculum.index(id);
                let place = index.and_then(|own| indices.iter().position(|other| *other == own));
                place.ok_or_else(|| Error::invalid("after", "is no task of this list"))? + 1
            }
        };
        let mut known = Known::default();
        let wanted = indices.iter().copied().skip(from);
        wanted
            .filter(|index| status.is_none_or(|status| self.status(*index) == status))
            .take(limit)
            .map(|index| self.state_of(index, 1, &mut known))
            .collect()
    }

    /// The stored record of a task, if there is one (PR11).
    #[must_use]
    pub fn stored(&self, task_id: &str) -> Option<&TaskProgress> {
        self.record(self.curriculum.index(task_id)?)
    }
}
