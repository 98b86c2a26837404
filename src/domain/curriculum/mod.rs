//! Shared trees of tasks: what there is to learn or to do, in which order, and against what it is
//! judged. No learner has a status here.
//!
//! A decision is a pure function from the [`Curriculum`] and a command to the changes that are to
//! be stored.

mod links;
mod model;
mod place;
mod records;
mod values;

pub use links::{Edge, dependency_id};
pub use model::{CommentHead, ContentHead, Curriculum, TaskIndex};
pub use place::{DEEPEST, compare_ids};
pub use records::{Comment, Content, Criterion, Dependency, Objective, Task, Variant};
pub use values::*;
