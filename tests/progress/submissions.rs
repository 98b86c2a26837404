//! Handing in and being judged: SV1 to SV26, TP5 to TP10, and what the reference never tests.

use medallion::Code;
use medallion::domain::criteria::HostVerdict;
use medallion::domain::progress::{Status, ValidatorType};
use serde_json::json;

use super::world::{World, fails};

/// A subtask that wants a number, so that work can be wrong.
fn exercise() -> (World, String, String, String) {
    let mut w = World::new();
    let p = w.project("P");
    let t = w.under(&p, "task", "T");
    let s = w.under(&t, "subtask", "S");
    w.criterion(&s, "number", json!({"value": 42}));
    let ada = w.learner("Ada");
    (w, p, s, ada)
}

#[test]
fn sv1_sv2_sv7_sv8_sv9_sv10_attempts_are_counted_and_listed_newest_first() {
    let (mut w, _, s, ada) = exercise();
    assert_eq!(w.learning(&ada).submission_ids(&s), [""; 0]);
    let numbers: Vec<u64> =
        (0..3).map(|_| w.submit(&ada, &s, "1").unwrap().submission.attempt_number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    let last = w.submit(&ada, &s, "2").unwrap().submission.id;
    assert_eq!(w.learning(&ada).submission_ids(&s)[0], last.as_str());
    assert_eq!(w.state(&ada, &s).attempts, 4);
}

#[test]
fn sv3_nothing_is_handed_in_for_what_is_closed() {
    let (mut w, _, s, ada) = exercise();
    w.submit(&ada, &s, "42").unwrap();
    fails(w.submit(&ada, &s, "42"), Code::InvalidTransition, "already closed");
}

#[test]
fn sv11_sv12_sv23_sv24_without_criteria_something_must_be_there() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.under(&p, "subtask", "S");
    let ada = w.learner("Ada");
    let validation = w.submit(&ada, &s, "   ").unwrap().validation.unwrap();
    assert!(!validation.passed);
    assert_eq!(validation.error_message.as_deref(), Some("Submission is empty"));
    assert_eq!((validation.grade.unwrap().get(), &*validation.grader_type), (0.0, "auto"));
    let validation = w.submit(&ada, &s, "Valid content").unwrap().validation.unwrap();
    assert!(validation.passed);
    assert_eq!(validation.error_message, None);
    assert_eq!(validation.grade.unwrap().get(), 1.0);
    assert_eq!(validation.feedback.as_deref(), Some("Passed: non-empty submission"));
}

/// The reference stores an empty submission and can never show the task again.
#[test]
fn an_empty_submission_is_refused_and_leaves_nothing_behind() {
    let (mut w, _, s, ada) = exercise();
    let before = w.log.borrow().len();
    let error = fails(w.submit(&ada, &s, ""), Code::Invalid, "must not be empty");
    assert_eq!(error.path(), Some("content"));
    let kind = json!({"content": "x", "submission_type": "banana"});
    assert_eq!(fails(w.hand_in(&ada, &s, kind), Code::Invalid, "").path(), Some("submission_type"));
    let score = json!({"content": "x", "score": 70});
    assert_eq!(fails(w.hand_in(&ada, &s, score), Code::Invalid, "").path(), Some("score"));
    fails(w.submit(&ada, &s, &"x".repeat(1_000_001)), Code::Invalid, "at most");
    assert_eq!(w.log.borrow().len(), before);
    assert_eq!((w.status(&ada, &s), w.state(&ada, &s).attempts), (Status::Open, 0));
}

