//! What is asked of those whose tries have run out, and what gives them new ones: a branch, and not
//! a wall.

use medallion::Code;
use medallion::domain::progress::Status;
use serde_json::json;

use super::world::{World, fails};
fn with_remedial() -> (World, [String; 4], String) {
    let mut w = World::new();
    let p = w.project("P");
    let c = w.with(&p, "chapter", "C", json!({"ordered": true}));
    let quiz = w.with(&c, "step", "Quiz", json!({"max_attempts": 2}));
    w.criterion(&quiz, "number", json!({"value": 42}));
    let again = w.under(&c, "step", "Once more from the beginning");
    w.update(&quiz, json!({"remedial": [again]}));
    let last = w.under(&c, "step", "Last");
    let ada = w.learner("Ada");
    (w, [p, quiz, again, last], ada)
}

#[test]
fn nobody_else_is_asked_to_do_what_is_for_those_who_failed() {
    let (mut w, [p, quiz, again, last], ada) = with_remedial();
    assert_eq!(w.ready(&ada, &p), ["Quiz"]);
    assert_eq!(w.locks(&ada, &again), [("attempts", "Quiz".to_owned())]);
    fails(w.start(&ada, &again), Code::Locked, "opens when the tries");
    w.submit(&ada, &quiz, "42").unwrap();
    assert_eq!(w.ready(&ada, &p), ["Last"]);
    w.finish(&ada, &last);
    assert!(w.is_closed(&ada, &p));
    assert_eq!(w.learning(&ada).overview(&p).unwrap().completion_percentage.get(), 100);
}

#[test]
fn after_the_last_try_there_is_a_branch_and_not_a_wall() {
    let (mut w, [p, quiz, again, last], ada) = with_remedial();
    w.submit(&ada, &quiz, "40").unwrap();
    assert_eq!(w.ready(&ada, &p), ["Quiz"]);
    w.submit(&ada, &quiz, "41").unwrap();
    let error = fails(w.submit(&ada, &quiz, "42"), Code::Locked, "Do \"Once more");
    assert!(error.details().unwrap().text().contains(&format!("\"unlock\":[\"{again}\"]")));
    // It opens although the quiz before it is not done, and the step behind does not.
    assert_eq!(w.ready(&ada, &p), ["Once more from the beginning"]);
    assert_eq!(w.locks(&ada, &last), [("order", "Quiz".to_owned())]);
    w.finish(&ada, &again);
    assert_eq!(w.state(&ada, &quiz).attempts_left, Some(2));
    w.submit(&ada, &quiz, "41").unwrap();
    let sent = w.submit(&ada, &quiz, "41").unwrap();
    // A second time it has to be done again, and is open for that.
    assert_eq!(sent.decided.reopened, [again.as_str()]);
    assert_eq!(w.status(&ada, &again), Status::Open);
    let error = fails(w.submit(&ada, &quiz, "42"), Code::Locked, "no tries left");
    assert!(error.details().unwrap().text().contains(&format!("\"unlock\":[\"{again}\"]")));
    assert_eq!(w.ready(&ada, &p), ["Once more from the beginning"]);
    assert_eq!(w.next(&ada, &p).as_deref(), Some("Once more from the beginning"));
    w.finish(&ada, &again);
    assert_eq!(w.ready(&ada, &p), ["Quiz"]);
    w.submit(&ada, &quiz, "42").unwrap();
    w.finish(&ada, &last);
    assert!(w.is_closed(&ada, &p));
    assert_eq!(w.state(&ada, &quiz).attempts, 5);
}

#[test]
fn a_branch_may_have_several_steps_of_its_own() {
    let (mut w, [p, quiz, again, _], ada) = with_remedial();
    w.update(&again, json!({"ordered": true}));
    let [one, two] = ["One", "Two"].map(|title| w.under(&again, "step", title));
    w.submit(&ada, &quiz, "40").unwrap();
    w.submit(&ada, &quiz, "41").unwrap();
    assert_eq!(w.ready(&ada, &p), ["One"]);
    assert_eq!(w.state(&ada, &quiz).locked_because[0].unlock, [one.clone(), two.clone()]);
    w.finish(&ada, &one);
    assert_eq!(w.state(&ada, &quiz).attempts_left, Some(0));
    assert_eq!(w.ready(&ada, &p), ["Two"]);
    w.finish(&ada, &two);
    assert_eq!(w.state(&ada, &quiz).attempts_left, Some(2));
    // And all of them are done again.
    w.submit(&ada, &quiz, "40").unwrap();
    w.submit(&ada, &quiz, "41").unwrap();
    assert_eq!(w.ready(&ada, &p), ["One"]);
    assert_eq!(w.state(&ada, &quiz).locked_because[0].unlock, [one.clone(), two.clone()]);
    w.finish(&ada, &one);
    w.finish(&ada, &two);
    w.submit(&ada, &quiz, "42").unwrap();
}

