//! How far a learner is in a project, what they have achieved, and how well.

use super::learning::Learning;
use super::values::{Percentage, Status};
use super::views::{AchievedCount, LearnerProgress};
use crate::domain::criteria::Share;
use crate::domain::curriculum::TaskIndex;
use crate::domain::error::Result;
use crate::domain::schema::Map;

impl Learning<'_> {
    /// How far the learner is below a task, which is a project as a rule (LP1 to LP7).
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn overview(&self, root_id: &str) -> Result<LearnerProgress> {
        let root = self.curriculum.expect(root_id)?;
        let sweep = self.sweep(root);
        let mut overview = LearnerProgress {
            learner_id: self.learner.id.as_str().to_owned(),
            project_id: self.id(self.curriculum.project_of(root).unwrap_or(root)).to_owned(),
            total_tasks: 0,
            completed_tasks: 0,
            skipped_tasks: 0,
            in_progress_tasks: 0,
            blocked_tasks: 0,
            completion_percentage: Percentage::NONE,
            objectives_achieved: 0,
            total_objectives: 0,
            objectives_by_level: Map::new(),
            grade: self.weighted_grade(root),
            total_time_spent_seconds: self.seconds(root),
            total_time_spent_minutes: self.seconds(root) / 60,
            extra: Default::default(),
        };
        let counted = sweep.nodes.iter().zip(&sweep.is_locked);
        for (index, is_locked) in counted.filter(|(index, _)| self.outline.counts(**index)) {
            let mark = self.mark(*index);
            overview.total_tasks += 1;
            if mark.is_closed() {
                overview.completed_tasks += 1;
                overview.skipped_tasks += u64::from(mark.is_skipped());
            } else if *is_locked || self.is_kept_back(*index) {
                overview.blocked_tasks += 1;
            } else if self.status(*index) == Status::InProgress {
                overview.in_progress_tasks += 1;
            }
        }
        overview.completion_percentage = match (overview.total_tasks, self.is_closed(root)) {
            (0, true) => Percentage::ALL,
            (all, _) => Percentage::of(overview.completed_tasks, all),
        };
        let achieved = self.achieved(root);
        for (index, is_achieved) in sweep.nodes.iter().zip(achieved) {
            for objective in self.curriculum.objectives(*index) {
                overview.total_objectives += 1;
                overview.objectives_achieved += u64::from(is_achieved);
                if let Some(level) = objective.level {
                    let none =
                        || AchievedCount { total: 0, achieved: 0, extra: Default::default() };
                    let by_level = &mut overview.objectives_by_level;
                    if let Some(count) = by_level.entry(level.as_str(), none) {
                        count.total += 1;
                        count.achieved += u64::from(is_achieved);
                    }
                }
            }
        }
        Ok(overview)
    }

    /// For each task from a root on, in the order of the tree: whether its objectives were
    /// achieved (design rule 12). What is optional, was waived or is for others is not asked of
    /// this learner and holds no container up; but where all that was asked was waived, nothing
    /// was shown.
    pub(super) fn achieved(&self, root: TaskIndex) -> Vec<bool> {
        let nodes = self.outline.subtree(root);
        let base = self.outline.span(root).0 as usize;
        let mut all_below = vec![true; nodes.len()];
        let mut shown_below = vec![false; nodes.len()];
        let mut achieved = vec![false; nodes.len()];
        for (place, index) in nodes.iter().copied().enumerate().rev() {
            let below = all_below.get(place).copied().unwrap_or(true);
            let is_shown_below = shown_below.get(place) == Some(&true);
            let is_shown = self.is_shown(index, is_shown_below);
            let is_achieved = match self.outline.is_container(index) {
                true => below && is_shown && self.is_closed(index),
                false => self.has_achieved(index),
            };
            if let Some(own) = achieved.get_mut(place) {
                *own = is_achieved;
            }
            let is_held_against =
                !below || !(is_achieved || self.curriculum.objectives(index).is_empty());
            let is_excused = self.outline.is_remedial(index)
                || !self.outline.is_asked(index)
                || self.mark(index).is_skipped();
            let parent = self.outline.parent_place(base + place) as usize;
            let parent = parent.checked_sub(base).filter(|_| place > 0);
            if let Some(above) = parent.and_then(|parent| all_below.get_mut(parent)) {
                *above &= is_excused || !is_held_against;
            }
            if let Some(above) = parent.and_then(|parent| shown_below.get_mut(parent)) {
                *above |= is_shown || is_shown_below;
            }
        }
        achieved
    }

    /// Whether a learner did something there, or tested out of it, rather than being let off.
    fn is_shown(&self, index: TaskIndex, is_shown_below: bool) -> bool {
        match self.outline.is_container(index) {
            true if self.mark(index).is_skipped() => self.has_achieved(index),
            true => is_shown_below || self.has_passed(index),
            false => {
                self.is_closed(index) && !self.mark(index).is_skipped() || self.has_achieved(index)
            }
        }
    }

    /// Of a leaf: a submission passed, or it is closed where none is needed, or it was tested out.
    pub(super) fn has_achieved(&self, index: TaskIndex) -> bool {
        let record = self.record(index);
        let waiver = record.and_then(|own| own.waiver.0.as_ref());
        let is_done = match waiver {
            Some(waiver) => waiver.tested_out_by.0.is_some(),
            None => !self.needs(index),
        };
        self.has_passed(index) || (self.is_closed(index) && is_done)
    }

    /// The grades below a task weighted by `max_grade`: what names none does not count where others
    /// do, also while those are not graded. Where no task names one, all weigh the same.
    fn weighted_grade(&self, root: TaskIndex) -> Option<Share> {
        let nodes = self.outline.subtree(root).iter().copied();
        let named = |own| self.curriculum.at(own).and_then(|task| task.max_grade);
        let is_weighted = nodes.clone().any(|own| named(own).is_some());
        let (mut sum, mut all) = (0.0, 0.0);
        for index in nodes.filter(|own| self.mark(*own).is_tried()) {
            let Some(grade) = self.grade(index) else { continue };
            let weight = match is_weighted {
                true => named(index).map_or(0.0, |own| own.get()),
                false => 1.0,
            };
            sum += grade.get() * weight;
            all += weight;
        }
        (all > 0.0).then(|| Share::near(sum / all))
    }
}
