//! Handing in work: asking the host's validators, and deciding with what they found.
//!
//! It has two halves, since validators take their time: [`questions`] says what to ask them,
//! [`submit`] decides with their answers, on whatever the state is by then.

use super::judging::{Judges, judged, rules, validated, validations, void_credit};
use super::learning::{Evidence, Learning};
use super::records::{Submission, TaskProgress, Validation};
use super::steps::{at, check_open};
use super::values::{Percentage, Status, SubmissionType};
use super::work::{Decided, Work};
use crate::domain::change::Change;
use crate::domain::criteria::{HostQuestion, Judgement, Outcome, Rule, Share, hundredths};
use crate::domain::curriculum::{Stamp, TaskIndex};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{JsonObject, Optional, Tree};
use crate::record;

record! {
    /// What is handed in.
    pub struct SubmissionDraft as "SubmissionDraft" {
        /// What it is.
        pub submission_type: SubmissionType = SubmissionType::Text,
        /// The work; may be left out where there are answers.
        pub content: String = String::new(),
        /// Answers by what they answer: the id of the question in a quiz; in a choice the id of its
        /// criterion, or `answer`; and `confirmed`, which is true, in a `self_confirm`.
        pub answers: Optional<JsonObject>,
        /// A score, which counts only where the author trusts callers.
        pub score: Optional<Share>,
    }
}

/// What handing in comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Submitted {
    /// What is to be stored, and what closed.
    pub decided: Decided,
    /// What was handed in.
    pub submission: Submission,
    /// The verdict on all of it; none while a review waits.
    pub validation: Option<Validation>,
    /// Every verdict, those by single criteria first.
    pub validations: Vec<Validation>,
}

/// More characters are no answer of a learner.
const LONGEST: usize = 1_000_000;

/// What is to be asked of the host's validators before [`submit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    /// Each with what its criterion asks for, as it was when the try began.
    pub asked: Vec<(HostQuestion, String)>,
    /// Which attempt it is, if nobody hands in another one meanwhile.
    pub attempt_number: u64,
}

/// Says what is to be asked.
///
/// # Errors
/// As `submit`.
pub fn questions(
    learning: &Learning<'_>,
    task_id: &str,
    draft: &SubmissionDraft,
    is_registered: &dyn Fn(&str) -> bool,
    stamp: Stamp<'_>,
) -> Result<Questions> {
    let work = Work::new(&at(learning, stamp), stamp);
    let index = check(&work.learning, task_id, draft)?;
    let criteria = work.learning.criteria(index);
    let asked = ask(&rules(&criteria), is_registered).into_iter().map(|question| {
        if !question.description.is_empty() {
            let own = question.description.to_string();
            return (question, own);
        }
        let id = question.place.split('.').next();
        let own = criteria.iter().find(|own| Some(own.id.as_str()) == id);
        (question, own.map(|own| own.description.as_str().to_owned()).unwrap_or_default())
    });
    Ok(Questions { asked: asked.collect(), attempt_number: work.next_attempt(index) })
}

fn ask(rules: &[(String, Rule)], is_registered: &dyn Fn(&str) -> bool) -> Vec<HostQuestion> {
    rules.iter().flat_map(|(id, rule)| rule.questions(id, is_registered)).collect()
}

