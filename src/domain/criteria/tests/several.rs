//! Several tries, several criteria, groups of them, and those that the host judges.

use super::*;
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
fn work_that_is_judged_is_no_confirmation() {
    let confirm = json!({"criterion_type": "self_confirm"});
    let number = json!({"criterion_type": "number", "rule": {"value": 1}});
    let either = rule("any_of", &json!({"criteria": [number, confirm]}));
    let confirmed = json!({"confirmed": true});
    let by = |content, answers| tried(&either, &Attempt { content, answers, ..NOTHING }).outcome;
    assert_eq!(by("2", None), Outcome::Failed, "a wrong answer is no word of the learner's");
    assert_eq!(by("1", None), Outcome::Passed);
    assert_eq!(by("2", Some(&confirmed)), Outcome::Passed);
    let asks = rule("self_confirm", &json!({}));
    assert_eq!(two(&asks, &[], "1").outcome, Outcome::Failed);
    let time = json!({"criterion_type": "time", "rule": {"seconds": 60}});
    let reading = rule("any_of", &json!({"criteria": [time, confirm]}));
    assert!(passes(&reading, "I have read it"), "nothing else is said by it");
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
        description: "".into(),
        rule: text.into(),
    };
    assert_eq!(questions, [question]);
    assert_eq!(own.questions("crit-7", &|_| false), []);
    assert_eq!(problems("sql_result", &json!([])), [""]);
}

fn asked_at(place: &str) -> HostQuestion {
    HostQuestion {
        place: place.into(),
        criterion_type: "".into(),
        description: "".into(),
        rule: "{}".into(),
    }
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

#[test]
fn who_says_that_they_have_not_done_it_has_not_whatever_they_write() {
    let own = rule("self_confirm", &json!({}));
    let said = |answers: Value| {
        tried(&own, &Attempt { content: "words", answers: Some(&answers), ..NOTHING }).outcome
    };
    assert_eq!(said(json!({"confirmed": false})), Outcome::Failed);
    assert_eq!(said(json!({"confirmed": null})), Outcome::Passed);
    assert_eq!(said(json!({"confirmed": true})), Outcome::Passed);
}

#[test]
fn parts_of_a_group_say_what_they_ask_for() {
    let own = rule(
        "any_of",
        &json!({"criteria": [
            {"criterion_type": "number", "description": "Gives the pH.", "rule": {"value": 1}},
            {"criterion_type": "code_test", "description": "Runs.", "rule": {"secret": 1}},
            {"criterion_type": "code_test"},
        ]}),
    );
    let shown: Value =
        serde_json::from_str(shown_to_learners("any_of", &own.text, true).text()).unwrap();
    let described = |number: usize| shown["criteria"][number]["description"].clone();
    assert_eq!(
        [described(0), described(1), described(2)],
        [json!("Gives the pH."), json!("Runs."), Value::Null]
    );
    let asked = own.questions("crit-1", &|name| name == "code_test");
    let descriptions: Vec<&str> = asked.iter().map(|own| &*own.description).collect();
    assert_eq!(descriptions, ["Runs.", ""]);
}

#[test]
fn what_nobody_reads_in_a_rule_is_named_in_groups_too() {
    let own = rule(
        "all_of",
        &json!({"min": 1, "criteria": [
            {"criterion_type": "number", "weight": 2, "rule": {"value": 1, "tolerence": 0.1}},
            {"criterion_type": "code_test", "rule": {"own": 1}},
            {"criterion_type": "quiz", "rule": {"pass_mark": 1, "questions": [
                {"id": "q", "kind": "number", "answer": 1, "hint": "x"}]}},
        ]}),
    );
    let expected = [
        "criteria[0].weight",
        "min",
        "criteria[0].rule.tolerence",
        "criteria[2].rule.questions[0].hint",
    ];
    assert_eq!(own.unknown_keys(), expected);
}

#[test]
fn only_a_review_decides_where_nothing_else_judges() {
    let needs = |name: &str, text: Value| {
        let own = rule(name, &text);
        own.needs_review(own.judges_a_try())
    };
    assert!(needs("manual", json!({})));
    assert!(needs("score", json!({"min": 0.5})));
    assert!(!needs("score", json!({"min": 0.5, "trust_caller": true})));
    assert!(needs("m_of_n", json!({"m": 1, "n": 2})) && needs("in_a_row", json!({"k": 2})));
    assert!(!rule("in_a_row", &json!({"k": 2})).needs_review(true));
    assert!(!needs("time", json!({"seconds": 5})) && !needs("code_test", json!({})));
    let parts = json!([{"criterion_type": "manual"}, {"criterion_type": "non_empty"}]);
    assert!(needs("all_of", json!({"criteria": parts})));
    assert!(!needs("any_of", json!({"criteria": parts})));
}

#[test]
fn how_many_of_a_group_says_the_same_whether_it_is_missing_or_wrong() {
    let parts = json!([{"criterion_type": "non_empty"}, {"criterion_type": "manual"}]);
    for (n, begins) in [(json!(null), "is missing; must"), (json!(0), "must"), (json!(3), "must")] {
        let mut text = json!({"criteria": parts});
        if n != json!(null) {
            text["n"] = n;
        }
        let error = Rule::parse("n_of", &text.to_string()).unwrap_err();
        let message = &error.all_problems()[0].message;
        assert_eq!(*message, format!("{begins} be a whole number from 1 to 2"));
    }
}
