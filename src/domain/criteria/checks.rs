//! What is wrong with a rule beyond the shapes of its fields.

use serde_json::Value;

use super::compare::{NoPatterns, Patterns, number_of, option_of, searchable, text_of};
use super::shapes::{
    ChoiceRule, MOfNRule, Question, QuestionKind, QuizRule, RegexRule, SetRule, TextMatchRule,
};
use crate::domain::error::Problem;

pub(super) fn text_match(rule: TextMatchRule, problems: &mut Vec<Problem>) -> TextMatchRule {
    let lists = [("any_of", &rule.any_of), ("all_of", &rule.all_of), ("none_of", &rule.none_of)];
    if lists.iter().all(|(_, texts)| texts.is_empty()) {
        problems.push(Problem::new("", "must have at least one text in any_of, all_of or none_of"));
    }
    for (name, texts) in lists {
        for (number, _) in texts.iter().enumerate().filter(|(_, text)| text.is_empty()) {
            problems.push(Problem::new(format!("{name}[{number}]"), "must not be empty"));
        }
    }
    rule
}

/// Texts that must be there and must not be there can never be found. Rules that are stored already
/// are not asked.
pub(super) fn contradictions(
    rule: &TextMatchRule,
    patterns: &dyn Patterns,
    path: &str,
    problems: &mut Vec<Problem>,
) {
    let folded = |text: &String| searchable(patterns, text, rule.ignore_case);
    let none: Vec<String> = rule.none_of.iter().map(folded).collect();
    let is_refused = |text: &String| none.iter().any(|none| folded(text).contains(none.as_str()));
    let mut wrong = |place: String| {
        let message = "can never be found without what none_of refuses";
        problems.push(Problem::new(place, message).under(path));
    };
    for (number, text) in rule.all_of.iter().enumerate() {
        if is_refused(text) {
            wrong(format!("all_of[{number}]"));
        }
    }
    if !rule.any_of.is_empty() && rule.any_of.iter().all(is_refused) {
        wrong("any_of".into());
    }
}

/// Flags of JavaScript that say what matches; `g` and `y` would remember where the last one was.
pub(super) fn regex(rule: RegexRule, problems: &mut Vec<Problem>) -> RegexRule {
    if rule.pattern.is_empty() {
        problems.push(Problem::new("pattern", "must not be empty"));
    }
    let is_once = |flag: char| rule.flags.matches(flag).count() == 1;
    if !rule.flags.chars().all(|flag| "imsuv".contains(flag) && is_once(flag)) {
        problems.push(Problem::new("flags", "must be some of i, m, s, u, v, each once"));
    }
    rule
}

pub(super) fn set(rule: SetRule, problems: &mut Vec<Problem>) -> SetRule {
    if rule.values.is_empty() {
        problems.push(Problem::new("values", "must not be empty"));
    }
    for (number, json) in rule.values.iter().enumerate() {
        if serde_json::from_str(json.text()).ok().as_ref().and_then(text_of).is_none() {
            let path = format!("values[{number}]");
            problems.push(Problem::new(path, "must be text, a number, true or false"));
        }
    }
    rule
}

pub(super) fn choice(rule: ChoiceRule, problems: &mut Vec<Problem>) -> ChoiceRule {
    options("options", &rule.options, problems);
    let correct = serde_json::from_str(rule.correct.text()).unwrap_or_default();
    let correct = match correct {
        Value::Array(values) => values,
        one => vec![one],
    };
    chosen("correct", &rule.options, &correct, problems);
    rule
}

pub(super) fn m_of_n(rule: MOfNRule, problems: &mut Vec<Problem>) -> MOfNRule {
    at_least_one("m", rule.m, problems);
    if rule.m > rule.n {
        problems.push(Problem::new("m", format!("must be at most n ({}), is {}", rule.n, rule.m)));
    }
    rule
}

pub(super) fn at_least_one(path: &str, count: u64, problems: &mut Vec<Problem>) {
    if count == 0 {
        problems.push(Problem::new(path, "must be at least 1, is 0"));
    }
}

pub(super) fn quiz(rule: QuizRule, problems: &mut Vec<Problem>) -> QuizRule {
    if rule.questions.is_empty() {
        problems.push(Problem::new("questions", "must not be empty"));
    }
    let mut points = 0.0;
    for (number, own) in rule.questions.iter().enumerate() {
        let path = format!("questions[{number}]");
        points += own.points.get();
        if own.id.is_empty() {
            problems.push(Problem::new(format!("{path}.id"), "must not be empty"));
        }
        if rule.questions.iter().take(number).any(|other| other.id == own.id) {
            let message = format!("must be unique in the quiz; {} is there already", own.id);
            problems.push(Problem::new(format!("{path}.id"), message));
        }
        let mut wrong = Vec::new();
        question(own, &mut wrong);
        problems.extend(wrong.into_iter().map(|problem| problem.under(&path)));
    }
    if !points.is_finite() {
        problems.push(Problem::new("questions", "must have fewer points in all"));
    }
    if points <= 0.0 && !rule.questions.is_empty() {
        problems.push(Problem::new("questions", "must have points for at least one question"));
    }
    rule
}

fn question(own: &Question, problems: &mut Vec<Problem>) {
    let answer = serde_json::from_str(own.answer.text()).unwrap_or_default();
    let mut wrong = |message: &str| problems.push(Problem::new("answer", message));
    match own.kind {
        QuestionKind::Number if number_of(&answer).is_none() => wrong("must be a number"),
        QuestionKind::Number => {}
        QuestionKind::Text => {
            let is_text =
                |value: &Value| text_of(value).is_some_and(|text| !text.trim().is_empty());
            let is_right = match &answer {
                Value::Array(values) => !values.is_empty() && values.iter().all(is_text),
                one => is_text(one),
            };
            if !is_right {
                wrong("must be text that is not blank, or a list of those");
            }
        }
        QuestionKind::Single => {
            options("options", &own.options, problems);
            chosen("answer", &own.options, &[answer], problems);
        }
        QuestionKind::Multiple | QuestionKind::Ordering => {
            options("options", &own.options, problems);
            let Value::Array(values) = answer else {
                return problems.push(Problem::new("answer", "must be a list"));
            };
            chosen("answer", &own.options, &values, problems);
            if own.kind == QuestionKind::Ordering && values.len() != own.options.len() {
                problems.push(Problem::new("answer", "must name every option once"));
            }
        }
    }
}

fn options(path: &str, options: &[String], problems: &mut Vec<Problem>) {
    if options.len() < 2 {
        problems.push(Problem::new(path, "must be at least two"));
    }
    for (number, own) in options.iter().enumerate() {
        let mut before = options.iter().take(number);
        if before.any(|other| other.trim() == own.trim()) {
            problems.push(Problem::new(format!("{path}[{number}]"), "is there already"));
        }
    }
}

fn chosen(path: &str, options: &[String], values: &[Value], problems: &mut Vec<Problem>) {
    if values.is_empty() {
        problems.push(Problem::new(path, "must not be empty"));
    }
    let mut seen = Vec::new();
    for (number, value) in values.iter().enumerate() {
        let path = if values.len() == 1 { path.to_owned() } else { format!("{path}[{number}]") };
        match option_of(&NoPatterns, options, value) {
            None => problems.push(Problem::new(path, "must be one of the options")),
            Some(option) if seen.contains(&option) => {
                problems.push(Problem::new(path, "is there already"));
            }
            Some(option) => seen.push(option),
        }
    }
}
