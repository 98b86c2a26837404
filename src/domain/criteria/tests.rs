use std::cell::Cell;

use serde_json::{Value, json};

use super::*;

mod quiz;
mod several;

use quiz::water_quiz;

/// Expressions for tests: the common part of what JavaScript reads.
struct Lite;

impl Patterns for Lite {
    fn matches(&self, pattern: &str, flags: &str, text: &str) -> Result<bool, String> {
        let pattern =
            if flags.is_empty() { pattern.to_owned() } else { format!("(?{flags}){pattern}") };
        let regex = regex_lite::Regex::new(&pattern).map_err(|error| error.to_string())?;
        Ok(regex.is_match(text))
    }

    /// Composes the one letter that the tests use.
    fn fold(&self, text: &str, ignore_case: bool) -> String {
        NoPatterns.fold(&text.replace("e\u{301}", "é"), ignore_case)
    }
}

fn rule(name: &str, rule: &Value) -> Rule {
    Rule::check(name, &rule.to_string(), &Lite).unwrap()
}

fn problems(name: &str, rule: &Value) -> Vec<String> {
    let error = Rule::check(name, &rule.to_string(), &Lite).unwrap_err();
    error.all_problems().iter().map(|problem| problem.path.clone()).collect()
}

const NOTHING: Attempt<'_> =
    Attempt { content: "", answers: None, score: None, seconds: 0, earlier: &[], host: &[] };

fn tried(rule: &Rule, attempt: &Attempt<'_>) -> Verdict {
    let judgement = judge(&[Asked { id: "crit-1", rule }], attempt, &Lite);
    assert_eq!(judgement.outcome, judgement.verdicts[0].outcome);
    judgement.verdicts[0].clone()
}

fn outcome(rule: &Rule, content: &str) -> Outcome {
    tried(rule, &Attempt { content, ..NOTHING }).outcome
}

fn passes(rule: &Rule, content: &str) -> bool {
    outcome(rule, content) == Outcome::Passed
}

#[test]
fn text_match_finds_any_all_and_none() {
    let own = rule(
        "text_match",
        &json!({"any_of": ["SELECT", "WITH"], "all_of": ["FROM"], "none_of": ["DROP"]}),
    );
    assert!(passes(&own, "SELECT * FROM t"));
    assert!(passes(&own, "WITH x AS (1) FROM t"));
    assert!(!passes(&own, "INSERT FROM t"), "neither of the two");
    assert!(!passes(&own, "SELECT 1"), "FROM is missing");
    assert!(!passes(&own, "SELECT * FROM t; DROP t"));
    assert!(!passes(&own, "select * from t"), "case counts");
    let own = rule("text_match", &json!({"all_of": ["Straße\nÉté"], "ignore_case": true}));
    assert!(passes(&own, "die STRAßE\r\ne\u{301}té"), "line breaks, case and both forms of é");
}

#[test]
fn text_match_does_not_tell_what_it_looks_for() {
    let own = rule("text_match", &json!({"all_of": ["secret", "x"], "none_of": ["other"]}));
    for content in ["", "x", "secret x other"] {
        let message = tried(&own, &Attempt { content, ..NOTHING }).message;
        assert!(!message.contains("secret") && !message.contains("other"), "{message}");
    }
}

#[test]
fn a_text_match_needs_something_to_look_for() {
    assert_eq!(problems("text_match", &json!({})), [""]);
    assert_eq!(problems("text_match", &json!({"any_off": ["x"]})), [""]);
    assert_eq!(problems("text_match", &json!({"any_of": ["x", ""]})), ["any_of[1]"]);
    assert_eq!(problems("text_match", &json!({"all_of": "x"})), ["all_of"]);
}

#[test]
fn regex_is_found_anywhere_and_its_flags_count() {
    let own = rule("regex", &json!({"pattern": "^select\\b", "flags": "im"}));
    assert!(passes(&own, "-- first\nSELECT 1"));
    assert!(!passes(&own, "unselect"));
    assert_eq!(problems("regex", &json!({"pattern": "("})), ["pattern"]);
    assert_eq!(problems("regex", &json!({"pattern": "", "flags": "ii"})), ["pattern", "flags"]);
    assert_eq!(problems("regex", &json!({"pattern": "x", "flags": "g"})), ["flags"]);
    assert_eq!(problems("regex", &json!({})), ["pattern"]);
}

