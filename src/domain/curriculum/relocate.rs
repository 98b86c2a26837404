//! Moving a task, with all below it, to another place. Its id stays.

use rustc_hash::{FxHashMap, FxHashSet};

use super::create::{GAP, at_field, told};
use super::model::{Curriculum, TaskIndex};
use super::records::{Dependency, Task};
use super::stamp::Stamp;
use super::update::later;
use crate::domain::change::Change;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::Tree;

/// Moves a task under a parent, before one of its children or to the end.
///
/// # Errors
/// `NOT_FOUND`; `CYCLE` for a parent below the task, or where the new place would leave something
/// waiting for itself; both codes at `newParentId` where it would trap who has no tries left;
/// `INVALID` for a project, for a parent that is too small or too deep, at `newParentId` for another
/// project in which a key is taken already or from which something that it names would be missing,
/// and at `before` for what is no other child of the parent.
pub fn move_task(
    curriculum: &Curriculum,
    id: &str,
    parent_id: &str,
    before: Option<&str>,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Task)> {
    let index = curriculum.expect(id)?;
    let parent = curriculum.expect(parent_id).map_err(|error| at_field("newParentId", &error))?;
    let (Some(old), Some(above)) = (curriculum.at(index), curriculum.at(parent)) else {
        return Err(Error::not_found("task", id));
    };
    let upwards = std::iter::once(parent).chain(curriculum.ancestors(parent));
    let mut way: Vec<TaskIndex> = vec![index];
    for above in upwards {
        way.push(above);
        if above == index {
            return Err(curriculum.cycle_error(&way));
        }
    }
    let subtree = curriculum.subtree(index);
    curriculum.check_edges_upwards(&subtree, parent)?;
    let height = curriculum.height(index, &subtree);
    curriculum.check_place(Some(parent), old.task_type, height)?;
    curriculum.check_project(&subtree, above)?;
    let mut siblings: Vec<TaskIndex> = curriculum.children(parent).to_vec();
    let was_at = siblings.iter().position(|own| *own == index);
    siblings.retain(|own| *own != index);
    let place = match before {
        None => siblings.len(),
        Some(before) => {
            let before = curriculum.expect(before).map_err(|error| at_field("before", &error))?;
            siblings.iter().position(|own| *own == before).ok_or_else(|| {
                Error::invalid("before", format!("must be another child of {parent_id}"))
            })?
        }
    };
    if was_at == Some(place) {
        return Ok((Vec::new(), old.clone()));
    }
    let mut changes = Vec::new();
    let position = curriculum.room_at(&siblings, place).unwrap_or_else(|| {
        // No room between the two: all get new places.
        for (number, sibling) in (0..).zip(&siblings) {
            let number = number + u64::from(number >= place as u64);
            let position = (number + 1) * GAP;
            if let Some(task) = curriculum.at(*sibling).filter(|task| task.position != position) {
                changes.push(Change::put(
                    EntityType::Task,
                    task.id.as_str(),
                    EventType::Updated,
                    &Task { position, ..task.clone() },
                ));
            }
        }
        (place as u64 + 1) * GAP
    });
    let task = Task {
        parent_id: Some(above.id.clone()),
        project_id: above.project_id.clone(),
        position,
        updated_at: later(old.updated_at, stamp.now),
        ..old.clone()
    };
    let (was, becomes) = (told(place_of(old)), told(place_of(&task)));
    changes.push(Change::put(EntityType::Task, id, EventType::Moved, &task).telling(was, becomes));
    let strangers = subtree.iter().skip(1).filter_map(|own| curriculum.at(*own));
    for own in strangers.filter(|own| own.project_id != above.project_id) {
        let own = Task {
            project_id: above.project_id.clone(),
            updated_at: later(own.updated_at, stamp.now),
            ..own.clone()
        };
        changes.push(Change::put(EntityType::Task, own.id.as_str(), EventType::Moved, &own));
    }
    curriculum.check_after(&changes, "newParentId")?;
    Ok((changes, task))
}

