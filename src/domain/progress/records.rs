//! The records of learners and of what they do, as they are stored and shown (spec 1.2, 1.5 to
//! 1.9).

use super::values::{HelpStatus, Percentage, Status, SubmissionType, ValidatorType};
use crate::domain::criteria::Share;
use crate::domain::curriculum::{BackgroundLevel, CriterionType, Mark, TaskId, Words};
use crate::domain::id::{Actor, RecordId};
use crate::domain::schema::{JsonObject, Optional};
use crate::domain::time::Timestamp;
use crate::record;

record! {
    /// A person or an agent with a status of their own for each task.
    pub struct Learner as "Learner" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// What they are called.
        pub name: Option<String> = None,
        /// Who they are in the host's own login; unique where it is given.
        pub auth_id: Option<Mark> = None,
        /// How much they know already.
        pub background_level: BackgroundLevel = BackgroundLevel::Beginner,
        /// A language tag such as `en`.
        pub preferred_language: String = String::from("en"),
        /// How they like to learn. Three keys shape paths that are not the default one:
        /// `time_factor` from 0.25 to 4 (how much longer they take), `more_examples` from -3 to 3,
        /// and `optional_steps`, true or false, whatever their level. Other keys are the host's own.
        pub learning_preferences: JsonObject = JsonObject::empty(),
        /// Skills that they have from elsewhere: their path leaves out what is not required.
        pub mastered_skills: Vec<Mark> = Vec::new(),
        /// Whatever the host wants to remember.
        pub metadata: JsonObject = JsonObject::empty(),
        /// When they came.
        pub created_at: Timestamp,
        /// When this was last changed.
        pub updated_at: Timestamp,
    }
}

record! {
    /// Where one learner stands with one task. Where there is none, the task is open.
    pub struct TaskProgress as "TaskProgress" {
        /// There is one for each pair: see `progress_id`.
        pub id: String,
        /// Which task.
        pub task_id: TaskId,
        /// Whose.
        pub learner_id: RecordId,
        /// Where they stand.
        pub status: Status = Status::Open,
        /// When it was first begun.
        pub started_at: Option<Timestamp> = None,
        /// When it was closed; only while it is.
        pub completed_at: Option<Timestamp> = None,
        /// Why it was closed; only while it is.
        pub close_reason: Option<String> = None,
        /// How far it is.
        pub completion_percentage: Percentage = Percentage::NONE,
        /// Active time spent on it.
        pub time_spent_seconds: u64 = 0,
        /// Where the learner is inside it, and what is half done.
        pub progress_data: Option<ProgressData> = None,
        /// Counted from one, and up with each reopening: evidence counts in its own try. Right and
        /// wrong ones of several count from `tries_from` on, too.
        pub try_number: u64 = 1,
        /// The first attempt that counts against `max_attempts`.
        pub tries_from: Optional<u64>,
        /// How many hints were used since the last submission.
        pub hints_used: Optional<u64>,
        /// How many of the author's hints the learner was given, in whichever try.
        pub hints_given: Optional<u64>,
        /// Why it was set aside; only while it is.
        pub hold: Optional<Hold>,
        /// Why it was passed over; only while it is.
        pub waiver: Optional<Waiver>,
        /// What the running try is judged against, whatever the author changes meanwhile.
        pub criteria: Optional<Vec<FrozenCriterion>>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was last changed.
        pub updated_at: Timestamp,
    }
}

record! {
    /// Where a learner is inside a task, so that they find their place again.
    pub struct ProgressData as "ProgressData" {
        /// The position, in the host's own terms.
        pub bookmark: Optional<crate::domain::schema::Json>,
        /// Answers half given, or work half done.
        pub draft: Optional<crate::domain::schema::Json>,
    }
}

record! {
    /// Why something was set aside.
    pub struct Hold as "Hold" {
        /// Why.
        pub reason: Option<String> = None,
        /// By whom.
        pub held_by: Actor,
        /// When.
        pub at: Timestamp,
    }
}

record! {
    /// Why something was passed over.
    pub struct Waiver as "Waiver" {
        /// Why.
        pub reason: String,
        /// Who allowed it.
        pub waived_by: Actor,
        /// By passing which task, if by that.
        pub tested_out_by: Optional<TaskId>,
        /// When.
        pub at: Timestamp,
    }
}

