//! Adding and removing dependencies.

use super::links::dependency_id;
use super::model::Curriculum;
use super::records::Dependency;
use super::stamp::Stamp;
use super::values::DependencyType;
use crate::domain::change::Change;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{Json, JsonObject};

/// Makes a task wait for another, or have to do with it.
///
/// # Errors
/// `NOT_FOUND`; `DUPLICATE` if there is a dependency of this pair, of whatever type; `CYCLE` with
/// the way round (DP8 to DP10; design rule 6). Nothing has to do with itself either. Whoever has no
/// tries left must not be trapped: `CYCLE` or `INVALID` at `dependsOnId`.
pub fn add_dependency(
    curriculum: &Curriculum,
    task_id: &str,
    depends_on_id: &str,
    dependency_type: DependencyType,
    metadata: JsonObject,
    stamp: Stamp<'_>,
) -> Result<(Vec<Change>, Dependency)> {
    let (from, to) = (curriculum.expect(task_id)?, curriculum.expect(depends_on_id)?);
    if curriculum.dependency(task_id, depends_on_id).is_some() {
        let message = format!("a dependency of {task_id} on {depends_on_id} already exists");
        return Err(Error::new(Code::Duplicate, message));
    }
    let cycle = match dependency_type.is_blocking() || from == to {
        true => curriculum.would_create_cycle(from, to),
        false => None,
    };
    if let Some(cycle) = cycle {
        return Err(curriculum.cycle_error(&cycle));
    }
    let (Some(task), Some(other)) = (curriculum.at(from), curriculum.at(to)) else {
        return Err(Error::not_found("task", task_id));
    };
    let dependency = Dependency {
        task_id: task.id.clone(),
        depends_on_id: other.id.clone(),
        dependency_type,
        metadata,
        created_by: stamp.actor.clone(),
        created_at: stamp.now,
        extra: Default::default(),
    };
    let changes = vec![added(&dependency)];
    if dependency_type.is_blocking() {
        curriculum.check_help_of_old(&changes, "dependsOnId")?;
    }
    Ok((changes, dependency))
}

/// Lets a task no longer wait for another.
///
/// # Errors
/// `NOT_FOUND` (DP5).
pub fn remove_dependency(
    curriculum: &Curriculum,
    task_id: &str,
    depends_on_id: &str,
) -> Result<(Vec<Change>, Dependency)> {
    let found = curriculum.dependency(task_id, depends_on_id).ok_or_else(|| {
        let message = format!("a dependency of {task_id} on {depends_on_id} does not exist");
        Error::new(Code::NotFound, message)
    })?;
    Ok((vec![removed(found)], found.clone()))
}

pub(super) fn added(dependency: &Dependency) -> Change {
    let id = id_of(dependency);
    let new = Json::of(&dependency.dependency_type);
    Change::put(EntityType::Dependency, &id, EventType::DependencyAdded, dependency)
        .telling(None, Some(new))
}

pub(super) fn removed(dependency: &Dependency) -> Change {
    let old = Json::of(&dependency.dependency_type);
    Change::delete(EntityType::Dependency, &id_of(dependency), EventType::DependencyRemoved)
        .telling(Some(old), None)
}

fn id_of(dependency: &Dependency) -> String {
    dependency_id(dependency.task_id.as_str(), dependency.depends_on_id.as_str())
}
