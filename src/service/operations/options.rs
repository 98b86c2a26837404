//! The option bags of operations. They are read name by name once they were checked against what
//! is declared here; TypeScript has them from the same place.

use crate::domain::curriculum::{CourseFormat, DependencyType, TaskType};
use crate::domain::id::Actor;
use crate::domain::path::{Adjustment, PathType};
use crate::domain::progress::Status;
use crate::domain::schema::{Json, JsonObject, Optional};
use crate::record;

/// Options of a command: its own, and those that every command has.
macro_rules! command_options {
    ($(#[doc = $doc:literal])* pub struct $name:ident as $title:literal { $($own:tt)* }) => {
        record! {
            $(#[doc = $doc])*
            pub struct $name as $title {
                $($own)*
                /// Who is named in the event.
                pub actor: Optional<String>,
                /// Why, for the event.
                pub reason: Optional<String>,
            }
        }
    };
}

record! {
    /// Who does something, and why.
    pub struct CommandOptions as "CommandOptions" {
        /// Who is named in the event.
        pub actor: Optional<String>,
        /// Why, for the event.
        pub reason: Optional<String>,
    }
}

record! {
    /// How far down children are wanted.
    pub struct ChildrenOptions as "ChildrenOptions" {
        /// Whether those below them are wanted too.
        pub recursive: Optional<bool>,
        /// Whether what was retired is wanted, too.
        pub inactive: Optional<bool>,
    }
}

command_options! {
    /// How a task is deleted.
    pub struct DeleteTaskOptions as "DeleteTaskOptions" {
        /// Whether to say only what would go.
        pub dry_run as "dryRun": Optional<bool>,
    }
}

command_options! {
    /// Where a task is moved.
    pub struct MoveTaskOptions as "MoveTaskOptions" {
        /// The sibling that it is to stand before; behind all of them if left out.
        pub before: Optional<String>,
    }
}

record! {
    /// Which tasks are wanted.
    pub struct TaskListOptions as "TaskListOptions" {
        /// Of this project only.
        pub project_id as "projectId": Optional<String>,
        /// Of this type only.
        pub task_type as "taskType": Optional<TaskType>,
        /// With this text in the title, the description or the material, in whatever case and Unicode
        /// form.
        pub text: Optional<String>,
        /// Whether what was retired is listed, too.
        pub inactive: Optional<bool>,
        /// How many at most; 50 if left out.
        pub limit: Optional<u64>,
        /// Only what comes behind this `next` of an earlier page.
        pub after: Optional<String>,
    }
}

record! {
    /// What is counted.
    pub struct TaskCountOptions as "TaskCountOptions" {
        /// Of this project only, itself included.
        pub project_id as "projectId": Optional<String>,
        /// Whether what was retired counts, too.
        pub inactive: Optional<bool>,
    }
}

command_options! {
    /// How one task waits for another.
    pub struct DependencyOptions as "DependencyOptions" {
        /// `blocks`, if left out.
        pub kind as "type": Optional<DependencyType>,
        /// Whatever the author wants to remember.
        pub metadata: Optional<JsonObject>,
    }
}

record! {
    /// Which dependencies are wanted.
    pub struct DependencyFilter as "DependencyFilter" {
        /// Of this kind only.
        pub kind as "type": Optional<DependencyType>,
    }
}

record! {
    /// From where objectives are wanted, besides the task itself.
    pub struct ObjectiveOptions as "ObjectiveOptions" {
        /// Whether those of the containers above are wanted.
        pub ancestors: Optional<bool>,
        /// Whether those of what is below are wanted.
        pub descendants: Optional<bool>,
    }
}

record! {
    /// Which comments are wanted.
    pub struct CommentListOptions as "CommentListOptions" {
        /// Those of this learner, besides those for all.
        pub learner_id as "learnerId": Optional<String>,
        /// How many at most, the newest; 50 if left out.
        pub limit: Optional<u64>,
        /// Only what is older than this comment.
        pub before: Optional<String>,
    }
}

command_options! {
    /// How a course is imported.
    pub struct CourseImportOptions as "CourseImportOptions" {
        /// Whether to say only what would happen.
        pub dry_run as "dryRun": Optional<bool>,
        /// The project that is to become what the course says; all evidence stays.
        pub update: Optional<String>,
        /// Whether tasks keep the ids that the course gives them.
        pub keep_ids as "keepIds": Optional<bool>,
    }
}

record! {
    /// How a course is exported.
    pub struct CourseExportOptions as "CourseExportOptions" {
        /// `json`, if left out.
        pub format: Optional<CourseFormat>,
    }
}

record! {
    /// Which tasks are wanted that a learner can work on.
    pub struct ReadyListOptions as "ReadyListOptions" {
        /// Of this type only.
        pub task_type as "taskType": Optional<TaskType>,
        /// How many at most; 10 if left out.
        pub limit: Optional<u64>,
        /// Whether containers are listed that lack more than their own submission.
        pub containers: Optional<bool>,
    }
}

record! {
    /// Which tasks are wanted that a learner can work on, page by page.
    pub struct ReadyPageOptions as "ReadyPageOptions" {
        /// Of this type only.
        pub task_type as "taskType": Optional<TaskType>,
        /// How many at most; 10 if left out.
        pub limit: Optional<u64>,
        /// Whether containers are listed that lack more than their own submission.
        pub containers: Optional<bool>,
        /// Only what comes behind this `next` of an earlier page.
        pub after: Optional<String>,
    }
}

record! {
    /// Which of a learner's tasks are wanted.
    pub struct ProgressListOptions as "ProgressListOptions" {
        /// Of this project only.
        pub project_id as "projectId": Optional<String>,
        /// With this status only.
        pub status: Optional<Status>,
        /// How many at most; all of them if left out.
        pub limit: Optional<u64>,
        /// Only what comes behind this task in the order of the tree.
        pub after: Optional<String>,
    }
}

record! {
    /// Why a learner may pass over a task, and who says so.
    pub struct SkipOptions as "SkipOptions" {
        /// Who allowed it; whoever asks, if left out.
        pub waived_by as "waivedBy": Optional<Actor>,
        /// Who is named in the event.
        pub actor: Optional<String>,
        /// Why; not blank.
        pub reason: String,
    }
}

record! {
    /// In which project something is looked for.
    pub struct ReviewListOptions as "ReviewListOptions" {
        /// In this project only.
        pub project_id as "projectId": Optional<String>,
    }
}

record! {
    /// Which requests for help are wanted.
    pub struct HelpListOptions as "HelpListOptions" {
        /// In this project only.
        pub project_id as "projectId": Optional<String>,
        /// Of this learner only. Learners see their own, and what was answered.
        pub learner_id as "learnerId": Optional<String>,
        /// Those that wait for an answer, or those that do not.
        pub open: Optional<bool>,
    }
}

record! {
    /// Whose progress is exported, and in what.
    pub struct CsvOptions as "CsvOptions" {
        /// In this project only.
        pub project_id as "projectId": Optional<String>,
        /// Of this learner only.
        pub learner_id as "learnerId": Optional<String>,
    }
}

command_options! {
    /// How a draft is kept.
    pub struct DraftOptions as "DraftOptions" {
        /// The draft that this one was made from. What it did not change stays as another window
        /// has kept it: member by member, and answer by answer.
        pub base: Optional<Json>,
    }
}

record! {
    /// How a path is fitted to its learner.
    pub struct PathPlanOptions as "PathPlanOptions" {
        /// What changes at which level, in place of the reference's table.
        pub adjustments: Optional<Vec<Adjustment>>,
        /// For whom it is; `personalized`, if left out.
        pub path_type as "pathType": Optional<PathType>,
    }
}

command_options! {
    /// How a path is chosen.
    pub struct PathChooseOptions as "PathChooseOptions" {
        /// Whether the learner follows it from now on; `false` leaves it, and then they follow none.
        pub follow: Optional<bool>,
    }
}

command_options! {
    /// Where a plan comes from.
    pub struct PlanImportOptions as "PlanImportOptions" {
        /// The name of its file.
        pub path: Optional<String>,
    }
}

command_options! {
    /// How a plan is edited.
    pub struct PlanEditOptions as "PlanEditOptions" {
        /// The version that the edits are meant for.
        pub expected_version as "expectedVersion": Optional<u64>,
    }
}

command_options! {
    /// What is said with the status of a task of a plan.
    pub struct PlanNoteOptions as "PlanNoteOptions" {
        /// A note, written beside the status.
        pub note: Optional<String>,
        /// The version that the edit is meant for.
        pub expected_version as "expectedVersion": Optional<u64>,
    }
}

record! {
    /// Which tasks of plans are wanted.
    pub struct PlanQuery as "PlanQuery" {
        /// With this status, in any spelling; words that say more, such as `deviated`, mean themselves.
        pub status: Optional<String>,
        /// Of this assignee.
        pub assignee: Optional<String>,
        /// In plans of this PRD, in whichever version.
        pub prd: Optional<String>,
        /// Of this phase: `3` is also in `3-4` and in `all`.
        pub phase: Optional<String>,
        /// Those that are on a critical path, or those that are not.
        pub critical: Optional<bool>,
        /// Those that can be begun now, or those that cannot.
        pub ready: Optional<bool>,
        /// With these words in the id, the label or the description.
        pub text: Optional<String>,
    }
}

command_options! {
    /// Whose statuses a project takes over from its plan.
    pub struct PlanProjectOptions as "PlanProjectOptions" {
        /// The learner.
        pub learner_id as "learnerId": Optional<String>,
    }
}