record! {
    /// A criterion as it was when a try began.
    pub struct FrozenCriterion as "FrozenCriterion" {
        /// Which one.
        pub id: RecordId,
        /// Who judges.
        pub criterion_type: CriterionType,
        /// What it asks for, for people.
        pub description: Words,
        /// What it asks for, for who judges.
        pub rule: JsonObject,
    }
}

record! {
    /// What a learner handed in.
    pub struct Submission as "Submission" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// For which task.
        pub task_id: TaskId,
        /// By whom.
        pub learner_id: RecordId,
        /// What it is.
        pub submission_type: SubmissionType = SubmissionType::Text,
        /// The work.
        pub content: String,
        /// Answers by the id of their question.
        pub answers: Optional<JsonObject>,
        /// The score that the caller states.
        pub score: Optional<Share>,
        /// Counted from one for each learner and task, also across reopenings.
        pub attempt_number: u64,
        /// The try that it belongs to.
        pub try_number: u64 = 1,
        /// How many hints were used for it.
        pub hints_used: Optional<u64>,
        /// When.
        pub submitted_at: Timestamp,
    }
}

record! {
    /// How a submission was judged: by one criterion, or as a whole.
    pub struct Validation as "Validation" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// Which submission.
        pub submission_id: RecordId,
        /// For which task.
        pub task_id: TaskId,
        /// Whose.
        pub learner_id: RecordId,
        /// By which criterion; absent where it is about several.
        pub criterion_id: Optional<RecordId>,
        /// Whether it is the verdict on the whole submission.
        pub decides: bool = true,
        /// Whether it passed.
        pub passed: bool,
        /// What is wrong, if something is.
        pub error_message: Option<String> = None,
        /// Who judged.
        pub validator_type: ValidatorType = ValidatorType::Automated,
        /// How well, from 0 to 1.
        pub grade: Option<Share> = None,
        /// `auto`, `llm`, `manual`, or the host's own word.
        pub grader_type: String = String::from("auto"),
        /// What to tell the learner.
        pub feedback: Option<String> = None,
        /// Who reviewed it, if somebody did.
        pub reviewer: Optional<Actor>,
        /// Whether this try was right by itself, where several tries count.
        pub is_right: Optional<bool>,
        /// True where it was met by the learner's own word and by time alone: it is no evidence of
        /// mastery.
        pub shows_nothing: Optional<bool>,
        /// True where nothing but active time was missing: it takes none of the tries.
        pub lacks_only_time: Optional<bool>,
        /// By question.
        pub details: Optional<Vec<QuestionResult>>,
        /// When.
        pub validated_at: Timestamp,
    }
}

record! {
    /// What came out for one question. It does not give the answer away.
    pub struct QuestionResult as "QuestionResult" {
        /// Which question.
        pub question_id: String,
        /// Whether it was answered rightly.
        pub is_right: bool,
        /// In words.
        pub message: String,
    }
}

record! {
    /// What a learner did in a task, in words.
    pub struct Summary as "StatusSummary" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// Which task.
        pub task_id: TaskId,
        /// Whose.
        pub learner_id: RecordId,
        /// The words.
        pub summary: Words,
        /// Counted from one for each learner and task.
        pub version: u64,
        /// When.
        pub created_at: Timestamp,
    }
}

record! {
    /// A learner's request for help. Instructors see it.
    pub struct HelpRequest as "HelpRequest" {
        /// Unique in the workspace.
        pub id: RecordId,
        /// About which task.
        pub task_id: TaskId,
        /// Whose.
        pub learner_id: RecordId,
        /// What they ask.
        pub message: Words,
        /// What became of it.
        pub status: HelpStatus = HelpStatus::Open,
        /// What was answered.
        pub answer: Option<Words> = None,
        /// By whom.
        pub answered_by: Option<Actor> = None,
        /// When.
        pub answered_at: Option<Timestamp> = None,
        /// When it was asked.
        pub created_at: Timestamp,
    }
}

/// The id under which a learner's status of a task is stored: there is one for each pair, so that
/// two tabs that begin at once write the same record.
///
/// ```
/// assert_eq!(medallion::domain::progress::progress_id("learner-1", "p.2"), "learner-1>p.2");
/// ```
#[must_use]
pub fn progress_id(learner_id: &str, task_id: &str) -> String {
    format!("{learner_id}>{task_id}")
}