#[test]
fn where_there_are_no_expressions_a_regex_waits_for_a_review() {
    let own = rule("regex", &json!({"pattern": "x"}));
    let asked = [Asked { id: "c", rule: &own }];
    let judged = judge(&asked, &Attempt { content: "x", ..NOTHING }, &NoPatterns);
    assert_eq!(judged.outcome, Outcome::NeedsReview);
}

#[test]
fn number_reads_what_people_write_and_allows_its_tolerance() {
    let own = rule("number", &json!({"value": 1, "tolerance": 0.1}));
    for right in ["1", " 1.0\n", "+1", "01.00", "1.1", "0.9", "1e0", "10E-1", "1."] {
        assert!(passes(&own, right), "{right}");
    }
    for wrong in ["1.11", "0.89", "-1", "", "one", "1,0", "0x1", "1 1", "NaN", "1e999", ".", "1e"] {
        assert!(!passes(&own, wrong), "{wrong}");
    }
    let own = rule("number", &json!({"value": -0.3}));
    assert!(passes(&own, "\u{2212}.30") && passes(&own, "-0.30000000000000004"));
    assert!(!passes(&own, "-0.3000001") && !passes(&own, "0.3"));
    assert_eq!(problems("number", &json!({"value": "1"})), ["value"]);
    assert_eq!(problems("number", &json!({"value": 1, "tolerance": -1})), ["tolerance"]);
}

#[test]
fn set_compares_values_in_any_order_or_in_this() {
    let own = rule("set", &json!({"values": ["well", 2, true]}));
    for right in ["well, 2, true", "2.0\ntrue\n well ", r#"[true, "well", 2, 2]"#, "2;true;well"] {
        assert!(passes(&own, right), "{right}");
    }
    for wrong in ["", "well, 2", "well, 2, true, tap", "Well, 2, true"] {
        assert!(!passes(&own, wrong), "{wrong}");
    }
    let own =
        rule("set", &json!({"values": ["a", "b", "a"], "ordered": true, "ignore_case": true}));
    assert!(passes(&own, "A,b,a"));
    assert!(!passes(&own, "a,a,b") && !passes(&own, "a,b") && !passes(&own, "a,b,a,a"));
    assert_eq!(problems("set", &json!({"values": []})), ["values"]);
    let own = rule("set", &json!({"values": ["Washington, DC", "Paris; France", "Rome"]}));
    assert!(passes(&own, "Rome\n Washington, DC\r\nParis; France\n"), "one on each line");
    assert!(!passes(&own, "Rome, Washington, DC, Paris; France"));
    let own = rule("set", &json!({"values": ["Washington, DC", "Rome"], "ordered": true}));
    assert!(passes(&own, "Washington, DC; Rome") && !passes(&own, "Rome; Washington, DC"));
    let own = rule("set", &json!({"values": ["Washington, DC"]}));
    assert!(passes(&own, "Washington, DC"));
    assert_eq!(problems("set", &json!({"values": [1, null, {}]})), ["values[1]", "values[2]"]);
}

/// Counts how often it is asked for a text in normal form.
struct Counting(Cell<usize>);

impl Patterns for Counting {
    fn matches(&self, pattern: &str, flags: &str, text: &str) -> Result<bool, String> {
        Lite.matches(pattern, flags, text)
    }

    fn fold(&self, text: &str, ignore_case: bool) -> String {
        self.0.set(self.0.get() + 1);
        Lite.fold(text, ignore_case)
    }
}

