//! The rows of `ws.tasks` that are about what waits for what (design section 6.2).

use super::options::{DependencyFilter, DependencyOptions};
use super::{Call, Operation, Outcome};
use crate::domain::curriculum::{self, Dependency, DependencyType, TaskIndex};
use crate::domain::error::Result;
use crate::domain::role::Access::{Anyone, Author};
use crate::domain::schema::JsonObject;

/// Lets one task wait for another.
pub const ADD: Operation = Operation::command(
    "tasks.addDependency",
    &["taskId", "dependsOnId", "options"],
    Author,
    |call| {
        let (task, depends_on) = (call.text(0)?, call.text(1)?);
        let kind = call.option("type").unwrap_or(DependencyType::Blocks);
        let metadata = call.option("metadata").unwrap_or_else(JsonObject::empty);
        let curriculum = &call.model.curriculum;
        call.decide(|stamp| {
            curriculum::add_dependency(curriculum, &task, &depends_on, kind, metadata, stamp)
        })
    },
)
.with::<DependencyOptions>();

/// Lets it wait no longer.
pub const REMOVE: Operation = Operation::command(
    "tasks.removeDependency",
    &["taskId", "dependsOnId", "options"],
    Author,
    |call| {
        let (task, depends_on) = (call.text(0)?, call.text(1)?);
        let removed = curriculum::remove_dependency(&call.model.curriculum, &task, &depends_on);
        removed.map(|(changes, _)| Outcome::done(changes))
    },
);

/// What a task waits for.
pub const OF: Operation =
    Operation::read("tasks.dependencies", &["taskId", "options"], Anyone, |call| {
        let index = call.model.curriculum.expect(&call.text(0)?)?;
        answer(call, call.model.curriculum.dependencies(index))
    })
    .with::<DependencyFilter>();

/// What waits for a task.
pub const ON: Operation =
    Operation::read("tasks.dependents", &["taskId", "options"], Anyone, |call| {
        let index = call.model.curriculum.expect(&call.text(0)?)?;
        answer(call, call.model.curriculum.dependents(index))
    })
    .with::<DependencyFilter>();

/// What waits for itself.
pub const CYCLES: Operation = Operation::read("tasks.cycles", &["projectId"], Anyone, |call| {
    Ok(Outcome::answer(&call.model.curriculum.cycles(&call.text(0)?)?))
});

/// In which order a project can be done, and how long that takes.
pub const SCHEDULE: Operation = Operation::read("tasks.schedule", &["projectId"], Anyone, |call| {
    Ok(Outcome::answer(&call.model.curriculum.schedule(&call.text(0)?)?))
});

fn answer<'a>(
    call: &Call<'_>,
    found: impl Iterator<Item = (TaskIndex, &'a Dependency)>,
) -> Result<Outcome> {
    let wanted: Option<DependencyType> = call.option("type");
    let is_wanted = |own: &&Dependency| wanted.is_none_or(|kind| kind == own.dependency_type);
    let found: Vec<&Dependency> = found.map(|(_, own)| own).filter(is_wanted).collect();
    Ok(Outcome::answer(&found))
}

/// All of them.
pub const ALL: &[Operation] = &[ADD, REMOVE, OF, ON, CYCLES, SCHEDULE];
