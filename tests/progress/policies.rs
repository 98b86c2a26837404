//! Tries, cooldown, grading, hints, time: for each value of a
//! policy a test in which another value gives a different result.

use medallion::Code;
use medallion::domain::event::EventType;
use medallion::domain::progress::{Status, TIME_SLACK, reviews, use_hint};
use serde_json::{Value, json};

use super::world::{World, fails};

fn step(fields: Value) -> (World, String, String, String) {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.with(&p, "step", "S", fields);
    w.criterion(&s, "number", json!({"value": 42}));
    let ada = w.learner("Ada");
    (w, p, s, ada)
}

#[test]
fn tries_are_limited_and_an_instructor_can_give_new_ones() {
    for limit in [1, 3] {
        let (mut w, p, s, ada) = step(json!({"max_attempts": limit}));
        for left in (0..limit).rev() {
            w.submit(&ada, &s, "41").unwrap();
            assert_eq!(w.state(&ada, &s).attempts_left, Some(left));
        }
        let error = fails(w.submit(&ada, &s, "42"), Code::Locked, "no tries left");
        assert!(error.message().contains("Ask for help"), "not a wall: {error}");
        assert_eq!(w.locks(&ada, &s), [("attempts", "S".to_owned())]);
        assert_eq!(w.ready(&ada, &p), [""; 0]);
        // The learner cannot give themselves new tries by beginning again.
        w.reopen(&ada, &s).unwrap();
        fails(w.submit(&ada, &s, "42"), Code::Locked, "no tries left");
        w.grant(&ada, &s).unwrap();
        assert_eq!(w.state(&ada, &s).attempts_left, Some(limit));
        let sent = w.submit(&ada, &s, "42").unwrap().submission;
        assert_eq!(sent.attempt_number, limit + 1, "numbers go on");
        assert!(w.is_closed(&ada, &s));
    }
}

#[test]
fn without_a_limit_there_is_always_another_try() {
    let (mut w, _, s, ada) = step(json!({}));
    for _ in 0..20 {
        w.submit(&ada, &s, "41").unwrap();
    }
    assert_eq!(w.state(&ada, &s).attempts_left, None);
    w.submit(&ada, &s, "42").unwrap();
}

#[test]
fn a_last_try_that_waits_for_a_review_is_not_lost() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.with(&p, "step", "S", json!({"max_attempts": 1}));
    w.criterion(&s, "manual", json!({}));
    let ada = w.learner("Ada");
    let sent = w.submit(&ada, &s, "essay").unwrap().submission.id;
    assert_eq!(w.locks(&ada, &s), [("criteria", "S".to_owned())]);
    w.review(sent.as_str(), json!({"passed": true})).unwrap();
    assert!(w.is_closed(&ada, &p));
}

/// Design rule 17: going back is always allowed; and 6.3: what waits is listed for those who review.
#[test]
fn going_back_without_tries_left_loses_neither_the_last_one_nor_the_way_out() {
    let waiting = |w: &World| reviews(&w.curriculum, &w.progress, None).unwrap().len();
    let gone_back = || {
        let mut w = World::new();
        let p = w.project("P");
        let s = w.with(&p, "step", "S", json!({"max_attempts": 1}));
        w.criterion(&s, "manual", json!({}));
        let ada = w.learner("Ada");
        let sent = w.submit(&ada, &s, "essay").unwrap().submission.id;
        w.reopen(&ada, &s).unwrap();
        assert_eq!((w.status(&ada, &s), waiting(&w)), (Status::Open, 1));
        assert_eq!(w.locks(&ada, &s), [("criteria", "S".to_owned())]);
        (w, s, ada, sent)
    };
    // It is accepted.
    let (mut w, s, ada, sent) = gone_back();
    let passed = w.review(sent.as_str(), json!({"passed": true})).unwrap();
    assert!(w.is_closed(&ada, &s));
    assert!(passed.decided.changes.iter().any(|own| own.event == EventType::Closed), "and written");
    // It is not, and then it is, after all.
    let (mut w, s, ada, sent) = gone_back();
    w.review(sent.as_str(), json!({"passed": false})).unwrap();
    assert_eq!(w.locks(&ada, &s), [("attempts", "S".to_owned())]);
    w.review(sent.as_str(), json!({"passed": true})).unwrap();
    assert!(w.is_closed(&ada, &s));
    // New tries are given instead; then nobody waits for the old one.
    for has_gone_back in [true, false] {
        let (mut w, s, ada, sent) = gone_back();
        if !has_gone_back {
            w.grant(&ada, &s).unwrap();
            w.submit(&ada, &s, "another").unwrap();
        }
        w.grant(&ada, &s).unwrap();
        assert_eq!((w.locks(&ada, &s).len(), waiting(&w)), (0, 0));
        assert_eq!(w.state(&ada, &s).attempts_left, Some(1));
        w.review(sent.as_str(), json!({"passed": true})).unwrap();
        assert_eq!(w.status(&ada, &s), Status::Open, "that was an earlier try");
        let sent = w.submit(&ada, &s, "once more").unwrap().submission.id;
        assert_eq!(waiting(&w), 1);
        w.review(sent.as_str(), json!({"passed": true})).unwrap();
        assert!(w.is_closed(&ada, &s));
    }
}

