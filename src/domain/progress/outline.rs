//! The trees of a curriculum in flat lists: what is true of a task whoever looks at it.

use rustc_hash::FxHashMap;

use crate::domain::curriculum::{Curriculum, SubtaskType, Task, TaskIndex, TaskType};

const IN_USE: u8 = 1;
const CONTAINER: u8 = 1 << 1;
const ORDERED: u8 = 1 << 2;
/// Its container waits for it.
const ASKED: u8 = 1 << 3;
/// Something must be handed in, by the criteria of now.
const NEEDS: u8 = 1 << 4;
/// It counts in percentages.
const COUNTS: u8 = 1 << 5;
/// It is asked only of who has no tries left somewhere.
const REMEDIAL: u8 = 1 << 6;

/// Flat lists over all tasks.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub revision: u64,
    /// All tasks in use, each before its parts, in order of place.
    pub order: Vec<TaskIndex>,
    /// By number: where it stands in `order`, and behind its last part.
    spans: Vec<(u32, u32)>,
    /// By place in `order`: the place of its parent.
    parents: Vec<u32>,
    flags: Vec<u8>,
    blockers: Vec<TaskIndex>,
    /// By number: where its blockers begin.
    starts: Vec<u32>,
    /// For whom a remedial task is.
    pub remedial_for: FxHashMap<TaskIndex, Vec<TaskIndex>>,
}

pub(crate) const NOWHERE: u32 = u32::MAX;

impl Outline {
    pub fn of(curriculum: &Curriculum) -> Self {
        let bound = curriculum.bound();
        let mut outline = Self {
            revision: curriculum.revision(),
            spans: vec![(NOWHERE, NOWHERE); bound],
            flags: vec![0; bound],
            starts: Vec::with_capacity(bound + 1),
            ..Self::default()
        };
        outline.walk(curriculum);
        outline.find_remedial(curriculum);
        outline.find_asked(curriculum);
        outline.find_blockers(curriculum);
        outline
    }

    fn walk(&mut self, curriculum: &Curriculum) {
        let roots = curriculum.tasks().map(|(index, _)| index);
        let mut roots: Vec<TaskIndex> =
            roots.filter(|index| curriculum.parent(*index).is_none()).collect();
        roots.sort_unstable_by(|one, other| curriculum.compare_places(*one, *other));
        let mut waiting: Vec<(TaskIndex, u32)> = Vec::new();
        for root in roots {
            waiting.push((root, NOWHERE));
            while let Some((index, parent)) = waiting.pop() {
                let Some(task) = curriculum.at(index).filter(|task| task.is_active) else {
                    continue;
                };
                let place = self.order.len() as u32;
                self.order.push(index);
                self.parents.push(parent);
                let children = curriculum.children(index).iter().rev();
                let before = waiting.len();
                waiting.extend(
                    children
                        .filter(|child| curriculum.at(**child).is_some_and(|task| task.is_active))
                        .map(|child| (*child, place)),
                );
                let is_container = waiting.len() > before;
                let needs = needs_submission(task, !curriculum.criteria(index).is_empty());
                let is_counted = task.task_type != TaskType::Project
                    && (!is_container
                        || matches!(
                            task.task_type,
                            TaskType::Task | TaskType::Subtask | TaskType::Step
                        ));
                let flags = IN_USE
                    | if is_container { CONTAINER } else { 0 }
                    | if task.ordered { ORDERED } else { 0 }
                    | if needs { NEEDS } else { 0 }
                    | if is_counted { COUNTS } else { 0 };
                if let (Some(own), Some(span)) =
                    (self.flags.get_mut(index.number()), self.spans.get_mut(index.number()))
                {
                    *own = flags;
                    *span = (place, place + 1);
                }
            }
        }
        // A part ends where its container ends, or before.
        for place in (0..self.order.len()).rev() {
            let (Some(index), Some(parent)) = (self.order.get(place), self.parents.get(place))
            else {
                continue;
            };
            let end = self.span(*index).1;
            let above = self.order.get(*parent as usize).copied();
            if let Some(span) = above.and_then(|above| self.spans.get_mut(above.number())) {
                span.1 = span.1.max(end);
            }
        }
    }

    fn find_remedial(&mut self, curriculum: &Curriculum) {
        for index in &self.order {
            let remedial = curriculum.at(*index).and_then(|task| task.remedial.0.as_ref());
            for id in remedial.into_iter().flatten() {
                if let Some(other) = curriculum.index(id.as_str()).filter(|other| other != index) {
                    self.remedial_for.entry(other).or_default().push(*index);
                }
            }
        }
        for index in self.remedial_for.keys() {
            let (start, end) = self.spans.get(index.number()).copied().unwrap_or((1, 0));
            for below in self.order.get(start as usize..end as usize).unwrap_or_default() {
                if let Some(flags) = self.flags.get_mut(below.number()) {
                    *flags = (*flags | REMEDIAL) & !COUNTS;
                }
            }
        }
    }

