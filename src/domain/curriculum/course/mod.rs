//! Courses as files: the reference's format and ours, which is the same with more keys.
//!
//! A course is read in two passes, so that a node can name one that comes later, and comes in whole
//! or not at all (design rule 10). Everything wrong is told with its path; what is not known is
//! kept with its task and told.

mod export;
mod import;
mod indent;
mod matching;
mod node;
mod numbering;
mod plan;
mod proof;
mod read;
mod reconcile;
mod reference;
mod tries;

pub use export::{CourseFormat, Shared, export_course, shared_by};
pub use import::{CourseImport, CourseOptions, CourseProblem, import_course};

/// Under which keys the parts of a node stand.
const LISTS: [&str; 6] = ["epics", "tasks", "subtasks", "chapters", "steps", "children"];