#[test]
fn sv15_sv22_sv25_sv26_a_review_stands_beside_what_the_rules_found() {
    let (mut w, _, s, ada) = exercise();
    let sent = w.submit(&ada, &s, "41").unwrap().submission.id;
    let failed = json!({"passed": false, "feedback": "Needs more detail", "reviewer": "tutor:eve"});
    let own = w.review(sent.as_str(), failed).unwrap().validation;
    assert_eq!((own.validator_type, own.passed), (ValidatorType::Manual, false));
    assert_eq!(own.error_message.as_deref(), Some("Needs more detail"));
    assert_eq!(own.reviewer.0.unwrap().as_str(), "tutor:eve", "who looked is kept");
    assert_eq!(w.progress.verdicts(sent.as_str()).len(), 2);
    assert!(!w.is_closed(&ada, &s));

    let graded = json!({"passed": true, "grade": 0.85, "feedback": "Close enough"});
    let own = w.review(sent.as_str(), graded).unwrap().validation;
    assert_eq!((own.grade.unwrap().get(), &*own.grader_type), (0.85, "manual"));
    assert!(w.is_closed(&ada, &s), "a pass by hand closes");
    let plain = w.review(sent.as_str(), json!({"passed": true})).unwrap().validation;
    assert_eq!(plain.grade.unwrap().get(), 1.0);
    fails(w.review("no", json!({"passed": true})), Code::NotFound, "no does not exist");
    fails(w.review(sent.as_str(), json!({"passed": true, "grade": 85})), Code::Invalid, "grade");
}

#[test]
fn sv16_sv17_sv18_sv19_sv20_what_closing_asks_for() {
    let (mut w, p, s, ada) = exercise();
    w.start(&ada, &s).unwrap();
    let because = |w: &World| w.state(&ada, &s).cannot_close_because[0].message.clone();
    assert_eq!(because(&w), "No submission found in this try");
    w.submit(&ada, &s, "41").unwrap();
    assert_eq!(because(&w), "Validation failed: It is another number.");
    w.submit(&ada, &s, "not a number").unwrap();
    assert_eq!(because(&w), "Validation failed: The answer is not a number.", "the second's");
    let t = w.under(&p, "task", "Plain");
    w.start(&ada, &t).unwrap();
    assert!(w.state(&ada, &t).can_close, "a task needs no submission");
}

#[test]
fn sv21_an_exercise_does_not_close_on_a_claim() {
    let (mut w, _, s, ada) = exercise();
    w.start(&ada, &s).unwrap();
    fails(w.close(&ada, &s), Code::InvalidTransition, "No submission found");
    w.submit(&ada, &s, "41").unwrap();
    fails(w.close(&ada, &s), Code::InvalidTransition, "Validation failed");
}

#[test]
fn tp5_tp6_tp7_tp8_a_pass_closes_the_task_and_what_is_complete_with_it() {
    let (mut w, p, s, ada) = exercise();
    let sent = w.submit(&ada, &s, "42").unwrap();
    assert!(sent.validation.unwrap().passed);
    assert_eq!(sent.decided.auto_closed.len(), 2, "the task and the project");
    assert!(w.is_closed(&ada, &s) && w.is_closed(&ada, &p));
    let state = w.state(&ada, &s);
    assert!(state.started_at.is_some(), "handing in begins");
    assert_eq!(state.grade.unwrap().get(), 1.0);
}

#[test]
fn tp9_attempts_go_on_across_reopenings_and_an_old_pass_does_not_count_again() {
    let (mut w, _, s, ada) = exercise();
    assert_eq!(w.submit(&ada, &s, "42").unwrap().submission.attempt_number, 1);
    w.reopen(&ada, &s).unwrap();
    w.start(&ada, &s).unwrap();
    fails(w.close(&ada, &s), Code::InvalidTransition, "No submission found in this try");
    let second = w.submit(&ada, &s, "42").unwrap().submission;
    assert_eq!((second.attempt_number, second.try_number), (2, 2));
    assert!(w.is_closed(&ada, &s));
}

#[test]
fn conversational_subtasks_and_whatever_says_so_need_nothing() {
    let mut w = World::new();
    let p = w.project("P");
    let ada = w.learner("Ada");
    let talk = w.with(&p, "subtask", "Talk", json!({"subtask_type": "conversational"}));
    let freed = w.with(&p, "subtask", "Freed", json!({"requires_submission": false}));
    let bound = w.with(&p, "task", "Bound", json!({"requires_submission": true}));
    let judged = w.under(&p, "task", "Judged");
    w.criterion(&judged, "manual", json!({}));
    for (task, needs) in [(&talk, false), (&freed, false), (&bound, true), (&judged, true)] {
        assert_eq!(w.state(&ada, task).needs_submission, needs);
    }
    w.finish(&ada, &talk);
    w.finish(&ada, &freed);
    w.start(&ada, &bound).unwrap();
    fails(w.close(&ada, &bound), Code::InvalidTransition, "No submission found");
}