fn place_of(task: &Task) -> Vec<(String, Tree)> {
    let parent = task.parent_id.as_ref().map_or(Tree::Leaf("null".into()), |id| id.as_str().into());
    let position = Tree::Leaf(task.position.to_string().into());
    vec![("parent_id".into(), parent), ("position".into(), position)]
}

impl Curriculum {
    /// Nothing that moves may wait for what it would be a part of, nor that for it.
    fn check_edges_upwards(&self, subtree: &[TaskIndex], parent: TaskIndex) -> Result<()> {
        let above: Vec<TaskIndex> = std::iter::once(parent).chain(self.ancestors(parent)).collect();
        for own in subtree {
            let mut edges = self.dependencies(*own).chain(self.dependents(*own));
            let is_upwards = |(other, edge): &(TaskIndex, &Dependency)| {
                edge.dependency_type.is_blocking() && above.contains(other)
            };
            if let Some((other, _)) = edges.find(is_upwards) {
                return Err(self.cycle_error(&[*own, other, *own]));
            }
        }
        Ok(())
    }

    /// What moves into another project has no key that is taken there, and leaves nothing behind
    /// that it names, or that names it. What was wrong before is not the fault of this move.
    fn check_project(&self, subtree: &[TaskIndex], above: &Task) -> Result<()> {
        let project = &above.project_id;
        let refused = |message: String| Err(Error::invalid("newParentId", message));
        let moved: FxHashSet<TaskIndex> = subtree.iter().copied().collect();
        let tasks = subtree.iter().filter_map(|own| self.at(*own));
        let strangers = tasks.filter(|own| own.project_id != *project);
        let keyed = strangers.filter_map(|own| Some((own.key.as_ref()?.as_str(), own)));
        let keys: FxHashMap<&str, &Task> = keyed.collect();
        for (index, task) in self.tasks() {
            let key = task.key.as_ref().filter(|_| task.project_id == *project);
            if let Some(own) = key.and_then(|key| keys.get(key.as_str())) {
                let message = format!(
                    "{} keeps its key, which must be unique in the project; {} has it already",
                    own.id, task.id
                );
                return refused(message);
            }
            for (named, field) in [(&task.remedial, "remedial"), (&task.tests_out, "tests_out")] {
                let others = named.0.iter().flatten();
                let mut others = others.filter_map(|id| self.index(id.as_str()));
                let is_torn = |other: &TaskIndex| {
                    let other_project = self.at(*other).map(|other| &other.project_id);
                    moved.contains(&index) != moved.contains(other)
                        && other_project == Some(&task.project_id)
                        && task.project_id != *project
                };
                if let Some(other) = others.find(is_torn).and_then(|other| self.at(other)) {
                    let message = format!(
                        "{} names {} in {field}, which must be another task of the project",
                        task.id, other.id
                    );
                    return refused(message);
                }
            }
        }
        Ok(())
    }

    /// How many levels there are below a task.
    fn height(&self, index: TaskIndex, subtree: &[TaskIndex]) -> usize {
        let depth = |own: &TaskIndex| self.ancestors(*own).count();
        let deepest = subtree.iter().map(depth).max().unwrap_or(0);
        deepest - depth(&index).min(deepest)
    }

    /// A position for the sibling that is to stand there, if there is one left.
    fn room_at(&self, siblings: &[TaskIndex], place: usize) -> Option<u64> {
        let position = |place: usize| {
            siblings.get(place).and_then(|own| self.at(*own)).map(|task| task.position)
        };
        let low = place.checked_sub(1).and_then(position).unwrap_or(0);
        let Some(high) = position(place) else { return low.checked_add(GAP) };
        let middle = low + high.checked_sub(low)? / 2;
        (middle > low && middle < high).then_some(middle)
    }
}
