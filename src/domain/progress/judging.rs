//! Judging what was handed in: by which rules, with what came before, and what the verdicts on it say.

use super::learning::Learning;
use super::records::{FrozenCriterion, QuestionResult, Submission, TaskProgress, Validation};
use super::submit::SubmissionDraft;
use super::values::ValidatorType;
use super::work::Work;
use crate::domain::change::Change;
use crate::domain::criteria::{
    Asked, Attempt, HostAnswer, Judgement, Kind, Outcome, Patterns, Rule, Share, Verdict, judge,
};
use crate::domain::curriculum::TaskIndex;
use crate::domain::error::Result;
use crate::domain::event::{EntityType, EventType};
use crate::domain::schema::{Json, Optional, Tree};

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

/// The rules of a try; one that cannot be read waits for a review, and where there are none
/// something must have been handed in at all.
pub(super) fn rules(criteria: &[FrozenCriterion]) -> Vec<(String, Rule)> {
    if criteria.is_empty() {
        return vec![(String::new(), Rule::non_empty())];
    }
    let read = |own: &FrozenCriterion| {
        let (name, text) = (own.criterion_type.as_str(), own.rule.text());
        let manual = || Rule::new(name, text, Kind::Manual);
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
    counted.filter_map(|own| learning.own.decided(&own.id)?.is_right).collect()
}

pub(super) fn judged(
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
pub(super) fn void_credit(
    work: &Work<'_>,
    index: TaskIndex,
    judgement: Judgement,
    record: &TaskProgress,
) -> (Judgement, Option<String>) {
    let task = work.learning.curriculum.at(index);
    let voids = task.and_then(|task| task.hint_voids_credit.0).unwrap_or(false);
    let is_voided = voids && record.hints_used.0.unwrap_or(0) > 0;
    if !is_voided {
        return (judgement, None);
    }
    // What was wrong is said where something was, and where only time was missing, that: it was no
    // try. Else that it was right, and does not count.
    let was_wrong = judgement.outcome == Outcome::Failed
        && (judgement.is_right != Some(true) || judgement.lacks_only_time);
    let message = "A hint was used, so this try does not count; try again without.".to_owned();
    let voided = Judgement {
        outcome: Outcome::Failed,
        grade: Share::NONE,
        is_right: Some(false),
        ..judgement
    };
    (voided, Some(message).filter(|_| !was_wrong))
}

/// A verdict for each criterion where there are several, and one on all of it unless a review
/// waits.
pub(super) fn validations(
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
