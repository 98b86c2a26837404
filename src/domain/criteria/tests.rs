use serde_json::{Value, json};

use super::*;

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
    assert_eq!(problems("set", &json!({"values": [1, null, {}]})), ["values[1]", "values[2]"]);
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
}

fn water_quiz() -> Value {
    json!({"pass_mark": 0.7, "questions": [
        {"id": "q1", "kind": "single", "prompt": "Which?", "options": ["river", "well"], "answer": "well"},
        {"id": "q2", "kind": "multiple", "options": ["a", "b", "c"], "answer": ["a", 2], "points": 2},
        {"id": "q3", "kind": "number", "answer": 500, "tolerance": 5, "points": 3},
        {"id": "q4", "kind": "text", "answer": ["Maji Ndogo", "maji"], "points": 3},
        {"id": "q5", "kind": "ordering", "options": ["x", "y", "z"], "answer": [2, 0, 1], "points": 1},
    ]})
}

fn marked(answers: &Value) -> Verdict {
    tried(
        &rule("quiz", &water_quiz()),
        &Attempt { answers: Some(answers), score: Some(Share::ALL), ..NOTHING },
    )
}

#[test]
fn what_is_to_be_put_in_order_is_shown_in_another_order() {
    let letters = ["a", "b", "c", "d"];
    let of = |id: &str, options: &[&str]| {
        let numbers: Vec<usize> = (0..options.len()).collect();
        json!({"pass_mark": 1, "questions": [
            {"id": id, "kind": "ordering", "options": options, "answer": numbers},
        ]})
    };
    let shown = |rule: &Value| -> Vec<String> {
        let shown = shown_to_learners("quiz", &rule.to_string(), true);
        let shown: Value = serde_json::from_str(shown.text()).unwrap();
        let options = shown["questions"][0]["options"].as_array().unwrap().clone();
        options.iter().map(|own| own.as_str().unwrap().to_owned()).collect()
    };
    let mut orders = std::collections::BTreeSet::new();
    for number in 0..200 {
        let quiz = of(&format!("q{number}"), &letters);
        let seen = shown(&quiz);
        assert_eq!(seen, shown(&quiz), "the same each time");
        let place = |letter: &str| seen.iter().position(|own| own == letter).unwrap();
        let (by_text, by_number) = (json!(letters), json!(letters.map(place)));
        for given in [by_text, by_number] {
            let mut answers = json!({});
            answers[format!("q{number}")] = given;
            let attempt = Attempt { answers: Some(&answers), ..NOTHING };
            assert_eq!(tried(&rule("quiz", &quiz), &attempt).outcome, Outcome::Passed, "{seen:?}");
        }
        orders.insert(seen);
    }
    assert_eq!(orders.len(), 24, "every order comes about, the right one too");
    let two: Vec<Vec<String>> =
        (0..20).map(|own| shown(&of(&format!("p{own}"), &["x", "y"]))).collect();
    assert!(
        two.contains(&vec!["x".into(), "y".into()]) && two.contains(&vec!["y".into(), "x".into()])
    );
}

#[test]
fn the_engine_marks_a_quiz_itself_from_the_answers() {
    let all = json!({"q1": 1, "q2": ["c", "a"], "q3": "504.9", "q4": "  maji  NDOGO ", "q5": ["z", "x", "y"]});
    let verdict = marked(&all);
    assert_eq!((verdict.outcome, verdict.grade), (Outcome::Passed, Share::ALL), "{verdict:?}");
    assert!(verdict.details.iter().all(|detail| detail.is_right));

    let verdict = marked(&json!({"q2": ["a", "c"], "q3": 495, "q4": "maji", "q1": "river"}));
    assert_eq!((verdict.outcome, verdict.grade.get()), (Outcome::Passed, 0.8));
    let told: Vec<(&str, &str)> =
        verdict.details.iter().map(|detail| (detail.id.as_str(), detail.message)).collect();
    assert_eq!(told[0], ("q1", "not right"));
    assert_eq!(told[4], ("q5", "not answered"));

    let verdict = marked(&json!({"q3": 500, "q4": "maji"}));
    assert_eq!(
        (verdict.outcome, verdict.grade.get()),
        (Outcome::Failed, 0.6),
        "a claimed score is nothing"
    );
    assert_eq!(verdict.message, "2 of 5 questions right; 60 of 100 reached, 70 needed.");
}

