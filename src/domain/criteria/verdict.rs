//! What is judged, and what comes out.

use serde_json::Value;

use super::number::Share;
use super::rule::{HostQuestion, Rule};

/// What was handed in, and what is known beside it.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The work.
    pub content: &'a str,
    /// Answers by the id of their question; for a choice by the id of the criterion, or under
    /// `answer`.
    pub answers: Option<&'a Value>,
    /// The score that the caller states.
    pub score: Option<Share>,
    /// Active seconds that were recorded.
    pub seconds: u64,
    /// Whether the tries before were right, the oldest first.
    pub earlier: &'a [bool],
    /// What the host's validators found.
    pub host: &'a [HostAnswer],
}

/// What a validator of the host found.
#[derive(Debug, Clone, PartialEq)]
pub struct HostAnswer {
    /// What was asked.
    pub question: HostQuestion,
    /// The verdict, or why there is none: that is a failed validation.
    pub verdict: Result<HostVerdict, String>,
}

/// A verdict of a validator of the host.
#[derive(Debug, Clone, PartialEq)]
pub struct HostVerdict {
    /// Whether it passed.
    pub passed: bool,
    /// What to tell the learner.
    pub message: String,
    /// 1 or 0 where there is none.
    pub grade: Option<Share>,
}

/// What came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was met.
    Passed,
    /// It was not met.
    Failed,
    /// Only a validator of the host can say, and there was none.
    NeedsHost,
    /// Only a person can say.
    NeedsReview,
}

/// What came out for one question of a quiz. It does not give the answer away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The question.
    pub id: String,
    /// Whether it was answered rightly.
    pub is_right: bool,
    /// In words.
    pub message: &'static str,
}

/// What came out for one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Passed, failed, or to be seen.
    pub outcome: Outcome,
    /// How well.
    pub grade: Share,
    /// In words.
    pub message: String,
    /// By question.
    pub details: Vec<Detail>,
}

/// A criterion to be judged by.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its rule.
    pub rule: &'a Rule,
}

/// What came out for a try.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// All must pass.
    pub outcome: Outcome,
    /// The mean of the criteria that say something about this try.
    pub grade: Share,
    /// Whether this try was right, whatever several tries or time still ask for; `None` while
    /// that is to be seen.
    pub is_right: Option<bool>,
    /// Whether it passes, or is right, by what shows understanding, and not by the learner's own
    /// word alone.
    pub shows: bool,
    /// Whether nothing but active time is missing.
    pub lacks_only_time: bool,
    /// For each criterion, in their order.
    pub verdicts: Vec<Verdict>,
}

impl Verdict {
    pub(super) fn new(outcome: Outcome, message: impl Into<String>) -> Self {
        let grade = if outcome == Outcome::Passed { Share::ALL } else { Share::NONE };
        Self { outcome, grade, message: message.into(), details: Vec::new() }
    }

    pub(super) fn of(passed: bool, right: &str, wrong: &str) -> Self {
        if passed { Self::new(Outcome::Passed, right) } else { Self::new(Outcome::Failed, wrong) }
    }
}
