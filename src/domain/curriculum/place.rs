//! Where a task stands: parents, children in their order, everything above and below.

use std::cmp::Ordering;
use std::rc::Rc;

use super::model::{Curriculum, TaskIndex, same_id, stored};
use super::records::Task;
use crate::domain::error::Result;

/// How far down a tree may go.
pub const DEEPEST: usize = 64;

impl Curriculum {
    pub(super) fn apply_task(&mut self, id: &str, body: Option<&str>) -> Result<()> {
        let read = body.map(stored::<Task>).transpose();
        let read = read.and_then(|task| match task {
            Some(task) => same_id(task.id.as_str(), id).map(|()| Some(task)),
            None => Ok(None),
        });
        let (task, outcome) = match read {
            Ok(task) => (task, Ok(())),
            Err(error) => (None, Err(error)),
        };
        match task {
            Some(task) => self.take_in(task),
            None => self.leave_out(id),
        }
        outcome
    }

    /// Takes in a task as it is now.
    pub(super) fn take_in(&mut self, task: Task) {
        let index = self.intern(task.id.as_str());
        self.note_number(&task);
        let is_the_same_place = self
            .at(index)
            .is_some_and(|old| old.parent_id == task.parent_id && old.position == task.position);
        if !is_the_same_place {
            self.unlink(index);
        }
        let Some(node) = self.node_mut(index) else { return };
        if node.task.replace(Rc::new(task)).is_none() {
            self.live += 1;
        }
        if !is_the_same_place {
            self.link(index);
        }
    }

    fn leave_out(&mut self, id: &str) {
        let Some(index) = self.indices.get(id).copied() else { return };
        self.unlink(index);
        if self.node_mut(index).and_then(|node| node.task.take()).is_some() {
            self.live -= 1;
        }
    }

    /// Remembers the number at the end of an id: for the task that the rest names, and for the
    /// one that it stands under.
    fn note_number(&mut self, task: &Task) {
        const SAFE: u64 = 1 << 52;
        let Some((maker, number)) = task.id.as_str().rsplit_once('.') else { return };
        let Some(number) = number.parse::<u64>().ok().filter(|number| *number < SAFE) else {
            return;
        };
        let parent = task.parent_id.as_ref().map(super::values::TaskId::as_str);
        for holder in [Some(maker), parent].into_iter().flatten() {
            let holder = self.intern(holder);
            if let Some(node) = self.node_mut(holder) {
                node.highest = node.highest.max(number);
            }
        }
    }

    /// The highest number that was ever given to a child of a task.
    pub(super) fn highest_child(&self, index: TaskIndex) -> u64 {
        let own = self.at(index).map_or(0, |task| task.child_counter);
        self.node(index).map_or(0, |node| node.highest).max(own)
    }

    /// The task that an id was made under, wherever it stands now.
    pub(super) fn maker(&self, index: TaskIndex) -> Option<TaskIndex> {
        let (maker, _) = self.at(index)?.id.as_str().rsplit_once('.')?;
        self.index(maker)
    }

    fn unlink(&mut self, index: TaskIndex) {
        self.adrift.retain(|own| *own != index);
        let Some(parent) = self.node_mut(index).and_then(|node| node.parent.take()) else { return };
        if let Some(node) = self.node_mut(parent) {
            node.children.retain(|own| *own != index);
        }
        // What was above itself through this link no longer is.
        for other in std::mem::take(&mut self.adrift) {
            self.link(other);
        }
    }

    fn link(&mut self, index: TaskIndex) {
        let Some(parent) = self.at(index).and_then(|task| task.parent_id.clone()) else { return };
        let parent = self.intern(parent.as_str());
        // Files of two workspaces brought together can say that a task is above itself.
        if parent == index || self.ancestors(parent).any(|above| above == index) {
            self.adrift.push(index);
            return;
        }
        let Some(node) = self.node(parent) else { return };
        let place = node
            .children
            .partition_point(|own| self.compare_siblings(*own, index) == Ordering::Less);
        if let Some(node) = self.node_mut(parent) {
            node.children.insert(place, index);
        }
        if let Some(node) = self.node_mut(index) {
            node.parent = Some(parent);
        }
    }

    /// What a task is a part of.
    #[must_use]
    pub fn parent(&self, index: TaskIndex) -> Option<TaskIndex> {
        self.node(index)?.parent.filter(|parent| self.at(*parent).is_some())
    }

    /// The parts of a task in order of place, those that are not in use included.
    #[must_use]
    pub fn children(&self, index: TaskIndex) -> &[TaskIndex] {
        self.node(index).map_or(&[], |node| &node.children)
    }