#[test]
fn each_question_is_right_or_not() {
    for (question, wrong) in [
        ("q1", json!(["well", "river"])),
        ("q1", json!("Well ?")),
        ("q1", json!(null)),
        ("q2", json!(["a"])),
        ("q2", json!(["a", "b", "c"])),
        ("q2", json!("a")),
        ("q2", json!(["a", "c", "d"])),
        ("q3", json!(505.1)),
        ("q3", json!("many")),
        ("q3", json!([500])),
        ("q4", json!("maji ndog")),
        ("q4", json!("")),
        ("q4", json!(["maji"])),
        ("q5", json!(["x", "y", "z"])),
        ("q5", json!(["z", "x"])),
        ("q5", json!("z")),
    ] {
        let verdict = marked(&json!({question: wrong}));
        assert!(verdict.details.iter().all(|detail| !detail.is_right), "{question}: {wrong}");
    }
    for (question, right) in
        [("q1", json!(["well"])), ("q2", json!([0, 2, 2])), ("q4", json!("MAJI"))]
    {
        let verdict = marked(&json!({question: right}));
        assert!(verdict.details.iter().any(|detail| detail.is_right), "{question}: {right}");
    }
}

#[test]
fn no_answers_at_all_pass_no_quiz() {
    let own = rule("quiz", &water_quiz());
    for answers in
        [None, Some(json!({})), Some(json!([])), Some(json!("q1")), Some(json!({"q9": 1}))]
    {
        let verdict =
            tried(&own, &Attempt { answers: answers.as_ref(), content: "done", ..NOTHING });
        assert_eq!((verdict.outcome, verdict.grade), (Outcome::Failed, Share::NONE));
    }
}

#[test]
fn a_quiz_says_each_of_its_problems() {
    let with =
        |question: Value| problems("quiz", &json!({"pass_mark": 1, "questions": [question]}));
    assert_eq!(with(json!({"id": "", "kind": "text", "answer": "x"})), ["questions[0].id"]);
    assert_eq!(with(json!({"id": "a", "kind": "text", "answer": " "})), ["questions[0].answer"]);
    assert_eq!(with(json!({"id": "a", "kind": "text", "answer": []})), ["questions[0].answer"]);
    assert_eq!(with(json!({"id": "a", "kind": "number", "answer": "x"})), ["questions[0].answer"]);
    assert_eq!(with(json!({"id": "a", "kind": "essay", "answer": "x"})), ["questions[0].kind"]);
    assert_eq!(
        with(json!({"id": "a", "kind": "single", "options": ["x", "y"], "answer": "z"})),
        ["questions[0].answer"]
    );
    assert_eq!(
        with(json!({"id": "a", "kind": "multiple", "options": ["x", "y"], "answer": "x"})),
        ["questions[0].answer"]
    );
    assert_eq!(
        with(json!({"id": "a", "kind": "ordering", "options": ["x", "y"], "answer": ["x"]})),
        ["questions[0].answer"]
    );
    assert_eq!(with(json!({"id": "a", "kind": "text", "answer": "x", "points": 0})), ["questions"]);
    assert_eq!(
        problems("quiz", &json!({"pass_mark": 70, "questions": []})),
        ["pass_mark"],
        "shapes go first"
    );
    assert_eq!(problems("quiz", &json!({"questions": []})), ["pass_mark"]);
    let twice = json!({"id": "a", "kind": "text", "answer": "x"});
    assert_eq!(
        problems("quiz", &json!({"pass_mark": 1, "questions": [twice, twice]})),
        ["questions[1].id"]
    );
}