#[test]
fn a_long_set_has_each_value_folded_a_few_times_and_not_once_for_each_other() {
    const COUNT: usize = 300;
    let values: Vec<String> = (0..COUNT).map(|number| format!("wört {number}")).collect();
    let content: Vec<&str> = values.iter().rev().map(String::as_str).collect();
    let own = rule("set", &json!({"values": values}));
    let counting = Counting(Cell::new(0));
    let attempt = Attempt { content: &content.join(";"), ..NOTHING };
    let judged = judge(&[Asked { id: "crit-1", rule: &own }], &attempt, &counting);
    assert_eq!(judged.outcome, Outcome::Passed);
    assert!(counting.0.get() <= 8 * COUNT, "{} times", counting.0.get());
}

#[test]
fn numbers_in_a_set_are_the_same_when_they_are_near_and_texts_when_they_are_tidy() {
    let own = rule("set", &json!({"values": [0.3, "two  words", "7"]}));
    assert!(passes(&own, "[0.30000000000000004, \" two words\", 7.0]"));
    assert!(passes(&own, "7.0; two words; 0.3; 7"));
    assert!(!passes(&own, "[0.31, \"two words\", 7]"));
    assert!(!passes(&own, "[0.3, [\"two words\"], 7]"));
}

#[test]
fn choice_is_made_by_text_or_by_number_from_zero() {
    let own = rule("choice", &json!({"options": ["river", "well", "tap"], "correct": "well"}));
    assert!(passes(&own, " well ") && passes(&own, "1") && passes(&own, "[1]"));
    assert!(!passes(&own, "tap") && !passes(&own, "0") && !passes(&own, "3") && !passes(&own, ""));
    let by_answers = |answers: Value| {
        tried(&own, &Attempt { answers: Some(&answers), ..NOTHING }).outcome == Outcome::Passed
    };
    assert!(by_answers(json!({"crit-1": "well"})) && by_answers(json!({"answer": 1})));
    assert!(
        !by_answers(json!({"crit-2": "well"})) && !by_answers(json!({"answer": ["well", "tap"]}))
    );

    let own = rule("choice", &json!({"options": ["1", "0"], "correct": "1"}));
    assert!(passes(&own, "1") && !passes(&own, "0"), "the text of an option goes first");
    let own = rule("choice", &json!({"options": ["a", "b", "c"], "correct": [2, "a"]}));
    assert!(passes(&own, r#"["a", "c"]"#) && passes(&own, "[2, 0, 0]") && !passes(&own, "a"));
}

#[test]
fn a_choice_names_an_option_that_is_there() {
    let with = |options: Value, correct: Value| {
        problems("choice", &json!({"options": options, "correct": correct}))
    };
    assert_eq!(with(json!(["a", "b"]), json!("c")), ["correct"]);
    assert_eq!(with(json!(["a", "b"]), json!(2)), ["correct"]);
    assert_eq!(with(json!(["a", "b"]), json!([])), ["correct"]);
    assert_eq!(with(json!(["a", "b"]), json!(["a", 0])), ["correct[1]"]);
    assert_eq!(with(json!(["a", " a"]), json!("a")), ["options[1]"]);
    assert_eq!(with(json!(["a"]), json!("a")), ["options"]);
}

#[test]
fn a_stated_score_counts_only_where_the_author_trusts_callers() {
    let score = |rule: &Rule, score: f64| {
        tried(rule, &Attempt { score: Some(Share::near(score)), ..NOTHING })
    };
    let trusting = rule("score", &json!({"min": 0.7, "trust_caller": true}));
    assert_eq!(score(&trusting, 0.7).outcome, Outcome::Passed);
    assert_eq!(score(&trusting, 0.69).outcome, Outcome::Failed);
    assert_eq!(score(&trusting, 0.69).grade.get(), 0.69);
    assert_eq!(outcome(&trusting, "0.9"), Outcome::Failed, "no score was given");
    let strict = rule("score", &json!({"min": 0.7}));
    assert_eq!(score(&strict, 1.0).outcome, Outcome::NeedsReview);
    assert_eq!(problems("score", &json!({"min": 70})), ["min"]);
    assert_eq!(problems("score", &json!({})), ["min"]);
}

#[test]
fn sv11_sv12_sv23_sv24_non_empty() {
    let own = Rule::non_empty();
    let right = tried(&own, &Attempt { content: "Valid content", ..NOTHING });
    assert_eq!((right.outcome, right.grade), (Outcome::Passed, Share::ALL));
    assert_eq!(right.message, "Passed: non-empty submission");
    let wrong = tried(&own, &Attempt { content: " \n\u{3000}", ..NOTHING });
    assert_eq!((wrong.outcome, wrong.grade), (Outcome::Failed, Share::NONE));
    assert_eq!(wrong.message, "Submission is empty");
    let answered = |answers: Value| {
        tried(&own, &Attempt { answers: Some(&answers), ..NOTHING }).outcome == Outcome::Passed
    };
    for nothing in [json!({}), json!({"a": null}), json!({"a": " ", "b": []})] {
        assert!(!answered(nothing.clone()), "{nothing}");
    }
    for something in [json!({"a": null, "b": 0}), json!({"a": false}), json!({"a": ["x"]})] {
        assert!(answered(something.clone()), "{something}");
    }
}

proptest::proptest! {
    /// Whatever comes in is a rule or an error, and whatever is handed in is judged.
    #[test]
    fn nothing_panics(number in 0..SHAPES.len(), text in "[\\[\\]{}\":,a-z0-9 _]{0,60}", content in ".{0,30}") {
        let name = SHAPES[number].0;
        if let Ok(rule) = Rule::check(name, &text, &Lite) {
            let _ = outcome(&rule, &content);
        }
        let answers = serde_json::from_str(&text).unwrap_or(json!({"q1": text, "answer": text}));
        let own = rule("quiz", &water_quiz());
        let _ = tried(&own, &Attempt { content: &content, answers: Some(&answers), ..NOTHING });
    }

    /// A number that is written down is itself.
    #[test]
    fn numbers_are_read_as_they_are_written(value in -1e12_f64..1e12) {
        let own = rule("number", &json!({"value": value}));
        let text = format!("{value}");
        proptest::prop_assert!(passes(&own, &text), "{}", text);
    }
}

#[test]
fn line_breaks_of_every_kind_are_the_same_in_a_text_that_is_looked_for() {
    let own = rule("text_match", &json!({"any_of": ["a\nb"]}));
    for content in ["a\nb", "a\r\nb", "a\rb", "a\u{85}b", "a\u{2028}b", "a\u{2029}b"] {
        assert!(passes(&own, content), "{content:?}");
    }
    assert!(!passes(&own, "a b"));
}

#[test]
fn what_must_be_there_and_must_not_is_refused_and_read_where_it_is_stored() {
    let both = json!({"all_of": ["y", "an Ox"], "none_of": ["ox"], "ignore_case": true});
    assert_eq!(problems("text_match", &both), ["all_of[1]"]);
    assert!(Rule::parse("text_match", &both.to_string()).is_ok());
    let any = json!({"any_of": ["caf\u{e9}", "x"], "none_of": ["cafe\u{301}", "x"]});
    assert_eq!(problems("text_match", &any), ["any_of"]);
    rule("text_match", &json!({"any_of": ["a", "x"], "all_of": ["o"], "none_of": ["x", "ox"]}));
    let group = json!({"criteria": [{"criterion_type": "text_match", "rule": both}]});
    assert_eq!(problems("any_of", &group), ["criteria[0].rule.all_of[1]"]);
}

#[test]
fn an_option_is_meant_in_either_unicode_form() {
    let own = rule("choice", &json!({"options": ["caf\u{e9}", "well"], "correct": 0}));
    assert!(passes(&own, "cafe\u{301}") && passes(&own, "caf\u{e9}") && !passes(&own, "cafe"));
    let quiz = json!({"pass_mark": 1, "questions": [
        {"id": "a", "kind": "single", "options": ["caf\u{e9}", "b"], "answer": "caf\u{e9}"}]});
    let answers = json!({"a": "cafe\u{301}"});
    let attempt = Attempt { answers: Some(&answers), ..NOTHING };
    assert_eq!(tried(&rule("quiz", &quiz), &attempt).outcome, Outcome::Passed);
}
