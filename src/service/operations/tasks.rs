//! The rows of `ws.tasks` (design section 6.2).

use super::{Call, Operation, Outcome};
use crate::domain::curriculum::{Task, TaskIndex};
use crate::domain::error::Result;
use crate::domain::role::Access::Anyone;
use crate::domain::schema::Optional;
use crate::record;

record! {
    /// How far down children are wanted.
    pub struct ChildrenOptions as "ChildrenOptions" {
        /// Whether those below them are wanted too.
        pub recursive: Optional<bool>,
    }
}

/// A task.
pub const GET: Operation = Operation::read("tasks.get", &["id"], Anyone, |call| {
    Ok(Outcome::perhaps(call.model.curriculum.task(&call.text(0)?)))
});

/// What is below a task.
pub const CHILDREN: Operation =
    Operation::read("tasks.children", &["id", "options"], Anyone, |call| {
        let index = call.model.curriculum.expect(&call.text(0)?)?;
        let options: ChildrenOptions = call.options(1)?;
        match options.recursive.0 {
            Some(true) => {
                let below = call.model.curriculum.subtree(index);
                answer(call, below.get(1..).unwrap_or_default())
            }
            _ => answer(call, call.model.curriculum.children(index)),
        }
    });

/// What is above a task.
pub const ANCESTORS: Operation = Operation::read("tasks.ancestors", &["id"], Anyone, |call| {
    let index = call.model.curriculum.expect(&call.text(0)?)?;
    answer(call, &call.model.curriculum.ancestors(index).collect::<Vec<TaskIndex>>())
});

fn answer(call: &Call<'_>, indices: &[TaskIndex]) -> Result<Outcome> {
    let tasks: Vec<&Task> =
        indices.iter().filter_map(|index| call.model.curriculum.at(*index)).collect();
    Ok(Outcome::answer(&tasks))
}