/// Hands in work for a task, which begins if it had not, and closes if all criteria pass and
/// nothing below it is missing.
///
/// # Errors
/// `NOT_FOUND`; `INVALID` at `content` for nothing at all; `INVALID_TRANSITION` for a closed task
/// ("already closed", SV3); `LOCKED` with the reasons; `CONFLICT` where a validator has not
/// answered, since the criteria changed meanwhile: ask again.
pub fn submit(
    learning: &Learning<'_>,
    task_id: &str,
    draft: &SubmissionDraft,
    judges: Judges<'_>,
    stamp: Stamp<'_>,
) -> Result<Submitted> {
    let mut work = Work::new(&at(learning, stamp), stamp);
    let index = check(&work.learning, task_id, draft)?;
    if work.learning.mark(index).status() != Status::InProgress {
        work.start(index)?;
    }
    let criteria = work.learning.criteria(index);
    let rules = rules(&criteria);
    let asked = ask(&rules, judges.is_registered);
    let has_answer = |own: &HostQuestion| judges.answers.iter().any(|had| had.question == *own);
    if !asked.iter().all(has_answer) {
        let message = "the criteria changed while validators were at work; ask them again";
        return Err(Error::new(Code::Conflict, message));
    }
    let mut record = work.learning.record_or_open(index)?;
    if work.learning.tries_of(index).has_run_out {
        // It would be locked if what gives new ones were not done.
        record.tries_from = Optional(Some(work.next_attempt(index)));
    }
    let submission = submission(&work, index, draft, &record)?;
    let judgement = judged(&work, index, draft, &rules, judges, &record);
    let (judgement, with_hint) = void_credit(&work, index, judgement, &record);
    let validations = validations(&work, &submission, &criteria, &judgement, with_hint.as_deref())?;

    let told = vec![(
        "attempt_number".to_owned(),
        Tree::Leaf(submission.attempt_number.to_string().into()),
    )];
    let id = submission.id.as_str();
    let change = Change::put(EntityType::Submission, id, EventType::SubmissionCreated, &submission);
    work.push(change.telling(None, Some(Tree::Object(told).json())));
    for validation in &validations {
        work.push(validated(validation, EventType::ValidationCompleted));
    }
    let attempt = submission.attempt_number;
    conclude(&mut work, index, &judgement, record)?;
    if judgement.outcome == Outcome::Failed && !judgement.lacks_only_time {
        work.run_out(index, attempt)?;
    }
    let validation = validations.iter().find(|own| own.decides).cloned();
    Ok(Submitted { decided: work.finish(index)?, submission, validation, validations })
}

/// What becomes of the task.
fn conclude(
    work: &mut Work<'_>,
    index: TaskIndex,
    judgement: &Judgement,
    record: TaskProgress,
) -> Result<()> {
    let reached = Percentage::of(hundredths(judgement.grade).min(99), 100);
    let has_moved = judgement.outcome != Outcome::Passed && reached > record.completion_percentage;
    let mut next = record;
    // Hints count for the next try, and this one was none where only time was missing.
    if !judgement.lacks_only_time {
        next.hints_used = Optional(None);
    }
    if has_moved {
        next.completion_percentage = reached;
    }
    // Beginning, if this began it, is what the event tells. The record is written in any case:
    // it says when the learner was here last.
    let event = match work.learning.changed.contains_key(&index) {
        true => EventType::Started,
        false => EventType::Updated,
    };
    work.put(index, next, event, None);
    if judgement.outcome == Outcome::Passed {
        pass(work, index, "Passed")?;
    }
    Ok(())
}

/// Closes what has passed and is complete, and what was tested out by it.
pub(super) fn pass(work: &mut Work<'_>, index: TaskIndex, reason: &str) -> Result<()> {
    work.learning.fresh = Some((index, Evidence::Passed));
    if !work.learning.is_complete(index) {
        return Ok(());
    }
    work.close(index, Some(reason))?;
    work.test_out(index)
}

fn check(learning: &Learning<'_>, task_id: &str, draft: &SubmissionDraft) -> Result<TaskIndex> {
    let index = Work::expect(learning, task_id)?;
    let has_answers = draft.answers.0.is_some() || draft.score.0.is_some();
    if draft.content.is_empty() && !has_answers {
        return Err(Error::invalid("content", "must not be empty where there are no answers"));
    }
    if draft.content.len() > LONGEST {
        let message = format!("must have at most {LONGEST} characters");
        return Err(Error::invalid("content", message));
    }
    if learning.is_closed(index) {
        let title = learning.title(index);
        let message = format!("\"{title}\" is already closed; reopen it first");
        return Err(Error::new(Code::InvalidTransition, message));
    }
    check_open(learning, index)?;
    Ok(index)
}

fn submission(
    work: &Work<'_>,
    index: TaskIndex,
    draft: &SubmissionDraft,
    record: &TaskProgress,
) -> Result<Submission> {
    Ok(Submission {
        id: work.stamp.id(EntityType::Submission)?,
        task_id: record.task_id.clone(),
        learner_id: record.learner_id.clone(),
        submission_type: draft.submission_type,
        content: draft.content.clone(),
        answers: draft.answers.clone(),
        score: draft.score.clone(),
        attempt_number: work.next_attempt(index),
        try_number: record.try_number,
        hints_used: record.hints_used.clone(),
        submitted_at: work.stamp.now,
        extra: draft.extra.clone(),
    })
}
