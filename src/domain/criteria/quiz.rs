//! Marking a quiz: each question by itself, from the answers that were given.

use crate::domain::sorted::sort;
use serde_json::Value;

use super::compare::{Patterns, number_of, option_of, text_of, tidy};
use super::number::{Share, is_near};
use super::shapes::{Question, QuestionKind, QuizRule};
use super::shuffle::{shown_options, shown_order};
use super::verdict::Detail;

/// The part of the points that was reached, and each question's own.
pub(super) fn mark(
    quiz: &QuizRule,
    answers: Option<&Value>,
    patterns: &dyn Patterns,
) -> (Share, Vec<Detail>) {
    let (mut reached, mut all) = (0.0, 0.0);
    let mut details = Vec::with_capacity(quiz.questions.len());
    for question in &quiz.questions {
        let given = answers.and_then(|answers| answers.get(&question.id));
        let is_right = given.is_some_and(|given| is_right(question, given, patterns));
        let points = question.points.get();
        all += points;
        reached += if is_right { points } else { 0.0 };
        let message = match (given, is_right) {
            (None | Some(Value::Null), _) => "not answered",
            (Some(_), true) => "right",
            (Some(_), false) => "not right",
        };
        details.push(Detail { id: question.id.clone(), is_right, message });
    }
    (Share::near(if all > 0.0 { reached / all } else { 0.0 }), details)
}

fn is_right(question: &Question, given: &Value, patterns: &dyn Patterns) -> bool {
    let Ok(answer) = serde_json::from_str::<Value>(question.answer.text()) else { return false };
    let option = |value: &Value| option_of(patterns, &question.options, value);
    let options =
        |value: &Value| -> Option<Vec<usize>> { value.as_array()?.iter().map(option).collect() };
    match question.kind {
        QuestionKind::Single => {
            let given = match given {
                Value::Array(values) => match values.as_slice() {
                    [one] => one,
                    _ => return false,
                },
                one => one,
            };
            option(given).is_some_and(|given| option(&answer) == Some(given))
        }
        QuestionKind::Multiple => {
            let sorted = |value: &Value| {
                let mut chosen = options(value)?;
                sort(&mut chosen);
                chosen.dedup();
                Some(chosen)
            };
            sorted(given).is_some_and(|given| sorted(&answer) == Some(given))
        }
        // Who answers by number means what learners see.
        QuestionKind::Ordering => {
            let (shown, order) = (shown_options(question), shown_order(question));
            let option = |value: &Value| order.get(option_of(patterns, &shown, value)?).copied();
            let given = given.as_array().and_then(|all| all.iter().map(option).collect());
            given.is_some_and(|given: Vec<usize>| options(&answer) == Some(given))
        }
        QuestionKind::Number => match (number_of(given), number_of(&answer)) {
            (Some(given), Some(answer)) => is_near(given, answer, question.tolerance.get()),
            _ => false,
        },
        QuestionKind::Text => {
            let tidy = |value: &Value| {
                text_of(value).map(|text| tidy(patterns, &text, question.ignore_case))
            };
            let Some(given) = tidy(given) else { return false };
            match &answer {
                Value::Array(texts) => texts.iter().any(|text| tidy(text).as_ref() == Some(&given)),
                text => tidy(text) == Some(given),
            }
        }
    }
}
