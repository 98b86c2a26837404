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
use crate::domain::id::RecordId;
use crate::domain::schema::ToJson;

/// What hangs on a task and is held against what a changed course says.
pub(super) trait Attached: ToJson + Clone {
    const KIND: EntityType;
    fn id(&self) -> &RecordId;
    /// Whether both say the same, wherever they stand.
    fn says_the_same(&self, other: &Self) -> bool;
    /// Whether both stand at the same place of the same task.
    fn is_placed_as(&self, other: &Self) -> bool;
    /// The same as the record that was there.
    fn becoming(self, old: &Self) -> Self;
    fn created(&self) -> Change;
}

impl Attached for Objective {
    const KIND: EntityType = EntityType::Objective;

    fn id(&self) -> &RecordId {
        &self.id
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.description == other.description
            && (self.level, self.taxonomy) == (other.level, other.taxonomy)
            && self.mastery == other.mastery
            && self.extra == other.extra
    }

    fn is_placed_as(&self, other: &Self) -> bool {
        (&self.task_id, self.position) == (&other.task_id, other.position)
    }

    fn becoming(self, old: &Self) -> Self {
        Self { id: old.id.clone(), created_at: old.created_at, ..self }
    }

    fn created(&self) -> Change {
        objective_created(self)
    }
}

impl Attached for Criterion {
    const KIND: EntityType = EntityType::Criterion;

    fn id(&self) -> &RecordId {
        &self.id
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.criterion_type == other.criterion_type
            && self.rule == other.rule
            && self.description == other.description
            && self.source == other.source
            && self.extra == other.extra
    }

    fn is_placed_as(&self, other: &Self) -> bool {
        (&self.task_id, self.position) == (&other.task_id, other.position)
    }

    fn becoming(self, old: &Self) -> Self {
        Self { id: old.id.clone(), created_at: old.created_at, ..self }
    }

    fn created(&self) -> Change {
        criterion_created(self)
    }
}

/// The changes from what hung on the tasks of a project to what a course wants there. What has the
/// same id is the same record (`known` finds it where its task goes out of use), else what says the
/// same at the same task.
pub(super) fn attached<'a, T: Attached>(
    tasks: &[(&'a [Rc<T>], &'a [T])],
    known: &dyn Fn(&str) -> Option<&'a T>,
) -> Vec<Change> {
    let old = tasks.iter().flat_map(|(old, _)| old.iter());
    let mut left: FxHashMap<&str, &T> = old.map(|own| (own.id().as_str(), &**own)).collect();
    let new = || tasks.iter().flat_map(|(_, new)| new.iter());
    let mut same: FxHashMap<&str, &T> = FxHashMap::default();
    for own in new() {
        let id = own.id().as_str();
        same.extend(left.remove(id).or_else(|| known(id)).map(|old| (id, old)));
    }
    let mut changes = Vec::new();
    for (old, new) in tasks {
        for own in new.iter() {
            let found = same.get(own.id().as_str()).copied().or_else(|| {
                let mut old = old.iter().map(|known| known.id().as_str());
                let says_the_same = |id: &&str| left.get(id).is_some_and(|o| o.says_the_same(own));
                let id = old.find(says_the_same)?;
                left.remove(id)
            });
            match found {
                None => changes.push(own.created()),
                Some(found) if own.says_the_same(found) && own.is_placed_as(found) => {}
                Some(found) => {
                    let own = own.clone().becoming(found);
                    changes.push(Change::put(T::KIND, own.id().as_str(), EventType::Updated, &own));
                }
            }
        }
    }
    let gone = tasks.iter().flat_map(|(old, _)| old.iter());
    let gone = gone.filter(|own| left.contains_key(own.id().as_str()));
    changes.extend(gone.map(|own| Change::delete(T::KIND, own.id().as_str(), EventType::Deleted)));
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
