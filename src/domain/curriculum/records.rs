//! The records of a curriculum, as they are stored, shown and exported (spec 1.1 to 1.11).

use super::values::{
    BackgroundLevel, BloomLevel, ContentType, CriterionSource, CriterionType, DependencyType,
    Grading, Mark, MaxGrade, Priority, ProjectVersion, Slug, StepType, SubtaskType, TaskId,
    TaskType, Taxonomy, Title, TryCount, Words, WorkspaceType,
};
use crate::domain::id::{Actor, RecordId};
use crate::domain::schema::{JsonObject, Optional};
use crate::domain::time::Timestamp;
use crate::record;

record! {
    /// A node of a shared tree. It has no status: that is each learner's own.
    pub struct Task as "Task" {
        /// Unique in the workspace, and the same wherever the task is moved.
        pub id: TaskId,
        /// What it is a part of; `null` for a project.
        pub parent_id: Option<TaskId> = None,
        /// The root of its tree; a project's own id.
        pub project_id: TaskId,
        /// What it is called.
        pub title: Title,
        /// What it is about.
        pub description: String = String::new(),
        /// What must be true of the work, for people. Machines judge by criteria.
        pub acceptance_criteria: String = String::new(),
        /// Whatever the author wants to remember.
        pub notes: String = String::new(),
        /// What it is in the tree.
        pub task_type: TaskType = TaskType::Task,
        /// 0 is the most urgent.
        pub priority: Priority = Priority::NORMAL,
        /// How long it takes.
        pub estimated_minutes: Option<u64> = None,
        /// Material of its own.
        pub content: Option<String> = None,
        /// Shared material, by id.
        pub content_refs: Vec<RecordId> = Vec::new(),
        /// How to teach it: `teaching_approach`, `discussion_prompts`, `common_mistakes`,
        /// `hints_to_give`, `answer_rationale`, or whatever else the author writes.
        pub tutor_guidance: Option<JsonObject> = None,
        /// The story around it.
        pub narrative_context: Option<String> = None,
        /// What its parts are about, in short.
        pub summary: Option<String> = None,
        /// Whether something must be handed in; `null` leaves it to the type and the criteria.
        pub requires_submission: Option<bool> = None,
        /// Where the work is done.
        pub workspace_type: Option<WorkspaceType> = None,
        /// Who the tutor is.
        pub tutor_persona: Option<String> = None,
        /// How the tutor is: `persona`, `teaching_style`, `encouragement_level`.
        pub tutor_config: Option<JsonObject> = None,
        /// Whether work is handed in or talked about.
        pub subtask_type: SubtaskType = SubtaskType::Exercise,
        /// Whether the project tells a story.
        pub narrative: bool = false,
        /// How much it weighs among the grades.
        pub max_grade: Option<MaxGrade> = None,
        /// The author's own name for the project.
        pub project_slug: Option<Slug> = None,
        /// Which version of the project it is.
        pub version: ProjectVersion = ProjectVersion::FIRST,
        /// What the author calls this version.
        pub version_tag: Option<Mark> = None,
        /// The place among its siblings; gaps are left for others to move in between.
        pub position: u64 = 0,
        /// Whether its container waits for it.
        pub required: bool = true,
        /// Whether its children come one after the other.
        pub ordered: bool = false,
        /// Whether it is in use. What was retired keeps its evidence and asks for nothing.
        pub is_active: bool = true,
        /// The author's own name for it, unique in the project.
        pub key: Option<Mark> = None,
        /// How many numbers its children were ever given.
        pub child_counter: u64 = 0,
        /// What one does in a step.
        pub step_type: Optional<StepType>,
        /// How many submissions a learner has.
        pub max_attempts: Optional<u64>,
        /// How long to wait after a failed submission.
        pub cooldown_seconds: Optional<u64>,
        /// Which of several grades counts; the best, if nothing is said.
        pub grading: Optional<Grading>,
        /// Whether a hint takes the credit of the try in which it was used.
        pub hint_voids_credit: Optional<bool>,
        /// What to do when the last try has failed; done, it gives the tries anew. Nobody else is
        /// asked to do it.
        pub remedial: Optional<Vec<TaskId>>,
        /// What need not be done by who passes this one.
        pub tests_out: Optional<Vec<TaskId>>,
        /// What one can do after it; who can do all of that already may skip it.
        pub skills: Optional<Vec<Mark>>,
        /// When skills and objectives of a project count as mastered; two of three, if nothing is
        /// said.
        pub mastery: Optional<MasteryRule>,
        /// What other learners are shown instead.
        pub variants: Optional<Vec<Variant>>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

record! {
    /// When something counts as mastered: so many right ones of the latest tries, kept until so many
    /// of the latest since then were wrong that it would not have been gained by them.
    pub struct MasteryRule as "MasteryRule" {
        /// So many right ones; more than `n` counts as `n`.
        pub m: TryCount,
        /// Of so many latest tries.
        pub n: TryCount,
    }
}

impl Task {
    /// Whether something must be handed in (design rule 11).
    #[must_use]
    pub fn needs_submission(&self, has_criteria: bool) -> bool {
        let is_exercise = match self.task_type {
            TaskType::Subtask => self.subtask_type == SubtaskType::Exercise,
            TaskType::Step => {
                matches!(self.step_type.0, Some(StepType::Exercise | StepType::Quiz))
            }
            _ => false,
        };
        self.requires_submission.unwrap_or(is_exercise || has_criteria)
    }
}

record! {
    /// What learners of one level are shown instead of the task's own material.
    pub struct Variant as "TaskVariant" {
        /// For whom.
        pub level: BackgroundLevel,
        /// The material.
        pub content: Option<String> = None,
        /// Shared material, by id.
        pub content_refs: Vec<RecordId> = Vec::new(),
        /// How long it takes them.
        pub estimated_minutes: Option<u64> = None,
    }
}

record! {
    /// That one task waits for another, or has to do with it. There is one for each ordered pair.
    pub struct Dependency as "Dependency" {
        /// Which task waits.
        pub task_id: TaskId,
        /// What it waits for.
        pub depends_on_id: TaskId,
        /// How it waits.
        pub dependency_type: DependencyType = DependencyType::Blocks,
        /// Whatever the author wants to remember.
        pub metadata: JsonObject = JsonObject::empty(),
        /// Who said so.
        pub created_by: Actor = Actor::system(),
        /// When.
        pub created_at: Timestamp,
    }
}

record! {
    /// What is learned with a task.
    pub struct Objective as "LearningObjective" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// Which task.
        pub task_id: TaskId,
        /// What the level means.
        pub taxonomy: Taxonomy = Taxonomy::Bloom,
        /// How deep it goes.
        pub level: Option<BloomLevel> = None,
        /// What one can do then.
        pub description: Words,
        /// When it counts as mastered; as in its project, if nothing is said.
        pub mastery: Optional<MasteryRule>,
        /// The place among the task's objectives.
        pub position: u64 = 0,
        /// When it was attached.
        pub created_at: Timestamp,
    }
}

record! {
    /// What a submission for a task is judged against.
    pub struct Criterion as "AcceptanceCriterion" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// Which task.
        pub task_id: TaskId,
        /// Who judges: a rule of ours, a validator of the host, or somebody by hand (`manual`).
        pub criterion_type: CriterionType,
        /// What it asks for, for people.
        pub description: Words,
        /// What it asks for, for who judges; a host's own rule is kept word for word.
        pub rule: JsonObject = JsonObject::empty(),
        /// From which key of a course it came, if from one of the reference's.
        pub source: Optional<CriterionSource>,
        /// The place among the task's criteria.
        pub position: u64 = 0,
        /// When it was attached.
        pub created_at: Timestamp,
    }
}

record! {
    /// Learning material that tasks share.
    pub struct Content as "LearningContent" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// What it is.
        pub content_type: ContentType,
        /// The material itself, or where it is.
        pub body: String,
        /// Whatever the author wants to remember.
        pub metadata: JsonObject = JsonObject::empty(),
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

record! {
    /// A remark about a task.
    pub struct Comment as "TaskComment" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// Which task.
        pub task_id: TaskId,
        /// Whose own it is; `null` for all.
        pub learner_id: Option<RecordId> = None,
        /// Who wrote it.
        pub author: Actor,
        /// What they wrote.
        pub text: Words,
        /// When.
        pub created_at: Timestamp,
    }
}