#[test]
fn what_is_waived_after_the_last_try_gives_new_tries_like_what_is_done() {
    for has_parts in [false, true] {
        let (mut w, [p, quiz, again, _], ada) = with_remedial();
        if has_parts {
            w.under(&again, "step", "One");
        }
        w.submit(&ada, &quiz, "40").unwrap();
        w.submit(&ada, &quiz, "41").unwrap();
        w.skip(&ada, &again, "talked it over").unwrap();
        assert_eq!(w.state(&ada, &quiz).attempts_left, Some(2));
        assert_eq!(w.ready(&ada, &p), ["Quiz"]);
        w.submit(&ada, &quiz, "42").unwrap();
        assert!(w.is_closed(&ada, &quiz));
    }
}

#[test]
fn a_review_that_fails_the_last_try_opens_what_is_to_be_done_again() {
    let (mut w, [p, quiz, again, _], ada) = with_remedial();
    w.criterion(&quiz, "manual", json!({}));
    for _ in 0..2 {
        for _ in 0..2 {
            let sent = w.submit(&ada, &quiz, "42").unwrap().submission.id;
            w.review(sent.as_str(), json!({"passed": false})).unwrap();
        }
        assert_eq!(w.ready(&ada, &p), ["Once more from the beginning"]);
        w.finish(&ada, &again);
        assert_eq!(w.ready(&ada, &p), ["Quiz"]);
    }
}

/// What an author changes meanwhile is no wall either.
#[test]
fn who_has_done_what_gives_new_tries_has_them_whatever_is_changed() {
    let (mut w, [p, quiz, again, _], ada) = with_remedial();
    let [one, two] = ["One", "Two"].map(|title| w.under(&again, "step", title));
    w.submit(&ada, &quiz, "40").unwrap();
    w.submit(&ada, &quiz, "41").unwrap();
    w.finish(&ada, &one);
    w.delete(&two);
    assert_eq!(w.ready(&ada, &p), ["Quiz"]);
    assert_eq!(w.state(&ada, &quiz).attempts_left, Some(2));
    w.submit(&ada, &quiz, "41").unwrap();
    assert_eq!(w.state(&ada, &quiz).attempts_left, Some(1));
    // Fewer tries than were used, and no step to be done for them but those that are done.
    w.update(&quiz, json!({"max_attempts": 1}));
    assert_eq!(w.ready(&ada, &p), ["Quiz"]);
    w.submit(&ada, &quiz, "42").unwrap();
    assert!(w.is_closed(&ada, &quiz));
}

#[test]
fn tries_that_lack_only_time_open_nothing_again() {
    let (mut w, [p, quiz, again, _], ada) = with_remedial();
    w.criterion(&quiz, "time", json!({"seconds": 60}));
    w.skip(&ada, &again, "talked it over").unwrap();
    w.start(&ada, &quiz).unwrap();
    for _ in 0..3 {
        let sent = w.submit(&ada, &quiz, "42").unwrap();
        assert_eq!(sent.decided.reopened, [""; 0]);
    }
    let sent = w.submit(&ada, &quiz, "41").unwrap();
    assert_eq!(sent.decided.reopened, [""; 0], "one try is left");
    assert_eq!(w.state(&ada, &quiz).attempts_left, Some(1));
    let sent = w.submit(&ada, &quiz, "42").unwrap();
    assert_eq!(sent.decided.reopened, [""; 0], "that was none either");
    let sent = w.submit(&ada, &quiz, "41").unwrap();
    assert_eq!(sent.decided.reopened, [again.as_str()]);
    assert_eq!(w.ready(&ada, &p), ["Once more from the beginning"]);
}

#[test]
fn a_branch_with_a_submission_of_its_own_is_done_each_time() {
    let (mut w, [p, quiz, again, _], ada) = with_remedial();
    w.update(&again, json!({"requires_submission": true}));
    w.with(&again, "step", "Optional", json!({"required": false}));
    for _ in 0..2 {
        w.submit(&ada, &quiz, "40").unwrap();
        w.submit(&ada, &quiz, "41").unwrap();
        assert_eq!(w.state(&ada, &quiz).attempts_left, Some(0));
        assert_eq!(w.ready(&ada, &p), ["Once more from the beginning", "Optional"]);
        w.submit(&ada, &again, "I see.").unwrap();
        assert!(w.is_closed(&ada, &again));
    }
}