fn two(other: &Rule, earlier: &[bool], content: &str) -> Judgement {
    let number = rule("number", &json!({"value": 1}));
    let asked = [Asked { id: "a", rule: &number }, Asked { id: "b", rule: other }];
    judge(&asked, &Attempt { content, earlier, ..NOTHING }, &Lite)
}

#[test]
fn in_a_row_starts_anew_after_a_wrong_try() {
    let own = rule("in_a_row", &json!({"k": 3}));
    assert_eq!(two(&own, &[], "1").outcome, Outcome::Failed);
    assert_eq!(two(&own, &[true, true], "1").outcome, Outcome::Passed);
    assert_eq!(two(&own, &[true, true], "2").outcome, Outcome::Failed);
    let broken = two(&own, &[true, true, false, true], "1");
    assert_eq!((broken.outcome, broken.is_right), (Outcome::Failed, Some(true)));
    assert_eq!(broken.verdicts[1].message, "2 of 3 right in a row.");
    assert_eq!(broken.grade, Share::ALL, "the try itself was right");
    assert_eq!(problems("in_a_row", &json!({"k": 0})), ["k"]);
}

#[test]
fn m_of_n_looks_at_the_latest_tries_only() {
    let own = rule("m_of_n", &json!({"m": 2, "n": 3}));
    assert_eq!(two(&own, &[], "1").outcome, Outcome::Failed);
    assert_eq!(two(&own, &[true, false], "1").outcome, Outcome::Passed);
    assert_eq!(two(&own, &[true, false, false], "1").outcome, Outcome::Failed);
    assert_eq!(
        two(&own, &[true, true], "2").outcome,
        Outcome::Failed,
        "this try must be right too"
    );
    assert_eq!(problems("m_of_n", &json!({"m": 4, "n": 3})), ["m"]);
    assert_eq!(problems("m_of_n", &json!({"m": 0, "n": 0})), ["m"]);
    assert_eq!(problems("m_of_n", &json!({"m": 1.5, "n": 3})), ["m"]);
}

#[test]
fn several_tries_alone_prove_nothing() {
    let own = rule("in_a_row", &json!({"k": 1}));
    assert_eq!(outcome(&own, "I can do it"), Outcome::NeedsReview);
    assert!(!own.judges_a_try());
}

#[test]
fn time_counts_as_it_was_recorded() {
    let own = rule("time", &json!({"seconds": 60}));
    let after = |seconds| tried(&own, &Attempt { seconds, score: Some(Share::ALL), ..NOTHING });
    assert_eq!(after(59).outcome, Outcome::Failed);
    assert_eq!(after(60).outcome, Outcome::Passed);
    assert_eq!(after(59).message, "59 of 60 seconds of active time.");
    assert_eq!(problems("time", &json!({"seconds": 0})), ["seconds"]);
    assert_eq!(problems("time", &json!({"seconds": -5})), ["seconds"]);
}

#[test]
fn a_reading_is_confirmed_by_the_learners_own_word() {
    let own = rule("self_confirm", &json!({}));
    assert!(passes(&own, "I have read it") && !passes(&own, "  "));
    let by = |answers: Value| tried(&own, &Attempt { answers: Some(&answers), ..NOTHING }).outcome;
    assert_eq!(by(json!({"confirmed": true})), Outcome::Passed);
    assert_eq!(by(json!({"confirmed": false})), Outcome::Failed);
    assert_eq!(by(json!({"confirmed": "yes"})), Outcome::Failed);
}

