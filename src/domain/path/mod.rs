//! The sequence of steps that one learner is given, and why each step is in it or not (design
//! rule 18).
//!
//! A path names steps and their order; what it says of each step is worked out when it is read,
//! from the learner's background and evidence, so that it is never stale. A path never opens what
//! is locked: readiness alone decides that.

mod adjust;
mod commands;
mod needed;
mod next;
mod plan;
mod records;

pub use adjust::{Adjustment, REFERENCE};
pub use commands::{PathDraft, choose, create_path, delete_path, leave, update_path};
pub use next::next;
pub use plan::{plan, plan_as, shown};
pub use records::{LearningPath, PathStep, PathType, StoredPath};
