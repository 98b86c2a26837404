//! What a learner can work on now.

use super::learning::Learning;
use super::locks::Known;
use super::outline::NOWHERE;
use super::values::Status;
use super::views::TaskState;
use crate::domain::curriculum::{Priority, TaskIndex, TaskType};
use crate::domain::error::{Error, Result};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadyOptions {
    /// Only of this type.
    pub task_type: Option<TaskType>,
    /// At most so many.
    pub limit: usize,
    /// Containers too, also those that lack more than their own submission.
    pub containers: bool,
}

impl Default for ReadyOptions {
    fn default() -> Self {
        Self { task_type: None, limit: 10, containers: false }
    }
}

/// What can be worked on.
#[derive(Debug, Clone, PartialEq)]
pub struct Ready {
    /// In progress first, then by priority, then by place in the tree.
    pub items: Vec<TaskState>,
    /// How many there are without the limit.
    pub total: usize,
    /// How many of those are in progress.
    pub in_progress: usize,
    /// Behind which task the next page begins; none on the last.
    pub next: Option<String>,
}

/// For each task below a root, by its place: whether something above it or beside it is in its
/// way.
pub(super) struct Sweep<'a> {
    pub nodes: &'a [TaskIndex],
    pub is_locked: Vec<bool>,
}

impl Learning<'_> {
    /// Leaves that can be worked on, and containers that only lack their own submission (design
    /// rule 8).
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub fn ready(&self, root_id: &str, options: ReadyOptions) -> Result<Ready> {
        self.ready_page(root_id, options, None)
    }

    /// The same from behind a task on.
    ///
    /// # Errors
    /// `NOT_FOUND`; `INVALID` at `after` for a task that is not among them, or no longer.
    pub fn ready_page(
        &self,
        root_id: &str,
        options: ReadyOptions,
        after: Option<&str>,
    ) -> Result<Ready> {
        let root = self.curriculum.expect(root_id)?;
        let found = self.ready_indices(root, options);
        let in_progress = found.iter().take(PRIORITIES).map(Vec::len).sum();
        let found: Vec<TaskIndex> = found.into_iter().flatten().collect();
        let from = match after {
            None => 0,
            Some(id) => {
                let place = found.iter().position(|own| self.id(*own) == id);
                let gone = || Error::invalid("after", "is no longer ready; ask again without it");
                place.ok_or_else(gone)? + 1
            }
        };
        let page = found.get(from..).unwrap_or_default();
        let rest = page.len().saturating_sub(options.limit);
        let page = page.get(..page.len() - rest).unwrap_or_default();
        let mut known = Known::default();
        let items = page.iter().map(|index| self.state_of(*index, 1, &mut known));
        Ok(Ready {
            items: items.collect::<Result<Vec<TaskState>>>()?,
            total: found.len(),
            in_progress,
            next: page.last().filter(|_| rest > 0).map(|last| self.id(*last).to_owned()),
        })
    }

    /// The same by number: a list for each priority, of what is in progress and of the rest.
    pub(crate) fn ready_indices(
        &self,
        root: TaskIndex,
        options: ReadyOptions,
    ) -> Vec<Vec<TaskIndex>> {
        let mut found = vec![Vec::new(); 2 * PRIORITIES];
        let sweep = self.sweep(root);
        for (index, is_locked) in sweep.nodes.iter().copied().zip(&sweep.is_locked) {
            let mark = self.mark(index);
            if *is_locked || mark.is_closed() || !self.is_work(index, options.containers) {
                continue;
            }
            let Some(task) = self.curriculum.at(index) else { continue };
            if options.task_type.is_some_and(|wanted| wanted != task.task_type)
                || self.is_kept_back(index)
            {
                continue;
            }
            let is_begun = match self.outline.is_container(index) {
                true => self.status(index) == Status::InProgress,
                false => mark.is_begun(),
            };
            let bucket = priority(task.priority) + if is_begun { 0 } else { PRIORITIES };
            if let Some(bucket) = found.get_mut(bucket) {
                bucket.push(index);
            }
        }
        found
    }

    /// Whether there is something to do for it besides what is below it.
    fn is_work(&self, index: TaskIndex, containers: bool) -> bool {
        containers
            || !self.outline.is_container(index)
            || (self.needs(index) && !self.waits_below(index))
    }

    /// Whether it has reasons of its own: none left of its tries, or nobody asks it of this
    /// learner.
    pub(super) fn is_kept_back(&self, index: TaskIndex) -> bool {
        (self.mark(index).is_tried() || self.outline.is_remedial(index)) && !self.is_open(index)
    }

    /// Goes through all below a root once, in time that grows with tasks and dependencies.
    pub(super) fn sweep(&self, root: TaskIndex) -> Sweep<'_> {
        let outline = &*self.outline;
        let nodes = outline.subtree(root);
        let base = outline.span(root).0 as usize;
        let mut is_locked = vec![false; nodes.len()];
        let mut has_gate = vec![false; nodes.len()];
        let above = self.is_locked_above(root);
        for (place, index) in nodes.iter().copied().enumerate() {
            let parent = outline.parent_place(base + place);
            let parent = (place > 0 && parent != NOWHERE).then(|| parent as usize - base);
            let inherited =
                parent.map_or(above, |parent| is_locked.get(parent).copied().unwrap_or(false));
            let is_behind = |parent: usize| {
                nodes.get(parent).is_some_and(|own| outline.is_ordered(*own))
                    && has_gate.get(parent).copied().unwrap_or(false)
            };
            let mark = self.mark(index);
            let own = !mark.is_closed()
                && (mark.is_held()
                    || outline.blockers(index).iter().any(|other| !self.is_closed(*other))
                    || (parent.is_some_and(is_behind)
                        && !outline.remedial_for.contains_key(&index))
                    || (place == 0 && self.is_behind(index)));
            if let Some(locked) = is_locked.get_mut(place) {
                *locked = inherited || own;
            }
            if let Some(gate) = parent.and_then(|parent| has_gate.get_mut(parent)) {
                *gate |= outline.is_asked(index) && !mark.is_closed();
            }
        }
        Sweep { nodes, is_locked }
    }

    fn is_locked_above(&self, root: TaskIndex) -> bool {
        let lineage =
            std::iter::successors(self.outline.parent(root), |own| self.outline.parent(*own));
        lineage.into_iter().any(|own| {
            !self.is_closed(own)
                && (self.mark(own).is_held()
                    || self.outline.blockers(own).iter().any(|other| !self.is_closed(*other))
                    || self.is_behind(own))
        })
    }

    /// Whether something above it or beside it is in its way.
    pub(super) fn is_stopped(&self, index: TaskIndex) -> bool {
        self.outline.blockers(index).iter().any(|other| !self.is_closed(*other))
            || self.is_behind(index)
            || self.is_locked_above(index)
    }

    /// Whether an earlier part of its ordered container comes first.
    fn is_behind(&self, index: TaskIndex) -> bool {
        let Some(parent) = self.outline.parent(index) else { return false };
        self.outline.is_ordered(parent)
            && !self.outline.remedial_for.contains_key(&index)
            && self
                .outline
                .children(parent)
                .take_while(|own| *own != index)
                .any(|own| self.outline.is_asked(own) && !self.is_closed(own))
    }
}

/// In progress first: a list for each priority.
pub(crate) const PRIORITIES: usize = 5;

fn priority(priority: Priority) -> usize {
    usize::try_from(priority.get()).unwrap_or(PRIORITIES).min(PRIORITIES - 1)
}
