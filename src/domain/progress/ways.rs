//! What a learner does, and in which order, so that a task can be closed; and what bars the way.

use rustc_hash::FxHashSet;

use super::learning::{Evidence, Learning};
use super::locks::Known;
use crate::domain::curriculum::TaskIndex;

/// The way to the end of some tasks.
#[derive(Debug, Default)]
pub(super) struct Way {
    /// What is to be done, in the order of doing: as far as one can go.
    pub steps: Vec<String>,
    /// What must be done by others before it goes on, in words.
    pub barred: Option<String>,
}

/// What comes next on a way.
#[derive(Debug, Clone, Copy)]
pub(super) enum Turn {
    /// Something that may have others before it.
    Look(TaskIndex),
    /// A step.
    Do(TaskIndex),
    /// It was set aside.
    Held(TaskIndex),
    /// No tries are left, and nothing gives new ones.
    Spent(TaskIndex),
    /// The last try waits for a review.
    Reviewed(TaskIndex),
    /// It is only for who has no tries left for another.
    Asleep(TaskIndex, TaskIndex),
}

impl Learning<'_> {
    /// What is to be done, and in which order, so that some tasks can be closed, the first of them
    /// first: at most so many steps, and none behind what bars the way.
    pub(super) fn way(&self, targets: &[TaskIndex], most: usize, known: &mut Known) -> Way {
        let mut way = Way::default();
        if most == 0 {
            return way;
        }
        let mut seen = FxHashSet::default();
        let mut waiting: Vec<Turn> = targets.iter().rev().map(|own| Turn::Look(*own)).collect();
        let mut first = None;
        while let Some(turn) = waiting.pop() {
            let turn = match turn {
                Turn::Look(next) => {
                    if self.is_closed(next) || !seen.insert(next) {
                        continue;
                    }
                    match known.first_steps.get(&next).filter(|_| most == 1) {
                        Some(kept) => *kept,
                        None => {
                            self.before(next, most, known, &seen, &mut waiting);
                            continue;
                        }
                    }
                }
                turn => turn,
            };
            first = first.or(Some(turn));
            match turn {
                Turn::Look(_) => {}
                Turn::Do(own) => way.steps.push(self.id(own).to_owned()),
                bar => way.barred = Some(self.said(bar)),
            }
            if way.barred.is_some() || way.steps.len() >= most {
                break;
            }
        }
        if let Some(first) = first.filter(|_| most == 1) {
            known.first_steps.extend(seen.into_iter().map(|own| (own, first)));
        }
        way
    }

    /// Puts on the way what comes before a task, and itself.
    fn before(
        &self,
        next: TaskIndex,
        most: usize,
        known: &mut Known,
        seen: &FxHashSet<TaskIndex>,
        waiting: &mut Vec<Turn>,
    ) {
        match self.bar(next) {
            Some(bar) => waiting.push(bar),
            None => self.within(next, waiting),
        }
        let lineage = std::iter::successors(Some(next), |own| self.outline.parent(*own));
        for own in lineage.filter(|own| !self.is_closed(*own)) {
            let gate = self.gate_of_way(own, most, known);
            let before = self.open_blockers(own).chain(gate).filter(|own| !seen.contains(own));
            waiting.extend(before.map(Turn::Look));
        }
    }

    /// Puts on the way what is to be done at a task and below it.
    fn within(&self, next: TaskIndex, waiting: &mut Vec<Turn>) {
        let is_container = self.outline.is_container(next);
        // A container whose work has passed closes itself behind its last part.
        if !is_container || (self.needs(next) && self.evidence(next) != Evidence::Passed) {
            waiting.push(Turn::Do(next));
            waiting.extend(self.before_a_try(next));
        }
        let parts = self.outline.children(next).filter(|own| self.outline.is_asked(*own));
        let parts: Vec<TaskIndex> = parts.filter(|own| !self.is_closed(*own)).collect();
        waiting.extend(parts.iter().rev().map(|own| Turn::Look(*own)));
    }

    /// What stands in the way of another try, the last first.
    fn before_a_try(&self, index: TaskIndex) -> Vec<Turn> {
        if !self.mark(index).is_tried() {
            return Vec::new();
        }
        let tries = self.tries_of(index);
        if tries.is_waiting || self.is_in_review(index) {
            return vec![Turn::Reviewed(index)];
        }
        if !tries.is_exhausted {
            return Vec::new();
        }
        match self.remedial(index) {
            help if help.is_empty() => vec![Turn::Spent(index)],
            help => help.into_iter().rev().map(Turn::Look).collect(),
        }
    }

    /// What bars the way to a task when all before it is done.
    fn bar(&self, index: TaskIndex) -> Option<Turn> {
        let mut lineage = std::iter::successors(Some(index), |own| self.outline.parent(*own));
        if let Some(held) = lineage.find(|own| self.mark(*own).is_held()) {
            return Some(Turn::Held(held));
        }
        let is_remedial = self.outline.is_remedial(index);
        let owner = is_remedial.then(|| self.sleeps_for(index)).flatten()?;
        Some(Turn::Asleep(index, owner))
    }

    fn said(&self, bar: Turn) -> String {
        match bar {
            Turn::Look(own) | Turn::Do(own) => self.title(own).to_owned(),
            Turn::Held(own) => {
                format!("\"{}\" was set aside; it must be reopened.", self.title(own))
            }
            Turn::Spent(own) => format!(
                "There are no tries left for \"{}\": an instructor can reopen it or accept what \
                 was handed in.",
                self.title(own)
            ),
            Turn::Reviewed(own) => {
                format!("The last try for \"{}\" waits for a review.", self.title(own))
            }
            Turn::Asleep(own, owner) => format!(
                "\"{}\" opens when the tries for \"{}\" are used up.",
                self.title(own),
                self.title(owner)
            ),
        }
    }
}
