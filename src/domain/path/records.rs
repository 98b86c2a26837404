//! Paths as they are stored and as they are shown.

use super::adjust::Adjustment;
use crate::domain::criteria::Amount;
use crate::domain::curriculum::{BackgroundLevel, TaskId, Title};
use crate::domain::id::RecordId;
use crate::domain::schema::Optional;
use crate::domain::time::Timestamp;
use crate::{choices, record};

choices! {
    /// For whom a path is.
    PathType {
        /// For everybody: all steps.
        Default = "default",
        /// For this learner's level and skills.
        Personalized = "personalized",
        /// For a learner who has failed: more examples and more time for what went wrong.
        Remedial = "remedial",
    }
}

record! {
    /// A path as it is stored: which steps somebody chose, and no verdict on them.
    pub struct StoredPath as "StoredPath" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// Whose.
        pub learner_id: RecordId,
        /// Through what.
        pub root_id: TaskId,
        /// What it is called.
        pub name: Title,
        /// What it is about.
        pub description: String = String::new(),
        /// For whom it is.
        pub path_type: PathType = PathType::Default,
        /// The steps in their order: what it names is in the path, required or not, whatever level,
        /// wishes and skills would leave out; none for those of the tree.
        pub steps_sequence: Optional<Vec<TaskId>>,
        /// The table by which its steps are adjusted; none for the reference's.
        pub adjustments: Optional<Vec<Adjustment>>,
        /// Since when the learner follows it.
        pub chosen_at: Option<Timestamp> = None,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

record! {
    /// A path as it is shown: every step with what is said of it now.
    pub struct LearningPath as "LearningPath" {
        /// Unique in the workspace; null for one that is only planned.
        pub id: Option<String>,
        /// Whose.
        pub learner_id: String,
        /// Through what.
        pub root_id: String,
        /// What it is called.
        pub name: String,
        /// What it is about.
        pub description: String,
        /// For whom it is.
        pub path_type: PathType,
        /// The steps in their order as somebody chose them; null for those of the tree.
        pub steps_sequence: Option<Vec<String>>,
        /// The table by which its steps are adjusted, where it is not the reference's.
        pub adjustments: Vec<Adjustment>,
        /// Whether the learner follows it.
        pub chosen: bool,
        /// How many steps are in it.
        pub included_steps: u64,
        /// How many of those are done.
        pub completed_steps: u64,
        /// How long they take this learner, where that is estimated.
        pub estimated_minutes: u64,
        /// Every step, also those that are left out.
        pub steps: Vec<PathStep>,
    }
}

record! {
    /// A step of a path.
    pub struct PathStep as "PathStep" {
        /// Which task.
        pub task_id: String,
        /// What it is called.
        pub title: String,
        /// Whether it is in the path.
        pub included: bool,
        /// Whether it is done.
        pub completed: bool,
        /// Why it is in it or left out.
        pub reason: String,
        /// How deep the material goes: 1 is as written.
        pub content_depth: Amount,
        /// How many examples.
        pub examples_count: u64,
        /// How much longer than estimated it takes.
        pub time_factor: Amount,
        /// At which level it is shown, if it has versions for levels.
        pub level: BackgroundLevel,
        /// How long it takes this learner, where that is estimated.
        pub estimated_minutes: Option<u64>,
    }
}