#[test]
fn a_manual_criterion_waits_for_a_review_which_says_so() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.under(&p, "subtask", "Essay");
    w.criterion(&s, "manual", json!({}));
    let ada = w.learner("Ada");
    let sent = w.submit(&ada, &s, "My essay").unwrap();
    assert_eq!((sent.validation, sent.validations), (None, vec![]));
    assert_eq!(
        w.state(&ada, &s).cannot_close_because[0].message,
        "The submission waits for a review"
    );
    let waiting =
        medallion::domain::progress::reviews(&w.curriculum, &w.progress, Some(&p)).unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (&*waiting[0].task_title, waiting[0].learner_name.as_deref()),
        ("Essay", Some("Ada"))
    );
    let id = waiting[0].submission_id.clone();
    let reviewed = w.review(&id, json!({"passed": true, "grade": 0.9})).unwrap();
    assert_eq!(reviewed.decided.auto_closed, [p.as_str()]);
    assert!(
        medallion::domain::progress::reviews(&w.curriculum, &w.progress, None).unwrap().is_empty()
    );
    assert_eq!(w.learning(&ada).overview(&p).unwrap().grade.unwrap().get(), 0.9);
}

#[test]
fn a_review_of_an_earlier_try_is_kept_and_closes_nothing() {
    let (mut w, _, s, ada) = exercise();
    let first = w.submit(&ada, &s, "41").unwrap().submission.id;
    w.reopen(&ada, &s).unwrap();
    w.start(&ada, &s).unwrap();
    w.review(first.as_str(), json!({"passed": true})).unwrap();
    assert_eq!(w.status(&ada, &s), Status::InProgress);
    fails(w.close(&ada, &s), Code::InvalidTransition, "No submission found in this try");
}

#[test]
fn several_criteria_must_all_pass_and_each_result_is_kept() {
    let (mut w, _, s, ada) = exercise();
    let text = w.criterion(&s, "text_match", json!({"any_of": ["2"]}));
    let sent = w.submit(&ada, &s, "2").unwrap();
    let told: Vec<(Option<&str>, bool, bool)> = sent
        .validations
        .iter()
        .map(|own| (own.criterion_id.0.as_ref().map(AsRef::as_ref), own.decides, own.passed))
        .collect();
    assert_eq!(told.len(), 3);
    assert_eq!(told[1], (Some(&*text), false, true));
    assert_eq!((told[0].2, told[2]), (false, (None, true, false)));
    assert!(!w.is_closed(&ada, &s));
    w.submit(&ada, &s, "42").unwrap();
    assert!(w.is_closed(&ada, &s));
}

#[test]
fn the_hosts_validator_judges_and_its_failure_is_a_failed_validation() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.under(&p, "subtask", "S");
    w.criterion(&s, "code_test", json!({"tests": ["2"]}));
    let ada = w.learner("Ada");
    let sent = w.submit(&ada, &s, "print(1)").unwrap();
    assert_eq!(sent.validation, None, "nobody can judge it yet, so a review waits");
    w.validators.push(("code_test", |content, rule| match content {
        "crash" => Err("no interpreter".into()),
        _ => Ok(HostVerdict {
            passed: content.contains(rule["tests"][0].as_str().unwrap()),
            message: "ran".into(),
            grade: None,
        }),
    }));
    let own = w.submit(&ada, &s, "crash").unwrap().validation.unwrap();
    assert_eq!(own.error_message.as_deref(), Some("The validator failed: no interpreter"));
    assert!(!w.submit(&ada, &s, "print(1)").unwrap().validation.unwrap().passed);
    assert!(w.submit(&ada, &s, "print(2)").unwrap().validation.unwrap().passed);
    assert!(w.is_closed(&ada, &s));
}

