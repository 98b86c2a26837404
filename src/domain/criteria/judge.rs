//! Judging a try by the criteria of its task.

use serde_json::Value;

use super::compare::{Patterns, Single, option_of, readings, searchable};
use super::number::{Share, is_near, read_number};
use super::quiz;
use super::rule::{Kind, Rule, part_of};
use super::shapes::{ChoiceRule, SetRule, TextMatchRule};
use super::verdict::{Asked, Attempt, HostAnswer, Judgement, Outcome, Verdict};
use crate::domain::sorted::{sort, sort_by};

/// Judges a try by all criteria of its task: all must pass, and each has its verdict.
///
/// Criteria about several tries count a try as right when all other criteria passed; so they
/// judge nothing where they stand alone, and then wait for a review.
///
/// ```
/// use medallion::domain::criteria::{Asked, Attempt, NoPatterns, Outcome, Rule, judge};
///
/// let rule = Rule::parse("number", r#"{"value": 42, "tolerance": 0.5}"#)?;
/// let attempt = |content| Attempt {
///     content, answers: None, score: None, seconds: 0, earlier: &[], host: &[],
/// };
/// let asked = [Asked { id: "crit-1", rule: &rule }];
/// assert_eq!(judge(&asked, &attempt("42.4"), &NoPatterns).outcome, Outcome::Passed);
/// assert_eq!(judge(&asked, &attempt("43"), &NoPatterns).outcome, Outcome::Failed);
/// # Ok::<(), medallion::Error>(())
/// ```
#[must_use]
pub fn judge(asked: &[Asked<'_>], attempt: &Attempt<'_>, patterns: &dyn Patterns) -> Judgement {
    let bench = Bench { attempt, patterns, is_right: None, is_work: asks_for_work(asked) };
    let by = |scope: Scope| -> Vec<Verdict> {
        let counted = asked.iter().filter(|own| scope.has(own.rule));
        counted.map(|own| bench.judge_by(own.rule, own.id, scope)).collect()
    };
    let (about_try, showing) = (by(Scope::Try), by(Scope::Showing));
    let is_right = match about_try.is_empty() {
        true => None,
        false => match need(about_try.len(), &about_try) {
            Outcome::Passed => Some(true),
            Outcome::Failed => Some(false),
            Outcome::NeedsHost | Outcome::NeedsReview => None,
        },
    };
    let bench = Bench { is_right, ..bench };
    let verdicts: Vec<Verdict> = asked.iter().map(|own| bench.judge(own.rule, own.id)).collect();
    let outcome = need(verdicts.len(), &verdicts);
    let lacks_only_time =
        outcome == Outcome::Failed && is_right != Some(false) && passes_in_time(&bench, asked);
    let graded = if about_try.is_empty() { &verdicts } else { &about_try };
    let grade = mean(graded);
    let shows = !showing.is_empty() && need(showing.len(), &showing) == Outcome::Passed;
    Judgement { outcome, grade, is_right, shows, lacks_only_time, verdicts }
}

/// Whether what is handed in is judged. Then it is no confirmation: a wrong answer says nothing of
/// the kind.
fn asks_for_work(asked: &[Asked<'_>]) -> bool {
    asked.iter().any(|own| own.rule.can_show())
}

/// Whether it would pass if there had been all the time in the world.
fn passes_in_time(bench: &Bench<'_>, asked: &[Asked<'_>]) -> bool {
    let attempt = &Attempt { seconds: u64::MAX, ..*bench.attempt };
    let bench = Bench { attempt, ..*bench };
    let verdicts: Vec<Verdict> = asked.iter().map(|own| bench.judge(own.rule, own.id)).collect();
    need(verdicts.len(), &verdicts) == Outcome::Passed
}

/// What is still missing by the criteria that look at several tries or at time, when somebody
/// else has said whether this try was right.
#[must_use]
pub fn missing_history(
    asked: &[Asked<'_>],
    is_right: bool,
    attempt: &Attempt<'_>,
    patterns: &dyn Patterns,
) -> Option<String> {
    let is_work = asks_for_work(asked);
    let bench = Bench { attempt, patterns, is_right: Some(is_right), is_work };
    let history = asked.iter().filter(|own| !own.rule.judges_a_try());
    let mut verdicts = history.map(|own| bench.judge(own.rule, own.id));
    verdicts.find(|own| own.outcome != Outcome::Passed).map(|own| own.message)
}

/// What comes out where so many must be met.
fn need(count: usize, verdicts: &[Verdict]) -> Outcome {
    let of = |outcome| verdicts.iter().filter(|verdict| verdict.outcome == outcome).count();
    let passed = of(Outcome::Passed);
    if passed >= count {
        Outcome::Passed
    } else if verdicts.len() - of(Outcome::Failed) < count {
        Outcome::Failed
    } else if of(Outcome::NeedsHost) > 0 {
        Outcome::NeedsHost
    } else {
        Outcome::NeedsReview
    }
}

fn mean(verdicts: &[Verdict]) -> Share {
    let sum: f64 = verdicts.iter().map(|verdict| verdict.grade.get()).sum();
    Share::near(if verdicts.is_empty() { 1.0 } else { sum / verdicts.len() as f64 })
}

/// Which criteria, and which parts of groups, are looked at.
#[derive(Clone, Copy)]
enum Scope {
    All,
    /// As if there were no other tries and no clock.
    Try,
    /// What shows understanding.
    Showing,
}

impl Scope {
    fn has(self, rule: &Rule) -> bool {
        match self {
            Self::All => true,
            Self::Try => rule.judges_a_try(),
            Self::Showing => rule.can_show(),
        }
    }
}

#[derive(Clone, Copy)]
struct Bench<'a> {
    attempt: &'a Attempt<'a>,
    patterns: &'a dyn Patterns,
    is_right: Option<bool>,
    /// Whether what was handed in is work that something judges, and no mere word.
    is_work: bool,
}

impl Bench<'_> {
    fn judge(&self, rule: &Rule, place: &str) -> Verdict {
        self.judge_by(rule, place, Scope::All)
    }

    fn judge_by(&self, rule: &Rule, place: &str, scope: Scope) -> Verdict {
        if let Some(answer) = self.attempt.host.iter().find(|answer| answer.question.place == place)
        {
            return from_host(answer);
        }
        let attempt = self.attempt;
        match &rule.kind {
            Kind::TextMatch(rule) => self.text_match(rule),
            Kind::Regex(rule) => {
                match self.patterns.matches(&rule.pattern, &rule.flags, attempt.content) {
                    Ok(found) => Verdict::of(found, "It has the form asked for.", NOT_THE_FORM),
                    Err(message) => Verdict::new(Outcome::NeedsReview, message),
                }
            }
            Kind::Number(rule) => match read_number(attempt.content) {
                None => Verdict::new(Outcome::Failed, "The answer is not a number."),
                Some(given) => Verdict::of(
                    is_near(given, rule.value.get(), rule.tolerance.get()),
                    RIGHT,
                    "It is another number.",
                ),
            },
            Kind::Set(rule) => self.set(rule),
            Kind::Choice(rule) => self.choice(rule, place),
            Kind::Score(rule) => self.score(rule.min, rule.trust_caller),
            Kind::NonEmpty => Verdict::of(
                !attempt.content.trim().is_empty() || has_answers(attempt.answers),
                "Passed: non-empty submission",
                "Submission is empty",
            ),
            Kind::SelfConfirm => {
                let is_confirmed = match self.answer("confirmed") {
                    Some(Value::Bool(said)) => *said,
                    _ => !self.is_work && !attempt.content.trim().is_empty(),
                };
                let missing = "Not confirmed yet: hand in that you are done, with `confirmed: true` \
                               among the answers.";
                Verdict::of(is_confirmed, "Confirmed.", missing)
            }
            Kind::Quiz(rule) => {
                let (grade, details) = quiz::mark(rule, attempt.answers, self.patterns);
                let right = details.iter().filter(|detail| detail.is_right).count();
                let message = format!(
                    "{right} of {} questions right; {} of 100 reached, {} needed.",
                    details.len(),
                    hundredths(grade),
                    hundredths(rule.pass_mark)
                );
                let is_reached =
                    grade >= rule.pass_mark || is_near(grade.get(), rule.pass_mark.get(), 0.0);
                let verdict = Verdict::of(is_reached, &message, &message);
                Verdict { grade, details, ..verdict }
            }
            Kind::MOfN(rule) => self.right_ones(rule.m, rule.n),
            Kind::InARow(rule) => self.right_ones(rule.k, rule.k),
            Kind::Time(rule) => {
                let (spent, asked) = (attempt.seconds, rule.seconds);
                let message = format!("{spent} of {asked} seconds of active time.");
                Verdict::of(spent >= asked, &message, &message)
            }
            Kind::Group { need: count, parts } => self.group(*count, parts, place, scope),
            Kind::Manual => Verdict::new(Outcome::NeedsReview, "It waits for a review."),
            Kind::Host => {
                let message =
                    format!("No validator judges {} here; it waits for a review.", rule.name);
                Verdict::new(Outcome::NeedsHost, message)
            }
        }
    }

    fn group(&self, count: usize, parts: &[Rule], place: &str, scope: Scope) -> Verdict {
        let mut verdicts = Vec::new();
        for (number, part) in parts.iter().enumerate().filter(|(_, part)| scope.has(part)) {
            verdicts.push(self.judge_by(part, &part_of(place, number), scope));
        }
        let count = count.min(verdicts.len());
        let outcome = need(count, &verdicts);
        let mut best: Vec<f64> = verdicts.iter().map(|verdict| verdict.grade.get()).collect();
        sort_by(&mut best, |one, other| other.total_cmp(one));
        let sum: f64 = best.iter().take(count).sum();
        let open = verdicts.iter().filter(|verdict| verdict.outcome != Outcome::Passed);
        let message = match outcome {
            Outcome::Passed => RIGHT.to_owned(),
            _ => {
                let said = open.map(|verdict| verdict.message.as_str());
                said.filter(|message| !message.is_empty()).collect::<Vec<&str>>().join(" ")
            }
        };
        let details = verdicts.iter().flat_map(|verdict| verdict.details.clone()).collect();
        Verdict { outcome, grade: Share::near(sum / count.max(1) as f64), message, details }
    }

    fn text_match(&self, rule: &TextMatchRule) -> Verdict {
        let content = searchable(self.patterns, self.attempt.content, rule.ignore_case);
        let is_in =
            |text: &&String| content.contains(&searchable(self.patterns, text, rule.ignore_case));
        let missing = rule.all_of.iter().filter(|text| !is_in(text)).count();
        let message = if missing > 0 {
            format!("{missing} of {} things asked for are missing.", rule.all_of.len())
        } else if !rule.any_of.is_empty() && !rule.any_of.iter().any(|text| is_in(&text)) {
            "What is asked for is missing.".to_owned()
        } else if rule.none_of.iter().any(|text| is_in(&text)) {
            "It has something in it that it must not have.".to_owned()
        } else {
            return Verdict::new(Outcome::Passed, RIGHT);
        };
        Verdict::new(Outcome::Failed, message)
    }

    fn set(&self, rule: &SetRule) -> Verdict {
        let values = rule.values.iter().filter_map(|json| serde_json::from_str(json.text()).ok());
        let asked: Vec<Value> = values.collect();
        let singles = |list: &[Value]| Single::all(self.patterns, list, rule.ignore_case);
        let asked = singles(&asked);
        let within = |list: &[Single], other: &[Single]| {
            list.iter().all(|own| other.iter().any(|other| own.is_same(other)))
        };
        let is_right = readings(self.attempt.content).any(|given| match rule.ordered {
            true if asked.len() != given.len() => false,
            true => asked.iter().zip(&singles(&given)).all(|(own, other)| own.is_same(other)),
            false => {
                let given = singles(&given);
                within(&asked, &given) && within(&given, &asked)
            }
        });
        Verdict::of(is_right, RIGHT, OTHER_VALUES)
    }

    fn choice(&self, rule: &ChoiceRule, place: &str) -> Verdict {
        let given = match self.answer(place).or_else(|| self.answer("answer")) {
            Some(given) => given.clone(),
            None => match serde_json::from_str::<Value>(self.attempt.content) {
                Ok(list @ Value::Array(_)) => list,
                _ => Value::String(self.attempt.content.to_owned()),
            },
        };
        let chosen = |value: Value| -> Option<Vec<usize>> {
            let values = match value {
                Value::Array(values) => values,
                one => vec![one],
            };
            let mut chosen = values
                .iter()
                .map(|value| option_of(self.patterns, &rule.options, value))
                .collect::<Option<Vec<usize>>>()?;
            sort(&mut chosen);
            chosen.dedup();
            Some(chosen)
        };
        let correct = serde_json::from_str(rule.correct.text()).unwrap_or_default();
        let Some(given) = chosen(given) else {
            return Verdict::new(Outcome::Failed, "It is none of the options.");
        };
        Verdict::of(chosen(correct) == Some(given), RIGHT, "It is another choice.")
    }

    fn score(&self, min: Share, trust_caller: bool) -> Verdict {
        match self.attempt.score {
            _ if !trust_caller => Verdict::new(
                Outcome::NeedsReview,
                "A score that the caller states does not count here; it waits for a review.",
            ),
            None => Verdict::new(Outcome::Failed, "No score was given."),
            Some(score) => {
                let reached = hundredths(score);
                let message = format!("{reached} of 100 reached, {} needed.", hundredths(min));
                let verdict = Verdict::of(score >= min, &message, &message);
                Verdict { grade: score, ..verdict }
            }
        }
    }

    fn right_ones(&self, needed: u64, latest: u64) -> Verdict {
        let Some(this) = self.is_right else {
            return Verdict::new(
                Outcome::NeedsReview,
                "Whether this try was right is to be seen; it waits for a review.",
            );
        };
        let before = usize::try_from(latest.saturating_sub(1)).unwrap_or(usize::MAX);
        let earlier = self.attempt.earlier.iter().rev().take(before);
        let right = earlier.filter(|right| **right).count() as u64 + u64::from(this);
        let message = match needed == latest {
            true => {
                let row = self.attempt.earlier.iter().rev().take_while(|right| **right).count();
                let row = if this { row as u64 + 1 } else { 0 };
                format!("{row} of {needed} right in a row.")
            }
            false => format!("{right} of the latest {latest} tries right, {needed} needed."),
        };
        Verdict::of(right >= needed, &message, &message)
    }

    fn answer(&self, key: &str) -> Option<&Value> {
        self.attempt.answers.and_then(|answers| answers.get(key))
    }
}

const RIGHT: &str = "That is right.";
const OTHER_VALUES: &str = "They are other values.";
const NOT_THE_FORM: &str = "It does not have the form asked for.";

fn has_answers(answers: Option<&Value>) -> bool {
    let says_something = |own: &Value| match own {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(values) => !values.is_empty(),
        _ => true,
    };
    answers.and_then(Value::as_object).is_some_and(|own| own.values().any(says_something))
}

/// A share in hundredths, floored: 99.9 never shows as 100.
pub(crate) fn hundredths(share: Share) -> u64 {
    (share.get() * 100.0 + 1e-9) as u64
}

fn from_host(answer: &HostAnswer) -> Verdict {
    match &answer.verdict {
        Ok(verdict) => {
            let own = Verdict::of(verdict.passed, &verdict.message, &verdict.message);
            Verdict { grade: verdict.grade.unwrap_or(own.grade), ..own }
        }
        Err(message) => Verdict::new(Outcome::Failed, format!("The validator failed: {message}")),
    }
}