#[test]
fn a_review_of_what_was_set_aside_meanwhile_and_taken_up_again_closes_it() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.under(&p, "step", "S");
    w.criterion(&s, "manual", json!({}));
    let ada = w.learner("Ada");
    let sent = w.submit(&ada, &s, "essay").unwrap().submission.id;
    w.hold(&ada, &s).unwrap();
    w.reopen(&ada, &s).unwrap();
    let passed = w.review(sent.as_str(), json!({"passed": true})).unwrap();
    assert!(passed.decided.changes.iter().any(|own| own.event == EventType::Closed));
}

#[test]
fn going_back_from_the_last_try_keeps_its_pass() {
    let mut w = World::new();
    let p = w.project("P");
    let e = w.with(&p, "epic", "E", json!({"max_attempts": 1, "requires_submission": true}));
    let t = w.under(&e, "task", "T");
    let ada = w.learner("Ada");
    w.submit(&ada, &e, "report").unwrap();
    w.reopen(&ada, &e).unwrap();
    w.finish(&ada, &t);
    assert!(w.is_closed(&ada, &e));
    let (mut w, _, s, ada) = step(json!({"max_attempts": 1}));
    let sent = w.submit(&ada, &s, "41").unwrap().submission.id;
    w.reopen(&ada, &s).unwrap();
    w.review(sent.as_str(), json!({"passed": true})).unwrap();
    assert!(w.is_closed(&ada, &s), "what was handed in can still be accepted, as its lock says");
}

#[test]
fn after_a_failure_a_cooldown_says_when_to_go_on() {
    for seconds in [60, 3600] {
        let (mut w, p, s, ada) = step(json!({"cooldown_seconds": seconds}));
        w.submit(&ada, &s, "41").unwrap();
        let state = w.state(&ada, &s);
        assert_eq!(state.locked_because[0].kind.as_str(), "cooldown");
        let until = state.locked_because[0].until.0.unwrap();
        assert!(state.locked_because[0].message.contains(&until.to_string()));
        assert_eq!(w.ready(&ada, &p), [""; 0]);
        w.wait(59);
        fails(w.submit(&ada, &s, "42"), Code::Locked, "next try is possible at");
        w.wait(2);
        assert_eq!(w.submit(&ada, &s, "42").is_ok(), seconds == 60);
    }
}

#[test]
fn best_last_or_average_grade() {
    let quiz = json!({"pass_mark": 1, "questions": [
        {"id": "a", "kind": "number", "answer": 1}, {"id": "b", "kind": "number", "answer": 2},
        {"id": "c", "kind": "number", "answer": 3}, {"id": "d", "kind": "number", "answer": 4},
    ]});
    let tries = [json!({"a": 1, "b": 2}), json!({"a": 1, "b": 2, "c": 3}), json!({"a": 1})];
    for (grading, expected) in
        [(json!(null), 0.75), (json!("best"), 0.75), (json!("last"), 0.25), (json!("average"), 0.5)]
    {
        let fields = if grading.is_null() { json!({}) } else { json!({"grading": grading}) };
        let mut w = World::new();
        let p = w.project("P");
        let s = w.with(&p, "step", "S", fields);
        w.criterion(&s, "quiz", quiz.clone());
        let ada = w.learner("Ada");
        for answers in &tries {
            w.answer(&ada, &s, answers.clone()).unwrap();
        }
        assert_eq!(w.state(&ada, &s).grade.unwrap().get(), expected, "{grading}");
        assert_eq!(w.state(&ada, &s).completion_percentage.get(), 75, "the furthest");
    }
}

#[test]
fn a_step_is_as_far_as_its_verdict_says() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.under(&p, "step", "S");
    let ada = w.learner("Ada");
    let question = |id: &str, points: u64| json!({"id": id, "kind": "number", "prompt": "?", "answer": 1, "points": points});
    let questions = [question("a", 29), question("b", 21)];
    w.criterion(&s, "quiz", json!({"questions": questions, "pass_mark": 0.9}));
    let sent = w.answer(&ada, &s, json!({"a": 1, "b": 2})).unwrap().validation.unwrap();
    assert_eq!(sent.grade.unwrap().get(), 0.58);
    assert_eq!(w.state(&ada, &s).completion_percentage.get(), 58);
}

