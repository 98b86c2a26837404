//! One learner before all trees: what commands and questions look at.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::marks::Mark;
use super::model::{Progress, Try, VerdictHead};
use super::outline::Outline;
use super::own::Own;
use super::records::{FrozenCriterion, Learner, TaskProgress, progress_id};
use super::values::{Display, Percentage, Status};
use crate::domain::criteria::Share;
use crate::domain::curriculum::{Curriculum, Grading, Task, TaskIndex};
use crate::domain::error::{Error, Result};
use crate::domain::schema::Optional;
use crate::domain::time::Timestamp;

/// One learner before all trees, at one moment.
#[derive(Debug, Clone)]
pub struct Learning<'a> {
    pub(crate) curriculum: &'a Curriculum,
    pub(crate) progress: &'a Progress,
    pub(super) own: &'a Own,
    pub(crate) learner: &'a Learner,
    pub(crate) outline: Rc<Outline>,
    pub(super) marks: Rc<Vec<Mark>>,
    /// What is closed without a command that says so.
    pub(super) settled: Rc<[TaskIndex]>,
    /// Records that a command has changed, and that are not stored yet.
    pub(super) changed: FxHashMap<TaskIndex, Rc<TaskProgress>>,
    /// What a command has just found out about a submission, and is not stored yet.
    pub(super) fresh: Option<(TaskIndex, Evidence)>,
    pub(crate) now: Timestamp,
}

/// What shows that a task was done, in the running try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// Nothing was handed in.
    Missing,
    /// It waits for a review.
    Waiting,
    /// The newest verdict was against it, with these words.
    Failed(String),
    /// The newest verdict was for it.
    Passed,
}

impl<'a> Learning<'a> {
    /// One learner before all trees.
    ///
    /// # Errors
    /// `NOT_FOUND` for a learner who is not there.
    pub fn of(
        curriculum: &'a Curriculum,
        progress: &'a Progress,
        learner_id: &str,
        now: Timestamp,
    ) -> Result<Self> {
        let learner = progress.expect(learner_id)?;
        let Some(own) = progress.own(learner_id) else {
            return Err(Error::not_found("learner", learner_id));
        };
        let outline = progress.outline(curriculum);
        let deeds = own.deeds();
        let kept = deeds.marks.borrow().settled(curriculum);
        let is_kept = kept.is_some();
        let (marks, settled) = kept
            .unwrap_or_else(|| (deeds.marks.borrow_mut().stored(deeds, curriculum), Rc::default()));
        let changed = FxHashMap::default();
        let fresh = None;
        let mut learning = Self {
            curriculum,
            progress,
            own,
            learner,
            outline,
            marks,
            settled,
            changed,
            fresh,
            now,
        };
        if !is_kept {
            learning.settled = learning.settle().into();
            deeds.marks.borrow_mut().keep(learning.marks.clone(), learning.settled.clone());
        }
        Ok(learning)
    }