#[test]
fn groups_need_all_any_or_n_of_their_parts() {
    let parts = json!([
        {"criterion_type": "text_match", "rule": {"all_of": ["a"]}},
        {"criterion_type": "text_match", "rule": {"all_of": ["b"]}},
        {"criterion_type": "text_match", "rule": {"all_of": ["c"]}},
    ]);
    let group = |name: &str| rule(name, &json!({"criteria": parts, "n": 2}));
    for (content, all, any, two) in [
        ("abc", true, true, true),
        ("ab", false, true, true),
        ("c", false, true, false),
        ("", false, false, false),
    ] {
        assert_eq!(passes(&group("all_of"), content), all, "{content}");
        assert_eq!(passes(&group("any_of"), content), any, "{content}");
        assert_eq!(passes(&group("n_of"), content), two, "{content}");
    }
}

#[test]
fn a_group_waits_only_while_it_could_still_pass() {
    let of = |name: &str, other: &str| {
        let own = rule(
            name,
            &json!({"criteria": [
                {"criterion_type": "manual"},
                {"criterion_type": "text_match", "rule": {"any_of": [other]}},
            ]}),
        );
        outcome(&own, "right")
    };
    assert_eq!(of("all_of", "right"), Outcome::NeedsReview);
    assert_eq!(of("all_of", "wrong"), Outcome::Failed);
    assert_eq!(of("any_of", "right"), Outcome::Passed);
    assert_eq!(of("any_of", "wrong"), Outcome::NeedsReview);
}

#[test]
fn a_group_may_hold_several_tries_beside_what_judges_one() {
    let own = rule(
        "all_of",
        &json!({"criteria": [
            {"criterion_type": "number", "rule": {"value": 1}},
            {"criterion_type": "any_of", "rule": {"criteria": [
                {"criterion_type": "in_a_row", "rule": {"k": 2}},
                {"criterion_type": "time", "rule": {"seconds": 100}},
            ]}},
        ]}),
    );
    let attempt = Attempt { content: "1", ..NOTHING };
    assert_eq!(tried(&own, &attempt).outcome, Outcome::Failed);
    assert_eq!(tried(&own, &Attempt { earlier: &[true], ..attempt }).outcome, Outcome::Passed);
    assert_eq!(tried(&own, &Attempt { seconds: 100, ..attempt }).outcome, Outcome::Passed);
    let wrong = Attempt { content: "2", earlier: &[true], seconds: 100, ..NOTHING };
    assert_eq!(tried(&own, &wrong).outcome, Outcome::Failed);
}

#[test]
fn groups_are_checked_to_their_depth() {
    assert_eq!(problems("all_of", &json!({"criteria": []})), ["criteria"]);
    assert_eq!(problems("n_of", &json!({"criteria": [{"criterion_type": "manual"}]})), ["n"]);
    assert_eq!(
        problems("n_of", &json!({"n": 2, "criteria": [{"criterion_type": "manual"}]})),
        ["n"]
    );
    let inner = json!({"criteria": [
        {"criterion_type": "regex", "rule": {"pattern": "("}},
        {"criterion_type": ""},
        {"criterion_type": "number", "rule": {}},
    ]});
    let outer = json!({"criteria": [{"criterion_type": "all_of", "rule": inner}]});
    assert_eq!(
        problems("any_of", &outer),
        ["criteria[0].rule.criteria[1].criterion_type", "criteria[0].rule.criteria[2].rule.value",]
    );
    let inner = json!({"criteria": [{"criterion_type": "regex", "rule": {"pattern": "("}}]});
    let outer = json!({"criteria": [{"criterion_type": "all_of", "rule": inner}]});
    assert_eq!(problems("any_of", &outer), ["criteria[0].rule.criteria[0].rule.pattern"]);

    let mut deep = json!({"criteria": [{"criterion_type": "manual"}]});
    for _ in 0..200 {
        deep = json!({"criteria": [{"criterion_type": "all_of", "rule": deep}]});
        if let Err(error) = Rule::parse("all_of", &deep.to_string()) {
            assert!(!error.message().is_empty());
        }
    }
}