#[test]
fn a_hint_takes_the_credit_where_the_author_says_so() {
    for voids in [false, true] {
        let (mut w, _, s, ada) = step(json!({"hint_voids_credit": voids}));
        w.start(&ada, &s).unwrap();
        w.note(&ada, |learning, stamp| use_hint(learning, &s, stamp)).unwrap();
        let sent = w.submit(&ada, &s, "42").unwrap();
        assert_eq!(sent.submission.hints_used.0, Some(1));
        let validation = sent.validation.unwrap();
        assert_eq!(validation.passed, !voids);
        assert_eq!(w.is_closed(&ada, &s), !voids);
        if voids {
            assert!(validation.error_message.unwrap().contains("hint"));
            assert_eq!(validation.grade.unwrap().get(), 0.0);
            w.submit(&ada, &s, "42").unwrap();
            assert!(w.is_closed(&ada, &s), "the next try is without");
        }
    }
}

#[test]
fn in_a_row_and_m_of_n_close_after_several_tries() {
    for (kind, rule, tries, closes) in [
        ("in_a_row", json!({"k": 2}), ["42", "41", "42"], false),
        ("m_of_n", json!({"m": 2, "n": 3}), ["42", "41", "42"], true),
        ("in_a_row", json!({"k": 2}), ["41", "42", "42"], true),
    ] {
        let (mut w, _, s, ada) = step(json!({}));
        w.criterion(&s, kind, rule);
        let told: Vec<bool> = tries
            .iter()
            .map(|content| w.submit(&ada, &s, content).unwrap().validation.unwrap().passed)
            .collect();
        assert_eq!((told[2], w.is_closed(&ada, &s)), (closes, closes), "{kind} {tries:?}");
    }
}

/// A try that is given up gives no new tries, so it must not take right ones away: nobody is
/// trapped by going back. What was closed and reopened is to be shown anew (design rule 11).
#[test]
fn reopening_what_is_running_keeps_the_right_ones_and_the_wrong_ones_and_what_was_closed_begins_anew()
 {
    let tries = |policy: Value, rule: Value| {
        let (mut w, _, s, ada) = step(policy);
        w.criterion(&s, "m_of_n", rule);
        (w, s, ada)
    };
    let submit = |w: &mut World, ada: &str, s: &str, content: &str| {
        w.submit(ada, s, content).unwrap().validation.unwrap().error_message
    };
    let (mut w, s, ada) = tries(json!({"max_attempts": 3}), json!({"m": 2, "n": 3}));
    submit(&mut w, &ada, &s, "42");
    submit(&mut w, &ada, &s, "41");
    w.reopen(&ada, &s).unwrap();
    submit(&mut w, &ada, &s, "42");
    assert!(w.is_closed(&ada, &s), "the first one of the three counts");

    let (mut w, s, ada) = tries(json!({}), json!({"m": 2, "n": 2}));
    submit(&mut w, &ada, &s, "42");
    submit(&mut w, &ada, &s, "41");
    w.reopen(&ada, &s).unwrap();
    let said = submit(&mut w, &ada, &s, "42");
    assert_eq!(said.as_deref(), Some("1 of 2 right in a row."), "nor are wrong ones shaken off");
    submit(&mut w, &ada, &s, "42");
    assert!(w.is_closed(&ada, &s));
    w.reopen(&ada, &s).unwrap();
    let said = submit(&mut w, &ada, &s, "42");
    assert_eq!(said.as_deref(), Some("1 of 2 right in a row."), "both are asked for again");
    w.reopen(&ada, &s).unwrap();
    submit(&mut w, &ada, &s, "42");
    assert!(w.is_closed(&ada, &s));
}

#[test]
fn a_review_says_whether_a_try_was_right_and_not_that_there_were_enough() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.under(&p, "step", "S");
    w.criterion(&s, "manual", json!({}));
    w.criterion(&s, "in_a_row", json!({"k": 2}));
    let ada = w.learner("Ada");
    let pass = |w: &mut World| {
        let id = w.submit(&ada, &s, "talk").unwrap().submission.id;
        w.review(id.as_str(), json!({"passed": true})).unwrap().validation
    };
    let first = pass(&mut w);
    assert_eq!((first.passed, first.is_right.0), (false, Some(true)));
    assert_eq!(first.error_message.as_deref(), Some("1 of 2 right in a row."));
    assert!(pass(&mut w).passed);
    assert!(w.is_closed(&ada, &s));
}

