//! Working out a path: every step, in or out, and why.

use rustc_hash::FxHashSet;

use super::adjust::{Adjustment, Wishes, at_level, check_table};
use super::needed::needed;
use super::records::{LearningPath, PathStep, PathType, StoredPath};
use crate::domain::curriculum::{BackgroundLevel, Task, TaskIndex};
use crate::domain::error::Result;
use crate::domain::progress::{Learning, Shift};
use crate::domain::sentence::sentence;

/// The personal path of a learner through a tree, which is not stored (FR-005). `table` replaces
/// the reference's adjustments, level by level.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` for a table that names a level twice.
pub fn plan(learning: &Learning<'_>, root_id: &str, table: &[Adjustment]) -> Result<LearningPath> {
    plan_as(learning, root_id, table, PathType::Personalized)
}

/// A path of some type through a tree, which is not stored.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` for a table that names a level twice.
pub fn plan_as(
    learning: &Learning<'_>,
    root_id: &str,
    table: &[Adjustment],
    path_type: PathType,
) -> Result<LearningPath> {
    let root = learning.curriculum.expect(root_id)?;
    check_table(table)?;
    let planner = Planner::of(learning, Some(root), root_id, table, path_type);
    let kind = match path_type {
        PathType::Default => "Default",
        PathType::Personalized => "Personal",
        PathType::Remedial => "Remedial",
    };
    let name = format!("{kind} path: {}", learning.title(root));
    Ok(planner.path(None, name, String::new(), None, false))
}

/// A stored path with what is to be said of each step now; without steps where what it leads
/// through is gone.
#[must_use]
pub fn shown(learning: &Learning<'_>, path: &StoredPath) -> LearningPath {
    let table = path.adjustments.0.as_deref().unwrap_or_default();
    let root_id = path.root_id.as_str();
    let root = learning.curriculum.index(root_id);
    let planner = Planner::of(learning, root, root_id, table, path.path_type);
    let sequence = path.steps_sequence.0.as_ref();
    let sequence: Option<Vec<String>> =
        sequence.map(|ids| ids.iter().map(|id| id.as_str().to_owned()).collect());
    let id = Some(path.id.as_str().to_owned());
    let name = path.name.as_str().to_owned();
    let chosen = path.chosen_at.is_some();
    planner.path(id, name, path.description.clone(), sequence, chosen)
}

/// What a sequence says of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// There is none.
    Unasked,
    /// It names it.
    Named,
    /// It does not.
    LeftOut,
}

struct Planner<'a> {
    learning: &'a Learning<'a>,
    /// None where it is gone.
    root: Option<TaskIndex>,
    root_id: &'a str,
    table: &'a [Adjustment],
    path_type: PathType,
    mastered: FxHashSet<String>,
    wishes: Wishes,
}

impl<'a> Planner<'a> {
    fn of(
        learning: &'a Learning<'a>,
        root: Option<TaskIndex>,
        root_id: &'a str,
        table: &'a [Adjustment],
        path_type: PathType,
    ) -> Self {
        let mastered = root.map(|root| learning.mastered_skills(root)).unwrap_or_default();
        let wishes = Wishes::of(learning.learner.learning_preferences.text());
        Self { learning, root, root_id, table, path_type, mastered, wishes }
    }

    fn path(
        &self,
        id: Option<String>,
        name: String,
        description: String,
        steps_sequence: Option<Vec<String>>,
        chosen: bool,
    ) -> LearningPath {
        let (mut steps, mut wanted) = (Vec::new(), Vec::from_iter(self.root));
        let mut left_out = Vec::new();
        for (index, naming) in self.order(steps_sequence.as_deref()) {
            let Some(task) = self.learning.curriculum.at(index) else { continue };
            let step = self.step(index, task, naming);
            match step.included {
                true => wanted.push(index),
                false => left_out.push((index, steps.len())),
            }
            steps.push(step);
        }
        let needed = needed(self.learning, wanted);
        for (index, place) in left_out {
            let by = needed.get(index.number()).copied().flatten();
            if let (Some(by), Some(step)) = (by, steps.get_mut(place)) {
                step.included = true;
                step.reason = format!("Needed: \"{}\" waits for it.", self.learning.title(by));
            }
        }
        let included = steps.iter().filter(|own| own.included);
        let minutes = included.clone().filter_map(|own| own.estimated_minutes);
        LearningPath {
            id,
            learner_id: self.learning.learner.id.as_str().to_owned(),
            root_id: self.root_id.to_owned(),
            name,
            description,
            path_type: self.path_type,
            steps_sequence,
            adjustments: self.table.to_vec(),
            chosen,
            included_steps: included.clone().count() as u64,
            completed_steps: included.filter(|own| own.completed).count() as u64,
            estimated_minutes: minutes.sum(),
            steps,
            extra: Default::default(),
        }
    }

