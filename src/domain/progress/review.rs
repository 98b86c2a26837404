//! Judging by hand: what waits for it, and what somebody sees otherwise than the rules did.

use super::judging::{earlier, rules, validated};
use super::learning::{Evidence, Learning};
use super::locks::Known;
use super::model::Progress;
use super::records::{TaskProgress, Validation};
use super::steps::at;
use super::submit::pass;
use super::values::{LockKind, Status, ValidatorType};
use super::work::{Decided, Work};
use crate::domain::criteria::{Asked, Attempt, Patterns, Share, missing_history};
use crate::domain::curriculum::{Curriculum, Stamp};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::id::{Actor, RecordId};
use crate::domain::schema::Optional;
use crate::record;

record! {
    /// What somebody found who looked at a submission.
    pub struct Review as "Review" {
        /// Whether it passes.
        pub passed: bool,
        /// How well, from 0 to 1; 1 or 0, if nothing is said.
        pub grade: Optional<Share>,
        /// What to tell the learner.
        pub feedback: Optional<String>,
        /// Who looked; the actor, if nothing is said.
        pub reviewer: Optional<Actor>,
        /// `manual` or `llm`, or the host's own word.
        pub grader_type: String = String::from("manual"),
    }
}

record! {
    /// A submission that waits for a review.
    pub struct WaitingReview as "WaitingReview" {
        /// Which one.
        pub submission_id: String,
        /// For which task.
        pub task_id: String,
        /// What that is called.
        pub task_title: String,
        /// In which project.
        pub project_id: String,
        /// Whose.
        pub learner_id: String,
        /// What they are called.
        pub learner_name: Option<String>,
        /// Which attempt.
        pub attempt_number: u64,
        /// Since when.
        pub submitted_at: crate::domain::time::Timestamp,
    }
}

/// What a review comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewed {
    /// What is to be stored, and what closed.
    pub decided: Decided,
    /// The verdict.
    pub validation: Validation,
}

/// Judges a submission by hand (SV22, SV25, SV26). What is passed in the running try closes its
/// task; a review of an earlier try is kept and changes nothing. Criteria that look at several
/// tries still must be met: the review says whether this one was right.
///
/// # Errors
/// `NOT_FOUND`.
pub fn review(
    curriculum: &Curriculum,
    progress: &Progress,
    submission_id: &str,
    review: &Review,
    patterns: &dyn Patterns,
    stamp: Stamp<'_>,
) -> Result<Reviewed> {
    let missing =
        || Error::new(Code::NotFound, format!("submission {submission_id} does not exist"));
    let owner = progress.owner(EntityType::Submission, submission_id);
    let (learner_id, task_id) = owner.ok_or_else(missing)?;
    let learning = Learning::of(curriculum, progress, learner_id, stamp.now)?;
    let index = curriculum.expect(task_id)?;
    let mut work = Work::new(&at(&learning, stamp), stamp);
    let own = work.learning.tries(index).iter().find(|own| &*own.id == submission_id);
    let own = own.ok_or_else(missing)?;
    let record = work.learning.record_or_open(index)?;

    let rules = rules(&work.learning.criteria(index));
    let asked: Vec<Asked<'_>> = rules.iter().map(|(id, rule)| Asked { id, rule }).collect();
    let earlier = earlier(&work.learning, index, own.attempt);
    let attempt = Attempt {
        content: "",
        answers: None,
        score: None,
        seconds: record.time_spent_seconds,
        earlier: &earlier,
        host: &[],
    };
    let lacking = missing_history(&asked, review.passed, &attempt, patterns);
    let lacking = lacking.filter(|_| review.passed);
    let passed = review.passed && lacking.is_none();
    let feedback = review.feedback.0.clone();
    let error_message = match (review.passed, lacking) {
        (true, lacking) => lacking,
        (false, _) => Some(feedback.clone().unwrap_or_else(|| "Not accepted".to_owned())),
    };
    let plain = if review.passed { Share::ALL } else { Share::NONE };
    let validation = Validation {
        id: stamp.id(EntityType::Validation)?,
        submission_id: RecordId::new(submission_id)?,
        task_id: record.task_id.clone(),
        learner_id: record.learner_id.clone(),
        criterion_id: Optional(None),
        decides: true,
        passed,
        error_message,
        validator_type: ValidatorType::Manual,
        grade: Some(review.grade.0.unwrap_or(plain)),
        grader_type: review.grader_type.clone(),
        feedback,
        reviewer: Optional(Some(review.reviewer.0.as_ref().unwrap_or(stamp.actor).clone())),
        is_right: Optional(Some(review.passed)),
        shows_nothing: Optional(None),
        lacks_only_time: Optional(None),
        details: Optional(None),
        validated_at: stamp.now,
        extra: Default::default(),
    };
    work.push(validated(&validation, EventType::Reviewed));

    // Who has gone back, or was held up, meanwhile need not begin again for it.
    let is_running = own.try_number == record.try_number
        && !work.learning.is_closed(index)
        && work.learning.outline.is_in_use(index);
    if passed && is_running {
        work.learning.fresh = Some((index, Evidence::Passed));
        let mut locks = work.learning.locks(index, 0, &mut Known::default());
        locks.retain(|lock| !matches!(lock.kind, LockKind::Attempts | LockKind::Cooldown));
        if locks.is_empty() {
            pass(&mut work, index, "Passed by review")?;
        }
    }
    if !passed {
        work.run_out(index, own.attempt)?;
    }
    Ok(Reviewed { decided: work.finish(index)?, validation })
}

/// What waits for a review, in all projects or in one, the oldest first.
///
/// # Errors
/// `NOT_FOUND` for a project that is not there.
pub fn reviews(
    curriculum: &Curriculum,
    progress: &Progress,
    project_id: Option<&str>,
) -> Result<Vec<WaitingReview>> {
    if let Some(project_id) = project_id {
        curriculum.expect(project_id)?;
    }
    let mut reviews = Vec::new();
    for (learner_id, task_id, own) in progress.waiting() {
        let Some(task) = curriculum.task(task_id) else { continue };
        if project_id.is_some_and(|wanted| wanted != task.project_id.as_str()) {
            continue;
        }
        // What was closed or begun anew meanwhile waits for nobody.
        let record = progress.own(learner_id).and_then(|own| own.progress(task_id));
        let is_running = |record: &std::rc::Rc<TaskProgress>| {
            record.status != Status::Closed && record.try_number == own.try_number
        };
        if !record.is_none_or(is_running) {
            continue;
        }
        reviews.push(WaitingReview {
            submission_id: own.id.to_string(),
            task_id: task_id.to_owned(),
            task_title: task.title.as_str().to_owned(),
            project_id: task.project_id.as_str().to_owned(),
            learner_id: learner_id.to_owned(),
            learner_name: progress.learner(learner_id).and_then(|own| own.name.clone()),
            attempt_number: own.attempt,
            submitted_at: own.at,
            extra: Default::default(),
        });
    }
    Ok(reviews)
}