    /// The parts of a task that are in use, in order of place.
    pub fn active_children(&self, index: TaskIndex) -> impl DoubleEndedIterator<Item = TaskIndex> {
        let children = self.children(index).iter().copied();
        children.filter(|child| self.at(*child).is_some_and(|task| task.is_active))
    }

    /// What a task is a part of, nearest first.
    pub fn ancestors(&self, index: TaskIndex) -> impl Iterator<Item = TaskIndex> {
        std::iter::successors(self.parent_or_gap(index), |above| self.parent_or_gap(*above))
    }

    fn parent_or_gap(&self, index: TaskIndex) -> Option<TaskIndex> {
        self.node(index)?.parent
    }

    /// A task and everything below it: each before its parts, in order of place.
    #[must_use]
    pub fn subtree(&self, index: TaskIndex) -> Vec<TaskIndex> {
        self.subtree_in_use(index, true)
    }

    /// A task and everything below it that is in use; with `inactive` also what is not.
    #[must_use]
    pub fn subtree_in_use(&self, index: TaskIndex, inactive: bool) -> Vec<TaskIndex> {
        let mut found = Vec::new();
        let mut waiting = vec![index];
        while let Some(next) = waiting.pop() {
            found.push(next);
            let children = self.children(next).iter().rev().copied();
            let is_active = |own: &TaskIndex| self.at(*own).is_some_and(|task| task.is_active);
            waiting.extend(children.filter(|own| inactive || is_active(own)));
        }
        found
    }

    /// Whether a task has parts that are in use.
    #[must_use]
    pub fn is_container(&self, index: TaskIndex) -> bool {
        self.active_children(index).next().is_some()
    }

    /// Whether a task has none, whatever its type.
    #[must_use]
    pub fn is_leaf(&self, index: TaskIndex) -> bool {
        !self.is_container(index)
    }

    /// Whether the parts of a task come one after the other.
    #[must_use]
    pub fn is_ordered(&self, index: TaskIndex) -> bool {
        self.at(index).is_some_and(|task| task.ordered)
    }

    /// Whether a task and all that it is a part of is in use.
    #[must_use]
    pub fn is_in_use(&self, index: TaskIndex) -> bool {
        let is_active = |own| self.at(own).is_some_and(|task| task.is_active);
        is_active(index) && self.ancestors(index).all(is_active)
    }

    /// Whether the container of a task waits for it: it is required and in use.
    #[must_use]
    pub fn counts(&self, index: TaskIndex) -> bool {
        self.at(index).is_some_and(|task| task.required && task.is_active)
    }

    /// Which of two siblings stands first: by position, then by id with `.2` before `.10`. Of two
    /// projects at the same position the older one does, since their ids say nothing.
    #[must_use]
    pub fn compare_siblings(&self, one: TaskIndex, other: TaskIndex) -> Ordering {
        let (Some(one), Some(other)) = (self.at(one), self.at(other)) else {
            return one.cmp(&other);
        };
        one.position
            .cmp(&other.position)
            .then_with(|| match one.parent_id {
                None => one.created_at.cmp(&other.created_at),
                Some(_) => Ordering::Equal,
            })
            .then_with(|| compare_ids(one.id.as_str(), other.id.as_str()))
    }

    /// Which of two tasks stands first in the order of [`subtree`](Self::subtree); of two trees
    /// the one whose root comes first.
    #[must_use]
    pub fn compare_places(&self, one: TaskIndex, other: TaskIndex) -> Ordering {
        let path = |index| {
            let mut path: Vec<TaskIndex> = self.ancestors(index).collect();
            path.reverse();
            path.push(index);
            path
        };
        let (one, other) = (path(one), path(other));
        let differ = one.iter().zip(&other).find(|(one, other)| one != other);
        match differ {
            Some((one, other)) => self.compare_siblings(*one, *other),
            None => one.len().cmp(&other.len()),
        }
    }
}

/// Compares ids part by part, numbers as numbers.
///
/// ```
/// use std::cmp::Ordering;
/// use medallion::domain::curriculum::compare_ids;
///
/// assert_eq!(compare_ids("p.2", "p.10"), Ordering::Less);
/// assert_eq!(compare_ids("p.2", "p.2.1"), Ordering::Less);
/// ```
#[must_use]
pub fn compare_ids(one: &str, other: &str) -> Ordering {
    let (mut ones, mut others) = (one.split('.'), other.split('.'));
    loop {
        let ordering = match (ones.next(), others.next()) {
            (None, None) => return one.cmp(other),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(one), Some(other)) => match (one.parse::<u64>(), other.parse::<u64>()) {
                (Ok(one), Ok(other)) => one.cmp(&other),
                _ => one.cmp(other),
            },
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
}