    /// From the leaves up: a container is waited for if it has something to wait for.
    fn find_asked(&mut self, curriculum: &Curriculum) {
        let mut has_asked = vec![false; self.order.len()];
        for place in (0..self.order.len()).rev() {
            let Some(index) = self.order.get(place).copied() else { continue };
            let has_parts = has_asked.get(place).copied().unwrap_or(false);
            let is_required = curriculum.at(index).is_some_and(|task| task.required);
            let is_asked = is_required
                && !self.is_remedial(index)
                && (has_parts || !self.is_container(index) || self.needs(index));
            if let Some(flags) = self.flags.get_mut(index.number()).filter(|_| is_asked) {
                *flags |= ASKED;
                let parent = self.parents.get(place).map(|parent| *parent as usize);
                if let Some(above) = parent.and_then(|parent| has_asked.get_mut(parent)) {
                    *above = true;
                }
            }
        }
    }

    fn find_blockers(&mut self, curriculum: &Curriculum) {
        for number in 0..curriculum.bound() {
            self.starts.push(self.blockers.len() as u32);
            let index = TaskIndex(number as u32);
            if self.is_in_use(index) {
                for (other, _) in curriculum.blockers(index) {
                    if self.is_in_use(other) {
                        self.blockers.push(other);
                    }
                }
            }
        }
        self.starts.push(self.blockers.len() as u32);
    }

    fn has(&self, index: TaskIndex, flag: u8) -> bool {
        self.flags.get(index.number()).is_some_and(|flags| flags & flag != 0)
    }

    /// Whether it and everything above it are in use.
    pub fn is_in_use(&self, index: TaskIndex) -> bool {
        self.has(index, IN_USE)
    }

    pub fn is_container(&self, index: TaskIndex) -> bool {
        self.has(index, CONTAINER)
    }

    pub fn is_ordered(&self, index: TaskIndex) -> bool {
        self.has(index, ORDERED)
    }

    pub fn is_asked(&self, index: TaskIndex) -> bool {
        self.has(index, ASKED)
    }

    pub fn needs(&self, index: TaskIndex) -> bool {
        self.has(index, NEEDS)
    }

    pub fn counts(&self, index: TaskIndex) -> bool {
        self.has(index, COUNTS)
    }

    pub fn is_remedial(&self, index: TaskIndex) -> bool {
        self.has(index, REMEDIAL)
    }

    /// What it waits for itself.
    pub fn blockers(&self, index: TaskIndex) -> &[TaskIndex] {
        let start = self.starts.get(index.number()).copied().unwrap_or(0);
        let end = self.starts.get(index.number() + 1).copied().unwrap_or(0);
        self.blockers.get(start as usize..end as usize).unwrap_or_default()
    }

    pub fn span(&self, index: TaskIndex) -> (u32, u32) {
        self.spans.get(index.number()).copied().unwrap_or((NOWHERE, NOWHERE))
    }

    /// A task and everything below it that is in use, each before its parts.
    pub fn subtree(&self, index: TaskIndex) -> &[TaskIndex] {
        let (start, end) = self.span(index);
        self.order.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The place of the parent, by place.
    pub fn parent_place(&self, place: usize) -> u32 {
        self.parents.get(place).copied().unwrap_or(NOWHERE)
    }

    pub fn parent(&self, index: TaskIndex) -> Option<TaskIndex> {
        let place = self.span(index).0;
        self.order.get(self.parent_place(place as usize) as usize).copied()
    }

    /// The parts of a container in use, in order of place.
    pub fn children(&self, index: TaskIndex) -> impl Iterator<Item = TaskIndex> {
        let (start, end) = self.span(index);
        let mut next = start.saturating_add(1);
        std::iter::from_fn(move || {
            let child = *self.order.get((next < end).then_some(next)? as usize)?;
            next = self.span(child).1.max(next + 1);
            Some(child)
        })
    }
}

/// Whether something must be handed in (design rule 11).
pub(super) fn needs_submission(task: &Task, has_criteria: bool) -> bool {
    let is_exercise = match task.task_type {
        TaskType::Subtask => task.subtask_type == SubtaskType::Exercise,
        TaskType::Step => {
            use crate::domain::curriculum::StepType::{Exercise, Quiz};
            matches!(task.step_type.0, Some(Exercise | Quiz))
        }
        _ => false,
    };
    task.requires_submission.unwrap_or(is_exercise || has_criteria)
}