    /// Every step, and what the chosen sequence says of it: that sequence first, then what it
    /// leaves out in the order of the tree. In a remedial path what gives new tries stands before
    /// what it is for.
    fn order(&self, sequence: Option<&[String]>) -> Vec<(TaskIndex, Naming)> {
        let outline = &self.learning.outline;
        let root = self.root.into_iter();
        let nodes = root.flat_map(|root| outline.subtree(root)).copied();
        let leaves: Vec<TaskIndex> =
            nodes.filter(|own| !outline.is_container(*own) && Some(*own) != self.root).collect();
        let mut order: Vec<(TaskIndex, Naming)> = Vec::new();
        let unnamed = if sequence.is_some() { Naming::LeftOut } else { Naming::Unasked };
        let mut seen = FxHashSet::default();
        for id in sequence.into_iter().flatten() {
            if let Some(index) = self.learning.curriculum.index(id)
                && leaves.contains(&index)
                && seen.insert(index)
            {
                order.push((index, Naming::Named));
            }
        }
        for index in leaves.iter().copied() {
            if seen.contains(&index) {
                continue;
            }
            if self.path_type == PathType::Remedial {
                for remedial in self.learning.remedial(index) {
                    for own in outline.subtree(remedial).iter().copied() {
                        if leaves.contains(&own) && seen.insert(own) {
                            order.push((own, unnamed));
                        }
                    }
                }
            }
            if seen.insert(index) {
                order.push((index, unnamed));
            }
        }
        order
    }

    fn step(&self, index: TaskIndex, task: &Task, naming: Naming) -> PathStep {
        let learning = self.learning;
        let skills = task.skills.0.as_deref().unwrap_or_default();
        let is_mastered =
            !skills.is_empty() && skills.iter().all(|own| self.mastered.contains(own.as_str()));
        let (level, shift) = learning.level_on(index, self.path_type, is_mastered);
        let shown = match shift {
            Shift::None => "",
            Shift::Deeper => " Its skills were shown already, so it goes deeper.",
            Shift::Slower => " It went wrong before, so it is explained more.",
        };
        let adjustment = match self.path_type {
            PathType::Default => at_level(&[], BackgroundLevel::Intermediate),
            _ => self.wishes.shape(self.adjusted(level, shift)),
        };
        // What an author says of a level says how long it takes there.
        let estimate = learning.variant_at(index, level).and_then(|own| own.estimated_minutes);
        let factor = adjustment.time_factor.get();
        // 90 times 0.7 is a little less than 63 as numbers are stored.
        let usual = task.estimated_minutes.map(|own| (own as f64 * factor + 1e-6) as u64);
        let (included, reason) = self.decide(index, task, naming, is_mastered);
        let reason = if included { format!("{reason}{shown}") } else { reason };
        PathStep {
            task_id: task.id.as_str().to_owned(),
            title: task.title.as_str().to_owned(),
            included,
            completed: learning.is_closed(index),
            reason,
            content_depth: adjustment.content_depth,
            examples_count: adjustment.examples_count,
            time_factor: adjustment.time_factor,
            level,
            estimated_minutes: estimate.or(usual),
            extra: Default::default(),
        }
    }

    fn adjusted(&self, level: BackgroundLevel, shift: Shift) -> Adjustment {
        let own = at_level(self.table, level);
        match shift {
            Shift::Slower => {
                own.slower_than(&at_level(self.table, self.learning.learner.background_level))
            }
            _ => own,
        }
    }

