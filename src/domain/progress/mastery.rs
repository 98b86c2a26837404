//! How firm something sits, by the evidence there is.
//!
//! The rule: of the latest three judged tries at tasks that show it, two were right. Where there
//! are fewer such tasks than that takes, it is enough that each of them was passed. So one slip
//! takes nothing away, and one lucky try gives nothing where more can be seen.

use rustc_hash::FxHashMap;

use super::learning::Learning;
use super::views::{Mastery, MasteryKind};
use crate::domain::curriculum::TaskIndex;
use crate::domain::error::Result;
use crate::domain::sorted::sort;
use crate::domain::time::Timestamp;

/// So many right ones…
pub const MASTERY_M: usize = 2;
/// …of so many latest tries.
pub const MASTERY_N: usize = 3;

impl Learning<'_> {
    /// The objectives and the skills below a task, and whether the learner has mastered them.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn mastery(&self, root_id: &str) -> Result<Vec<Mastery>> {
        let root = self.curriculum.expect(root_id)?;
        let mut found = Vec::new();
        let nodes = self.outline.subtree(root);
        for (index, is_achieved) in nodes.iter().zip(self.achieved(root)) {
            for objective in self.curriculum.objectives(*index) {
                let shown_by = self.shown_by(*index);
                let mut own = self.judge_mastery(&shown_by);
                own.mastered = own.mastered || is_achieved;
                if is_achieved {
                    "It was achieved.".clone_into(&mut own.because);
                }
                own.id = objective.id.as_str().to_owned();
                own.description = objective.description.as_str().to_owned();
                own.level = objective.level;
                found.push(own);
            }
        }
        let mut skills: Vec<(&str, Vec<TaskIndex>)> = Vec::new();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for index in nodes {
            let named = self.curriculum.at(*index).and_then(|task| task.skills.0.as_ref());
            for skill in named.into_iter().flatten() {
                let place = *places.entry(skill.as_str()).or_insert(skills.len());
                if place == skills.len() {
                    skills.push((skill.as_str(), Vec::new()));
                }
                if let Some((_, tasks)) = skills.get_mut(place) {
                    tasks.push(*index);
                }
            }
        }
        for (skill, tasks) in skills {
            let mut own = self.judge_mastery(&tasks);
            own.kind = MasteryKind::Skill;
            skill.clone_into(&mut own.id);
            skill.clone_into(&mut own.description);
            if !own.mastered && self.learner.mastered_skills.iter().any(|had| had.as_str() == skill)
            {
                own.mastered = true;
                "The learner has it from elsewhere.".clone_into(&mut own.because);
            }
            found.push(own);
        }
        Ok(found)
    }

    /// The skills of all tasks that the learner has mastered.
    pub(crate) fn mastered_skills(&self, root_id: &str) -> Result<Vec<String>> {
        let mastered = self.mastery(root_id)?.into_iter();
        let skills = mastered.filter(|own| own.kind == MasteryKind::Skill && own.mastered);
        Ok(skills.map(|own| own.id).collect())
    }

    /// The tasks whose tries show an objective: the task itself, or the leaves below it.
    fn shown_by(&self, index: TaskIndex) -> Vec<TaskIndex> {
        let nodes = self.outline.subtree(index).iter().copied();
        nodes.filter(|own| *own == index || self.outline.needs(*own)).collect()
    }

    fn judge_mastery(&self, tasks: &[TaskIndex]) -> Mastery {
        let mut tries: Vec<(Timestamp, u64, bool)> = Vec::new();
        let (mut can_be_shown, mut passed) = (0, 0);
        for index in tasks.iter().copied().filter(|own| self.outline.needs(*own)) {
            can_be_shown += 1;
            passed += usize::from(self.has_passed(index));
            for own in self.tries(index) {
                if let Some(verdict) = self.progress.decided(&own.id) {
                    let is_right = verdict.is_right.unwrap_or(verdict.passed);
                    tries.push((own.at, own.attempt, is_right));
                }
            }
        }
        sort(&mut tries);
        let right = tries.iter().rev().take(MASTERY_N).filter(|own| own.2).count();
        let is_few = can_be_shown < MASTERY_M && can_be_shown > 0;
        let mastered = right >= MASTERY_M || (is_few && passed == can_be_shown);
        let latest = tries.len().min(MASTERY_N);
        let because = match tries.len() {
            0 => "Nothing was handed in yet.".to_owned(),
            _ => format!("{right} of the latest {latest} tries right, {MASTERY_M} needed."),
        };
        Mastery {
            kind: MasteryKind::Objective,
            id: String::new(),
            description: String::new(),
            level: None,
            task_ids: tasks.iter().map(|own| self.id(*own).to_owned()).collect(),
            tries: tries.len() as u64,
            right: right as u64,
            mastered,
            because,
            extra: Default::default(),
        }
    }
}