#[test]
fn a_validator_that_has_not_answered_is_to_be_asked_again() {
    use medallion::domain::progress::{Judges, SubmissionDraft, submit};
    let (mut w, _, s, ada) = exercise();
    w.criterion(&s, "code_test", json!({}));
    let draft: SubmissionDraft = medallion::domain::schema::parse(r#"{"content":"42"}"#).unwrap();
    let judges = Judges {
        is_registered: &|name| name == "code_test",
        answers: &[],
        patterns: &super::world::Lite,
    };
    let learning = w.learning(&ada);
    let result = w.stamped(|stamp| submit(&learning, &s, &draft, judges, stamp));
    fails(result, Code::Conflict, "ask them again");
}

/// What the author changes meanwhile does not change the try that runs.
#[test]
fn criteria_are_frozen_for_a_running_try() {
    let (mut w, _, s, ada) = exercise();
    let bob = w.learner("Bob");
    w.start(&ada, &s).unwrap();
    let harder = w.criterion(&s, "text_match", json!({"any_of": ["because"]}));
    w.submit(&ada, &s, "42").unwrap();
    assert!(w.is_closed(&ada, &s), "Ada's try began before");
    w.submit(&bob, &s, "42").unwrap();
    assert!(!w.is_closed(&bob, &s), "Bob's began after");
    w.remove_criterion(&harder);
    w.submit(&bob, &s, "42").unwrap();
    assert!(!w.is_closed(&bob, &s), "and goes on as it began");
    w.reopen(&bob, &s).unwrap();
    w.submit(&bob, &s, "42").unwrap();
    assert!(w.is_closed(&bob, &s), "a new try is judged by what holds now");
}

#[test]
fn nothing_is_judged_again_by_reading_the_store_again() {
    let (mut w, p, s, ada) = exercise();
    w.submit(&ada, &s, "41").unwrap();
    w.submit(&ada, &s, "42").unwrap();
    let (curriculum, progress) = w.read_again();
    let again = medallion::domain::progress::Learning::of(&curriculum, &progress, &ada, w.now());
    assert_eq!(again.unwrap().state(&s).unwrap(), w.state(&ada, &s));
    // And in any order.
    let mut backwards = medallion::domain::progress::Progress::default();
    let newest: std::collections::BTreeMap<_, _> = w
        .log
        .borrow()
        .iter()
        .map(|own| ((own.kind.as_str(), own.id.clone()), own.clone()))
        .collect();
    for change in newest.values().rev() {
        backwards.apply(change.kind, &change.id, change.body.as_deref()).unwrap();
    }
    let again = medallion::domain::progress::Learning::of(&curriculum, &backwards, &ada, w.now());
    let again = again.unwrap();
    assert_eq!(again.state(&s).unwrap(), w.state(&ada, &s));
    assert_eq!(again.overview(&p).unwrap(), w.learning(&ada).overview(&p).unwrap());
}

#[test]
fn a_stored_rule_that_cannot_be_read_waits_for_a_review_and_breaks_nothing() {
    let (mut w, _, s, ada) = exercise();
    let body = json!({
        "id": "crit-later", "task_id": s, "criterion_type": "quiz", "description": "from later",
        "rule": {"questions": "of another form"}, "position": 9, "created_at": "2026-01-01T00:00:00Z",
    });
    let kind = medallion::domain::event::EntityType::Criterion;
    w.curriculum.apply(kind, "crit-later", Some(&body.to_string())).unwrap();
    assert_eq!(w.submit(&ada, &s, "42").unwrap().validation, None);
    assert!(!w.submit(&ada, &s, "41").unwrap().validation.unwrap().passed);
    assert_eq!(w.state(&ada, &s).attempts, 2);
}

/// Two tabs hand in at once: whoever comes second decides anew on what the first has stored.
#[test]
fn each_submission_writes_the_status_so_that_two_at_once_are_seen() {
    let (mut w, _, s, ada) = exercise();
    for _ in 0..3 {
        let sent = w.submit(&ada, &s, "41").unwrap();
        let kinds: Vec<&str> = sent.decided.changes.iter().map(|own| own.kind.as_str()).collect();
        assert_eq!(kinds, ["submission", "validation", "progress"]);
    }
}
