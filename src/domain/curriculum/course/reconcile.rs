//! From what hangs on a task to what a changed course wants to hang on it.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::domain::change::Change;
use crate::domain::curriculum::attach::{criterion_created, objective_created};
use crate::domain::curriculum::dependency::{added, removed};
use crate::domain::curriculum::links::dependency_id;
use crate::domain::curriculum::model::{Curriculum, TaskIndex};
use crate::domain::curriculum::records::{Criterion, Dependency, Objective};
use crate::domain::event::{EntityType, EventType};

/// The changes from the old objectives to the new; what says the same stays the same record.
pub(super) fn objectives(old: &[Rc<Objective>], new: Vec<Objective>) -> Vec<Change> {
    let mut left: Vec<&Rc<Objective>> = old.iter().collect();
    let mut changes = Vec::new();
    for mut objective in new {
        let says_the_same = |own: &&Rc<Objective>| {
            own.description == objective.description
                && (own.level, own.taxonomy) == (objective.level, objective.taxonomy)
                && own.mastery == objective.mastery
                && own.extra == objective.extra
        };
        let Some(found) = left.iter().position(says_the_same) else {
            changes.push(objective_created(&objective));
            continue;
        };
        let own = left.remove(found);
        if own.position != objective.position {
            (objective.id, objective.created_at) = (own.id.clone(), own.created_at);
            let (kind, id) = (EntityType::Objective, objective.id.as_str());
            changes.push(Change::put(kind, id, EventType::Updated, &objective));
        }
    }
    let gone = |own: &Rc<Objective>| {
        Change::delete(EntityType::Objective, own.id.as_str(), EventType::Deleted)
    };
    changes.extend(left.into_iter().map(gone));
    changes
}

/// The changes from the old criteria to the new; what asks for the same stays the same record.
pub(super) fn criteria(old: &[Rc<Criterion>], new: Vec<Criterion>) -> Vec<Change> {
    let mut left: Vec<&Rc<Criterion>> = old.iter().collect();
    let mut changes = Vec::new();
    for mut criterion in new {
        let asks_for_the_same = |own: &&Rc<Criterion>| {
            own.criterion_type == criterion.criterion_type
                && own.rule == criterion.rule
                && own.description == criterion.description
                && own.source == criterion.source
                && own.extra == criterion.extra
        };
        let Some(found) = left.iter().position(asks_for_the_same) else {
            changes.push(criterion_created(&criterion));
            continue;
        };
        let own = left.remove(found);
        if own.position != criterion.position {
            (criterion.id, criterion.created_at) = (own.id.clone(), own.created_at);
            let (kind, id) = (EntityType::Criterion, criterion.id.as_str());
            changes.push(Change::put(kind, id, EventType::Updated, &criterion));
        }
    }
    let gone = |own: &Rc<Criterion>| {
        Change::delete(EntityType::Criterion, own.id.as_str(), EventType::Deleted)
    };
    changes.extend(left.into_iter().map(gone));
    changes
}

/// The changes from the dependencies within some tasks to those that are wanted. Those that reach
/// beyond them stay.
pub(super) fn dependencies(
    curriculum: &Curriculum,
    tasks: &[TaskIndex],
    wanted: &[Dependency],
) -> Vec<Change> {
    let pair_of =
        |own: &Dependency| dependency_id(own.task_id.as_str(), own.depends_on_id.as_str());
    let mut left: FxHashMap<String, &Dependency> =
        wanted.iter().map(|own| (pair_of(own), own)).collect();
    let mut inside = vec![false; curriculum.bound()];
    for index in tasks {
        inside.get_mut(index.number()).into_iter().for_each(|own| *own = true);
    }
    let mut changes = Vec::new();
    for index in tasks {
        for (other, own) in curriculum.dependencies(*index) {
            let pair = pair_of(own);
            match left.remove(&pair) {
                Some(wanted)
                    if wanted.dependency_type == own.dependency_type
                        && wanted.metadata == own.metadata
                        && wanted.extra == own.extra => {}
                Some(wanted) => {
                    let kind = EntityType::Dependency;
                    changes.push(Change::put(kind, &pair, EventType::Updated, wanted));
                }
                None if inside.get(other.number()) == Some(&true) => changes.push(removed(own)),
                None => {}
            }
        }
    }
    let new = wanted.iter().filter(|own| left.contains_key(&pair_of(own)));
    changes.extend(new.map(added));
    changes
}