    /// Who it is.
    #[must_use]
    pub fn learner(&self) -> &'a Learner {
        self.learner
    }

    pub(crate) fn task(&self, index: TaskIndex) -> Result<&'a Task> {
        self.curriculum.at(index).ok_or_else(|| Error::not_found("task", ""))
    }

    pub(crate) fn id(&self, index: TaskIndex) -> &'a str {
        self.curriculum.at(index).map_or("", |task| task.id.as_str())
    }

    pub(crate) fn title(&self, index: TaskIndex) -> &'a str {
        self.curriculum.at(index).map_or("", |task| task.title.as_str())
    }

    pub(crate) fn mark(&self, index: TaskIndex) -> Mark {
        self.marks.get(index.number()).copied().unwrap_or_default()
    }

    pub(crate) fn is_closed(&self, index: TaskIndex) -> bool {
        self.mark(index).is_closed()
    }

    /// The stored record, as it is or as a command is about to leave it.
    pub(crate) fn record(&self, index: TaskIndex) -> Option<&TaskProgress> {
        match self.changed.get(&index) {
            Some(record) => Some(record),
            None => self.own.progress(self.id(index)).map(AsRef::as_ref),
        }
    }

    /// The record, or the one that a missing record stands for.
    pub(crate) fn record_or_open(&self, index: TaskIndex) -> Result<TaskProgress> {
        if let Some(record) = self.record(index) {
            return Ok(record.clone());
        }
        let task = self.task(index)?;
        Ok(TaskProgress {
            id: progress_id(self.learner.id.as_str(), task.id.as_str()),
            task_id: task.id.clone(),
            learner_id: self.learner.id.clone(),
            status: Status::Open,
            started_at: None,
            completed_at: None,
            close_reason: None,
            completion_percentage: Percentage::NONE,
            time_spent_seconds: 0,
            progress_data: None,
            try_number: 1,
            tries_from: Optional(None),
            hints_used: Optional(None),
            hints_given: Optional(None),
            hold: Optional(None),
            waiver: Optional(None),
            criteria: Optional(None),
            created_at: self.now,
            updated_at: self.now,
            extra: Default::default(),
        })
    }

    /// Where the learner stands. A container is in progress once anything below it is (design
    /// rule 7).
    pub(crate) fn status(&self, index: TaskIndex) -> Status {
        let stored = self.mark(index).status();
        let below = || self.outline.subtree(index).iter().any(|own| self.mark(*own).is_begun());
        match stored {
            Status::Open if self.outline.is_container(index) && below() => Status::InProgress,
            stored => stored,
        }
    }

    pub(crate) fn display(&self, index: TaskIndex, status: Status, is_locked: bool) -> Display {
        match status {
            Status::Closed if self.mark(index).is_skipped() => Display::Skipped,
            Status::Closed => Display::Completed,
            _ if is_locked => Display::Locked,
            Status::InProgress => Display::InProgress,
            _ => Display::Available,
        }
    }

    /// What the running try is judged against: as it was when the try began.
    pub(crate) fn criteria(&self, index: TaskIndex) -> Vec<FrozenCriterion> {
        if let Some(frozen) = self.frozen(index) {
            return frozen.to_vec();
        }
        let current = self.curriculum.criteria(index).iter().map(|own| FrozenCriterion {
            id: own.id.clone(),
            criterion_type: own.criterion_type.clone(),
            description: own.description.clone(),
            rule: own.rule.clone(),
            extra: Default::default(),
        });
        current.collect()
    }

    fn frozen(&self, index: TaskIndex) -> Option<&[FrozenCriterion]> {
        self.record(index)?.criteria.0.as_deref()
    }

    /// Whether something must be handed in for this try.
    pub(crate) fn needs(&self, index: TaskIndex) -> bool {
        match (self.frozen(index), self.curriculum.at(index)) {
            (Some(frozen), Some(task)) => task.needs_submission(!frozen.is_empty()),
            _ => self.outline.needs(index),
        }
    }

    pub(crate) fn tries(&self, index: TaskIndex) -> &'a [Try] {
        self.own.tries(self.id(index))
    }

    /// The tries of the running try with the verdicts on them.
    pub(crate) fn judged(
        &self,
        index: TaskIndex,
    ) -> impl Iterator<Item = (&'a Try, Option<&'a VerdictHead>)> {
        let number = self.record(index).map_or(1, |record| record.try_number);
        let learner = self.own;
        let of_this = self.tries(index).iter().filter(move |own| own.try_number == number);
        of_this.map(move |own| (own, learner.decided(&own.id)))
    }

    pub(crate) fn evidence(&self, index: TaskIndex) -> Evidence {
        if let Some((_, fresh)) = self.fresh.as_ref().filter(|(own, _)| *own == index) {
            return fresh.clone();
        }
        let mut newest: Option<(&Try, &VerdictHead)> = None;
        let mut last = None;
        for (own, verdict) in self.judged(index) {
            last = Some(verdict.is_some());
            if let Some(verdict) = verdict
                && newest.is_none_or(|(_, known)| known.at <= verdict.at)
            {
                newest = Some((own, verdict));
            }
        }
        match (newest, last) {
            (Some((_, verdict)), _) if verdict.passed => Evidence::Passed,
            (_, None) => Evidence::Missing,
            (_, Some(false)) => Evidence::Waiting,
            (Some((_, verdict)), _) => {
                let said = verdict.error_message.as_deref();
                Evidence::Failed(said.unwrap_or("no reason was given").to_owned())
            }
            (None, _) => Evidence::Waiting,
        }
    }

    /// Whether what was handed in last waits for a review.
    pub(crate) fn is_in_review(&self, index: TaskIndex) -> bool {
        self.mark(index).is_tried()
            && self.needs(index)
            && self.evidence(index) == Evidence::Waiting
    }

    /// Whether anything handed in for it ever passed.
    pub(crate) fn has_passed(&self, index: TaskIndex) -> bool {
        self.fresh == Some((index, Evidence::Passed))
            || self
                .tries(index)
                .iter()
                .any(|own| self.own.decided(&own.id).is_some_and(|verdict| verdict.passed))
    }

    /// How well, by the grading of the task: over the judged submissions of the newest try that
    /// has any.
    pub(crate) fn grade(&self, index: TaskIndex) -> Option<Share> {
        let mut graded: Vec<(u64, f64)> = Vec::new();
        for own in self.tries(index) {
            if let Some(grade) = self.own.decided(&own.id).and_then(|verdict| verdict.grade) {
                graded.push((own.try_number, grade.get()));
            }
        }
        let newest = graded.iter().map(|(number, _)| *number).max()?;
        let mut grades =
            graded.iter().filter(|(number, _)| *number == newest).map(|(_, grade)| *grade);
        let grading = self.curriculum.at(index).and_then(|task| task.grading.0);
        let grade = match grading.unwrap_or(Grading::Best) {
            Grading::Best => grades.fold(0.0, f64::max),
            Grading::Last => grades.next_back()?,
            Grading::Average => {
                let count = grades.clone().count();
                grades.sum::<f64>() / count as f64
            }
        };
        Some(Share::near(grade))
    }

    /// Active time on a task and on all that is below it, also on what was retired since.
    pub(crate) fn seconds(&self, index: TaskIndex) -> u64 {
        let of = |own: &TaskIndex| self.record(*own).map_or(0, |record| record.time_spent_seconds);
        self.curriculum.subtree(index).iter().map(of).sum()
    }
}
