//! A learner's statuses by the number of the task, so that a whole tree is gone through without
//! looking anything up by its id.

use std::rc::Rc;

use super::own::Deeds;
use super::values::Status;
use crate::domain::curriculum::{Curriculum, TaskIndex};

/// Where a learner stands with one task, in one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mark(u8);

const STATUS: u8 = 0b11;
const SKIPPED: u8 = 0b100;
const TRIED: u8 = 0b1000;

impl Mark {
    pub fn new(status: Status, is_skipped: bool, is_tried: bool) -> Self {
        let status = match status {
            Status::Open => 0,
            Status::InProgress => 1,
            Status::Blocked => 2,
            Status::Closed => 3,
        };
        let skipped = if is_skipped { SKIPPED } else { 0 };
        Self(status | skipped | if is_tried { TRIED } else { 0 })
    }

    pub fn status(self) -> Status {
        match self.0 & STATUS {
            0 => Status::Open,
            1 => Status::InProgress,
            2 => Status::Blocked,
            _ => Status::Closed,
        }
    }

    /// The same, closed.
    pub fn closed(self) -> Self {
        Self(self.0 | STATUS)
    }

    pub fn is_closed(self) -> bool {
        self.0 & STATUS == 3
    }

    pub fn is_held(self) -> bool {
        self.0 & STATUS == 2
    }

    pub fn is_skipped(self) -> bool {
        self.0 & SKIPPED != 0
    }

    pub fn is_tried(self) -> bool {
        self.0 & TRIED != 0
    }

    /// Whether what is above it is in progress because of it.
    pub fn is_begun(self) -> bool {
        matches!(self.0 & STATUS, 1 | 3)
    }
}

/// Marks with what is complete as closed, and which these are.
type Settled = (Rc<Vec<Mark>>, Rc<[TaskIndex]>);

/// The marks of one learner, kept up to date as they are asked for.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// As their records have them.
    stored: Vec<Mark>,
    settled: Option<Settled>,
    revision: Option<u64>,
    touched: Vec<Box<str>>,
}

impl Marks {
    /// Says that the record of a task changed.
    pub fn touch(&mut self, task_id: &str) {
        self.touched.push(task_id.into());
    }

    /// What was kept of how they were settled, if nothing has changed since.
    pub fn settled(&self, curriculum: &Curriculum) -> Option<Settled> {
        let holds = self.touched.is_empty() && self.revision == Some(curriculum.revision());
        self.settled.clone().filter(|_| holds)
    }

    pub fn keep(&mut self, marks: Rc<Vec<Mark>>, closed: Rc<[TaskIndex]>) {
        self.settled = Some((marks, closed));
    }

    /// As their records have them.
    pub fn stored(&mut self, own: &Deeds, curriculum: &Curriculum) -> Rc<Vec<Mark>> {
        let touched = std::mem::take(&mut self.touched);
        let marks = &mut self.stored;
        if self.revision != Some(curriculum.revision()) {
            self.revision = Some(curriculum.revision());
            *marks = vec![Mark::default(); curriculum.bound()];
            for progress in own.progress.values() {
                set(marks, own, curriculum, progress.task_id.as_str());
            }
            for task_id in own.tries.keys() {
                set(marks, own, curriculum, task_id);
            }
        } else {
            for task_id in &touched {
                set(marks, own, curriculum, task_id);
            }
        }
        Rc::new(marks.clone())
    }
}

fn set(marks: &mut [Mark], own: &Deeds, curriculum: &Curriculum, task_id: &str) {
    let index = curriculum.index(task_id).map(TaskIndex::number);
    let Some(place) = index.and_then(|index| marks.get_mut(index)) else { return };
    let is_tried = own.tries.get(task_id).is_some_and(|tries| !tries.is_empty());
    *place = match own.progress.get(task_id) {
        Some(progress) => Mark::new(progress.status, progress.waiver.0.is_some(), is_tried),
        None => Mark::new(Status::Open, false, is_tried),
    };
}
