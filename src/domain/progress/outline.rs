//! The trees of a curriculum in flat lists: what is true of a task whoever looks at it.

use rustc_hash::FxHashMap;

use crate::domain::curriculum::{Curriculum, TaskIndex, TaskType};
use crate::domain::sorted::sort_by;

const IN_USE: u16 = 1;
const CONTAINER: u16 = 1 << 1;
const ORDERED: u16 = 1 << 2;
/// Its container waits for it.
const ASKED: u16 = 1 << 3;
/// Something must be handed in, by the criteria of now.
const NEEDS: u16 = 1 << 4;
/// It counts in percentages.
const COUNTS: u16 = 1 << 5;
/// It is asked only of who has no tries left somewhere.
const REMEDIAL: u16 = 1 << 6;
/// Its author says that its container waits for it.
const REQUIRED: u16 = 1 << 7;
const PROJECT: u16 = 1 << 8;

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
    flags: Vec<u16>,
    blockers: Vec<TaskIndex>,
    /// By number: where its blockers begin.
    starts: Vec<u32>,
    /// Those that have something to be done when their tries are used up.
    remedial: Vec<TaskIndex>,
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
        outline.find_asked();
        outline.find_blockers(curriculum);
        outline
    }

    fn walk(&mut self, curriculum: &Curriculum) {
        let tasks = curriculum.tasks().map(|(index, _)| index);
        let mut roots: Vec<TaskIndex> =
            tasks.filter(|index| curriculum.parent(*index).is_none()).collect();
        sort_by(&mut roots, |one, other| curriculum.compare_places(*one, *other));
        let mut waiting: Vec<(TaskIndex, u32)> = Vec::new();
        for root in roots {
            waiting.push((root, NOWHERE));
            while let Some((index, parent)) = waiting.pop() {
                let task = curriculum.at(index).filter(|task| task.is_active);
                let Some(task) = task else { continue };
                let place = self.order.len() as u32;
                self.order.push(index);
                self.parents.push(parent);
                let above = self.order.get(parent as usize).map(|above| above.number());
                if let Some(above) = above.and_then(|above| self.flags.get_mut(above)) {
                    *above |= CONTAINER;
                }
                let children = curriculum.children(index).iter().rev();
                waiting.extend(children.map(|child| (*child, place)));
                self.remedial.extend(task.remedial.0.is_some().then_some(index));
                let needs = task.needs_submission(!curriculum.criteria(index).is_empty());
                let counts_always =
                    matches!(task.task_type, TaskType::Task | TaskType::Subtask | TaskType::Step);
                let flags = [
                    (true, IN_USE),
                    (task.ordered, ORDERED),
                    (task.required, REQUIRED),
                    (needs, NEEDS),
                    (counts_always, COUNTS),
                    (task.task_type == TaskType::Project, PROJECT),
                ];
                let flags = flags.iter().filter(|own| own.0).fold(0, |sum, own| sum | own.1);
                if let (Some(own), Some(span)) =
                    (self.flags.get_mut(index.number()), self.spans.get_mut(index.number()))
                {
                    *own = flags;
                    *span = (place, place + 1);
                }
            }
        }
        // Whatever has no parts counts, but for an empty project.
        for index in &self.order {
            if let Some(flags) = self.flags.get_mut(index.number())
                && *flags & (CONTAINER | PROJECT) == 0
            {
                *flags |= COUNTS;
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
        for index in &self.remedial {
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
    fn find_asked(&mut self) {
        let mut has_asked = vec![false; self.order.len()];
        for place in (0..self.order.len()).rev() {
            let Some(index) = self.order.get(place).copied() else { continue };
            let has_parts = has_asked.get(place).copied().unwrap_or(false);
            let is_asked = self.has(index, REQUIRED)
                && !self.remedial_for.contains_key(&index)
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
                for other in curriculum.waits_for(index) {
                    if self.is_in_use(other) && !self.is_idle(other) {
                        self.blockers.push(other);
                    }
                }
            }
        }
        self.starts.push(self.blockers.len() as u32);
    }

    fn has(&self, index: TaskIndex, flag: u16) -> bool {
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

    /// Whether it and everything between it and a task above it are asked of the learner.
    pub fn is_asked_below(&self, index: TaskIndex, above: TaskIndex) -> bool {
        let lineage = std::iter::successors(Some(index), |own| self.parent(*own));
        lineage.take_while(|own| *own != above).all(|own| self.is_asked(own))
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

    /// Whether it is a container that waits for nothing: neither for a part nor for a submission.
    /// Nobody could say what is to be done for it, so nothing waits for it either.
    fn is_idle(&self, index: TaskIndex) -> bool {
        self.is_container(index)
            && !self.needs(index)
            && !self.children(index).any(|own| self.is_asked(own))
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

    /// The parts of its container before it, the nearest first.
    pub fn earlier(&self, index: TaskIndex) -> impl Iterator<Item = TaskIndex> {
        let place = self.span(index).0;
        let parent = self.parent_place(place as usize);
        let mut next = place;
        std::iter::from_fn(move || {
            // What stands before it is the last of all below the one before it.
            let mut before = next.checked_sub(1).filter(|before| *before != parent)?;
            while self.parent_place(before as usize) != parent {
                before = self.parent_place(before as usize);
            }
            next = before;
            self.order.get(before as usize).copied()
        })
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
