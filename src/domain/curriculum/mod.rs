//! Shared trees of tasks: what there is to learn or to do, in which order, and against what it is
//! judged. No learner has a status here.
//!
//! A decision is a pure function from the [`Curriculum`] and a command to the changes that are to
//! be stored.

mod attach;
mod content;
mod course;
mod create;
mod dependency;
mod heads;
mod helping;
mod joining;
mod links;
mod model;
mod place;
mod query;
mod recall;
mod records;
mod relocate;
mod remove;
mod schedule;
mod stamp;
mod update;
mod values;
mod waiting;

pub use attach::{
    CriterionDraft, ObjectiveDraft, add_criterion, add_objective, remove_criterion,
    remove_objective,
};
pub use content::{
    CommentDraft, ContentDraft, add_comment, attach_content, create_content, detach_content,
    update_content,
};
pub use course::{
    CourseFormat, CourseImport, CourseOptions, CourseProblem, Shared, export_course, import_course,
    shared_by,
};
pub use create::create;
pub(crate) use create::named_twice;
pub use dependency::{add_dependency, remove_dependency};
pub use heads::{CommentHead, ContentHead};
pub use joining::{Arrival, Misfit};
pub use links::{Edge, dependency_id};
pub use model::{Curriculum, TaskIndex};
pub use place::{DEEPEST, compare_ids};
pub use query::{TaskPage, TaskQuery};
pub use records::{Comment, Content, Criterion, Dependency, MasteryRule, Objective, Task, Variant};
pub use relocate::move_task;
pub use remove::{EvidenceCounts, Removal, delete};
pub use schedule::Schedule;
pub use stamp::Stamp;
pub use update::{set_summary, update};
pub use values::*;
