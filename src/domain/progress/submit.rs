//! Handing in work: asking the host's validators, and deciding with what they found.
//!
//! It has two halves, since validators take their time: [`questions`] says what to ask them,
//! [`submit`] decides with their answers, on whatever the state is by then.

use super::learning::{Evidence, Learning};
use super::records::{FrozenCriterion, QuestionResult, Submission, TaskProgress, Validation};
use super::steps::{at, check_open};
use super::values::{Percentage, Status, SubmissionType, ValidatorType};
use super::work::{Decided, Work};
use crate::domain::change::Change;
use crate::domain::criteria::{
    Asked, Attempt, HostAnswer, HostQuestion, Judgement, Kind, Outcome, Patterns, Rule, Share,
    Verdict, judge,
};
use crate::domain::curriculum::{Stamp, TaskIndex};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{Json, JsonObject, Optional, Tree};
use crate::record;

record! {
    /// What is handed in.
    pub struct SubmissionDraft as "SubmissionDraft" {
        /// What it is.
        pub submission_type: SubmissionType = SubmissionType::Text,
        /// The work; may be left out where there are answers.
        pub content: String = String::new(),
        /// Answers by the id of their question.
        pub answers: Optional<JsonObject>,
        /// A score, which counts only where the author trusts callers.
        pub score: Optional<Share>,
    }
}

/// What the platform and the host bring along.
#[derive(Clone, Copy)]
pub struct Judges<'a> {
    /// Whether the host has a validator of this name.
    pub is_registered: &'a dyn Fn(&str) -> bool,
    /// What its validators found.
    pub answers: &'a [HostAnswer],
    /// Regular expressions and Unicode.
    pub patterns: &'a dyn Patterns,
}

