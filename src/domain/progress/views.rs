//! What callers are shown of a learner's standing. None of it is stored.

use super::records::{FrozenCriterion, ProgressData, Submission, Summary, Validation};
use super::values::{Display, LockKind, Percentage, Status};
use crate::domain::criteria::Share;
use crate::domain::curriculum::{BloomLevel, Content, Objective, Priority, Task, TaskType};
use crate::domain::schema::{JsonObject, Map, Optional, write_members};
use crate::domain::time::Timestamp;
use crate::{choices, record, written};

record! {
    /// One reason why a task cannot be worked on, or not be closed.
    pub struct Lock as "Lock" {
        /// What kind of reason.
        pub kind: LockKind,
        /// The task that is in the way; the task itself where nothing else is.
        pub task_id: String,
        /// What that one is called.
        pub title: String,
        /// The reason, and what to do about it, in words.
        pub message: String,
        /// The tasks to be done so that this reason goes, in the order of doing; in lists only
        /// the first, and twenty at most. It ends where somebody else must act first, and the
        /// message says so.
        pub unlock: Vec<String>,
        /// When it goes by itself.
        pub until: Optional<Timestamp>,
    }
}

record! {
    /// Where a learner stands with a task.
    pub struct TaskState as "TaskState" {
        /// Which task.
        pub task_id: String,
        /// What it is called.
        pub title: String,
        /// What it is in the tree.
        pub task_type: TaskType,
        /// What it is a part of.
        pub parent_id: Option<String>,
        /// 0 is the most urgent.
        pub priority: Priority,
        /// Where they stand.
        pub status: Status,
        /// The same as they see it.
        pub display: Display,
        /// Why it cannot be worked on, if it cannot.
        pub locked_because: Vec<Lock>,
        /// How far it is.
        pub completion_percentage: Percentage,
        /// How often something was handed in.
        pub attempts: u64,
        /// How often something can still be handed in, where that is limited.
        pub attempts_left: Option<u64>,
        /// How well, by the task's grading.
        pub grade: Option<Share>,
        /// When it was first begun.
        pub started_at: Option<Timestamp>,
        /// When it was closed.
        pub completed_at: Option<Timestamp>,
        /// Why it was closed or passed over.
        pub close_reason: Option<String>,
        /// Active time spent on it and on what is below it.
        pub time_spent_seconds: u64,
        /// Whether something must be handed in.
        pub needs_submission: bool,
        /// Whether it could be closed now.
        pub can_close: bool,
        /// Why not.
        pub cannot_close_because: Vec<Lock>,
        /// What came under it after it was closed and is not done.
        pub new_items: Vec<String>,
        /// Where the learner is inside it, and what is half done.
        pub progress_data: Option<ProgressData>,
    }
}

record! {
    /// A task that cannot be worked on.
    pub struct BlockedTask as "BlockedTask" {
        /// Which task.
        pub task_id: String,
        /// What it is called.
        pub title: String,
        /// Why.
        pub locked_because: Vec<Lock>,
    }
}

record! {
    /// A task in short.
    pub struct TaskSummary as "TaskSummary" {
        /// Its id.
        pub id: String,
        /// What it is called.
        pub title: String,
        /// What it is in the tree.
        pub task_type: TaskType,
        /// 0 is the most urgent.
        pub priority: Priority,
    }
}

/// A task in short, with where the learner stands, and all below it. Totals count tasks, subtasks,
/// steps and whatever has no parts (design rule 13): of a container what is below it, of anything
/// else the task itself.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeNode {
    /// The task.
    pub task: TaskSummary,
    /// Where the learner stands.
    pub state: NodeState,
    /// How many are closed.
    pub completed: u64,
    /// How many there are.
    pub total: u64,
    /// The one as a part of the other.
    pub percentage: Percentage,
    /// Its parts in order of place.
    pub children: Vec<TreeNode>,
}

written!(TreeNode, |node, out| {
    out.push('{');
    write_members(
        &[
            ("task", &node.task),
            ("state", &node.state),
            ("completed", &node.completed),
            ("total", &node.total),
            ("percentage", &node.percentage),
            ("children", &node.children),
        ],
        out,
    );
    out.push('}');
});

record! {
    /// Where a learner stands with a node of a tree.
    pub struct NodeState as "NodeState" {
        /// Where they stand.
        pub status: Status,
        /// The same as they see it.
        pub display: Display,
    }
}

record! {
    /// How many of how many.
    pub struct AchievedCount as "AchievedCount" {
        /// How many there are.
        pub total: u64,
        /// How many were achieved.
        pub achieved: u64,
    }
}