#[test]
fn time_counts_as_recorded_and_never_as_claimed() {
    let mut w = World::new();
    let p = w.project("P");
    let s = w.with(&p, "step", "Read", json!({"step_type": "reading"}));
    w.criterion(&s, "time", json!({"seconds": 60}));
    w.criterion(&s, "self_confirm", json!({}));
    let ada = w.learner("Ada");
    w.start(&ada, &s).unwrap();
    w.spend(&ada, &s, 30).unwrap();
    w.wait(60);
    let claim = json!({"content": "I spent 120 seconds", "answers": {"time_spent": 120, "confirmed": true}});
    let sent = w.hand_in(&ada, &s, claim.clone()).unwrap().validation.unwrap();
    assert_eq!(sent.error_message.as_deref(), Some("30 of 60 seconds of active time."));
    w.spend(&ada, &s, 30).unwrap();
    w.hand_in(&ada, &s, claim).unwrap();
    assert!(w.is_closed(&ada, &s));
    let overview = w.learning(&ada).overview(&p).unwrap();
    assert_eq!((overview.total_time_spent_seconds, overview.total_time_spent_minutes), (60, 1));
    assert_eq!(w.state(&ada, &p).time_spent_seconds, 60, "parts add up");
    fails(w.spend(&ada, &s, 0), Code::Invalid, "seconds");
    fails(w.spend(&ada, &s, 86_401), Code::Invalid, "seconds");
}

#[test]
fn nobody_is_active_for_longer_than_has_passed() {
    let (mut w, p, _, ada) = step(json!({}));
    let read = w.under(&p, "step", "Read");
    w.criterion(&read, "time", json!({"seconds": 3600}));
    w.start(&ada, &read).unwrap();
    let told = |w: &mut World, seconds: u64| {
        w.spend(&ada, &read, seconds).unwrap();
        w.state(&ada, &read).time_spent_seconds
    };
    assert_eq!(told(&mut w, 86_400), TIME_SLACK);
    let sent = w.hand_in(&ada, &read, json!({"answers": {}})).unwrap().validation.unwrap();
    assert!(!sent.passed, "a claim opens nothing");
    w.wait(600);
    assert_eq!(told(&mut w, 86_400), 600 + TIME_SLACK);
    assert_eq!(told(&mut w, 1), 600 + TIME_SLACK);
    w.wait(3600);
    assert_eq!(told(&mut w, 2970), 3600);
    w.hand_in(&ada, &read, json!({"answers": {}})).unwrap();
    assert!(w.is_closed(&ada, &read));
}

#[test]
fn what_is_noted_before_a_step_has_begun_is_held_to_the_clock_too() {
    let (mut w, _, s, ada) = step(json!({}));
    w.spend(&ada, &s, 86_400).unwrap();
    w.wait(100);
    w.start(&ada, &s).unwrap();
    w.spend(&ada, &s, 86_400).unwrap();
    assert_eq!(w.state(&ada, &s).time_spent_seconds, 100 + TIME_SLACK);
}

#[test]
fn where_only_time_is_missing_no_try_is_taken_and_nothing_cools_down() {
    let (mut w, _, s, ada) = step(json!({
        "max_attempts": 1, "cooldown_seconds": 600, "hint_voids_credit": true,
    }));
    w.criterion(&s, "time", json!({"seconds": 60}));
    w.start(&ada, &s).unwrap();
    let sent = w.submit(&ada, &s, "42").unwrap().validation.unwrap();
    assert_eq!((sent.passed, sent.lacks_only_time.0), (false, Some(true)));
    let state = w.state(&ada, &s);
    assert_eq!((state.attempts, state.attempts_left), (1, Some(1)));
    assert!(state.locked_because.is_empty(), "{:?}", state.locked_because);
    w.wait(60);
    w.spend(&ada, &s, 60).unwrap();
    w.submit(&ada, &s, "42").unwrap();
    assert!(w.is_closed(&ada, &s));
    // What is wrong as well takes one.
    let bob = w.learner("Bob");
    w.submit(&bob, &s, "41").unwrap();
    assert_eq!(w.state(&bob, &s).attempts_left, Some(0));
}

#[test]
fn a_hint_is_not_forgotten_over_a_try_that_was_none() {
    let (mut w, _, s, ada) = step(json!({"hint_voids_credit": true}));
    w.criterion(&s, "time", json!({"seconds": 60}));
    w.start(&ada, &s).unwrap();
    w.note(&ada, |learning, stamp| use_hint(learning, &s, stamp)).unwrap();
    w.submit(&ada, &s, "42").unwrap();
    w.wait(60);
    w.spend(&ada, &s, 60).unwrap();
    assert!(!w.submit(&ada, &s, "42").unwrap().validation.unwrap().passed);
}