    fn decide(
        &self,
        index: TaskIndex,
        task: &Task,
        naming: Naming,
        is_mastered: bool,
    ) -> (bool, String) {
        let learning = self.learning;
        let record = learning.record(index);
        if let Some(waiver) = record.and_then(|own| own.waiver.0.as_ref()) {
            return (false, format!("Passed over: {}", sentence(&waiver.reason)));
        }
        if learning.outline.is_remedial(index) {
            return self.decide_remedial(index);
        }
        if self.is_required(index) {
            let reason = match (naming, is_mastered && self.path_type != PathType::Default) {
                (Naming::LeftOut, _) => "Required: it stays in every path.",
                (_, true) => "Required, although its skills are mastered.",
                (_, false) => "Required.",
            };
            return (true, reason.to_owned());
        }
        if naming == Naming::LeftOut {
            return (false, "Not chosen for this path.".to_owned());
        }
        if learning.is_closed(index) {
            return (true, "Done already.".to_owned());
        }
        if let Some(open) = left_to_test_out_of(learning, task) {
            let open: Vec<&str> = open.iter().map(|own| learning.title(*own)).collect();
            return match open.is_empty() {
                true => (false, "There is nothing left to test out of.".to_owned()),
                false => {
                    let open = sentence(&open.join(", "));
                    (true, format!("Who passes it need not do: {open}"))
                }
            };
        }
        if naming == Naming::Named {
            return (true, "Chosen for this path.".to_owned());
        }
        if self.path_type == PathType::Default {
            return (true, "Part of the course.".to_owned());
        }
        if is_mastered {
            let skills = task.skills.0.as_deref().unwrap_or_default();
            let skills: Vec<&str> = skills.iter().map(|own| own.as_str()).collect();
            return (false, format!("Mastered already: {}.", skills.join(", ")));
        }
        let level = learning.learner.background_level;
        match self.wishes.optional_steps {
            Some(true) => return (true, "Optional, and you wish for those.".to_owned()),
            Some(false) => return (false, "Optional, and you wish to do without.".to_owned()),
            None => {}
        }
        match at_level(self.table, level).optional_steps {
            true => (true, format!("Optional, and useful at the level {}.", level.as_str())),
            false => (false, format!("Optional, and left out at the level {}.", level.as_str())),
        }
    }

    fn decide_remedial(&self, index: TaskIndex) -> (bool, String) {
        let learning = self.learning;
        let outline = &learning.outline;
        let root = std::iter::successors(Some(index), |own| outline.parent(*own))
            .find(|own| outline.remedial_for.contains_key(own));
        let owners = root.and_then(|root| outline.remedial_for.get(&root));
        let owners = owners.map(Vec::as_slice).unwrap_or_default();
        let needs = owners.iter().find(|own| learning.tries_of(**own).is_exhausted);
        match (needs, owners.first()) {
            (Some(owner), _) => {
                let title = learning.title(*owner);
                (true, format!("There are no tries left for \"{title}\": this gives new ones."))
            }
            (None, _) if learning.is_closed(index) => (true, "Done already.".to_owned()),
            (None, Some(owner)) => {
                let title = learning.title(*owner);
                (false, format!("Only for who has no tries left for \"{title}\"."))
            }
            (None, None) => (false, "Only for who has no tries left.".to_owned()),
        }
    }

    /// Whether what it leads to cannot be closed without it.
    fn is_required(&self, index: TaskIndex) -> bool {
        self.root.is_some_and(|root| self.learning.outline.is_asked_below(index, root))
    }
}

/// Whether a task was only there to spare others, and those are done. What is asked for all the
/// same stays: required steps, and what gives new tries.
pub(super) fn has_had_its_day(learning: &Learning<'_>, index: TaskIndex, root: TaskIndex) -> bool {
    let outline = &learning.outline;
    let is_asked = outline.is_asked(index) && outline.is_asked_below(index, root);
    let task = learning.curriculum.at(index).filter(|_| !is_asked && !outline.is_remedial(index));
    let left = task.and_then(|task| left_to_test_out_of(learning, task));
    left.is_some_and(|left| left.is_empty())
}

/// What need not be done by who passes a task and is still open; none where it is no pre-test.
fn left_to_test_out_of(learning: &Learning<'_>, task: &Task) -> Option<Vec<TaskIndex>> {
    let targets = task.tests_out.0.as_ref().filter(|own| !own.is_empty())?;
    let targets = targets.iter().filter_map(|id| learning.curriculum.index(id.as_str()));
    Some(targets.filter(|own| !learning.is_closed(*own)).collect())
}
