//! Quizzes: how each question is marked, what is shown of them, and what is wrong with one.

use super::*;
pub(super) fn water_quiz() -> Value {
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
    let much = |id: &str| json!({"id": id, "kind": "text", "answer": "x", "points": 1e308});
    let much = json!({"pass_mark": 1, "questions": [much("a"), much("b")]});
    assert_eq!(problems("quiz", &much), ["questions"], "no sum of all points could be stored");
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

#[test]
fn an_answer_that_is_a_number_is_the_same_with_and_without_its_nought() {
    let own = rule(
        "quiz",
        &json!({"pass_mark": 1, "questions": [{"id": "q", "kind": "text", "answer": 5.0}]}),
    );
    for given in [json!(5), json!("5"), json!(5.0)] {
        let answers = json!({"q": given});
        let attempt = Attempt { answers: Some(&answers), ..NOTHING };
        assert_eq!(tried(&own, &attempt).outcome, Outcome::Passed, "{given}");
    }
}