#[test]
fn what_the_host_judges_is_kept_word_for_word_and_asked_for_by_place() {
    let text = r#"{"checks":[{"query":"SELECT 1","expect":{"row_count":1.0}}]}"#;
    let own = Rule::check("sql_result", text, &Lite).unwrap();
    assert_eq!((&*own.text, &own.kind), (text, &Kind::Host));
    assert_eq!(outcome(&own, "SELECT 1"), Outcome::NeedsHost);
    let questions = own.questions("crit-7", &|name| name == "sql_result");
    let question = HostQuestion {
        place: "crit-7".into(),
        criterion_type: "sql_result".into(),
        rule: text.into(),
    };
    assert_eq!(questions, [question]);
    assert_eq!(own.questions("crit-7", &|_| false), []);
    assert_eq!(problems("sql_result", &json!([])), [""]);
}

fn asked_at(place: &str) -> HostQuestion {
    HostQuestion { place: place.into(), criterion_type: "".into(), rule: "{}".into() }
}

#[test]
fn the_host_takes_the_place_of_a_rule_of_ours() {
    let own = rule(
        "any_of",
        &json!({"criteria": [
            {"criterion_type": "number", "rule": {"value": 1}},
            {"criterion_type": "code_test", "rule": {"tests": []}},
        ]}),
    );
    let places = |names: &[&str]| -> Vec<String> {
        own.questions("c", &|name| names.contains(&name)).into_iter().map(|own| own.place).collect()
    };
    assert_eq!(places(&["number", "code_test"]), ["c.criteria[0]", "c.criteria[1]"]);
    assert_eq!(places(&["any_of", "number"]), ["c"]);
    let verdict = |place: &str, passed: bool, grade: Option<f64>| HostAnswer {
        question: asked_at(place),
        verdict: Ok(HostVerdict {
            passed,
            message: "said so".into(),
            grade: grade.map(Share::near),
        }),
    };
    let host = |host: &[HostAnswer]| {
        let asked = [Asked { id: "c", rule: &own }];
        judge(&asked, &Attempt { content: "1", host, ..NOTHING }, &Lite).verdicts[0].clone()
    };
    assert_eq!(host(&[]).outcome, Outcome::Passed);
    assert_eq!(host(&[verdict("c.criteria[0]", false, None)]).outcome, Outcome::NeedsHost);
    let verdicts =
        [verdict("c.criteria[0]", false, None), verdict("c.criteria[1]", true, Some(0.9))];
    assert_eq!((host(&verdicts).outcome, host(&verdicts).grade.get()), (Outcome::Passed, 0.9));
    assert_eq!(host(&[verdict("c", false, Some(0.4))]).grade.get(), 0.4);
}

#[test]
fn a_validator_that_fails_is_a_failed_validation_with_its_message() {
    let own = rule("code_test", &json!({}));
    let host = [HostAnswer { question: asked_at("crit-1"), verdict: Err("no interpreter".into()) }];
    let verdict = tried(&own, &Attempt { content: "print(1)", host: &host, ..NOTHING });
    assert_eq!(verdict.outcome, Outcome::Failed);
    assert_eq!(verdict.message, "The validator failed: no interpreter");
}

#[test]
fn all_criteria_must_pass_and_each_has_its_verdict() {
    let own = rule("text_match", &json!({"any_of": ["1"]}));
    let judged = two(&own, &[], "1");
    assert_eq!((judged.outcome, judged.verdicts.len()), (Outcome::Passed, 2));
    let judged = two(&own, &[], "10");
    assert_eq!(
        (judged.outcome, judged.is_right, judged.grade.get()),
        (Outcome::Failed, Some(false), 0.5)
    );
    let manual = rule("manual", &json!({}));
    assert_eq!(two(&manual, &[], "1").outcome, Outcome::NeedsReview);
    assert_eq!(two(&manual, &[], "2").outcome, Outcome::Failed, "a review could not change that");
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
