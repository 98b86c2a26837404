//! Deleting a task with all below it and all that hangs on it.

use rustc_hash::FxHashSet;

use super::dependency::removed;
use super::model::{Curriculum, TaskIndex};
use super::records::Task;
use super::values::TaskId;
use crate::domain::change::Change;
use crate::domain::error::Result;
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{Json, Optional};
use crate::record;

record! {
    /// What goes, or would go, with a task.
    pub struct Removal as "TaskRemoval" {
        /// The task and all below it.
        pub removed: Vec<String>,
        /// What learners have done there.
        pub evidence: EvidenceCounts,
    }
}

record! {
    /// How much learners have done.
    pub struct EvidenceCounts as "EvidenceCounts" {
        /// How many learners have done anything.
        pub learners: u64 = 0,
        /// Statuses.
        pub progress: u64 = 0,
        /// What was handed in.
        pub submissions: u64 = 0,
        /// How it was judged.
        pub validations: u64 = 0,
        /// Summaries.
        pub summaries: u64 = 0,
        /// Requests for help.
        pub help_requests: u64 = 0,
        /// Comments, shared ones included.
        pub comments: u64 = 0,
        /// Paths that lead through what goes.
        pub paths: u64 = 0,
    }
}

impl EvidenceCounts {
    /// Nothing.
    #[must_use]
    pub fn none() -> Self {
        Self {
            learners: 0,
            progress: 0,
            submissions: 0,
            validations: 0,
            summaries: 0,
            help_requests: 0,
            comments: 0,
            paths: 0,
            extra: Default::default(),
        }
    }
}

/// Deletes a task with all below it and all that hangs on it (design rule 9), and takes its name out of
/// those that named it. What learners have
/// done there is for `evidence` to count and to delete: it is handed the ids of all that goes.
///
/// For a dry run, take the answer and leave the changes.
///
/// # Errors
/// `NOT_FOUND`; what `evidence` fails with; `INVALID` at `id` where what is left would trap a
/// learner.
pub fn delete(
    curriculum: &Curriculum,
    id: &str,
    evidence: impl FnOnce(&[String]) -> Result<(EvidenceCounts, Vec<Change>)>,
) -> Result<(Vec<Change>, Removal)> {
    let index = curriculum.expect(id)?;
    let subtree = curriculum.subtree(index);
    let gone: FxHashSet<TaskIndex> = subtree.iter().copied().collect();
    let removed_ids = curriculum.ids(&subtree);
    let (mut counts, mut changes) = evidence(&removed_ids)?;
    for own in subtree.iter().rev() {
        counts.comments += curriculum.comments(*own).len() as u64;
        changes.extend(curriculum.forget(*own, &gone));
    }
    // Whoever stands outside and may give numbers again must know which were given.
    let makers = subtree.iter().flat_map(|own| [curriculum.maker(*own), curriculum.parent(*own)]);
    let makers: FxHashSet<TaskIndex> =
        makers.flatten().filter(|maker| !gone.contains(maker)).collect();
    let outside = curriculum.tasks().filter(|(own, _)| !gone.contains(own));
    for (index, task) in outside {
        let highest = curriculum.highest_child(index);
        let is_maker = makers.contains(&index) && task.child_counter < highest;
        let mut lists = [task.remedial.0.clone(), task.tests_out.0.clone()];
        let mut names_some = false;
        for list in &mut lists {
            names_some |= curriculum.strike(list, &gone);
        }
        if is_maker || names_some {
            let [remedial, tests_out] = lists.map(Optional);
            let mut task = Task { remedial, tests_out, ..task.clone() };
            if is_maker {
                task.child_counter = highest;
            }
            if names_some {
                task.updated_at = task.updated_at.next_milli();
            }
            let id = task.id.as_str();
            changes.push(Change::put(EntityType::Task, id, EventType::Updated, &task));
        }
    }
    // Whoever has no tries left outside of it must not lose the way to new ones that they need.
    curriculum.check_help_of_old(&changes, "id")?;
    let evidence = counts;
    Ok((changes, Removal { removed: removed_ids, evidence, extra: Default::default() }))
}

impl Curriculum {
    /// Takes out of a list what is gone, and says whether anything was; what named nothing else is none.
    fn strike(&self, list: &mut Option<Vec<TaskId>>, gone: &FxHashSet<TaskIndex>) -> bool {
        let Some(ids) = list else { return false };
        let before = ids.len();
        ids.retain(|id| self.index(id.as_str()).is_none_or(|own| !gone.contains(&own)));
        let is_changed = ids.len() < before;
        if is_changed && ids.is_empty() {
            *list = None;
        }
        is_changed
    }

    /// The changes that delete a task and what hangs on it.
    fn forget(&self, index: TaskIndex, all: &FxHashSet<TaskIndex>) -> Vec<Change> {
        let Some(task) = self.at(index) else { return Vec::new() };
        let gone = |kind, id: &str| Change::delete(kind, id, EventType::Deleted);
        let comments = self.comments(index).iter();
        let criteria = self.criteria(index).iter();
        let objectives = self.objectives(index).iter();
        // Between two that both go, the dependency goes once: with the one that waits.
        let waits_for = self.dependencies(index);
        let from_outside = self.dependents(index).filter(|(other, _)| !all.contains(other));
        let mut changes: Vec<Change> = comments
            .map(|own| gone(EntityType::Comment, &own.id))
            .chain(criteria.map(|own| gone(EntityType::Criterion, own.id.as_str())))
            .chain(objectives.map(|own| gone(EntityType::Objective, own.id.as_str())))
            .chain(waits_for.chain(from_outside).map(|(_, own)| removed(own)))
            .collect();
        let title = Json::of(&task.title);
        changes.push(gone(EntityType::Task, task.id.as_str()).telling(Some(title), None));
        changes
    }
}