record! {
    /// How far a learner is in a project.
    pub struct LearnerProgress as "LearnerProgress" {
        /// Who.
        pub learner_id: String,
        /// In which project, also where it is of a part of that.
        pub project_id: String,
        /// How many tasks count.
        pub total_tasks: u64,
        /// How many are closed, those that were passed over included.
        pub completed_tasks: u64,
        /// How many were passed over.
        pub skipped_tasks: u64,
        /// How many are being worked on.
        pub in_progress_tasks: u64,
        /// How many cannot be worked on.
        pub blocked_tasks: u64,
        /// How much is done, floored.
        pub completion_percentage: Percentage,
        /// How many objectives were achieved.
        pub objectives_achieved: u64,
        /// How many there are.
        pub total_objectives: u64,
        /// The same by Bloom level; those without one are left out.
        pub objectives_by_level: Map<AchievedCount>,
        /// How well, weighted by `max_grade`; null while nothing is graded.
        pub grade: Option<Share>,
        /// Active time.
        pub total_time_spent_seconds: u64,
        /// The same in minutes, floored.
        pub total_time_spent_minutes: u64,
    }
}

choices! {
    /// What is mastered.
    MasteryKind {
        /// An objective of a task.
        Objective = "objective",
        /// A skill that tasks name.
        Skill = "skill",
    }
}

record! {
    /// How firm something sits, by the evidence there is: gained when two of the latest three
    /// judged tries were right, lost when two of the latest three since then were wrong, unless
    /// `mastery` of the objective or the project names other numbers. Where a single task shows it,
    /// a pass there is enough, unless they do; an objective of it stays achieved by that. An
    /// objective of a task that has parts also needs each required part to be passed.
    pub struct Mastery as "Mastery" {
        /// What it is.
        pub kind: MasteryKind,
        /// The objective's id, or the skill.
        pub id: String,
        /// In words.
        pub description: String,
        /// How deep it goes.
        pub level: Option<BloomLevel>,
        /// The tasks that show it.
        pub task_ids: Vec<String>,
        /// How many tries were judged.
        pub tries: u64,
        /// How many of the latest were right, of those that are looked at.
        pub right: u64,
        /// Whether it is mastered.
        pub mastered: bool,
        /// Why, in words.
        pub because: String,
    }
}

record! {
    /// An objective, and whether the learner has achieved it.
    pub struct ObjectiveState as "ObjectiveState" {
        /// The objective.
        pub objective: Objective,
        /// Whether it was achieved.
        pub achieved: bool,
    }
}

record! {
    /// All that somebody needs to know who helps a learner with a task (spec 1.13). A learner is
    /// not shown how it is taught, nor the material of what is locked.
    pub struct TaskContext as "TaskContext" {
        /// Who learns.
        pub learner_id: String,
        /// The task.
        pub task: Task,
        /// Where the learner stands.
        pub state: TaskState,
        /// What the task is a part of, nearest first.
        pub ancestors: Vec<TaskSummary>,
        /// Its parts, with where the learner stands.
        pub children: Vec<TaskState>,
        /// Its own material, in the depth that suits the learner: on a path that is not the
        /// default one it goes deeper where its skills are mastered, and is explained more where it
        /// went wrong.
        pub content: Option<String>,
        /// Shared material, as it suits the learner.
        pub content_items: Vec<Content>,
        /// How long it takes at that depth.
        pub estimated_minutes: Option<u64>,
        /// How to teach it. A learner is shown only `hints_to_give`, and of those what they were
        /// given.
        pub guidance: Option<JsonObject>,
        /// How many hints of the author the learner can still be given.
        pub hints_left: u64,
        /// The story around it: its own, or the nearest above.
        pub narrative_context: Option<String>,
        /// What is learned with it.
        pub objectives: Vec<ObjectiveState>,
        /// What submissions are judged against. For learners without what would give answers away.
        pub criteria: Vec<FrozenCriterion>,
        /// Why it cannot be worked on, if it cannot.
        pub locks: Vec<Lock>,
        /// What waits for it.
        pub blocks: Vec<TaskSummary>,
        /// What was handed in, the newest first, at most ten.
        pub submissions: Vec<Submission>,
        /// How the newest was judged.
        pub validation: Option<Validation>,
        /// What was written about the learner's work here, by version.
        pub summaries: Vec<Summary>,
        /// What can be worked on in the project.
        pub ready: Vec<TaskState>,
        /// How far the learner is in the project.
        pub progress: LearnerProgress,
    }
}