impl std::fmt::Debug for Judges<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Judges").field("answers", &self.answers).finish_non_exhaustive()
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
    if judgement.outcome == Outcome::Failed {
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
    let reached = (judgement.grade.get() * 100.0).min(99.0) as u64;
    let reached = Percentage::of(reached, 100);
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

/// The rules of a try; one that cannot be read waits for a review, and where there are none
/// something must have been handed in at all.
pub(super) fn rules(criteria: &[FrozenCriterion]) -> Vec<(String, Rule)> {
    if criteria.is_empty() {
        return vec![(String::new(), Rule::non_empty())];
    }
    let read = |own: &FrozenCriterion| {
        let (name, text) = (own.criterion_type.as_str(), own.rule.text());
        let manual = || Rule { name: name.into(), text: text.into(), kind: Kind::Manual };
        (own.id.as_str().to_owned(), Rule::parse(name, text).unwrap_or_else(|_| manual()))
    };
    criteria.iter().map(read).collect()
}

/// Whether the earlier submissions were right, the oldest first: those of this try, and those that
/// count against its number of tries, so that whoever gives a try up neither loses right ones that
/// they have no tries left for, nor shakes off wrong ones.
pub(super) fn earlier(learning: &Learning<'_>, index: TaskIndex, before: u64) -> Vec<bool> {
    let record = learning.record(index);
    let number = record.map_or(1, |own| own.try_number);
    let from = record.and_then(|own| own.tries_from.0).unwrap_or(1);
    let tries = learning.tries(index).iter();
    let counted = tries.filter(|own| own.try_number == number || own.attempt >= from);
    let counted = counted.filter(|own| own.attempt < before);
    counted.filter_map(|own| learning.progress.decided(&own.id)?.is_right).collect()
}

fn judged(
    work: &Work<'_>,
    index: TaskIndex,
    draft: &SubmissionDraft,
    rules: &[(String, Rule)],
    judges: Judges<'_>,
    record: &TaskProgress,
) -> Judgement {
    let answers = draft.answers.0.as_ref();
    let answers = answers.and_then(|answers| serde_json::from_str(answers.text()).ok());
    let earlier = earlier(&work.learning, index, work.next_attempt(index));
    let attempt = Attempt {
        content: &draft.content,
        answers: answers.as_ref(),
        score: draft.score.0,
        seconds: record.time_spent_seconds,
        earlier: &earlier,
        host: judges.answers,
    };
    let asked: Vec<Asked<'_>> = rules.iter().map(|(id, rule)| Asked { id, rule }).collect();
    judge(&asked, &attempt, judges.patterns)
}

/// A hint takes the credit of its try where the author says so: it is shown what came out, and
/// does not count.
fn void_credit(
    work: &Work<'_>,
    index: TaskIndex,
    judgement: Judgement,
    record: &TaskProgress,
) -> (Judgement, Option<String>) {
    let task = work.learning.curriculum.at(index);
    let voids = task.and_then(|task| task.hint_voids_credit.0).unwrap_or(false);
    let is_voided = voids && record.hints_used.0.unwrap_or(0) > 0;
    if !is_voided || judgement.outcome == Outcome::Failed {
        return (judgement, None);
    }
    let message = "A hint was used, so this try does not count; try again without.".to_owned();
    let voided = Judgement {
        outcome: Outcome::Failed,
        grade: Share::NONE,
        is_right: Some(false),
        ..judgement
    };
    (voided, Some(message))
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

/// A verdict for each criterion where there are several, and one on all of it unless a review
/// waits.
fn validations(
    work: &Work<'_>,
    submission: &Submission,
    criteria: &[FrozenCriterion],
    judgement: &Judgement,
    with_hint: Option<&str>,
) -> Result<Vec<Validation>> {
    let mut validations = Vec::new();
    if criteria.len() > 1 {
        for (criterion, verdict) in criteria.iter().zip(&judgement.verdicts) {
            if matches!(verdict.outcome, Outcome::Passed | Outcome::Failed) {
                let mut own = validation(work, submission, verdict)?;
                own.criterion_id = Optional(Some(criterion.id.clone()));
                own.decides = false;
                validations.push(own);
            }
        }
    }
    if matches!(judgement.outcome, Outcome::Passed | Outcome::Failed) {
        let is_open = |own: &&Verdict| own.outcome != Outcome::Passed;
        let wanted = match judgement.outcome {
            Outcome::Passed => judgement.verdicts.iter().collect::<Vec<&Verdict>>(),
            _ => judgement.verdicts.iter().filter(is_open).collect(),
        };
        let mut messages: Vec<&str> = wanted.iter().map(|own| own.message.as_str()).collect();
        messages.dedup();
        let message = with_hint.map_or_else(|| messages.join(" "), str::to_owned);
        let details = judgement.verdicts.iter().flat_map(|own| own.details.clone()).collect();
        let (outcome, grade) = (judgement.outcome, judgement.grade);
        let whole = Verdict { outcome, grade, message, details };
        let mut own = validation(work, submission, &whole)?;
        if let [criterion] = criteria {
            own.criterion_id = Optional(Some(criterion.id.clone()));
        }
        own.is_right = Optional(judgement.is_right);
        let is_met = outcome == Outcome::Passed || judgement.is_right == Some(true);
        own.shows_nothing = Optional((is_met && !judgement.shows).then_some(true));
        own.lacks_only_time = Optional(judgement.lacks_only_time.then_some(true));
        validations.push(own);
    }
    Ok(validations)
}

fn validation(work: &Work<'_>, submission: &Submission, verdict: &Verdict) -> Result<Validation> {
    let passed = verdict.outcome == Outcome::Passed;
    let message = Some(verdict.message.clone()).filter(|message| !message.is_empty());
    let details: Vec<QuestionResult> = verdict
        .details
        .iter()
        .map(|own| QuestionResult {
            question_id: own.id.clone(),
            is_right: own.is_right,
            message: own.message.to_owned(),
            extra: Default::default(),
        })
        .collect();
    Ok(Validation {
        id: work.stamp.id(EntityType::Validation)?,
        submission_id: submission.id.clone(),
        task_id: submission.task_id.clone(),
        learner_id: submission.learner_id.clone(),
        criterion_id: Optional(None),
        decides: true,
        passed,
        error_message: message.clone().filter(|_| !passed),
        validator_type: ValidatorType::Automated,
        grade: Some(verdict.grade),
        grader_type: "auto".to_owned(),
        feedback: message,
        reviewer: Optional(None),
        is_right: Optional(None),
        shows_nothing: Optional(None),
        lacks_only_time: Optional(None),
        details: Optional((!details.is_empty()).then_some(details)),
        validated_at: work.stamp.now,
        extra: Default::default(),
    })
}

pub(super) fn validated(validation: &Validation, event: EventType) -> Change {
    let told = vec![
        ("passed".to_owned(), Tree::Leaf(validation.passed.to_string().into())),
        ("grade".to_owned(), tree(&Json::of(&validation.grade))),
    ];
    Change::put(EntityType::Validation, validation.id.as_str(), event, validation)
        .telling(None, Some(Tree::Object(told).json()))
}

fn tree(json: &Json) -> Tree {
    Tree::parse(json.text()).unwrap_or(Tree::List(Vec::new()))
}
